"""What moves is marked by more than a colour, and tones can be told apart in grey."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path

import pytest

from coach.figures import arrows, drawing, store
from coach.figures.shapes import DARK, LIGHT, Tone, points
from tests.unit.figures.bodies import VARIANTS


def luminance(colour: str) -> float:
    """How bright a colour is, 0 to 1, as WCAG counts it."""
    parts = [int(colour[n : n + 2], 16) / 255.0 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def of_the_page() -> list[dict[Tone, str]]:
    """The tones as each theme of the page has them."""
    style = (Path(__file__).parents[3] / "web" / "src" / "style.css").read_text("utf-8")
    themes = []
    for block in re.findall(r"\{([^{}]*--figure-near[^{}]*)\}", style):
        found = dict(re.findall(r"--figure-([a-z-]+): (#[0-9a-f]{6});", block))
        themes.append({tone: found[tone.replace("_", "-")] for tone in LIGHT})
    return themes


@pytest.mark.parametrize("theme", [LIGHT, DARK, *of_the_page()])
def test_tones_differ_in_grey(theme: dict[Tone, str]) -> None:
    for tone in ("near", "shirt", "far", "accent", "far_accent", "prop", "floor"):
        assert contrast(theme[tone], theme["paper"]) >= 3.0, tone
    assert contrast(theme["near"], theme["far"]) >= 2.4
    assert contrast(theme["near"], theme["accent"]) >= 1.7
    assert contrast(theme["near"], theme["shirt"]) >= 2.4
    assert contrast(theme["shirt"], theme["accent"]) >= 1.7
    assert contrast(theme["near"], theme["paper"]) >= 7.0


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_what_moves_has_an_arrow_or_a_sign_and_is_told(exercise: str, variant: str) -> None:
    for step in store.drawn(exercise, variant).pictures.steps:
        if step.moving:
            assert step.moves, step.id
            assert step.arrows or step.hold, step.id
        assert bool(step.arrows) <= bool(step.moving), f"{step.id}: an arrow, but nothing is marked"
        if step.hold:
            assert not step.arrows, f"{step.id}: hold still, and an arrow"


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_a_sign_to_hold_stands_where_the_step_says_hold(exercise: str, variant: str) -> None:
    from coach import library

    told = library.load().exercises[exercise].variants[variant].steps
    for step, shown in zip(told, store.drawn(exercise, variant).pictures.steps, strict=True):
        if step.say.startswith("Hold"):
            assert shown.hold, step.id
        if "breathing" in step.say or "your breath" in step.say:
            assert shown.breathe, step.id
        if "talk" in step.say:
            assert shown.talk, step.id


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_arrows_are_long_enough_to_be_seen_and_whole(exercise: str, variant: str) -> None:
    whole, view = store.drawn(exercise, variant), drawing.view(exercise, variant)
    for step in whole.pictures.steps:
        for arrow in step.arrows:
            line = arrows.course(whole, step, arrow)
            long = sum(math.dist(one, other) for one, other in pairwise(line))
            assert long * view.scale * 0.5 >= 6.0, f"{step.id}: {long:.0f} cm"  # pixels of 200
        for shape in arrows.shapes(whole, step):
            for x, y in points(view.shape(shape)):
                # the view turns boxes upside down, so corners may come in any order
                assert 0.0 <= x <= drawing.WIDTH and 0.0 <= y <= drawing.HEIGHT, step.id
