"""What a picture consists of: lines with round ends, discs and areas, each in a tone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coach.figures.body import Point

Tone = Literal["paper", "near", "shirt", "far", "accent", "far_accent", "prop", "soft", "floor"]
LIGHT: dict[Tone, str] = {
    "paper": "#ffffff",
    "near": "#17324d",
    "shirt": "#6496bf",
    "far": "#6b7f92",
    "accent": "#b83a05",
    "far_accent": "#d4743c",
    "prop": "#a67c4b",
    "soft": "#b9c5d0",
    "floor": "#5b6670",
}
DARK: dict[Tone, str] = {
    "paper": "#111c27",
    "near": "#f2f6fa",
    "shirt": "#4a7ea8",
    "far": "#7a8c9d",
    "accent": "#ffa36b",
    "far_accent": "#c9713f",
    "prop": "#a07a4e",
    "soft": "#3d5266",
    "floor": "#9aa7b3",
}
"""Tones that can be told apart in grey as well; a test measures it."""


@dataclass(frozen=True)
class Line:
    """A line through points, with round ends and corners."""

    points: tuple[Point, ...]
    width: float
    tone: Tone


@dataclass(frozen=True)
class Disc:
    """A filled circle."""

    centre: Point
    radius: float
    tone: Tone


@dataclass(frozen=True)
class Area:
    """A filled shape with straight sides."""

    points: tuple[Point, ...]
    tone: Tone


Shape = Line | Disc | Area


def box(left: float, bottom: float, right: float, top: float, tone: Tone) -> Area:
    """A rectangle."""
    return Area(((left, bottom), (right, bottom), (right, top), (left, top)), tone)


def points(shape: Shape) -> tuple[Point, ...]:
    """Corners of a box round the shape."""
    if isinstance(shape, Disc):
        (x, y), r = shape.centre, shape.radius
        return (x - r, y - r), (x + r, y + r)
    if isinstance(shape, Area):
        return shape.points
    r = shape.width / 2.0
    return tuple((x + dx, y + dy) for x, y in shape.points for dx, dy in ((-r, -r), (r, r)))
