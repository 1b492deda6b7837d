"""The keyboard beside the voice: one key each for what matters, and a line for everything else."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, Protocol

WORDS = {
    " ": "stop",
    "s": "stop",
    "\r": "stop",
    "\n": "stop",
    "p": "pause",
    "g": "go on",
    "n": "next",
    "r": "repeat",
    "+": "louder",
    "=": "louder",
    "-": "softer",
    "q": "goodbye",
}
"""What each key says. A key is as good as the spoken words, and goes the same way."""
SHOWN = (
    ("space", "stop"),
    ("p", "pause"),
    ("g", "go on"),
    ("n", "next"),
    ("r", "repeat"),
    ("+ -", "volume"),
    ("t", "type"),
    ("q", "end"),
)
"""The keys as they are shown to the person."""
_ESCAPE, _TYPE, _ERASE = "\x1b", "t", ("\x7f", "\b")
_LONGEST = 300
_HELD = 0.6
"""Seconds within which the same key again is the same press: slow hands hold keys down."""


class Keys(Protocol):
    """Where words from the keyboard come from."""

    there: bool

    @property
    def typing(self) -> str | None:
        """The line that is being typed; None if keys are commands just now."""
        ...

    def read(self) -> list[str]:
        """What was asked for since the last time. Never waits."""
        ...


class _NoKeys:
    there = False
    typing: str | None = None

    def read(self) -> list[str]:
        return []


NO_KEYS: Keys = _NoKeys()


class Keyboard:
    """Keys become words.

    Args:
        pressed: gives the characters that were typed since it was last asked, and does not wait.
        clock: seconds that only go forward; a key that is held down counts once.
    """

    there = True

    def __init__(self, pressed: Callable[[], str], clock: Callable[[], float] = time.monotonic) -> None:
        self._pressed, self._clock = pressed, clock
        self._line: str | None = None
        self._last, self._last_at = "", -_HELD

    @property
    def typing(self) -> str | None:
        return self._line

    def read(self) -> list[str]:
        typed = self._pressed()
        if len(typed) > 1 and typed[0] == _ESCAPE:
            return []  # an arrow or function key: it means nothing here
        found = []
        for key in typed:
            words = self._key(key)
            if words is not None:
                found.append(words)
        return found

    def _key(self, key: str) -> str | None:
        if key == _ESCAPE:
            self._line = None
            return "stop"  # also in the middle of a line
        if self._line is not None:
            return self._letter(key)
        if key == _TYPE or key == _TYPE.upper():
            self._line = ""
            return None
        return WORDS.get(key.lower()) if self._anew(key) else None

    def _anew(self, key: str) -> bool:
        now = self._clock()
        held = key == self._last and now - self._last_at < _HELD
        self._last, self._last_at = key, now
        return not held

    def _letter(self, key: str) -> str | None:
        assert self._line is not None
        if key in "\r\n":
            line, self._line = self._line.strip(), None
            return line or "stop"
        if key in _ERASE:
            self._line = self._line[:-1]
        elif key.isprintable() and len(self._line) < _LONGEST:
            self._line += key
        return None


@contextlib.contextmanager
def keyboard() -> Iterator[Keys]:
    """The keyboard of this terminal, key by key; none where standard input is no terminal."""
    if not sys.stdin.isatty():
        yield NO_KEYS
    elif sys.platform == "win32":
        yield Keyboard(_windows)
    else:
        with _posix() as pressed:
            yield Keyboard(pressed)


def _windows() -> str:
    msvcrt: Any = import_module("msvcrt")
    typed = ""
    while msvcrt.kbhit():
        key = msvcrt.getwch()
        if key in "\x00\xe0":
            msvcrt.getwch()  # the second half of an arrow or function key
        elif key == "\x03":
            raise KeyboardInterrupt
        else:
            typed += key
    return typed


@contextlib.contextmanager
def _posix() -> Iterator[Callable[[], str]]:
    select: Any = import_module("select")
    termios: Any = import_module("termios")
    tty: Any = import_module("tty")
    number = sys.stdin.fileno()
    before = termios.tcgetattr(number)
    open_ = [True]

    def pressed() -> str:
        typed = b""
        while open_[0] and select.select([number], [], [], 0)[0]:
            part = os.read(number, 256)
            open_[0] = bool(part)  # the terminal was closed: nothing will come any more
            typed += part
        return typed.decode("utf-8", errors="ignore")

    tty.setcbreak(number)
    try:
        yield pressed
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
