"""Notices that somebody has begun to talk while the coach speaks, from the cleaned sound alone.

It only turns the coach down. It never stands between the microphone and the spotter or the recogniser.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from voice.audio.base import TICK
from voice.dsp import Pcm

_OVER_FLOOR = 9.0
"""Decibels above the room's noise."""
_OVER_ECHO = 6.0
"""Decibels above what the canceller usually leaves of the coach."""
_OVER_NOISE = 12.0
"""Decibels above the noise from which on a frame as it was heard counts as the coach's voice."""
_LEARN = 0.1
"""Decibels a frame by which the usual is learned."""
_TYPICAL = 0.9
"""The usual is what nine frames in ten stay below. Lower, and the coach goes soft over its own echo."""
_FLOOR_UP = 2.0
"""Decibels a second by which the noise is taken to grow at most."""
_LEFT_AT_FIRST = -20.0
_SETTLING = 100
"""Frames with the coach's voice before it is trusted that the canceller has learned the room: two seconds."""
_ROOM = 15
"""Frames for which the room still sounds after the coach's last one."""
_OF, _NEEDED = 4, 3
_GOES_ON = 0.6
"""Seconds for which somebody counts as still talking, between two words."""
_LONGEST = 4.0
"""Seconds after which talk is taken for the television: the coach is loud again, until it has been quiet."""
_QUIET = 1.0


class NearEnd:
    """Whether somebody is talking now."""

    def __init__(self) -> None:
        self._floor: float | None = None
        self._left = _LEFT_AT_FIRST
        self._settled = 0
        self._since_coach = _ROOM + 1
        self._recent: deque[bool] = deque(maxlen=_OF)
        self._still = 0.0
        self._talked = 0.0
        self._tired = False

    def talking(self, heard: Pcm, cleaned: Pcm, played: Pcm) -> bool:
        """Take a frame as it was heard, as it was cleaned, and what the coach gave out meanwhile."""
        self._since_coach = 0 if played.any() else self._since_coach + 1
        level, loud = _decibels(cleaned), _decibels(heard)
        self._recent.append(self._stands_out(level, level - loud))
        now = sum(self._recent) >= _NEEDED
        self._still = _GOES_ON if now else max(0.0, self._still - TICK)
        return self._not_for_ever(self._still > 0)

    def _stands_out(self, level: float, left: float) -> bool:
        if self._floor is None:
            self._floor = level
        self._floor = min(level, self._floor + _FLOOR_UP * TICK) if level < 0 else self._floor
        above = level > self._floor + _OVER_FLOOR
        if self._since_coach > _ROOM:
            return above
        self._settled += 1
        over = left > self._left + _OVER_ECHO
        if level - left > self._floor + _OVER_NOISE:  # a frame of mere noise tells nothing of what is left
            self._left += _LEARN * (_TYPICAL if left > self._left else _TYPICAL - 1)
        return above and over and self._settled > _SETTLING

    def _not_for_ever(self, talking: bool) -> bool:
        if talking:
            self._talked += TICK
            self._tired = self._tired or self._talked > _LONGEST
            return not self._tired
        self._talked = max(0.0, self._talked - TICK * _LONGEST / _QUIET)
        self._tired = self._tired and self._talked > 0
        return False


def _decibels(frame: Pcm) -> float:
    """Loudness against full scale."""
    return float(10 * np.log10(np.mean(frame.astype(np.float64) ** 2) / 32768**2 + 1e-12))
