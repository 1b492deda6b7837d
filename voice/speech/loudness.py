"""How loud a phrase is as people hear it, and how it is made louder without being torn at its peaks."""

from __future__ import annotations

import numpy as np

from voice.dsp import PEAK, Samples, envelope

TARGET = -20.0
"""Loudness of every phrase at the usual volume, in dB below full scale, weighted as the ear hears."""
USUAL_VOLUME = 60
_DB_PER_VOLUME = 0.2
"""So the loudest setting is 8 dB above the usual one, and the softest 8 dB below."""
_BLOCK = 0.001
_NEAR = 4


def weighted(samples: Samples, rate: int) -> Samples:
    """The sound as the ear weighs it: without rumble, and with more of what lies above 1.5 kHz."""
    spectrum = np.fft.rfft(samples.astype(np.float64))
    f = np.fft.rfftfreq(len(samples), 1 / rate)
    low = (f / 60.0) ** 2 / (1 + (f / 60.0) ** 2)
    high = (1 + (f / 1500.0) ** 2 * 10 ** (4 / 20)) / (1 + (f / 1500.0) ** 2)
    heard: Samples = np.fft.irfft(spectrum * low * high, len(samples)).astype(np.float32)
    return heard


def loudness(samples: Samples, rate: int) -> float:
    """Decibels below full scale over what is spoken, its pauses left out; -100 for silence."""
    if not len(samples):
        return -100.0
    heard = weighted(samples, rate)
    loud = envelope(heard, rate)
    spoken = heard[loud > 0.1 * float(loud.max())]
    power = float(np.mean(spoken.astype(np.float64) ** 2)) if len(spoken) else 0.0
    return 10 * float(np.log10(power)) if power > 1e-10 else -100.0


def even(samples: Samples, rate: int) -> Samples:
    """At the usual loudness, like every other phrase."""
    now = loudness(samples, rate)
    return samples if now <= -100 else limited(_gained(samples, TARGET - now), rate)


def at_volume(samples: Samples, rate: int, volume: int) -> Samples:
    """A phrase of the usual loudness at another volume, from 20 to 100."""
    if volume == USUAL_VOLUME or not len(samples):
        return samples
    return limited(_gained(samples, (volume - USUAL_VOLUME) * _DB_PER_VOLUME), rate)


def _gained(samples: Samples, decibels: float) -> Samples:
    gained: Samples = (samples * np.float32(10 ** (decibels / 20))).astype(np.float32)
    return gained


def limited(samples: Samples, rate: int) -> Samples:
    """With peaks held below full scale by turning down for some milliseconds round each of them."""
    if float(np.abs(samples).max(initial=0)) <= PEAK:
        return samples
    block = max(1, int(_BLOCK * rate))
    blocks = -(-len(samples) // block)
    peaks = np.abs(np.pad(samples, (0, blocks * block - len(samples)))).reshape(blocks, block).max(axis=1)
    gain = np.minimum(1.0, PEAK / np.maximum(peaks, 1e-6))
    padded = np.pad(gain, 2 * _NEAR, mode="edge")
    least = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEAR + 1).min(axis=1)
    smooth = np.convolve(least, np.ones(2 * _NEAR + 1) / (2 * _NEAR + 1), mode="valid")
    curve = np.interp(np.arange(len(samples)), (np.arange(blocks) + 0.5) * block, smooth)
    held: Samples = np.clip(samples * curve, -PEAK, PEAK).astype(np.float32)
    return held
