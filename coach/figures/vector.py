"""Shapes as SVG. Colours are CSS variables, so that a page can give its own; without one they fit the
reader's choice of light or dark."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from coach.figures.body import Point
from coach.figures.drawing import HEIGHT, WIDTH
from coach.figures.shapes import DARK, LIGHT, Disc, Line, Shape, Tone


def colour(tone: Tone) -> str:
    """A tone as a colour of CSS: the page's variable, or the usual one."""
    return f"var(--figure-{tone.replace('_', '-')}, {LIGHT[tone]})"


def fragment(shapes: Iterable[Shape]) -> str:
    """The shapes as SVG elements, without the frame round them."""
    return "".join(map(_element, shapes))


def document(shapes: Iterable[Shape], title: str) -> str:
    """A whole picture; `title` says in words what it shows."""
    # only where the picture stands alone: a page that holds it has themes of its own
    dark = "".join(f"--figure-{tone.replace('_', '-')}:{value};" for tone, value in DARK.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" role="img" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}">'
        f"<title>{escape(title)}</title>"
        f"<style>@media (prefers-color-scheme: dark){{svg.figure:root{{{dark}}}}}</style>"
        f'<rect width="100%" height="100%" rx="16" fill="{colour("paper")}"/>'
        f"{fragment(shapes)}</svg>\n"
    )


def _element(shape: Shape) -> str:
    if isinstance(shape, Disc):
        x, y = shape.centre
        return f'<circle cx="{x:g}" cy="{y:g}" r="{shape.radius:g}" fill="{colour(shape.tone)}"/>'
    if isinstance(shape, Line):
        return (
            f'<polyline points="{_points(shape.points)}" fill="none" stroke="{colour(shape.tone)}" '
            f'stroke-width="{shape.width:g}" stroke-linecap="round" stroke-linejoin="round"/>'
        )
    return f'<polygon points="{_points(shape.points)}" fill="{colour(shape.tone)}"/>'


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.4g},{y:.4g}" for x, y in points)
