"""Writes docs/figures.png and docs/figures.svg: every picture of every exercise on one sheet.

python -m scripts.figure_sheet
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from coach import library
from coach.figures import drawing, raster

ROOT = Path(__file__).parents[1]
SHEET = ROOT / "docs" / "figures.png"
DRAWN = ROOT / "docs" / "figures.svg"
ACROSS, TALL = 240, 180
CAPTION, TITLE = 20, 30
COLUMNS = 6
INK, PAPER = "#17324d", "#ffffff"


def rows() -> Iterator[tuple[str, str, str, int]]:
    """Every variant in the order of the library: exercise, variant, title, number of steps."""
    for exercise in library.load().exercises.values():
        for name, variant in exercise.variants.items():
            yield exercise.id, name, variant.title, len(variant.steps)


def sheet() -> Image.Image:
    """The sheet as an image."""
    wanted = list(rows())
    high = sum(TITLE + CAPTION + TALL for _ in wanted)
    page = Image.new("RGB", (ACROSS * COLUMNS, high), PAPER)
    pen = ImageDraw.Draw(page)
    large, small = ImageFont.load_default(20), ImageFont.load_default(14)
    y = 0
    for exercise, variant, title, count in wanted:
        pen.text((10, y + 4), title.capitalize(), INK, large)
        for n in range(count):
            picture = raster.image(drawing.picture(exercise, variant, n + 1), ACROSS - 8)
            page.paste(picture, (n * ACROSS + 4, y + TITLE))
            pen.text((n * ACROSS + 12, y + TITLE + TALL - 2), f"step {n + 1}", INK, small)
        y += TITLE + CAPTION + TALL
    return page


if __name__ == "__main__":
    sheet().save(SHEET, optimize=True)
