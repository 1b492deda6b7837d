"""Turns down, pitch by pitch, what is left of the echo after the filter: the bent peaks of a small
loudspeaker, and what has not been learned yet.

It is made for a detector and not for the ear. It never turns a pitch down by more than 20 dB, and it goes by
what may really be left, so that a word said over the coach keeps its shape. Suppressors that are made for
calls cut away the word with the echo.
"""

from __future__ import annotations

import numpy as np
from scipy import fft

from voice.audio.base import FRAME
from voice.dsp import Samples
from voice.echo.kalman import Power, Separated

_FLOOR = np.float32(0.1)
_HALF_TAPS = 64
"""Samples by which it delays the sound: 4 ms."""
_MISSED = np.float32(0.2)
_SMOOTH = np.float32(0.5)
_FADING = np.float32(0.6)
_LEAK_AT_FIRST = np.float32(0.003)
_LEAK_LEAST, _LEAK_MOST = np.float32(1e-4), np.float32(0.5)
_LEAK_DOWN, _LEAK_UP = np.float32(0.2), np.float32(0.01)
_LEAK_JUMP = np.float32(4.0)
_AUDIBLE = np.float32(1e-4)


class Residual:
    """Estimates how much of the echo is left in each pitch, and turns that down."""

    def __init__(self) -> None:
        pitches = FRAME + 1
        self._window: Samples = np.sqrt(np.hanning(2 * FRAME + 1)[:-1]).astype(np.float32)
        self._taper: Samples = np.hanning(2 * _HALF_TAPS + 3)[1:-1].astype(np.float32)
        self._clean: Samples = np.zeros(FRAME, dtype=np.float32)
        self._echo: Samples = np.zeros(FRAME, dtype=np.float32)
        self._left: Power = np.zeros(pitches, dtype=np.float32)
        self._heard: Power = np.zeros(pitches, dtype=np.float32)
        self._echoed: Power = np.zeros(pitches, dtype=np.float32)
        self._leak: Power = np.full(pitches, _LEAK_AT_FIRST, dtype=np.float32)
        self._taps: Samples = np.zeros(2 * _HALF_TAPS + 1, dtype=np.float32)
        self._taps[_HALF_TAPS] = 1

    def turn_down(self, parts: Separated) -> Samples:
        """The frame, 4 ms late, with what may be left of the echo turned down."""
        sound = np.concatenate([self._clean, parts.clean])
        gain = self._gain(sound, np.concatenate([self._echo, parts.echo]), parts.missed)
        response = np.roll(fft.irfft(gain), _HALF_TAPS)[: 2 * _HALF_TAPS + 1].astype(np.float32)
        taps = response * self._taper
        part = sound[FRAME - 2 * _HALF_TAPS :]
        before, after = (np.convolve(part, t, mode="valid") for t in (self._taps, taps))
        blend = np.linspace(0, 1, FRAME, dtype=np.float32)
        self._taps, self._clean, self._echo = taps, parts.clean, parts.echo
        out: Samples = before * (1 - blend) + after * blend
        return out

    def _gain(self, sound: Samples, echo: Samples, missed: Power) -> Power:
        heard, echoed = (np.abs(fft.rfft(part * self._window)) ** 2 for part in (sound, echo))
        left = _MISSED * missed + self._leak * echoed
        self._left = np.maximum(left, _FADING * self._left)
        self._heard = _SMOOTH * self._heard + (1 - _SMOOTH) * heard
        self._echoed = _SMOOTH * self._echoed + (1 - _SMOOTH) * echoed
        self._learn_leak()
        gain: Power = np.maximum(1 - self._left / (np.maximum(heard, self._heard) + 1e-9), _FLOOR)
        return gain

    def _learn_leak(self) -> None:
        """How much of the echo is left at the least: quickly down, slowly up, so that a voice is no leak."""
        share = self._heard / (self._echoed + 1e-9)
        speed = np.where(share < self._leak, _LEAK_DOWN, _LEAK_UP)
        leak = self._leak + speed * (np.minimum(share, _LEAK_JUMP * self._leak) - self._leak)
        sounding = self._echoed > _AUDIBLE
        self._leak = np.where(sounding, np.clip(leak, _LEAK_LEAST, _LEAK_MOST), self._leak)
