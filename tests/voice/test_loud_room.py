"""A loud room is told once, and a quiet one never."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.voice.conftest import SHARED_AUDIO
from tests.voice.recordings import RATE, real_voice
from tests.voice.test_session import Run, Sessions
from voice.audio.base import FRAME, TICK
from voice.dsp import Samples, to_pcm
from voice.exchange import sentences
from voice.room_noise import TOO_LOUD, RoomNoise


@pytest.fixture
def sessions(tmp_path: Path, speech_cache: Path) -> Sessions:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "speech").symlink_to(speech_cache)
    return Sessions(tmp_path)


def hiss(seconds: float, decibels: float) -> Samples:
    noise = np.random.default_rng(5).normal(0, 10 ** (decibels / 20), int(seconds * RATE))
    return noise.astype(np.float32)


def session_in(sessions: Sessions, tmp_path: Path, sound: Samples) -> Run:
    room = tmp_path / "room.wav"
    soundfile.write(str(room), sound, RATE)
    return sessions.run((2.0, "Thank you.", True), input=str(room))


def listen(noise: RoomNoise, sound: Samples, begin: float, coach_speaks: bool = False) -> list[float]:
    """The seconds at which it wants to be told."""
    pcm, told = to_pcm(sound), []
    for n in range(len(pcm) // FRAME):
        if noise.accept(pcm[n * FRAME : (n + 1) * FRAME], begin + n * TICK, coach_speaks):
            told.append(begin + n * TICK)
    return told


def test_too_loud_is_told_once(sessions: Sessions, tmp_path: Path) -> None:
    run = session_in(sessions, tmp_path, hiss(60.0, -18.0))
    texts = [e["text"] for e in run.of("say")]
    assert [texts.count(sentence) for sentence in sentences(TOO_LOUD)] == [1, 1, 1]
    assert [e["state"] for e in run.of("device")] == ["loud"]
    assert "keyboard" in TOO_LOUD


def test_a_quiet_room_is_not_told_of(sessions: Sessions, tmp_path: Path) -> None:
    run = session_in(sessions, tmp_path, hiss(60.0, -55.0))
    assert run.of("device") == []


def test_talk_in_a_quiet_room_is_no_noise() -> None:
    clips = sorted((SHARED_AUDIO / "speech").glob("*.flac"))[::40]
    if not clips:
        pytest.skip("recorded voices (../shared/audio/speech) are not here")
    sound = np.concatenate([part for clip in clips for part in (real_voice(clip), hiss(0.7, -55.0))])
    assert listen(RoomNoise(), sound, 0.0) == []


def test_a_kettle_is_over_before_it_is_told() -> None:
    noise = RoomNoise()
    assert listen(noise, hiss(5.0, -15.0), 0.0) + listen(noise, hiss(30.0, -60.0), 5.0) == []


def test_the_coach_s_own_voice_is_no_noise() -> None:
    noise = RoomNoise()
    assert listen(noise, hiss(60.0, -15.0), 0.0, coach_speaks=True) == []
    assert noise.noise is None


def test_a_soft_voice_makes_a_room_loud_sooner() -> None:
    soft, unheard = RoomNoise(), RoomNoise()
    assert listen(soft, hiss(4.0, -46.0), 0.0) == []
    listen(soft, hiss(0.5, -40.0), 4.0)
    soft.voice_heard(0.5)
    assert soft.snr is not None and soft.snr == pytest.approx(6.0, abs=1.0)
    assert listen(soft, hiss(30.0, -42.0), 4.5) and not listen(unheard, hiss(30.0, -42.0), 0.0)


def test_it_is_told_again_only_much_later_and_after_quiet() -> None:
    noise = RoomNoise()
    assert len(listen(noise, hiss(30.0, -18.0), 0.0)) == 1
    assert listen(noise, hiss(70.0, -55.0), 30.0) + listen(noise, hiss(30.0, -18.0), 100.0) == []
    assert listen(noise, hiss(70.0, -55.0), 600.0) == []
    assert len(listen(noise, hiss(30.0, -18.0), 700.0)) == 1
