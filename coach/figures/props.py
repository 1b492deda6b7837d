"""What stands round the figure: mat, chair, wall, bike, slope. Places in centimetres, the floor at 0."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection

from coach.figures.shapes import Area, Disc, Line, Shape, box

MAT_TOP = 0.0
MAT_THICK = 3.5
SEAT_TOP = 42.0
SEAT = (-34.0, 12.0)
"""From where to where the seat of the chair goes; somebody sits near its front, with the hip at 0."""
CHAIR_BACK = 88.0
RAIL = (30.0, 90.0)
"""The top of the back of a chair that stands in front."""
WALL = -11.5
SLOPE = 7.0
"""Degrees."""
FLOOR = 3.0
"""How thick the floor is drawn."""
FAR_AWAY = 400.0
"""What goes on and on ends here, outside of every picture."""
GROUND = frozenset({"floor", "mat", "mat_kneeling", "slope"})
"""What the figure stands, kneels or lies on; drawn over the gap round its limbs."""
CRANK = (16.0, 30.0)
CRANK_LENGTH = 15.0
SADDLE = (-2.0, 92.0)
BARS = (52.0, 106.0)


def ground(x: float, scene: Collection[str]) -> float:
    """How high the ground is at this place."""
    return x * math.tan(math.radians(SLOPE)) if "slope" in scene else 0.0


def _mat() -> list[Shape]:
    return [*_under_mat(), Line(((-88.0, -MAT_THICK / 2), (80.0, -MAT_THICK / 2)), MAT_THICK, "prop")]


def _mat_kneeling() -> list[Shape]:
    return [*_under_mat(), Line(((-64.0, -MAT_THICK / 2), (86.0, -MAT_THICK / 2)), MAT_THICK, "prop")]


def _pillow() -> list[Shape]:
    return [Line(((-80.0, 2.3), (-63.0, 2.3)), 4.6, "soft")]


def _chair() -> list[Shape]:
    left, right = SEAT
    return [
        Line(((left + 3.0, 2.5), (left + 1.0, SEAT_TOP - 3.0), (left - 5.0, CHAIR_BACK)), 5.0, "prop"),
        Line(((right - 3.0, 2.5), (right - 3.0, SEAT_TOP - 3.0)), 5.0, "prop"),
        Line(((left, SEAT_TOP - 3.0), (right, SEAT_TOP - 3.0)), 6.0, "prop"),
    ]


def _chair_ahead() -> list[Shape]:
    x, top = RAIL
    return [
        Line(((x, top - 3.0), (x + 4.0, SEAT_TOP - 3.0), (x + 2.0, 2.5)), 5.0, "prop"),
        Line(((x + 40.0, 2.5), (x + 40.0, SEAT_TOP - 3.0)), 5.0, "prop"),
        Line(((x + 4.0, SEAT_TOP - 3.0), (x + 43.0, SEAT_TOP - 3.0)), 6.0, "prop"),
    ]


def _wall() -> list[Shape]:
    return [box(WALL - 9.0, 0.0, WALL, FAR_AWAY, "prop")]


def _cushion() -> list[Shape]:
    return [Line(((-37.0, 18.5), (-20.0, 18.5)), 13.0, "soft")]


def _bike() -> list[Shape]:
    (x, y), (bar_x, bar_y) = SADDLE, BARS
    return [
        Line(((-22.0, 3.0), (70.0, 3.0)), 6.0, "prop"),
        Line((CRANK, (x - 1.0, y - 8.0)), 5.0, "prop"),
        Line((CRANK, (56.0, 34.0), (50.0, bar_y - 2.0)), 5.0, "prop"),
        Line(((x, y - 8.0), (0.0, 6.0)), 5.0, "prop"),
        Line(((56.0, 34.0), (60.0, 6.0)), 5.0, "prop"),
        Disc((56.0, 30.0), 20.0, "prop"),
        Disc((56.0, 30.0), 14.0, "paper"),
        Disc(CRANK, 8.0, "prop"),
        Line(((x - 12.0, y - 5.0), (x + 9.0, y - 5.0)), 7.0, "prop"),
        Line(((47.0, bar_y - 4.0), (bar_x + 5.0, bar_y - 4.0)), 5.0, "prop"),
    ]


def _slope() -> list[Shape]:
    left, right = (-FAR_AWAY, ground(-FAR_AWAY, ["slope"])), (FAR_AWAY, ground(FAR_AWAY, ["slope"]))
    below = -FAR_AWAY
    return [
        Area((left, right, (FAR_AWAY, below), (-FAR_AWAY, below)), "soft"),
        Area((left, right, (right[0], right[1] - FLOOR), (left[0], left[1] - FLOOR)), "floor"),
    ]


def _floor() -> list[Shape]:
    return [box(-FAR_AWAY, -FLOOR, FAR_AWAY, 0.0, "floor")]


def _under_mat() -> list[Shape]:
    return [box(-FAR_AWAY, -MAT_THICK - FLOOR, FAR_AWAY, -MAT_THICK, "floor")]


def _rail() -> list[Shape]:
    """Something to lean on, on the way."""
    return [
        Line(((46.0, 0.0), (46.0, 92.0)), 5.0, "prop"),
        Line(((38.0, 92.0), (64.0, 92.0)), 6.0, "prop"),
        Line(((60.0, 0.0), (60.0, 92.0)), 5.0, "prop"),
    ]


PROPS: dict[str, Callable[[], list[Shape]]] = {
    "floor": _floor,
    "mat": _mat,
    "mat_kneeling": _mat_kneeling,
    "pillow": _pillow,
    "cushion": _cushion,
    "chair": _chair,
    "chair_ahead": _chair_ahead,
    "wall": _wall,
    "bike": _bike,
    "slope": _slope,
    "rail": _rail,
}


def shapes(scene: Collection[str]) -> list[Shape]:
    """All that stands round the figure."""
    return [shape for name in scene for shape in PROPS[name]()]
