"""Writes docs/figures.svg and docs/figures.png: every picture of every exercise on one sheet.

python -m scripts.figure_sheet
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

from coach import figures, library
from coach.figures import drawing, raster, vector
from coach.figures.shapes import DARK, LIGHT

ROOT = Path(__file__).parents[1]
DRAWN, SHEET = ROOT / "docs" / "figures.svg", ROOT / "docs" / "figures.png"
WIDE, HIGH = 240, 180
ROW, TITLE, CAPTION = 234, 32, 18
COLUMNS = max(
    len(variant.steps) for one in library.load().exercises.values() for variant in one.variants.values()
)
COLOURS = 128


def rows() -> Iterator[tuple[str, str, str]]:
    """Every variant in the order of the library: exercise, variant, title."""
    for exercise in library.load().exercises.values():
        for name, variant in exercise.variants.items():
            yield exercise.id, name, f"{exercise.name}: {variant.title}".capitalize()


def page() -> str:
    """The sheet as SVG."""
    high = ROW * sum(1 for _ in rows())
    dark = "".join(f"--figure-{tone.replace('_', '-')}:{value};" for tone, value in DARK.items())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="0 0 {WIDE * COLUMNS} {high}">',
        f"<style>text{{font-family:sans-serif;fill:{vector.colour('near')}}}"
        f"@media (prefers-color-scheme: dark){{svg.figure:root{{{dark}}}}}</style>",
        f'<rect width="100%" height="100%" fill="{vector.colour("paper")}"/>',
    ]
    for row, (exercise, variant, title) in enumerate(rows()):
        y = row * ROW
        parts.append(f'<text x="12" y="{y + 22}" font-size="18">{escape(title)}</text>')
        for step in range(1, figures.steps(exercise, variant) + 1):
            x = (step - 1) * WIDE
            drawn = vector.fragment(drawing.picture(exercise, variant, step))
            parts.append(
                f'<svg x="{x + 4}" y="{y + TITLE}" width="{WIDE - 8}" height="{HIGH - 6}" '
                f'viewBox="0 0 {drawing.WIDTH:g} {drawing.HEIGHT:g}">'
                f"<title>{escape(figures.alt(exercise, variant, step))}</title>{drawn}</svg>"
            )
            parts.append(f'<text x="{x + 12}" y="{y + TITLE + HIGH + 6}" font-size="13">step {step}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def sheet() -> Image.Image:
    """The sheet as an image."""
    wanted = list(rows())
    whole = Image.new("RGB", (WIDE * COLUMNS, ROW * len(wanted)), LIGHT["paper"])
    pen = ImageDraw.Draw(whole)
    large, small = ImageFont.load_default(18), ImageFont.load_default(13)
    for row, (exercise, variant, title) in enumerate(wanted):
        y = row * ROW
        pen.text((12, y + 6), title, LIGHT["near"], large)
        for step in range(1, figures.steps(exercise, variant) + 1):
            x = (step - 1) * WIDE
            picture = raster.image(drawing.picture(exercise, variant, step), WIDE - 8)
            whole.paste(picture, (x + 4, y + TITLE))
            pen.text((x + 12, y + TITLE + HIGH - 6), f"step {step}", LIGHT["near"], small)
    return whole


if __name__ == "__main__":
    DRAWN.write_text(page(), encoding="utf-8")
    sheet().quantize(COLOURS).save(SHEET, optimize=True)
