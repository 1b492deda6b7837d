"""How loud it is at the microphone, and how loud the room is in between."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from voice.audio.base import TICK
from voice.dsp import Pcm

SILENT = -90.0
LOUD_ROOM = -38.0
"""Decibels below full scale of the quietest moments, above which words are hard to make out."""
_SPAN = 4.0
"""Seconds among whose quietest moments the room is measured: people pause for breath within them."""
_FALL = 1.0
"""Decibels a frame that the needle falls."""


@dataclass(frozen=True)
class Level:
    """In decibels below full scale: `now` as a needle shows it, `room` without who speaks in it."""

    now: float = SILENT
    room: float = SILENT

    @property
    def loud_room(self) -> bool:
        return self.room > LOUD_ROOM


class Meter:
    """Takes each frame of the microphone; cheap enough for every one of them."""

    def __init__(self) -> None:
        self.level = Level()
        self._recent: deque[float] = deque(maxlen=round(_SPAN / TICK))

    def take(self, frame: Pcm) -> None:
        """A frame, which may be empty."""
        if not len(frame):
            return
        power = float(np.mean(np.square(frame, dtype=np.float64))) / 32768**2
        loud = max(SILENT, 10 * float(np.log10(power))) if power > 0 else SILENT
        self._recent.append(loud)
        full = len(self._recent) == self._recent.maxlen
        room = sorted(self._recent)[len(self._recent) // 10] if full else SILENT
        self.level = Level(max(loud, self.level.now - _FALL), room)
