"""Reads the pictures' data, and gives the postures of one variant, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from coach.errors import PlainError
from coach.figures.models import Pictures, StepPicture, VariantPictures
from coach.figures.postures import Posture, take
from coach.library import loader

DATA = loader.DATA / "figures"


class FigureError(PlainError):
    """There is no such picture, or its data cannot be used; the message is one plain sentence."""


@dataclass(frozen=True)
class Drawn:
    """One variant with its bodies."""

    pictures: VariantPictures
    postures: dict[str, Posture]

    def step(self, number: int) -> StepPicture:
        """The picture of a step, counted from 1.

        Raises:
            FigureError: if there is no such step.
        """
        if not 1 <= number <= len(self.pictures.steps):
            raise FigureError(
                f"This exercise has {len(self.pictures.steps)} steps; there is no step {number}."
            )
        return self.pictures.steps[number - 1]


def read(path: Path) -> Pictures:
    """The pictures of one exercise.

    Raises:
        LibraryError: one plain sentence that names the file and the field.
    """
    name = f"figures/{path.name}"
    return loader.model(Pictures, loader.mapping(path, name), name)


@lru_cache(maxsize=1)
def everything() -> dict[str, Pictures]:
    """All pictures there are, by exercise.

    Raises:
        LibraryError: if a file cannot be used.
    """
    return {path.stem: read(path) for path in sorted(DATA.glob("*.yml"))}


@lru_cache(maxsize=64)
def drawn(exercise: str, variant: str) -> Drawn:
    """One variant with its bodies.

    Raises:
        FigureError: if there are no pictures of it.
    """
    pictures = everything().get(exercise)
    chosen = pictures.variants.get(variant) if pictures is not None else None
    if chosen is None:
        raise FigureError("There is no picture of that exercise.")
    return Drawn(chosen, {name: take(pose, chosen.scene) for name, pose in chosen.poses.items()})
