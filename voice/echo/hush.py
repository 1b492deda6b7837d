"""Fills what a canceller empties with the room's own hush.

What is left after cancelling is softer than the room, and its faint ups and downs follow the coach's voice. A
recogniser that listens at even loudness makes words of that. With noise as loud as the room is when nobody
speaks, there is nothing in it to be heard.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from voice.audio.base import TICK
from voice.dsp import Pcm

_MEMORY = 4.0
"""Seconds over which the softest moment counts as the room's own."""
_MOST = 300.0
"""Never louder than this, in 16-bit samples: some -40 dB."""
_SMOOTH = 0.7


class Hush:
    """Knows how loud the room is when nobody speaks."""

    def __init__(self) -> None:
        self._powers: deque[float] = deque(maxlen=round(_MEMORY / TICK))
        self._smooth: float | None = None
        self._draw = np.random.default_rng(1)  # the same noise each time: a session repeats to the sample

    def filled(self, heard: Pcm, cleaned: Pcm) -> Pcm:
        """The cleaned frame, with noise up to the room's own level where it is softer than that."""
        power = float(np.mean(heard.astype(np.float64) ** 2))
        self._smooth = power if self._smooth is None else _SMOOTH * self._smooth + (1 - _SMOOTH) * power
        self._powers.append(self._smooth)
        room = min(min(self._powers), _MOST**2)
        missing = room - float(np.mean(cleaned.astype(np.float64) ** 2))
        if missing <= 1:
            return cleaned
        noise = self._draw.normal(0, np.sqrt(missing), len(cleaned))
        filled: Pcm = np.clip(np.rint(cleaned + noise), -32768, 32767).astype(np.int16)
        return filled
