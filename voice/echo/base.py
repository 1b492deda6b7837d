"""What the session needs of an echo canceller, whichever way it works."""

from __future__ import annotations

from typing import Protocol

from voice.dsp import Pcm


class EchoCanceller(Protocol):
    """Takes the coach's own voice out of what the microphone hears."""

    name: str

    def clean(self, frame: Pcm, played: Pcm) -> Pcm:
        """The frame without the coach's voice.

        Args:
            frame: `FRAME` samples of the microphone.
            played: as many samples that were given out meanwhile, at the microphone's rate. They may be heard
                up to 0.35 seconds later; by how much is for the canceller to find out.
        """
        ...

    def close(self) -> None: ...
