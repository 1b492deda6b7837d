"""Shows a session on the terminal. It draws on a thread of its own: a slow terminal holds up no sound."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from rich.console import Console, Group
from rich.live import Live

from voice.dsp import Pcm
from voice.keys import NO_KEYS, Keys
from voice.screen.draw import LEAST, lay_out
from voice.screen.meter import Meter
from voice.screen.shown import Shown, after

_EVERY = 0.1
"""Seconds between two drawings."""


class Shows(Protocol):
    """What a session tells the person's eyes. None of it ever waits."""

    def event(self, event: Mapping[str, Any]) -> None: ...

    def frame(self, frame: Pcm) -> None: ...

    def tell(self, line: str) -> None: ...


class Lines:
    """Plain lines: what is said, what was understood."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def event(self, event: Mapping[str, Any]) -> None:
        kind = event["event"]
        line = {
            "say": str(event.get("text", "")),
            "cue": f"  {event.get('say', '')}".rstrip(),
            "heard": f"> {event.get('text', '')}" if event.get("final") else "",
            "paused": "(paused)",
        }.get(kind, "")
        if line and not event.get("own_voice"):
            with contextlib.suppress(OSError, ValueError):  # nobody reads it any more; the voice goes on
                self._console.out(line, highlight=False)
                self._console.file.flush()

    def frame(self, frame: Pcm) -> None:
        """Lines show no level."""

    def tell(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)


class Screen:
    """The large screen, from the session's first event to its last; lines before and after."""

    def __init__(self, console: Console, names: Mapping[str, str], keys: Keys) -> None:
        self._console, self._names, self._keys = console, names, keys
        self._shown = Shown()
        self._meter = Meter()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def event(self, event: Mapping[str, Any]) -> None:
        self._shown = after(self._shown, event, self._names)
        if event["event"] == "listening" and self._thread is None:
            self._thread = threading.Thread(target=self._draw, name="screen", daemon=True)
            self._thread.start()
        elif event["event"] == "end":
            self.close()

    def frame(self, frame: Pcm) -> None:
        self._meter.take(frame)

    def tell(self, line: str) -> None:
        """On the screen while there is one, else as a line."""
        if self._thread is not None and not self._over.is_set():
            self.event({"event": "note", "text": line})
        else:
            print(line, file=sys.stderr, flush=True)

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._over.set()
        if self._thread is not None:
            self._thread.join(timeout=2.0)

    def _draw(self) -> None:
        with (
            contextlib.suppress(OSError, ValueError),  # the terminal went away; the voice goes on
            Live(console=self._console, screen=True, auto_refresh=False) as live,
        ):
            while not self._over.wait(_EVERY):
                live.update(self._picture(), refresh=True)

    def _picture(self) -> Group:
        columns, rows = self._console.size
        lines = lay_out(self._shown, self._meter.level, self._keys.typing, self._keys.there, columns, rows)
        return Group(*lines)


def fits(console: Console) -> bool:
    """Whether this terminal can show the large screen."""
    try:
        "█·".encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return (
        console.is_terminal
        and not console.is_dumb_terminal
        and console.size.width >= LEAST[0]
        and console.size.height >= LEAST[1]
        and not os.environ.get("SPINECOACH_PLAIN")
    )


@contextlib.contextmanager
def opened(names: Mapping[str, str], keys: Keys = NO_KEYS, console: Console | None = None) -> Iterator[Shows]:
    """The large screen where the terminal can show it, else plain lines.

    Args:
        names: what people call each exercise, by its id.
    """
    console = console or Console(highlight=False)
    if not fits(console):
        yield Lines(console)
        return
    screen = Screen(console, names, keys)
    try:
        yield screen
    finally:
        screen.close()
