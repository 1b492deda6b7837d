"""An answer in a running set is put where it talks over nothing but counts, which stay silent for it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voice.gaps import Taken, room

cues = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 60), st.booleans()), max_size=12)


@given(cues, st.integers(1, 200), st.integers(0, 200), st.integers(0, 150))
def test_nothing_that_is_left_is_talked_over(
    spans: list[tuple[int, int, bool]], length: int, earliest: int, wait: int
) -> None:
    taken = [Taken(start, start + size, count) for start, size, count in sorted(spans)]
    start, muted = room(length, earliest, taken, wait)
    assert earliest <= start <= earliest + wait
    for n, cue in enumerate(taken):
        if n not in muted:
            assert cue.end <= start or cue.start >= start + length


def test_counts_give_way_and_calls_do_not() -> None:
    taken = [Taken(0, 10, False), Taken(20, 25, True), Taken(30, 35, True), Taken(60, 70, False)]
    assert room(30, 5, taken, 100) == (10, [1, 2])
    assert room(8, 5, taken, 100) == (10, [])


def test_after_waiting_too_long_it_answers_all_the_same() -> None:
    taken = [Taken(n * 10, n * 10 + 9, False) for n in range(30)]
    assert room(20, 0, taken, 50) == (0, [0, 1])
