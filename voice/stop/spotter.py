"""Our own stop spotter: two looks at the sound, made into one event for each time the word is said."""

from __future__ import annotations

import logging
from math import exp

import numpy as np

from voice.audio.base import INPUT_RATE
from voice.dsp import Pcm
from voice.stop.base import Spotted
from voice.stop.network import STEP, Network, Stream
from voice.stop.second import WINDOW, SecondLook, second_look

LENIENT = 0.5
"""Score that counts as a stop while a set runs."""
STRICT = 0.9
"""Score that counts as a stop when no set runs."""
_STIRS = -4.0
"""Log odds of the first network from which on a second look is taken."""
_FIRST, _SECOND = 0.3, 0.7
"""How much the word of each counts; chosen on speakers that neither was trained on."""
_EVEN, _EVEN_ALONE = 4.5, 5.0
"""Log odds, of both together and of the first alone, that make a score of 0.5."""
_REST = 1.0
"""Seconds after a stop in which it is still the same one."""
_log = logging.getLogger(__name__)


class OwnSpotter:
    """Hears "stop" in any voice, over noise and over the coach.

    Args:
        threshold: score that counts as a stop, whatever runs.
        of: the first network, if not the one that comes with the coach.
        second: whether a second look is taken, where Whisper is to be had; it costs 100 MB of memory.

    Attributes:
        looks: second looks since it was begun anew.
        peak: the highest score since then.
    """

    name = "stop"

    def __init__(
        self, threshold: float | None = None, of: Network | None = None, *, second: bool = True
    ) -> None:
        self._fixed = threshold
        self._stream = Stream(of)
        self._second: SecondLook | None = None
        if second:
            try:
                self._second = second_look()
            except (ImportError, OSError, RuntimeError) as error:
                _log.warning("no second look at stops: %r", error)
        self._threshold = threshold or LENIENT
        self.restart()

    def set_strict(self, strict: bool) -> None:
        if self._fixed is None:
            self._threshold = STRICT if strict else LENIENT

    def restart(self) -> None:
        self._stream.reset()
        self._last: Pcm = np.zeros(WINDOW, dtype=np.int16)
        self._taken = 0
        self._deaf_until = 0.0
        self.looks = 0
        self.peak = 0.0

    def accept(self, frame: Pcm) -> Spotted | None:
        odds = self._stream.accept(frame)
        self._last = np.concatenate([self._last, frame])[-WINDOW - len(frame) :]
        self._taken += len(frame)
        found = None
        for n, first in enumerate(odds):
            # A long frame can hold several steps: how much of it is later than this one.
            later = (self._taken % STEP) + STEP * (len(odds) - 1 - n)
            at = (self._taken - later) / INPUT_RATE
            if at < self._deaf_until:
                continue
            score = self._score(first, later)
            self.peak = max(self.peak, score)
            if score > self._threshold:
                self._deaf_until = at + _REST
                found = found or Spotted(round(score, 4), at, self.name)
        return found

    def _score(self, first: float, later: int) -> float:
        if self._second is None:
            return _even(first - _EVEN_ALONE)
        if first < _STIRS:
            return 0.0
        self.looks += 1
        end = len(self._last) - later
        return _even(_FIRST * first + _SECOND * self._second(self._last[end - WINDOW : end]) - _EVEN)


def _even(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))
