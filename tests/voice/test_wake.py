"""What begins a session: a wake word or a phrase; before it nothing is kept, and after it all begins anew."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.voice.conftest import SHARED_AUDIO
from tests.voice.recordings import RATE, Voices, real_voice
from tests.voice.test_session import Run, Sessions
from voice.audio.base import FRAME
from voice.dsp import Samples, to_pcm
from voice.errors import UsageError
from voice.wake import calls, make_wake
from voice.wake.word import WORDS, WakeWord

needs_package = pytest.mark.skipif(not find_spec("pymicro_wakeword"), reason="pymicro-wakeword is not here")
VOICE, SAID = "en-us+m3", "okay nabu"


@pytest.fixture
def sessions(tmp_path: Path, speech_cache: Path) -> Sessions:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "speech").symlink_to(speech_cache)
    return Sessions(tmp_path)


def greetings(run: Run) -> int:
    return len(run.assistant.reports("greet"))


def wakings(run: Run) -> list[tuple[str, float]]:
    return [(e["wake"], e["t"]) for e in run.of("listening") if "wake" in e]


def test_a_phrase_begins_a_session_and_the_next_one(sessions: Sessions) -> None:
    words = [
        (2.0, "start seated flexion", True),
        (4.0, "Hello, coach.", True),
        (8.0, "Goodbye.", True),
        (14.0, "secret things", True),
        (20.0, "Let's start my exercises.", True),
        (24.0, "Thank you.", True),
    ]
    run = sessions.run(*words, seconds=30.0, wake="phrase")
    assert [by for by, _ in wakings(run)] == ["Hello, coach.", "Let's start my exercises."]
    assert greetings(run) == 2
    assert [e[1] for e in run.assistant.reports("say")] == ["Goodbye.", "Thank you."]
    assert [e["state"] for e in run.of("device")] == ["asleep"]
    kept = " ".join(str(event) for event in run.events)
    assert "secret" not in kept and "flexion" not in kept, "nothing heard outside a session is kept"
    assert run.of("end")[-1] == run.events[-1]


def test_half_a_phrase_begins_nothing(sessions: Sessions) -> None:
    run = sessions.run((2.0, "hello coach", False), (4.0, "hello", True), seconds=8.0, wake="phrase")
    assert greetings(run) == 0 and wakings(run) == []


@pytest.mark.parametrize("text", ["Hello, coach!", "start my exercises", "Let's do my exercises."])
def test_phrases(text: str) -> None:
    assert calls(text)


@pytest.mark.parametrize("text", ["hello", "the coach", "stop", "I start my exercises tomorrow"])
def test_no_phrases(text: str) -> None:
    assert not calls(text)


def test_without_the_package_there_is_a_phrase_and_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.wake.there", lambda: False)
    told: list[str] = []
    make_wake("any", told.append)
    assert len(told) == 2 and "pymicro-wakeword" in told[0] and "hello coach" in told[1]
    with pytest.raises(UsageError, match="hey_jarvis"):
        make_wake("open_sesame", told.append)


def test_an_unknown_word_is_told_in_a_sentence(sessions: Sessions) -> None:
    run = sessions.run(wake="open_sesame")
    assert run.status == 2 and "open_sesame" in run.told[-1]


@needs_package
def test_a_wake_word_begins_a_session(sessions: Sessions, voices: Voices, tmp_path: Path) -> None:
    room = np.random.default_rng(2).normal(0, 0.0005, 12 * RATE).astype(np.float32)
    clip = voices.say(SAID, VOICE)
    room[4 * RATE : 4 * RATE + len(clip)] += clip
    sound = tmp_path / "room.wav"
    soundfile.write(str(sound), room, RATE)
    run = sessions.run((8.0, "Thank you.", True), input=str(sound), wake="any")
    (by, t), *more = wakings(run)
    assert by == WORDS[0] and 4.0 < t < 5.5 and not more
    assert greetings(run) == 1
    assert 'Say "okay nabu"' in run.told[-1]


@needs_package
def test_other_talk_is_no_wake_word() -> None:
    clips = sorted((SHARED_AUDIO / "speech").glob("*.flac"))[::80]
    if not clips:
        pytest.skip("recorded voices (../shared/audio/speech) are not here")
    word = WakeWord()
    sound: Samples = np.concatenate([real_voice(clip) for clip in clips])
    pcm = to_pcm(sound)
    assert not any(word.accept(pcm[n : n + FRAME]) for n in range(0, len(pcm) - FRAME, FRAME))
