"""The cancellers: our own, and those of two libraries where they are installed."""

from __future__ import annotations

from importlib import import_module

import numpy as np

from voice.audio.base import FRAME, INPUT_RATE
from voice.dsp import Pcm, to_float, to_pcm
from voice.echo.kalman import EchoPath
from voice.echo.residual import Residual

_SPEEX_TAIL = 0.3
"""Seconds of echo for speexdsp; longer learns more slowly, shorter misses a device's delay."""


class KalmanCanceller:
    """Our own: a filter that learns the way of the echo, and a mild suppressor of what is left."""

    name = "kalman"

    def __init__(self) -> None:
        self._path, self._residual = EchoPath(), Residual()

    def clean(self, frame: Pcm, played: Pcm) -> Pcm:
        return to_pcm(self._residual.turn_down(self._path.separate(to_float(frame), to_float(played))))

    def close(self) -> None:
        """Nothing is held open."""


class WebrtcCanceller:
    """WebRTC's third canceller, as in browsers.

    Raises:
        ImportError: if the library is not on this machine.
    """

    name = "webrtc"

    def __init__(self) -> None:
        self._canceller = import_module("pywebrtc_audio").EchoCanceller(sample_rate=INPUT_RATE)

    def clean(self, frame: Pcm, played: Pcm) -> Pcm:
        cleaned: Pcm = self._canceller.process(frame, played)
        return cleaned

    def close(self) -> None:
        """Nothing is held open."""


class SpeexCanceller:
    """Speexdsp's canceller with its suppressor. Its Python package names no licence, so it is not shipped.

    Raises:
        ImportError: if the library is not on this machine.
    """

    name = "speex"

    def __init__(self) -> None:
        self._canceller = import_module("pyaec").Aec(FRAME, int(_SPEEX_TAIL * INPUT_RATE), INPUT_RATE, True)

    def clean(self, frame: Pcm, played: Pcm) -> Pcm:
        return np.array(self._canceller.cancel_echo(frame, played), dtype=np.int16)

    def close(self) -> None:
        """Nothing is held open."""
