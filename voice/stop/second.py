"""The second look: where the first network stirs, Whisper's encoder looks at the last 1.6 s.

The first network is cheap and hears nearly every stop, with much else. Whisper was trained on so much speech
that its encoder tells "stop" from "shop" in noise; a small head of ours on it was trained for just that. It
costs some 15 ms for each look, so it looks only where it is worth it. Whisper's decoder and its words have no
part in this.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voice.dsp import Pcm
from voice.recognisers.settings import models

Array = NDArray[np.float32]

WEIGHTS = Path(__file__).parent / "data" / "second.npz"
WINDOW = 25600
"""Samples that it looks at: 1.6 s at 16 kHz."""
_LEVEL = 0.05
"""Loudness that every window is brought to."""
_HOP = 160


class SecondLook:
    """Whether the word is in a window that ends now.

    Raises:
        ImportError: if Whisper has no package for this machine.
        OSError: if the file of weights is missing.
    """

    def __init__(self, path: Path = WEIGHTS) -> None:
        whisper = models().whisper
        folder = Path(str(import_module(whisper.package).__file__)).parent / whisper.folder
        library = import_module("ctranslate2")
        # One of its own: the recogniser's may be busy for half a second with what was said before.
        self._model: Any = library.models.Whisper(
            str(folder), device="cpu", compute_type="int8", intra_threads=1
        )
        self._view = library.StorageView.from_array
        extractor = import_module("faster_whisper.feature_extractor").FeatureExtractor
        self._spectrum: Any = extractor(feature_size=80)
        data: Any = np.load(path)
        self._weights: dict[str, Array] = {name: data[name] for name in data.files}

    def __call__(self, window: Pcm) -> float:
        """How much it sounds as if the word had just been said: log odds."""
        sound = window.astype(np.float32) / 32768
        loud = float(np.sqrt(np.mean(sound**2))) + 1e-6
        sound = np.clip(sound * (_LEVEL / loud), -1, 1).astype(np.float32)
        spectrum = self._spectrum(sound, padding=0)[None, :, : WINDOW // _HOP]
        seen = self._model.encode(self._view(np.ascontiguousarray(spectrum, dtype=np.float32)), to_cpu=True)
        return self._head(np.asarray(seen, dtype=np.float32)[0])

    def _head(self, x: Array) -> float:
        w = self._weights
        x = np.maximum(x @ w["first"] + w["first_bias"], 0)
        for name in ("second", "third"):
            width = len(w[name])
            rows = np.stack([x[n : n + width].reshape(-1) for n in range(0, len(x) - width + 1, 2)])
            x = np.maximum(rows @ w[name].reshape(-1, w[name].shape[2]) + w[f"{name}_bias"], 0)
        look = x @ w["look"] + w["look_bias"][0]
        share = np.exp(look - look.max())
        pooled = np.concatenate([(share / share.sum()) @ x, x.max(axis=0)])
        return float(pooled @ w["last"] + w["last_bias"][0])


@lru_cache(maxsize=1)
def second_look() -> SecondLook:
    """The one that comes with the coach, loaded once; it holds nothing of what it saw."""
    return SecondLook()
