"""microWakeWord's model for stop, to compare with. It lies in ../shared and is no part of the coach."""

from __future__ import annotations

from importlib import import_module

from tests.voice.conftest import SHARED_AUDIO
from voice.dsp import Pcm

MODEL = SHARED_AUDIO.parent / "models" / "stop.json"


class MicroWakeWord:
    """microWakeWord's model for stop.

    Raises:
        ImportError: if the library that runs it is not on this machine.
    """

    def __init__(self) -> None:
        library_of = import_module("pymicro_wakeword")
        self._model = library_of.MicroWakeWord.from_config(MODEL)
        self._features = library_of.MicroWakeWordFeatures()

    def accept(self, frame: Pcm) -> float | None:
        made = [
            self._model.process_streaming_prob(f) for f in self._features.process_streaming(frame.tobytes())
        ]
        return max((score for score in made if score is not None), default=None)
