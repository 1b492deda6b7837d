"""Drawings of every step of every exercise, made from angles of joints: for the page, for messaging apps,
moving, and in words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from coach.errors import PlainError
from coach.figures import drawing, motion, store
from coach.figures.store import FigureError
from coach.language import spoken_language
from coach.words import pairs

__all__ = ["FigureError", "alt", "animation", "cover", "known", "png", "steps", "svg"]

STILL = "Nothing moves."
"""What is said of a picture in which nothing does."""
NARROWEST, WIDEST = 100, 1600
USUAL = 800


def known(exercise: str, variant: str, step: int = 1) -> bool:
    """Whether there is such a picture."""
    return 1 <= step <= steps(exercise, variant)


def steps(exercise: str, variant: str) -> int:
    """How many pictures there are of a variant; 0 if none."""
    try:
        return len(store.drawn(exercise, variant).pictures.steps)
    except PlainError:  # broken data must not keep anybody from exercising
        return 0


def cover(exercise: str, variant: str) -> int:
    """The step that shows a variant best.

    Raises:
        FigureError: if there are no pictures of it.
    """
    return store.drawn(exercise, variant).pictures.cover


def svg(exercise: str, variant: str, step: int) -> str:
    """The picture of a step, counted from 1, as an SVG document of 400 by 300.

    Raises:
        FigureError: if there is no such picture.
    """
    from coach.figures.vector import document

    return document(drawing.picture(exercise, variant, step), alt(exercise, variant, step))


@lru_cache(maxsize=128)
def png(exercise: str, variant: str, step: int, width: int = USUAL) -> bytes:
    """The picture of a step as PNG on a light ground, `width` pixels wide and three quarters as high.

    Raises:
        FigureError: if there is no such picture, or the width is out of bounds.
    """
    from coach.figures import raster  # Pillow takes its time to load

    if not NARROWEST <= width <= WIDEST:
        raise FigureError(f"A picture can be {NARROWEST} to {WIDEST} pixels wide.")
    return raster.png(drawing.picture(exercise, variant, step), width)


def alt(exercise: str, variant: str, step: int) -> str:
    """What the picture shows, in words: the position, and what moves.

    Raises:
        FigureError: if there is no such picture.
    """
    whole = store.drawn(exercise, variant)
    shown = whole.step(step)
    put = pairs(spoken_language())
    told = (whole.pictures.poses[shown.pose].says, shown.moves or STILL)
    return " ".join(put.get(text, text) for text in told)


def animation(exercise: str, variant: str) -> dict[str, Any]:
    """A variant as data that a page can move in time with a cue sheet; see coach/figures/motion.py.

    Raises:
        FigureError: if there are no pictures of it.
    """
    return motion.animation(exercise, variant)
