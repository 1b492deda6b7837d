"""A recogniser that fails is made anew once, then the next one takes its place; the session goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from voice.audio.base import INPUT_RATE
from voice.dsp import Pcm
from voice.recognisers.base import Heard, Mode, Recogniser
from voice.recognisers.patience import Patient
from voice.trouble import Troubles

Make = Callable[[], Recogniser]
_log = logging.getLogger(__name__)


class SteadyRecogniser:
    """Keeps words coming, and tells what happened.

    Args:
        others: how to make the recognisers that take its place, in this order: itself anew, another one.
    """

    def __init__(self, first: Recogniser, others: Sequence[Make], troubles: Troubles) -> None:
        self._now: Recogniser | None = first
        self._first = first
        self._others = list(others)
        self._troubles = troubles
        self._mode: Mode = "free"
        self._patience: float | None = None
        self._before = 0.0
        self._taken = 0
        self.name = first.name

    def accept(self, frame: Pcm) -> list[Heard]:
        self._taken += len(frame)
        if self._now is None:
            return []
        try:
            return self._late(self._now.accept(frame))
        except Exception:  # whatever the engine throws, the person must not be left without a word
            _log.exception("%s failed", self.name)
            self._replace()
            return []

    def set_mode(self, mode: Mode) -> None:
        self._mode = mode
        if self._now is not None:
            self._now.set_mode(mode)

    def set_patience(self, seconds: float) -> None:
        """How long a slow speaker is waited for, where the engine can wait."""
        self._patience = seconds
        if isinstance(self._now, Patient):
            self._now.set_patience(seconds)

    def finish(self) -> list[Heard]:
        try:
            return self._late(self._now.finish()) if self._now is not None else []
        except Exception:  # the recording is over anyway
            _log.exception("%s failed at the end", self.name)
            return []

    def restart(self) -> None:
        self._before, self._taken = 0.0, 0
        if self._now is not None:
            self._now.restart()

    def close(self) -> None:
        """Close what took the first one's place; the first belongs to whoever made it."""
        if self._now is not None and self._now is not self._first:
            self._now.close()

    def _replace(self) -> None:
        self.close()
        self._now = None
        while self._others and self._now is None:
            make = self._others.pop(0)
            try:
                self._now = make()
                self._now.restart()
                self._now.set_mode(self._mode)
                if self._patience is not None:
                    self.set_patience(self._patience)
            except Exception:
                _log.exception("no recogniser could take the place of %s", self._first.name)
                self._now = None
        self.name = (self._now or self._first).name
        self._before = self._taken / INPUT_RATE
        self._troubles.tell("words gone" if self._now is None else "words again", engine=self.name)

    def _late(self, heard: list[Heard]) -> list[Heard]:
        """A recogniser that began later counts its seconds from there."""
        if not self._before:
            return heard
        later = self._before
        return [
            Heard(
                h.text,
                h.final,
                h.engine,
                None if h.start is None else h.start + later,
                None if h.end is None else h.end + later,
            )
            for h in heard
        ]
