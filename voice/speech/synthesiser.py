"""Words to samples: asked of the cache first, else of the speaking process."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import sys
import tempfile
import unicodedata
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from voice.dsp import Samples, level, resample, to_float, to_pcm, trim
from voice.speech.process import SpeechProcess

DEFAULT_RATE = 155
"""Words a minute: slower than the engines' own 200, for people who listen while they move."""
_LINUX_VOICE = "en-gb-x-rp"
"""One of the library's English voices that a recogniser understood; it mistook words of the plain one."""
_FORM = 1
"""Goes up when the way a phrase is made changes, so that old sounds in the cache are not used."""
_IN_MEMORY = 200
"""Phrases kept in memory: some thirty megabytes."""
_UNSPOKEN = {"So", "Sk", "Cc", "Cf", "Co", "Cn", "Cs"}
_log = logging.getLogger(__name__)


def speakable(text: str) -> str:
    """The text without what can't be spoken: pictures, control characters, marks of typing."""
    kept = "".join(" " if unicodedata.category(c) in _UNSPOKEN else c for c in text)
    kept = re.sub(r"[*_`#~<>|\[\]]+", " ", kept)
    return re.sub(r"\s+(?=[.,!?;:…])", "", re.sub(r"\s+", " ", kept)).strip()


class Synthesiser:
    """Gives phrases as samples at the stream's rate, trimmed to their onset and at even loudness."""

    def __init__(
        self,
        stream_rate: int,
        *,
        voice: str | None = None,
        rate: int = DEFAULT_RATE,
        cache: Path | None = None,
        process: SpeechProcess | None = None,
    ) -> None:
        self.stream_rate = stream_rate
        self.rate = rate
        self._voice = voice or (_LINUX_VOICE if sys.platform == "linux" else None)
        self._cache = cache
        self._process = process or SpeechProcess()
        self._kept: dict[str, Samples] = {}

    def render(self, text: str, rate: int | None = None) -> Samples:
        """The phrase as samples; none at all if there is nothing in it to be spoken.

        Args:
            rate: words a minute, if other than usual.

        Raises:
            VoiceError: if the speech engine fails for good.
        """
        words = speakable(text)
        if not any(c.isalnum() for c in words):
            return np.zeros(0, dtype=np.float32)
        key = self._key(words, rate or self.rate)
        if key not in self._kept:
            sound = self._from_cache(key)
            if sound is None:
                sound = self._speak(words, rate or self.rate)
                self._to_cache(key, sound)
            self._kept[key] = resample(*sound, self.stream_rate)
            while len(self._kept) > _IN_MEMORY:
                self._kept.pop(next(iter(self._kept)))
        return self._kept[key]

    def about(self) -> dict[str, Any]:
        """Which engine and library speak, with the names of the voices."""
        return self._process.ask({"do": "about"})

    def close(self) -> None:
        self._process.close()

    def _speak(self, words: str, rate: int) -> tuple[Samples, int]:
        with tempfile.TemporaryDirectory(prefix="spinecoach-") as folder:
            path = Path(folder) / "phrase.wav"
            self._process.ask(
                {"do": "render", "text": words, "path": str(path), "voice": self._voice, "rate": rate}
            )
            sound, own_rate = import_module("soundfile").read(str(path), dtype="float32", always_2d=True)
        mono: Samples = sound.mean(axis=1, dtype=np.float32)
        # Rounded as in the cache: a phrase is the same to the bit, new or kept.
        return to_float(to_pcm(level(trim(mono, own_rate), own_rate))), int(own_rate)

    def _key(self, words: str, rate: int) -> str:
        what = json.dumps([_FORM, sys.platform, self._voice, rate, words])
        return hashlib.sha256(what.encode()).hexdigest()

    def _path(self, key: str) -> Path | None:
        return self._cache / key[:2] / f"{key}.wav" if self._cache else None

    def _from_cache(self, key: str) -> tuple[Samples, int] | None:
        path = self._path(key)
        if path is None or not path.exists():
            return None
        soundfile = import_module("soundfile")
        try:
            sound, rate = soundfile.read(str(path), dtype="float32")
        except (soundfile.LibsndfileError, OSError, RuntimeError):
            return None  # half written or damaged: spoken anew
        return sound, int(rate)

    def _to_cache(self, key: str, sound: tuple[Samples, int]) -> None:
        path = self._path(key)
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}.part")
            write = import_module("soundfile").write
            write(str(part), to_pcm(sound[0]), sound[1], format="WAV", subtype="PCM_16")
            os.replace(part, path)
        except (OSError, RuntimeError) as error:
            _log.warning("a phrase could not be kept: %r", error)  # a full disk must not end the session
