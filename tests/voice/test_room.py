"""The simulated room does to sound what it says, whatever the pieces are; a whole session can run in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.clock import ManualClock
from tests.voice.conftest import events
from tests.voice.recordings import Voices
from tests.voice.stand_in import ScriptedRecogniser, StandInAssistant
from voice.audio.base import FRAME, INPUT_RATE, OUTPUT_RATE, TICK
from voice.audio.files import FileOut
from voice.audio.room import Acoustics, Room, RoomDevices, track
from voice.dsp import Samples, to_float
from voice.options import VoiceOptions
from voice.run import run_session
from voice.stream import StreamDelay, StreamFilter, StreamResampler

BLOCK = round(OUTPUT_RATE * TICK)
cuts = st.lists(st.integers(0, 3000), max_size=6).map(sorted)


def _noise(seconds: float, rate: int, level: float = 0.1, seed: int = 1) -> Samples:
    made: Samples = np.random.default_rng(seed).normal(0, level, int(seconds * rate)).astype(np.float32)
    return made


def _heard(
    acoustics: Acoustics, given: Samples, person: Samples | None = None, noise: Samples | None = None
) -> Samples:
    """What the microphone picks up while these samples are given out."""
    if person is None:
        person = np.zeros(len(given) * INPUT_RATE // OUTPUT_RATE, dtype=np.float32)
    room = Room(person, acoustics, noise=noise)
    frames = []
    for start in range(0, len(given), BLOCK):
        room.give(given[start : start + BLOCK])
        frame = room.hear()
        assert frame is not None
        frames.append(to_float(frame))
    return np.concatenate(frames)


def _level(sound: Samples) -> float:
    return 20 * float(np.log10(np.sqrt(np.mean(sound.astype(np.float64) ** 2)) + 1e-9))


@settings(deadline=None)
@given(cuts)
def test_a_stream_is_the_same_in_any_pieces(places: list[int]) -> None:
    sound, response = _noise(0.125, OUTPUT_RATE), _noise(0.01, OUTPUT_RATE, seed=2)
    for make in (
        lambda: StreamResampler(OUTPUT_RATE, INPUT_RATE),
        lambda: StreamFilter(response),
        lambda: StreamDelay(70, 1e-4),
    ):
        whole, piecewise = make(), make()
        pieces = [piecewise(part) for part in np.split(sound, places)]
        np.testing.assert_allclose(np.concatenate(pieces), whole(sound), atol=1e-5)


@pytest.mark.parametrize(("pitch", "passes"), [(300, True), (3000, True), (6500, True), (9000, False)])
def test_the_rate_changes_without_new_pitches(pitch: int, passes: bool) -> None:
    t = np.arange(OUTPUT_RATE) / OUTPUT_RATE
    resampler = StreamResampler(OUTPUT_RATE, INPUT_RATE)
    out = resampler(np.sin(2 * np.pi * pitch * t).astype(np.float32))[1000:]
    wanted = np.sin(2 * np.pi * pitch * ((np.arange(len(out)) + 1000) / INPUT_RATE - resampler.delay))
    assert np.abs(out - (wanted if passes else 0)).max() < 0.001


@pytest.mark.parametrize("delay", [0.02, 0.3])
def test_the_echo_comes_when_and_as_loud_as_it_is_set(delay: float) -> None:
    given = _noise(2.0, OUTPUT_RATE)
    acoustics = Acoustics(echo_db=-6, delay=delay, t60=0.01, direct_db=40, drive=0, gain_db=0)
    heard = _heard(acoustics, given)
    click = np.zeros(OUTPUT_RATE, dtype=np.float32)
    click[0] = 0.9
    assert np.argmax(np.abs(_heard(acoustics, click))) / INPUT_RATE == pytest.approx(delay, abs=0.0005)
    band = 10 * np.log10(0.92 * INPUT_RATE / OUTPUT_RATE)  # what is left of white noise at the lower rate
    assert _level(heard[INPUT_RATE:]) == pytest.approx(_level(given) - 6 + band, abs=0.5)


def test_it_rings_for_as_long_as_it_is_set() -> None:
    click = np.zeros(OUTPUT_RATE, dtype=np.float32)
    click[0] = 0.9
    heard = _heard(Acoustics(t60=0.4, delay=0.0, drive=0, direct_db=0, gain_db=0), click)
    early, late = heard[160:960], heard[160 + 3200 : 960 + 3200]
    assert _level(early) - _level(late) == pytest.approx(30, abs=3)


def test_a_slow_clock_makes_the_echo_later_and_later() -> None:
    given = np.zeros(20 * OUTPUT_RATE, dtype=np.float32)
    given[:: 5 * OUTPUT_RATE] = 0.9
    heard = _heard(Acoustics(drift=100, t60=0.01, direct_db=40, drive=0, gain_db=0), given)
    at = [5 * INPUT_RATE * n + int(np.argmax(np.abs(heard[5 * INPUT_RATE * n :][:8000]))) for n in range(4)]
    assert np.diff(at).tolist() == [5 * INPUT_RATE + 8] * 3


def test_noise_lies_as_far_below_the_person_as_it_is_set() -> None:
    silent = np.zeros(OUTPUT_RATE, dtype=np.float32)
    heard = _heard(Acoustics(echo_db=None, snr_db=10, gain_db=0), silent, noise=_noise(0.3, INPUT_RATE, 0.7))
    assert _level(heard) == pytest.approx(-30, abs=0.5)


def test_without_an_echo_only_the_person_is_heard() -> None:
    person = track([(0.2, _noise(0.3, INPUT_RATE))], 1.0)
    heard = _heard(Acoustics(echo_db=None, gain_db=0), _noise(1.0, OUTPUT_RATE), person)
    np.testing.assert_allclose(heard, np.clip(person, -1, 1), atol=1e-4)


def test_a_whole_session_hears_itself_in_the_room(tmp_path: Path, speech_cache: Path, voices: Voices) -> None:
    (tmp_path / "speech").symlink_to(speech_cache)
    logs, frames = [], []

    class Listens(ScriptedRecogniser):
        """Keeps what reaches it."""

        def accept(self, frame):  # type: ignore[no-untyped-def]
            kept.append(frame)
            return super().accept(frame)

    for echo in ("none", "none", "kalman"):
        kept: list[Samples] = []
        person = track([(6.0, voices.say("ready", "en-us+f3"))], 22.0)
        room = Room(person, Acoustics(echo_db=0), recording=FileOut(tmp_path / "out.wav"))
        status = run_session(
            VoiceOptions(data_dir=tmp_path, events=tmp_path / "events.jsonl", echo=echo),
            StandInAssistant(),
            clock=ManualClock(),
            devices=RoomDevices(room),
            recogniser=Listens((6.6, "Ready.", True)),
            tell=lambda _: None,
        )
        assert status == 0
        logs.append(events(tmp_path / "events.jsonl"))
        frames.append(to_float(np.concatenate(kept)))
    assert logs[0] == logs[1]
    np.testing.assert_array_equal(frames[0], frames[1])
    cues = [e for e in logs[0] if e["event"] == "cue"]
    assert [(c["t"], c["say"]) for c in cues] == [(e["t"], e["say"]) for e in logs[2] if e["event"] == "cue"]
    later = slice(int(cues[2]["t"] * INPUT_RATE), len(frames[0]) - FRAME)
    assert _level(frames[0][later]) > _level(frames[2][later]) + 15
    assert (tmp_path / "out.wav").stat().st_size > 100_000
