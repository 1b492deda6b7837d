"""Words to samples: asked of the cache first, else of the speaking process."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import sys
import tempfile
import threading
import unicodedata
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from coach.manner import Manner
from voice.dsp import Samples, resample, to_float, to_pcm, trim
from voice.errors import VoiceError
from voice.speech.attack import clear
from voice.speech.choice import ESPEAK, Offered, choose
from voice.speech.loudness import USUAL_VOLUME, at_volume, even
from voice.speech.process import SpeechProcess
from voice.speech.spoken import spoken_form

DEFAULT_RATE = 155
"""Words a minute: slower than the engines' own 200, for people who listen while they move."""
_FORM = 2
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
        volume: int = USUAL_VOLUME,
        cache: Path | None = None,
        process: SpeechProcess | None = None,
    ) -> None:
        self.stream_rate = stream_rate
        self.rate, self.volume, self.wanted = rate, volume, voice
        self._cache = cache
        self._process = process or SpeechProcess()
        self._voices: dict[str | None, str | None] = {}
        self._kept: dict[tuple[str, int], Samples] = {}
        self._lock = threading.Lock()

    def adopt(self, manner: Manner) -> None:
        """Speak in this manner from now on; a voice that is not here is not changed to."""
        self.rate, self.volume = manner.rate, manner.volume
        try:
            self._voice_for(manner.voice)
        except VoiceError as error:
            _log.warning("%s", error)
        else:
            self.wanted = manner.voice

    def check_voice(self) -> None:
        """See that the voice that is wanted is there.

        Raises:
            VoiceError: if it is not; the message names some that are.
        """
        self._voice_for(self.wanted)

    def render(self, text: str, rate: int | None = None) -> Samples:
        """The phrase as samples; none at all if there is nothing in it to be spoken.

        Args:
            rate: words a minute, if other than usual.

        Raises:
            VoiceError: if the speech engine fails for good.
        """
        words = spoken_form(speakable(text))
        if not any(c.isalnum() for c in words):
            return np.zeros(0, dtype=np.float32)
        speed, voice, volume = rate or self.rate, self._voice_for(self.wanted), self.volume
        key = self._key(words, voice, speed)
        with self._lock:
            known = self._kept.get((key, volume))
        if known is not None:
            return known
        made = resample(*self._sound(key, words, voice, speed), self.stream_rate)
        made = at_volume(made, self.stream_rate, volume)
        with self._lock:
            self._kept[key, volume] = made
            while len(self._kept) > _IN_MEMORY:
                self._kept.pop(next(iter(self._kept)))
        return made

    def has(self, text: str, rate: int | None = None) -> bool:
        """Whether a phrase was spoken before, so that it is here at once."""
        words, voice = spoken_form(speakable(text)), self._voice_for(self.wanted)
        key = self._key(words, voice, rate or self.rate)
        path = self._path(key)
        with self._lock:
            kept = (key, self.volume) in self._kept
        return kept or path is not None and path.exists()

    def _sound(self, key: str, words: str, voice: str | None, rate: int) -> tuple[Samples, int]:
        sound = self._from_cache(key)
        if sound is None:
            sound = self._speak(words, voice, rate)
            self._to_cache(key, sound)
        return sound

    def _voice_for(self, wanted: str | None) -> str | None:
        """The voice's own name. Linux's speech library always has the usual ones; others are asked for."""
        if sys.platform == "linux" and wanted in ESPEAK:
            return ESPEAK[wanted]
        if wanted not in self._voices:
            offered = [Offered.read(raw) for raw in self.about()["offered"]]
            found = choose(offered, wanted)
            if found is None and wanted is not None:
                names = ", ".join(one.name or one.id for one in offered if choose([one], None))
                raise VoiceError(
                    f'There is no voice "{wanted}" here. There are: {names or "none in English"}.'
                )
            self._voices[wanted] = found
        return self._voices[wanted]

    def about(self) -> dict[str, Any]:
        """Which engine and library speak, with the names of the voices."""
        return self._process.ask({"do": "about"})

    def close(self) -> None:
        self._process.close()

    def _speak(self, words: str, voice: str | None, rate: int) -> tuple[Samples, int]:
        with tempfile.TemporaryDirectory(prefix="spinecoach-") as folder:
            path = Path(folder) / "phrase.wav"
            self._process.ask(
                {"do": "render", "text": words, "path": str(path), "voice": voice, "rate": rate}
            )
            sound, own_rate = import_module("soundfile").read(str(path), dtype="float32", always_2d=True)
        mono: Samples = sound.mean(axis=1, dtype=np.float32)
        # Rounded as in the cache: a phrase is the same to the bit, new or kept.
        shaped = even(clear(trim(mono, own_rate), own_rate), own_rate)
        return to_float(to_pcm(shaped)), int(own_rate)

    def _key(self, words: str, voice: str | None, rate: int) -> str:
        what = json.dumps([_FORM, sys.platform, voice, rate, words])
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
