"""What a picture consists of: lines with round ends, discs and areas, each in a tone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coach.figures.body import Point

Tone = Literal["paper", "near", "far", "accent", "far_accent", "prop", "soft", "floor"]
LIGHT: dict[Tone, str] = {
    "paper": "#ffffff",
    "near": "#17324d",
    "far": "#8394a5",
    "accent": "#bf3f08",
    "far_accent": "#e5986f",
    "prop": "#b0885a",
    "soft": "#d5dde4",
    "floor": "#5b6670",
}
DARK: dict[Tone, str] = {
    "paper": "#111c27",
    "near": "#e3ebf2",
    "far": "#6e8194",
    "accent": "#ff8f52",
    "far_accent": "#b5653a",
    "prop": "#a07a4e",
    "soft": "#2f4152",
    "floor": "#9aa7b3",
}


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
