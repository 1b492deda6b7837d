"""Between the microphone and everything that listens: the coach's own voice goes out, the person's stays."""

from __future__ import annotations

from voice.dsp import Pcm
from voice.echo.base import EchoCanceller
from voice.echo.hush import Hush
from voice.echo.near import NearEnd
from voice.echo.tape import Tape
from voice.mixer import Mixer


class CleanEar:
    """Cleans each frame, and has the coach speak softer as soon as somebody talks over it.

    Args:
        canceller: None where there is none that works: frames pass as they are.
        ducks: whether the coach goes softer.
    """

    def __init__(self, mixer: Mixer, canceller: EchoCanceller | None, ducks: bool = True) -> None:
        self._mixer, self._canceller = mixer, canceller
        self._near = NearEnd() if ducks else None
        self._tape = Tape(mixer.rate)
        self._hush = Hush()
        if canceller is not None:
            mixer.listener = self._tape.put

    def clean(self, frame: Pcm) -> Pcm:
        """The frame without the coach's voice."""
        if self._canceller is None:
            return frame
        played = self._tape.take()
        cleaned = self._canceller.clean(frame, played)
        if self._near is not None:
            self._mixer.duck(self._near.talking(frame, cleaned, played))
        return self._hush.filled(frame, cleaned)
