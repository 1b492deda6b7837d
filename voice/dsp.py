"""Small arithmetic on sound: rate, silence at the edges, loudness. Samples are float32, -1 to 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Pcm = NDArray[np.int16]

TARGET_RMS = 0.1
"""Loudness of every phrase, -20 dB below full scale: even, with room for the peaks of speech."""
PEAK = 0.89
_EDGE = 0.002
_WINDOW = 0.005


def to_float(pcm: Pcm) -> Samples:
    """16-bit samples as float."""
    samples: Samples = pcm.astype(np.float32) / np.float32(32768)
    return samples


def to_pcm(samples: Samples) -> Pcm:
    """Float samples as 16 bit; what is too loud is cut at full scale."""
    pcm: Pcm = np.clip(np.rint(samples * 32768), -32768, 32767).astype(np.int16)
    return pcm


def resample(samples: Samples, rate: int, wanted: int) -> Samples:
    """A whole phrase at another rate, free of aliasing, without a shift in time.

    Works on the spectrum of the whole phrase, so it is for phrases and files, not for streams.
    """
    if rate == wanted or not len(samples):
        return samples
    common = int(np.gcd(rate, wanted))
    up, down = wanted // common, rate // common
    # A stretch of silence behind keeps the end from wrapping round into the beginning.
    blocks = -(-(len(samples) + rate // 20) // down)
    spectrum = np.fft.rfft(np.pad(samples.astype(np.float64), (0, blocks * down - len(samples))))
    changed = np.zeros(blocks * up // 2 + 1, dtype=np.complex128)
    kept = min(len(spectrum), len(changed))
    changed[:kept] = spectrum[:kept]
    length = round(len(samples) * wanted / rate)
    changed_back: Samples = (np.fft.irfft(changed, blocks * up)[:length] * (up / down)).astype(np.float32)
    return changed_back


def envelope(samples: Samples, rate: int) -> Samples:
    """The loudness over time: root mean square over five milliseconds round each sample."""
    window = max(1, int(rate * _WINDOW))
    power = np.convolve(samples.astype(np.float64) ** 2, np.ones(window) / window, mode="same")
    loud: Samples = np.sqrt(np.maximum(power, 0)).astype(np.float32)
    return loud


def trim(samples: Samples, rate: int, floor: float = 0.03) -> Samples:
    """Without the silence at both ends: it begins where it is first heard, so that a count falls on time.

    Args:
        floor: what counts as heard, as a part of the loudest moment.
    """
    if not len(samples):
        return samples
    loud = envelope(samples, rate)
    heard = np.flatnonzero(loud > max(floor * float(loud.max()), 1e-4))
    if not len(heard):
        return samples[:0]
    edge = int(rate * _EDGE)
    start, end = max(0, int(heard[0]) - edge), min(len(samples), int(heard[-1]) + 8 * edge)
    clip = samples[start:end].copy()
    ramp = np.linspace(0, 1, min(edge, len(clip)), dtype=np.float32)
    clip[: len(ramp)] *= ramp
    clip[len(clip) - len(ramp) :] *= ramp[::-1]
    return clip


def level(samples: Samples, rate: int) -> Samples:
    """At even loudness: the same average over what is heard, and no peak near full scale."""
    if not len(samples):
        return samples
    loud = envelope(samples, rate)
    spoken = loud[loud > 0.1 * float(loud.max())]
    if not len(spoken) or float(loud.max()) < 1e-4:
        return samples
    gain = TARGET_RMS / float(np.sqrt(np.mean(spoken.astype(np.float64) ** 2)))
    gain = min(gain, PEAK / float(np.abs(samples).max()))
    even: Samples = (samples * np.float32(gain)).astype(np.float32)
    return even
