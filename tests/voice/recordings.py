"""Makes recordings of a person in a session, from synthesised voices and, where there are any, real ones."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voice.audio.files import load
from voice.dsp import Samples, level, resample, to_pcm
from voice.speech import Synthesiser
from voice.speech.process import SpeechProcess

RATE = 16000
VOICES = ("en-us+f3", "en-gb-scotland", "en-us+m3")
"""Voices of people, none of them the coach's: Whisper hears all three well."""


@dataclass(frozen=True)
class Spoken:
    """Something a person says: at which second, in which voice, or as a clip of a real one."""

    at: float
    text: str
    voice: str = VOICES[0]
    clip: Path | None = None


class Voices:
    """Speaks lines for recordings; one speaking process for all its voices."""

    def __init__(self, cache: Path | None = None, rate: int = 145) -> None:
        self._process = SpeechProcess()
        self._cache, self._rate = cache, rate

    def say(self, text: str, voice: str) -> Samples:
        """The words at 16 kHz."""
        speaker = Synthesiser(RATE, voice=voice, rate=self._rate, cache=self._cache, process=self._process)
        return speaker.render(text)

    def close(self) -> None:
        self._process.close()


def real_voice(path: Path) -> Samples:
    """A clip of a real voice at 16 kHz, as loud as the others."""
    sound, rate = load(path)
    return level(resample(sound, rate, RATE), RATE)


def make_recording(
    path: Path, lines: Sequence[Spoken], voices: Voices, *, seconds: float, noise: float = 0.0005
) -> Path:
    """Write a recording in which each line is said at its second, over the faint noise of a quiet room."""
    sound = np.random.default_rng(7).normal(0, noise, int(seconds * RATE)).astype(np.float32)
    for line in lines:
        clip = real_voice(line.clip) if line.clip else voices.say(line.text, line.voice)
        start = int(line.at * RATE)
        clip = clip[: max(0, len(sound) - start)]
        sound[start : start + len(clip)] += clip
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(to_pcm(sound).tobytes())
    return path


def seated_flexion_session(
    path: Path, voices: Voices, *, ready_at: float = 9.0, stop_at: float = 22.0, stop_clip: Path | None = None
) -> Path:
    """The session of the walking skeleton: "start seated flexion", "ready", and "stop" in a set."""
    lines = [
        Spoken(2.0, "start seated flexion"),
        Spoken(ready_at, "ready", VOICES[1]),
        Spoken(stop_at, "stop", VOICES[2], stop_clip),
    ]
    return make_recording(path, lines, voices, seconds=stop_at + 3.0)
