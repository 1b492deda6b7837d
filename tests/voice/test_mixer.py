"""A sound falls on its sample, and silence comes within its fade, whatever the blocks are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voice.dsp import Samples
from voice.mixer import FADE_SECONDS, Mixer

RATE = 24000
placements = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 900)), max_size=8)
blocks = st.lists(st.integers(1, 700), min_size=1, max_size=30)


def _tone(length: int, n: int = 0) -> Samples:
    return np.full(length, 0.05 + 0.01 * n, dtype=np.float32)


@given(placements, blocks)
def test_every_sound_begins_on_exactly_its_sample(placed: list[tuple[int, int]], sizes: list[int]) -> None:
    mixer = Mixer(RATE)
    total = sum(sizes)
    expected = np.zeros(total + 10000, dtype=np.float32)
    for n, (start, length) in enumerate(placed):
        mixer.schedule(_tone(length, n), start)
        expected[start : start + length] += _tone(length, n)
    stream = np.concatenate([mixer.render(size) for size in sizes])
    np.testing.assert_allclose(stream, expected[:total], atol=1e-6)
    assert mixer.position == total


@given(placements, blocks, blocks)
def test_a_flush_ends_all_sound_within_its_fade(
    placed: list[tuple[int, int]], before: list[int], after: list[int]
) -> None:
    mixer = Mixer(RATE)
    for n, (start, length) in enumerate(placed):
        mixer.schedule(_tone(length, n), start)
    for size in before:
        mixer.render(size)
    silent = mixer.flush()
    assert silent - sum(before) <= round(FADE_SECONDS * RATE)
    stream = np.concatenate([mixer.render(size) for size in after])
    fade = stream[: silent - sum(before)]
    assert not stream[len(fade) :].any()
    assert (np.diff(fade) <= 1e-6).all(), "a fade only ever grows quieter"


def test_a_fade_does_not_click() -> None:
    mixer = Mixer(RATE)
    mixer.schedule(_tone(5000), 0)
    sound = mixer.render(480)
    mixer.flush()
    steps = np.abs(np.diff(np.concatenate([sound, mixer.render(480)])))
    assert steps.max() < 0.05 / 100


def test_after_a_flush_new_sounds_are_heard_again() -> None:
    mixer = Mixer(RATE)
    mixer.schedule(_tone(100), 50)
    mixer.flush()
    mixer.schedule(_tone(100), 1000)
    stream = mixer.render(2000)
    assert np.flatnonzero(stream)[0] == 1000
    assert [placed.start for placed in mixer.begun()] == [1000]


def test_one_sound_can_be_taken_off_while_others_go_on() -> None:
    mixer = Mixer(RATE)
    gone, stays = mixer.schedule(_tone(4000), 0), mixer.schedule(_tone(4000), 0)
    mixer.render(100)
    mixer.cancel(gone)
    stream = mixer.render(3900)
    assert np.allclose(stream[500:], 0.05)
    assert mixer.audible() == []
    assert stays.end == 4000


def test_a_late_sound_begins_with_the_next_block() -> None:
    mixer = Mixer(RATE)
    mixer.render(1000)
    mixer.schedule(_tone(10), 200)
    assert np.flatnonzero(mixer.render(100)).tolist() == list(range(10))


def test_a_muted_sound_still_begins() -> None:
    mixer = Mixer(RATE)
    placed = mixer.schedule(_tone(100), 10, "label")
    mixer.mute(placed)
    assert not mixer.render(500).any()
    assert [one.label for one in mixer.begun()] == ["label"]


def test_what_is_too_loud_stays_within_full_scale() -> None:
    mixer = Mixer(RATE)
    for _ in range(4):
        mixer.schedule(np.full(100, 0.7, dtype=np.float32), 0)
    assert mixer.render(100).max() <= 1.0
