"""The pictures as files: whole, of the right size, safe to show, and each unlike those of other exercises."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops, ImageStat

from coach import figures, library
from coach.figures import FigureError, drawing, raster, store
from tests.readability import too_hard
from tests.unit.figures.bodies import VARIANTS

SMALL = 100


def steps(exercise: str, variant: str) -> range:
    return range(1, figures.steps(exercise, variant) + 1)


@lru_cache(maxsize=256)
def grey(exercise: str, variant: str, step: int) -> Any:
    """A picture without its colours, small."""
    return raster.image(drawing.picture(exercise, variant, step), SMALL).convert("L")


def difference(one: Any, other: Any) -> float:
    """How far two pictures differ: the mean of the difference in grey, in hundredths of white."""
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0]) / 2.55


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_svg_is_whole_and_holds_nothing_that_acts(exercise: str, variant: str) -> None:
    for step in steps(exercise, variant):
        text = figures.svg(exercise, variant, step)
        root = ElementTree.fromstring(text)
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= {"svg", "title", "style", "rect", "polyline", "polygon", "circle"}
        assert "href" not in text and "url(" not in text and " on" not in re.sub(r">[^<]*<", "><", text)
        assert root.findtext("{http://www.w3.org/2000/svg}title") == figures.alt(exercise, variant, step)
        assert root.get("role") == "img"
        painted = re.findall(r'(?:fill|stroke)="([^"]+)"', text)
        assert all(one == "none" or one.startswith("var(--figure-") for one in painted), (
            "a theme can reach all"
        )


@pytest.mark.parametrize("width", [200, 800])
def test_png_is_light_and_of_the_width_that_was_asked_for(width: int) -> None:
    picture = Image.open(io.BytesIO(figures.png("cycling", "bike", 1, width)))
    assert picture.format == "PNG" and picture.size == (width, width * 3 // 4)
    assert picture.convert("RGB").getpixel((3, 3)) == (255, 255, 255)
    assert len(figures.png("cycling", "bike", 1, width)) < 60_000


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_the_figure_is_large_and_wholly_in_the_picture(exercise: str, variant: str) -> None:
    view = drawing.view(exercise, variant)
    for name, posture in store.drawn(exercise, variant).postures.items():
        places = [view.place(place) for place in posture.joints.values()]
        across = max(x for x, _ in places) - min(x for x, _ in places)
        high = max(y for _, y in places) - min(y for _, y in places)
        assert min(x for x, _ in places) > 8 and max(x for x, _ in places) < drawing.WIDTH - 8, name
        assert min(y for _, y in places) > 8 and max(y for _, y in places) < drawing.HEIGHT - 4, name
        assert max(across / drawing.WIDTH, high / drawing.HEIGHT) > 0.35, name
    assert view.scale * 8.0 * 0.5 >= 5.0, "the thinnest limb is five pixels thick at 200"


def test_pictures_of_different_exercises_differ_clearly() -> None:
    """Also in grey, and at 100 pixels."""
    shown = [(*one, step) for one in VARIANTS for step in steps(*one)]
    close = [
        f"{one} and {other}: {difference(grey(*one), grey(*other)):.2f}"
        for one, other in combinations(shown, 2)
        if one[0] != other[0] and difference(grey(*one), grey(*other)) < 0.9
    ]
    assert close == []


def test_covers_differ_very_clearly() -> None:
    covers = [(*one, figures.cover(*one)) for one in VARIANTS]
    close = [
        f"{one} and {other}: {difference(grey(*one), grey(*other)):.2f}"
        for one, other in combinations(covers, 2)
        if difference(grey(*one), grey(*other)) < 1.8
    ]
    assert close == []


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_steps_of_one_exercise_differ(exercise: str, variant: str) -> None:
    for one, other in combinations(steps(exercise, variant), 2):
        assert difference(grey(exercise, variant, one), grey(exercise, variant, other)) > 0.15, (one, other)


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_words_for_the_picture_tell_position_and_movement(exercise: str, variant: str) -> None:
    told = library.load().exercises[exercise].variants[variant]
    means = {
        "supine": ("lies on a mat",),
        "hook_lying": ("lies on a mat",),
        "seated": ("sits", "chair", "bike"),
        "standing": ("stands", "walks"),
        "quadruped": ("hands and knees", "kneels"),
    }[told.position]
    for step in steps(exercise, variant):
        words = figures.alt(exercise, variant, step)
        assert any(mean in words for mean in means), words
        assert words.startswith("A person ") and len(words) <= 200
        assert too_hard([words]) == []


def test_what_is_not_there_is_told_in_a_sentence() -> None:
    for wrong in (
        ("nothing", "full", 1),
        ("cycling", "nothing", 1),
        ("cycling", "bike", 0),
        ("cycling", "bike", 4),
    ):
        assert not figures.known(*wrong)
        with pytest.raises(FigureError, match=r"^(There is no|This exercise has) .*\.$"):
            figures.svg(*wrong)
    with pytest.raises(FigureError, match="100 to 1600"):
        figures.png("cycling", "bike", 1, 5000)
