"""Learns the way from the loudspeaker to the microphone, and takes out what came that way.

A Kalman filter in the frequency domain, in blocks of 20 ms. For each block of the way's impulse response and
each pitch it keeps an estimate and how far that estimate may be off. The doubt decides how much is learned
from a frame: much at the beginning, little while a person talks over the coach. So it needs no detector of
who is talking, and a person's voice does not throw it off. It is long enough to cover the delay of the
devices as well, so nothing has to find the delay first: the blocks before the sound arrives are soon known to
be empty.

Two rounds on each frame learn far faster than one. The textbook takes the doubt down after each round as if
the pitches were independent. In speech they are not, and it then believes itself far too early; a fifth of it
is what measured best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from voice.audio.base import FRAME, TICK
from voice.dsp import Samples

Spectrum = NDArray[np.complex64]
Power = NDArray[np.float32]

REACH = 0.5
"""Seconds from giving out to the last echo that is taken out: 0.3 of delay, the rest for the room."""
_ROUNDS = 2
_BELIEF = np.float32(0.2)
_STEADY = np.float32(0.999)
"""How much of the way is the same 20 ms later. Lower follows clocks that drift, higher cancels more where
they do not."""
_DOUBT = np.float32(0.05)
_SMOOTH = np.float32(0.8)
_LEAST = np.float32(1e-7)
_HALF = np.float32(0.5)
"""Half of each transformed block is new."""


@dataclass(frozen=True)
class Separated:
    """A frame in its two parts, and how loud the part of the echo may be that was not found, by pitch."""

    clean: Samples
    echo: Samples
    missed: Power


class EchoPath:
    """The way from the loudspeaker to the microphone, as far as it is known."""

    def __init__(self, reach: float = REACH) -> None:
        blocks, pitches = round(reach / TICK), FRAME + 1
        self._way: Spectrum = np.zeros((blocks, pitches), dtype=np.complex64)
        self._doubt: Power = np.full((blocks, pitches), _DOUBT, dtype=np.float32)
        self._given: Spectrum = np.zeros((blocks, pitches), dtype=np.complex64)
        self._power: Power = np.zeros((blocks, pitches), dtype=np.float32)
        self._others: Power = np.full(pitches, 1e-6, dtype=np.float32)
        self._before: Samples = np.zeros(FRAME, dtype=np.float32)
        self._trust = 0.0
        self._silent = blocks
        self._nothing = Separated(self._before, self._before, np.zeros(pitches, dtype=np.float32))

    def separate(self, heard: Samples, played: Samples) -> Separated:
        """Take a frame apart, and learn from it."""
        self._silent = 0 if played.any() else self._silent + 1
        if self._silent > len(self._way):
            self._before = played  # nothing that is still under way: no work
            return Separated(heard, self._nothing.echo, self._nothing.missed)
        self._take(played)
        for turn in range(_ROUNDS):
            echo = self._echo()
            self._learn(heard - echo, first=turn == 0)
        echo = self._echo()
        self._doubt = _STEADY**2 * self._doubt + (1 - _STEADY**2) * _power(self._way)
        self._way *= _STEADY
        echo = echo * self._trusted(heard, echo)
        missed: Power = np.einsum("bp,bp->p", self._doubt, self._power)
        return Separated(heard - echo, echo, missed)

    def _take(self, played: Samples) -> None:
        self._given[1:] = self._given[:-1]
        self._power[1:] = self._power[:-1]
        self._given[0] = fft.rfft(np.concatenate([self._before, played]))
        self._power[0] = _power(self._given[0])
        self._before = played

    def _echo(self) -> Samples:
        whole = np.einsum("bp,bp->p", self._way, self._given)
        echo: Samples = fft.irfft(whole)[FRAME:]
        return echo

    def _learn(self, left: Samples, first: bool) -> None:
        wrong = fft.rfft(np.concatenate([np.zeros(FRAME, dtype=np.float32), left]))
        if first:
            self._others = _SMOOTH * self._others + (1 - _SMOOTH) * _power(wrong)
        explained = self._doubt * self._power
        whole = _HALF * explained.sum(axis=0) + self._others + _LEAST
        step = self._doubt * np.conj(self._given) * (wrong / whole)
        taps = fft.irfft(step, axis=1)
        taps[:, FRAME:] = 0
        self._way += fft.rfft(taps, axis=1)
        self._doubt *= 1 - _BELIEF * np.minimum(_HALF * explained / whole, 1)

    def _trusted(self, heard: Samples, echo: Samples) -> Samples:
        """A ramp to 1 over the frame, or to 0 where taking out the echo would make things louder."""
        before = self._trust
        self._trust = float(np.sum((heard - echo) ** 2) <= np.sum(heard**2))
        ramp: Samples = np.linspace(before, self._trust, FRAME, dtype=np.float32)
        return ramp


def _power(spectrum: Spectrum) -> Power:
    power: Power = spectrum.real**2 + spectrum.imag**2
    return power
