"""Shapes as PNG, for messaging apps: light, and drawn four times as large first, so that edges are smooth."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from typing import Any

from PIL import Image, ImageDraw

from coach.figures.body import Point, direction, step
from coach.figures.drawing import HEIGHT, WIDTH
from coach.figures.shapes import LIGHT, Area, Disc, Line, Shape

FINER = 4


def image(shapes: Iterable[Shape], width: int) -> Any:
    """The picture as an image of Pillow, `width` pixels wide."""
    scale = width * FINER / WIDTH
    size = (width * FINER, round(width * HEIGHT / WIDTH) * FINER)
    canvas = Image.new("RGB", size, LIGHT["paper"])
    pen = ImageDraw.Draw(canvas)
    for shape in shapes:
        _draw(pen, shape, scale)
    return canvas.resize((size[0] // FINER, size[1] // FINER), Image.Resampling.LANCZOS)


def png(shapes: Iterable[Shape], width: int) -> bytes:
    """The picture as a PNG file."""
    out = io.BytesIO()
    image(shapes, width).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(pen: Any, shape: Shape, scale: float) -> None:
    colour = LIGHT[shape.tone]
    if isinstance(shape, Disc):
        _disc(pen, shape.centre, shape.radius, scale, colour)
    elif isinstance(shape, Area):
        pen.polygon([(x * scale, y * scale) for x, y in shape.points], fill=colour)
    else:
        _line(pen, shape, scale, colour)


def _disc(pen: Any, centre: Point, radius: float, scale: float, colour: str) -> None:
    x, y, r = centre[0] * scale, centre[1] * scale, radius * scale
    pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)


def _line(pen: Any, line: Line, scale: float, colour: str) -> None:
    half = line.width / 2.0
    for point in line.points:
        _disc(pen, point, half, scale, colour)
    for start, end in zip(line.points, line.points[1:], strict=False):
        if math.dist(start, end) < 1e-6:
            continue
        side = direction(start, end) + 90.0
        corners = (
            step(start, side, half),
            step(end, side, half),
            step(end, side, -half),
            step(start, side, -half),
        )
        pen.polygon([(x * scale, y * scale) for x, y in corners], fill=colour)
