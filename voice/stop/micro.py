"""microWakeWord's "stop" model, for comparison and for whoever wants it; it is no part of the coach."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from voice.audio.base import INPUT_RATE
from voice.dsp import Pcm
from voice.errors import VoiceError
from voice.stop.base import Spotted

_REST = 1.0


class MicroSpotter:
    """A model of microWakeWord's, by the path of its JSON file.

    Raises:
        VoiceError: if the package pymicro-wakeword or the model is missing.
    """

    name = "microwakeword"

    def __init__(self, config: Path, threshold: float = 0.5) -> None:
        if not config.is_file():
            raise VoiceError(f"There is no model {config}. Name the JSON file of a microWakeWord model.")
        try:
            package = import_module("pymicro_wakeword")
        except ImportError as error:
            raise VoiceError(
                "This engine needs the package pymicro-wakeword. Install it, or use another --engine."
            ) from error
        self._make, self._features_of = package.MicroWakeWord, package.MicroWakeWordFeatures
        self._config, self._threshold = config, threshold
        self.restart()

    def set_strict(self, strict: bool) -> None:
        """It has one threshold."""

    def restart(self) -> None:
        self._model: Any = self._make.from_config(self._config)
        self._features: Any = self._features_of()
        self._taken, self._deaf_until = 0, 0.0

    def accept(self, frame: Pcm) -> Spotted | None:
        self._taken += len(frame)
        now, found = self._taken / INPUT_RATE, None
        for features in self._features.process_streaming(frame.tobytes()):
            score = self._model.process_streaming_prob(features) or 0.0
            if score > self._threshold and now >= self._deaf_until:
                self._deaf_until = now + _REST
                found = found or Spotted(round(float(score), 4), now, self.name)
        return found
