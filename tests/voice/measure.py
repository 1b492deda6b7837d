"""Measures what a recording holds, from its samples alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

Sound = NDArray[np.float32]
SILENCE = 1e-4


def read(path: Path) -> tuple[Sound, int]:
    samples, rate = soundfile.read(str(path), dtype="float32")
    return samples, rate


def loudness(sound: Sound) -> float:
    return float(np.abs(sound).max(initial=0))


def onset_near(sound: Sound, rate: int, t: float, before: float = 0.15, after: float = 0.25) -> float | None:
    """The second at which it first grows loud within a window round `t`; None if it is loud all the time,
    or never."""
    start = max(0, int((t - before) * rate))
    window = sound[start : int((t + after) * rate)]
    heard = np.flatnonzero(np.abs(window) > max(0.05 * loudness(window), 20 * SILENCE))
    if not len(heard) or heard[0] == 0:
        return None
    return (start + int(heard[0])) / rate


def quiet_from(sound: Sound, rate: int, t: float, until: float | None = None) -> bool:
    """Whether there is nothing to be heard from `t` on."""
    end = None if until is None else int(until * rate)
    return loudness(sound[int(t * rate) + 1 : end]) <= SILENCE
