"""Every step of every exercise has its picture, under the same id, in words that are easy to read."""

from __future__ import annotations

import pytest

from coach import figures, library
from coach.figures import store
from coach.language import SPANISH, speaking
from coach.words import pairs
from tests.readability import too_hard
from tests.unit.language import texts

EXERCISES = library.load().exercises
VARIANTS = [(one.id, name) for one in EXERCISES.values() for name in one.variants]


def test_every_exercise_has_pictures_and_no_picture_is_of_nothing() -> None:
    assert {(name, variant) for name, kept in store.everything().items() for variant in kept.variants} == set(
        VARIANTS
    )
    assert all(name == kept.exercise for name, kept in store.everything().items())


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_every_step_has_the_picture_of_its_id(exercise: str, variant: str) -> None:
    told = [step.id for step in EXERCISES[exercise].variants[variant].steps]
    assert [step.id for step in store.drawn(exercise, variant).pictures.steps] == told


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_every_picture_in_every_form(exercise: str, variant: str) -> None:
    for step in range(1, figures.steps(exercise, variant) + 1):
        assert figures.svg(exercise, variant, step).startswith("<svg ")
        assert figures.alt(exercise, variant, step).endswith(".")
    assert figures.png(exercise, variant, figures.cover(exercise, variant), 200).startswith(b"\x89PNG")


def test_every_picture_can_be_told_in_spanish() -> None:
    assert set(texts.of_pictures()) - set(pairs(SPANISH)) == set()
    with speaking(SPANISH):
        told = figures.alt("back_flexion_lying", "both_knees", 2)
    assert told.endswith("Las rodillas suben al pecho. Las manos ayudan.")


def test_what_they_say_is_easy_to_read() -> None:
    said = [
        figures.alt(exercise, variant, step)
        for exercise, variant in VARIANTS
        for step in range(1, figures.steps(exercise, variant) + 1)
    ]
    assert too_hard(said) == []
