"""Where the canceller leaves less than the room's own hush, the hush is put back."""

from __future__ import annotations

import numpy as np
import pytest

from voice.audio.base import FRAME
from voice.dsp import Pcm
from voice.echo.hush import Hush


def noise(level: float, seed: int) -> Pcm:
    return np.random.default_rng(seed).normal(0, level, FRAME).astype(np.int16)


def loud(frames: list[Pcm]) -> float:
    return float(np.sqrt(np.mean(np.concatenate(frames).astype(np.float64) ** 2)))


def test_what_is_softer_than_the_room_becomes_as_loud_as_it() -> None:
    hush = Hush()
    for n in range(100):
        hush.filled(noise(20, n), noise(20, n))
    voice = np.concatenate([noise(2000, 7)])
    filled = [hush.filled(voice, noise(3, n)) for n in range(50)]
    assert loud(filled) == pytest.approx(20, rel=0.3)


def test_a_person_passes_untouched() -> None:
    hush = Hush()
    for n in range(100):
        hush.filled(noise(20, n), noise(20, n))
    person = noise(1500, 3)
    assert (hush.filled(person, person) == person).all()


def test_in_a_loud_room_it_stays_soft_and_it_repeats() -> None:
    def heard() -> list[Pcm]:
        hush = Hush()
        return [hush.filled(noise(4000, n), noise(0, n)) for n in range(100)]

    first, second = heard(), heard()
    assert loud(first) < 400
    assert all((a == b).all() for a, b in zip(first, second, strict=True))
