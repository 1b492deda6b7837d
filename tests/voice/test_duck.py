"""The coach goes softer when somebody talks over it, and only then; nothing moves in time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voice.recordings import Voices
from voice.audio.base import OUTPUT_RATE
from voice.audio.room import Acoustics, Room, track
from voice.dsp import Samples
from voice.echo import CleanEar
from voice.echo.engines import KalmanCanceller
from voice.mixer import DUCKED, Mixer
from voice.speech import Synthesiser

TALK = (
    "Lie on your back, with your knees bent and your feet flat. Breathe out, and bring one knee towards your "
    "chest. Hold it there with both hands, and let your shoulders rest on the floor. Now the other leg. "
)
SECONDS, SPOKEN = 16.0, 12.0


def _level_over_time(person: Samples, voice: Samples, echo_db: float) -> list[float]:
    room = Room(person, Acoustics(echo_db=echo_db))
    mixer = Mixer(OUTPUT_RATE)
    mixer.schedule(voice, 0)
    ear = CleanEar(mixer, KalmanCanceller())
    room.mouth.start(mixer.render)
    levels = []
    while True:
        room.mouth.pump()
        frame = room.ear.read()
        if frame is None:
            return levels
        ear.clean(frame)
        levels.append(mixer.level)


@pytest.fixture
def coach_talks(synthesiser: Synthesiser) -> Samples:
    once = synthesiser.render(TALK)
    return np.tile(once, 1 + int(SECONDS * OUTPUT_RATE) // len(once))


@pytest.mark.parametrize("echo_db", [0, 10])
def test_it_goes_softer_over_a_voice_and_comes_back(
    voices: Voices, coach_talks: Samples, echo_db: float
) -> None:
    said = voices.say("wait a moment please", "en-us+m3")
    levels = _level_over_time(track([(SPOKEN, said)], SECONDS), coach_talks, echo_db)
    first, after = int(SPOKEN / 0.02), int((SPOKEN + len(said) / 16000) / 0.02)
    assert min(levels[first:after]) == pytest.approx(DUCKED)
    assert levels[-1] == 1.0
    assert np.mean(np.array(levels[:first]) < 1) < 0.1


def test_its_own_echo_hardly_ever_softens_it(coach_talks: Samples) -> None:
    silent = np.zeros(int(SECONDS * 16000), dtype=np.float32)
    assert np.mean(np.array(_level_over_time(silent, coach_talks, 10)) < 1) < 0.05


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 900), st.booleans()), min_size=1, max_size=20))
def test_ducking_moves_nothing_and_has_no_steps(turns: list[tuple[int, bool]]) -> None:
    plain, ducked = Mixer(OUTPUT_RATE), Mixer(OUTPUT_RATE)
    for mixer in (plain, ducked):
        for start in (100, 2000, 5000):
            mixer.schedule(np.full(900, 0.5, dtype=np.float32), start)
    expected, stream = [], []
    for size, down in turns:
        ducked.duck(down)
        expected.append(plain.render(size))
        stream.append(ducked.render(size))
    full, soft = np.concatenate(expected), np.concatenate(stream)
    assert ((full > 0) == (soft > 0)).all()
    gain = soft[full > 0] / 0.5
    assert (gain >= DUCKED - 1e-4).all() and (gain <= 1).all()
    inside = np.diff(soft)[(full[:-1] > 0) & (full[1:] > 0)]
    assert (np.abs(inside) < 0.5 * (1 - DUCKED) / (0.025 * OUTPUT_RATE)).all()


def test_a_mixer_that_was_never_ducked_gives_its_samples_untouched() -> None:
    mixer = Mixer(OUTPUT_RATE)
    sound = np.random.default_rng(1).normal(0, 0.1, 1000).astype(np.float32)
    mixer.schedule(sound, 0)
    mixer.duck(False)
    np.testing.assert_array_equal(mixer.render(1000), sound)
