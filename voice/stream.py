"""Sound that comes in pieces, worked on without a seam between them: another rate, a filter, a delay."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from voice.dsp import Samples

_HALF = 24
"""Samples at the lower of the two rates on each side of the resampler's window."""
_PASS = 0.92
"""Where its edge lies, as a part of the lower rate's band."""


class StreamResampler:
    """Changes the rate of a stream. Each piece gives as many samples as are due, whatever its length.

    The window is symmetric, so the sound comes out `delay` seconds late, evenly for all pitches.
    """

    def __init__(self, rate: int, wanted: int) -> None:
        common = int(np.gcd(rate, wanted))
        self._up, self._down = wanted // common, rate // common
        lower = min(rate, wanted)
        reach = -(-_HALF * rate // lower)
        self._length = 2 * reach + 1
        self.delay = reach / rate
        places = np.arange(self._length)[None, :] - reach
        phases = np.arange(self._up)[:, None] / self._up
        x = places - phases
        edge = _PASS * lower / rate
        taps = edge * np.sinc(edge * x) * np.kaiser(self._length, 8.0)[None, :]
        self._taps = (taps / taps.sum(axis=1, keepdims=True)).astype(np.float32)
        self._kept = np.zeros(self._length - 1, dtype=np.float32)
        self._phase = 0
        """How far the next sample lies from the beginning of `_kept`, in 1/up of a sample."""

    def __call__(self, samples: Samples) -> Samples:
        """What is due after these samples, at the wanted rate."""
        if self._up == self._down:
            return samples
        sound = np.concatenate([self._kept, samples])
        windows = len(sound) - self._length + 1
        places = np.arange(self._phase, windows * self._up, self._down)
        out = np.empty(len(places), dtype=np.float32)
        if len(places):
            view = sliding_window_view(sound, self._length)
            at, phase = places // self._up, places % self._up
            for nth in range(self._up):
                chosen = phase == nth
                out[chosen] = view[at[chosen]] @ self._taps[nth]
            self._phase = int(places[-1]) + self._down
        used = min(self._phase // self._up, len(sound))
        self._phase -= used * self._up
        self._kept = sound[used:]
        return out


class StreamFilter:
    """A fixed impulse response, laid on a stream piece by piece."""

    def __init__(self, response: Samples) -> None:
        self._response = response.astype(np.float64)
        self._tail = np.zeros(max(1, len(response)) - 1)
        self._size, self._kept = 0, np.zeros(0, dtype=np.complex128)

    def __call__(self, samples: Samples) -> Samples:
        whole = len(samples) + len(self._tail)
        size = 1 << max(1, (whole - 1).bit_length())
        spectrum = np.fft.rfft(samples.astype(np.float64), size) * self._spectrum(size)
        sound = np.fft.irfft(spectrum, size)[:whole]
        sound[: len(self._tail)] += self._tail
        self._tail = sound[len(samples) :].copy()
        out: Samples = sound[: len(samples)].astype(np.float32)
        return out

    def _spectrum(self, size: int) -> NDArray[np.complex128]:
        if self._size != size:
            self._size, self._kept = size, np.fft.rfft(self._response, size)
        return self._kept


class StreamDelay:
    """Gives a stream back some samples later, and by the part `drift` later still as time goes on."""

    def __init__(self, samples: int, drift: float = 0.0) -> None:
        samples = max(samples, 3) if drift else samples
        self._drift = drift
        self._kept: Samples = np.zeros(samples + 1, dtype=np.float32)
        self._at = 1.0

    def __call__(self, samples: Samples) -> Samples:
        """As many samples as come in."""
        sound = np.concatenate([self._kept, samples])
        places = self._at + np.arange(len(samples)) * (1 - self._drift)
        at = places.astype(np.int64)
        out: Samples = sound[at] if not self._drift else _between(sound, at, places - at)
        self._at += len(samples) * (1 - self._drift)
        used = int(self._at) - 1
        self._at -= used
        self._kept = sound[used:]
        return out


def _between(sound: Samples, at: NDArray[np.int64], part: NDArray[np.float64]) -> Samples:
    """The sound between two samples, by a cubic through the four round it."""
    a, b, c, d = (sound[at + n].astype(np.float64) for n in (-1, 0, 1, 2))
    curve = b + 0.5 * part * (c - a + part * (2 * a - 5 * b + 4 * c - d + part * (3 * (b - c) + d - a)))
    out: Samples = curve.astype(np.float32)
    return out
