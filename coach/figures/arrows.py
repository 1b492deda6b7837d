"""Arrows for what moves, and the small signs for holding still, breathing and talking."""

from __future__ import annotations

import math
from collections.abc import Sequence

from coach.figures import body
from coach.figures.body import Point
from coach.figures.models import Arrow, StepPicture
from coach.figures.postures import way
from coach.figures.shapes import Area, Disc, Line, Shape
from coach.figures.store import Drawn

SHAFT = 4.6
HEAD_LENGTH, HEAD_WIDTH = 11.0, 14.0
GAP = 1.8
"""Paper round an arrow, so that it can be told from what it crosses."""
PIECES = 16


def shapes(whole: Drawn, step: StepPicture) -> list[Shape]:
    """The arrows of a step, in centimetres."""
    return [shape for arrow in step.arrows for shape in _arrow(course(whole, step, arrow))]


def course(whole: Drawn, step: StepPicture, arrow: Arrow) -> list[Point]:
    """The points that an arrow goes through."""
    here = whole.postures[step.pose]
    if arrow.curve is not None:
        start, middle, end = (body.moved(here.joints[arrow.of], offset) for offset in arrow.curve)
        return [_on_curve(start, middle, end, n / PIECES) for n in range(PIECES + 1)]
    assert arrow.start is not None
    bodies = way(whole.postures[arrow.start], here, whole.pictures.scene, PIECES)
    return _beside(_cut([one.joints[arrow.of] for one in bodies], arrow.keep), arrow.off)


def _on_curve(start: Point, middle: Point, end: Point, part: float) -> Point:
    rest = 1.0 - part
    x, y = (
        rest * rest * start[axis] + 2 * rest * part * middle[axis] + part * part * end[axis]
        for axis in (0, 1)
    )
    return x, y


def _cut(line: list[Point], keep: tuple[float, float]) -> list[Point]:
    first, last = (round(part * (len(line) - 1)) for part in keep)
    return line[first : last + 1]


def _beside(line: list[Point], off: float) -> list[Point]:
    """A line moved to its left by `off`."""
    moved = []
    for n, point in enumerate(line):
        before, after = line[max(0, n - 1)], line[min(len(line) - 1, n + 1)]
        moved.append(body.step(point, body.direction(before, after) + 90.0, off))
    return moved


def _arrow(line: Sequence[Point]) -> list[Shape]:
    """An arrow along a line: first the gap round it, then shaft and head."""
    tip = line[-1]
    shaft = [point for point in line if body.distance(point, tip) > HEAD_LENGTH * 0.8] or [line[0]]
    neck = shaft[-1]
    toward = body.direction(neck, tip)
    base = body.step(tip, toward, -HEAD_LENGTH)
    head = (
        tip,
        body.step(base, toward + 90.0, HEAD_WIDTH / 2.0),
        body.step(base, toward - 90.0, HEAD_WIDTH / 2.0),
    )
    drawn = (*shaft, base)
    return [
        Line(drawn, SHAFT + 2 * GAP, "paper"),
        Line((*head, head[0]), 2 * GAP, "paper"),
        Line(drawn, SHAFT, "accent"),
        Area(head, "accent"),
    ]


def signs(step: StepPicture) -> list[Shape]:
    """The signs in the corner at the top right, on the canvas."""
    found: list[Shape] = []
    x = 366.0
    for wanted, sign in ((step.hold, _hold), (step.breathe, _breathe), (step.talk, _talk)):
        if wanted:
            found += sign(x, 34.0)
            x -= 58.0
    return found


def _hold(x: float, y: float) -> list[Shape]:
    """Two upright bars in a ring: hold still."""
    return [
        Disc((x, y), 24.0, "near"),
        Disc((x, y), 19.5, "paper"),
        Line(((x - 6.0, y - 7.5), (x - 6.0, y + 7.5)), 6.0, "near"),
        Line(((x + 6.0, y - 7.5), (x + 6.0, y + 7.5)), 6.0, "near"),
    ]


def _breathe(x: float, y: float) -> list[Shape]:
    """Three waves of air: keep breathing."""
    return [
        Line(tuple((x - 20.0 + n * 2.5, y + row + 4.0 * math.sin(n * 0.8)) for n in range(17)), 4.5, "near")
        for row in (-13.0, 0.0, 13.0)
    ]


def _talk(x: float, y: float) -> list[Shape]:
    """A speech balloon: able to talk."""
    return [
        Line(((x - 14.0, y - 4.0), (x + 14.0, y - 4.0)), 32.0, "near"),
        Area(((x - 14.0, y + 6.0), (x - 2.0, y + 8.0), (x - 16.0, y + 24.0)), "near"),
        Disc((x - 12.0, y - 4.0), 3.8, "paper"),
        Disc((x, y - 4.0), 3.8, "paper"),
        Disc((x + 12.0, y - 4.0), 3.8, "paper"),
    ]
