"""What the benches of the voice measure in a sound, beside what tests/voice/measure.py does."""

from __future__ import annotations

import numpy as np

from tests.voice.measure import SILENCE, Sound
from voice.dsp import Samples

_WINDOW = 0.05
_HEARD = 0.1
_EDGE = 0.03


def word_end(sound: Samples, rate: int) -> float | None:
    """The second at which the word of a clip is over: the last at a tenth of its loudest moment, by the mean
    of 50 ms. None if it cannot be told, because the clip is cut off there or noisy to its end."""
    window = int(_WINDOW * rate)
    power = np.convolve(sound.astype(np.float64) ** 2, np.ones(window) / window, mode="same")
    loud = np.flatnonzero(np.sqrt(power) > _HEARD * np.sqrt(power.max()))
    end = float(loud[-1]) / rate
    return end if end < len(sound) / rate - _EDGE else None


def first_sound(sound: Sound, rate: int, t: float, before: float = 0.15, after: float = 0.25) -> float | None:
    """The second at which it begins to sound at all, within a window round `t`; None if it sounds at the
    window's beginning already, or never."""
    start = max(0, int((t - before) * rate))
    heard = np.flatnonzero(np.abs(sound[start : int((t + after) * rate)]) > SILENCE)
    return (start + int(heard[0])) / rate if len(heard) and heard[0] else None


def sounds_at(sound: Sound, rate: int, t: float) -> bool:
    """Whether something is to be heard in the 10 ms up to `t`."""
    part = sound[max(0, int((t - 0.01) * rate)) : int(t * rate)]
    return bool(np.abs(part).max(initial=0) > SILENCE)


def silent_after(sound: Sound, rate: int, t: float, until: float) -> float:
    """Seconds from `t` to the last sound before `until`; 0 if there is none."""
    loud = np.flatnonzero(np.abs(sound[int(t * rate) : int(until * rate)]) > SILENCE)
    return (int(loud[-1]) + 1) / rate if len(loud) else 0.0
