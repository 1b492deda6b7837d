"""Whisper for real: on real voices that say "stop", on the voices of our recordings, on silence and noise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.understand import is_stop
from tests.voice.conftest import SHARED_AUDIO
from tests.voice.listening import hear
from tests.voice.recordings import RATE, VOICES, Spoken, Voices, make_recording, real_voice
from voice.audio.base import FRAME
from voice.audio.files import FileIn
from voice.dsp import to_pcm
from voice.recognisers.base import Heard, Mode
from voice.recognisers.doubt import words_of
from voice.recognisers.whisper_engine import WhisperRecogniser

MANY = 12


def _said(heard: list[Heard]) -> list[str]:
    return [" ".join(words_of(h.text)) for h in heard]


def test_people_who_say_stop_are_heard(whisper: WhisperRecogniser, human_stops: list[Path]) -> None:
    rest = np.zeros(RATE, dtype=np.float32)
    clips = human_stops[:: max(1, len(human_stops) // MANY)][:MANY]
    sound = np.concatenate([part for clip in clips for part in (real_voice(clip), rest)])
    heard = [h for h in hear(whisper, sound) if is_stop(h.text)]
    assert len(heard) >= 0.9 * len(clips), [h.text for h in heard]


def test_the_sentences_of_our_recording_are_heard_when_they_are_said(
    whisper: WhisperRecogniser, voices: Voices, tmp_path: Path
) -> None:
    texts = ["start seated flexion", "ready", "stop", "how many left", "my leg is numb"]
    lines = [Spoken(1.0 + 3.0 * n, text, VOICES[n % len(VOICES)]) for n, text in enumerate(texts)]
    source = FileIn(make_recording(tmp_path / "in.wav", lines, voices, seconds=16.0))
    heard: list[Heard] = []
    while (frame := source.read()) is not None:
        heard += whisper.accept(frame)
    heard = [h for h in heard + whisper.finish() if h.final]
    assert _said(heard) == texts
    for h, line in zip(heard, lines, strict=True):
        assert h.start is not None and abs(h.start + 0.3 - line.at) < 0.25, "with 0.3 s kept from before"


@pytest.mark.parametrize("loud", [0.0, 0.002, 0.02, 0.1])
def test_nothing_is_heard_in_silence_and_hiss(whisper: WhisperRecogniser, loud: float) -> None:
    hiss = np.random.default_rng(3).normal(0, 1, 6 * RATE) * loud
    assert hear(whisper, hiss.astype(np.float32)) == []


def test_household_noise_is_no_command(whisper: WhisperRecogniser) -> None:
    clips = sorted((SHARED_AUDIO / "noise").glob("*.flac"))
    if not clips:
        pytest.skip("recorded noise (../shared/audio/noise) is not here")
    sound = np.concatenate([real_voice(clip) for clip in clips[::50]])
    assert not [h.text for h in hear(whisper, sound) if is_stop(h.text)]


def test_a_shorter_silence_ends_a_command_in_a_set(whisper: WhisperRecogniser, voices: Voices) -> None:
    word = voices.say("stop", VOICES[0])
    sound = np.concatenate([np.zeros(RATE, dtype=np.float32), word, np.zeros(2 * RATE, dtype=np.float32)])
    waits: dict[Mode, float] = {}
    modes: tuple[Mode, ...] = ("free", "command")
    for mode in modes:
        whisper.set_mode(mode)
        whisper.restart()
        pcm, waits[mode] = to_pcm(sound), 0.0
        for n in range(len(pcm) // FRAME):
            if any(heard.final for heard in whisper.accept(pcm[n * FRAME : (n + 1) * FRAME])):
                waits[mode] = n * FRAME / RATE - 1.0 - len(word) / RATE
                break
    assert waits["command"] < 0.6
    assert waits["command"] < waits["free"] - 0.2
