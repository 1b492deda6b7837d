"""Where a word is heard to begin: so that a count falls on its beat for whoever listens, not only on paper.

A soft first sound ("five", "three") is heard late: the first sample is on time, but what a listener or a
microphone notices of it comes up to a tenth of a second later. So a soft beginning is made as loud as a clear
speaker makes it. A word is then heard to begin where it does, and is better understood over noise.
"""

from __future__ import annotations

import numpy as np

from voice.dsp import Samples, envelope

HEARD = 0.3
"""The part of its loudest moment that a word reaches at once."""
_VOWEL = 0.5
_LIFT = 8.0
"""How much louder a beginning is made at most: 18 dB, about what lies between an "f" and its vowel."""
_GLIDE = 0.012
_LOOK = 0.25
_RISE = 0.003


def clear(sound: Samples, rate: int) -> Samples:
    """The phrase, its silence cut off already, with a beginning that is heard at once."""
    rise = int(_RISE * rate)
    if len(sound) < 2 * rise:
        return sound
    loud = envelope(sound, rate)[: int(_LOOK * rate)]
    peak = float(loud.max())
    if peak <= 0:
        return sound
    vowel = int(np.argmax(loud >= _VOWEL * peak))
    gain = np.clip(HEARD * peak / np.maximum(loud[: vowel + 1], 1e-6), 1.0, _LIFT)
    glide = max(1, int(_GLIDE * rate))  # a gain that jumps would click
    padded = np.pad(gain, (glide // 2, glide - glide // 2), mode="edge")
    gain = np.convolve(padded, np.ones(glide) / glide, mode="valid")[: len(gain)]
    shaped = sound.copy()
    shaped[: len(gain)] *= gain.astype(np.float32)
    shaped[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    return shaped
