"""Waits for people who speak slowly: what may go on is held back a little before it counts as finished.

An engine ends an utterance after a short silence, so that "stop" and "ready" are known soon. A sentence
that is no command may not be over then, least of all one that ends in "and" or "because". It is passed on at
once as half heard, so that a danger in it is acted on, and as finished when the silence has lasted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from coach.understand import command, is_stop
from voice.audio.base import INPUT_RATE
from voice.dsp import Pcm
from voice.recognisers.base import Heard, Mode, Recogniser
from voice.recognisers.doubt import words_of
from voice.recognisers.settings import hearing

PATIENCE = 1.2
"""Seconds of silence after which an answer counts as finished, if nothing else was set."""
LEAST, MOST = 0.7, 4.0
"""Seconds that patience may be set to."""
IN_A_SET = 0.7
"""The part of it that holds while a set runs: there a sentence is short and urgent."""
UNFINISHED = 1.5
"""Seconds more for a sentence that is plainly in the middle."""
LONGEST = 20.0
"""Seconds after which it is taken as it is, however it ends."""


@runtime_checkable
class TellsSpeaking(Protocol):
    """A recogniser that knows when somebody is speaking, before there are words."""

    @property
    def speaking(self) -> bool: ...


@dataclass(frozen=True)
class _Held:
    heard: Heard
    since: float


class Patient:
    """A recogniser that gives another's words, the finished ones when they are.

    Args:
        engine_silence: seconds of silence that the engine itself waits for; what is left of `patience` is
            waited for here.
    """

    def __init__(self, inner: Recogniser, patience: float = PATIENCE, engine_silence: float = 0.7) -> None:
        self.name = inner.name
        self.set_patience(patience)
        self._inner, self._engine_silence = inner, engine_silence
        self._mode: Mode = "free"
        self._held: _Held | None = None
        self._half = False
        self._taken = 0

    def set_patience(self, seconds: float) -> None:
        """Wait this long from now on; never outside what makes sense."""
        self.patience = min(MOST, max(LEAST, seconds))

    def accept(self, frame: Pcm) -> list[Heard]:
        self._taken += len(frame)
        given: list[Heard] = []
        for heard in self._inner.accept(frame):
            given += self._take(heard)
        if self._held is not None and not self._speaking() and self._now() >= self._due(self._held):
            given += self._let_go()
        return given

    def finish(self) -> list[Heard]:
        given: list[Heard] = []
        for heard in self._inner.finish():
            given += self._take(heard)
        return given + self._let_go()

    def set_mode(self, mode: Mode) -> None:
        self._mode = mode
        self._inner.set_mode(mode)

    def restart(self) -> None:
        self._held, self._half, self._taken = None, False, 0
        self._inner.restart()

    def close(self) -> None:
        self._inner.close()

    def _take(self, heard: Heard) -> list[Heard]:
        self._half = not heard.final
        if not heard.final:
            return [heard]
        if is_stop(heard.text) or command(heard.text) is not None:
            return [*self._let_go(), heard]
        before = self._held.heard if self._held is not None else None
        joined = heard if before is None else _join(before, heard)
        self._held = _Held(joined, self._now())
        if joined.start is not None and self._now() - joined.start > LONGEST:
            return self._let_go()
        return [replace(heard, final=False)]

    def _let_go(self) -> list[Heard]:
        held, self._held = self._held, None
        return [held.heard] if held is not None else []

    def _due(self, held: _Held) -> float:
        wait = self.patience if self._mode == "free" else IN_A_SET * self.patience
        wait = max(0.0, wait - self._engine_silence)
        return held.since + wait + (UNFINISHED if unfinished(held.heard.text) else 0.0)

    def _speaking(self) -> bool:
        return self._half or (isinstance(self._inner, TellsSpeaking) and self._inner.speaking)

    def _now(self) -> float:
        return self._taken / INPUT_RATE


def unfinished(text: str) -> bool:
    """Whether a sentence stops in the middle: "my leg hurts and", "because the ..."."""
    words = words_of(text)
    return bool(words) and (words[-1] in hearing().unfinished or text.rstrip().endswith(("...", "…", "-")))


def _join(first: Heard, second: Heard) -> Heard:
    start = first.text.rstrip(" .…-,;")
    return Heard(f"{start} {second.text}", True, second.engine, first.start, second.end)
