"""The page for the doctor as PDF: always one page, with text that can be read out and searched."""

from __future__ import annotations

import io
from datetime import date, datetime
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from coach.journal import Journal
from coach.records.periods import day_name, span
from coach.records.summary import Section, Summary, summary

LETTER_REGIONS = frozenset({"us", "canada", "philippines"})
"""Where paper is Letter; A4 elsewhere."""
MARGIN = 42.0
"""Points around the page."""
SIZES = (10.0, 9.5, 9.0, 8.5)
LAYOUTS = ((8, 4), (8, 2), (6, 2), (4, 2), (3, 2), (2, 2), (2, 0))
"""How many lines of a section and how many pictures are shown: the first that fits."""
LONGEST_LINE = 260
"""Characters of a line; what is longer ends in dots."""
PIXELS, MOST_PLOTS, COLUMNS = 1000, 4, 2
FACE, BOLD = "SpineCoach", "SpineCoach-Bold"
FOOT = (
    "Made by SpineCoach, an exercise coach that runs on the person\u2019s own device. It is no doctor and"
    " no medical "
    "device. What is told here was told by the person; nothing of it was measured. What stands for more"
    " lines is in "
    "the CSV file."
)
EMPTY = "Nothing is noted yet. When exercises are done, or symptoms are told, they stand here."


def pdf(journal: Journal, person: str, now: datetime, since: date | None = None) -> bytes:
    """The page of a person as PDF, A4 or Letter as the region has it."""
    return paper(summary(journal, person, now, since))


def paper(page: Summary) -> bytes:
    """The summary on one page."""
    from reportlab.lib.pagesizes import A4, letter
    from reportlab.pdfgen.canvas import Canvas

    _fonts()
    size = letter if page.region in LETTER_REGIONS else A4
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, lang="en", invariant=1, initialFontName=FACE)
    canvas.setTitle(page.title)
    canvas.setSubject("Summary for the doctor or physiotherapist")
    canvas.setAuthor(page.name or "SpineCoach")
    canvas.setCreator("SpineCoach")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    width, height = size[0] - 2 * MARGIN, size[1] - 2 * MARGIN
    # drawn once for all the sizes that are tried
    drawn = [(plot.png(PIXELS, small=True), plot.alt) for plot in page.plots[:MOST_PLOTS]]
    for flow in _fitting(page, drawn, width, height):
        flow.drawOn(canvas, MARGIN, size[1] - MARGIN - flow.top)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


Drawn = list[tuple[bytes, str]]
"""Pictures as PNG, each with its sentence."""


class _Placed:
    """Something to draw, and how far down its lower edge is."""

    def __init__(self, flow: Any, top: float, x: float = 0.0) -> None:
        self.flow, self.top, self.x = flow, top, x

    def drawOn(self, canvas: Any, x: float, y: float) -> None:
        self.flow.drawOn(canvas, x + self.x, y)


def _fitting(page: Summary, drawn: Drawn, width: float, height: float) -> list[_Placed]:
    """The page in the largest letters in which it fits; with fewer lines if it fits in none."""
    for cut, pictures in LAYOUTS:
        for size in SIZES:
            placed, used = _laid_out(page, drawn[:pictures], width, size, cut)
            if used <= height:
                return placed
    return placed


def _laid_out(
    page: Summary, drawn: Drawn, width: float, size: float, cut: int
) -> tuple[list[_Placed], float]:
    placed: list[_Placed] = []
    down = 0.0

    def put(flow: Any, after: float) -> None:
        nonlocal down
        _, high = flow.wrap(width, 10_000)
        down += high
        placed.append(_Placed(flow, down))
        down += after

    put(_text("Summary for my doctor or physiotherapist", size * 1.7, bold=True), size * 0.5)
    put(_text(_who(page), size), size * 0.2)
    made = f"{day_name(page.made.date())} {page.made.year}"
    put(_text(f"Days: {span(page.first, page.last)}. Made on {made}.", size), size * 0.9)
    if page.empty:
        put(_text(EMPTY, size), size)
    for section in page.sections:
        put(_text(section.title, size * 1.1, bold=True), size * 0.15)
        for line in _cut(section, cut):
            put(_text(line, size, bullet=True), size * 0.1)
        down += size * 0.5
    down = _pictures(drawn, placed, down, width, size)
    put(_text(FOOT, max(7.5, size * 0.78), grey=True), 0.0)
    return placed, down


def _who(page: Summary) -> str:
    return f"Name: {page.name or '_' * 30}"


def _cut(section: Section, most: int) -> list[str]:
    lines = [
        line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "\u2026" for line in section.lines
    ]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"and {len(lines) - most + 1} more, in the CSV file"]


def _pictures(shown: Drawn, placed: list[_Placed], down: float, width: float, size: float) -> float:
    """The pictures two by two, each with its sentence below."""
    from reportlab.platypus import Image

    gap = 18.0
    each = (width - gap) / COLUMNS
    for start in range(0, len(shown), COLUMNS):
        made = []
        for picture, alt in shown[start : start + COLUMNS]:
            image = Image(io.BytesIO(picture))
            image.drawWidth, image.drawHeight = each, each * image.imageHeight / image.imageWidth
            made.append((image, _text(alt, max(7.5, size * 0.85))))
        tallest = float(max(image.drawHeight for image, _ in made))
        lowest = 0.0
        for nth, (image, caption) in enumerate(made):
            image.wrap(each, 10_000)
            high = float(caption.wrap(each, 10_000)[1])
            left = nth * (each + gap)
            placed.append(_Placed(image, down + tallest, left))
            placed.append(_Placed(caption, down + tallest + 3 + high, left))
            lowest = max(lowest, high)
        down += tallest + 3 + lowest + size * 0.7
    return down


def _text(text: str, size: float, *, bold: bool = False, bullet: bool = False, grey: bool = False) -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle(
        "line",
        fontName=BOLD if bold else FACE,
        fontSize=size,
        leading=size * 1.25,
        leftIndent=size if bullet else 0,
        bulletIndent=2,
        bulletFontName=FACE,
        bulletFontSize=size,
        textColor="#444444" if grey else "#111111",
    )
    return Paragraph(escape(printable(text)), style, bulletText="\u2022" if bullet else None)


def printable(text: str) -> str:
    """The text with a box for each sign that the letters on the page do not have."""
    known = _glyphs()
    # signs beyond the first plane can be drawn, but not searched for
    fits = (ord(sign) in known and ord(sign) < 0x10000 for sign in text)
    return "".join(sign if fit or sign == " " else "\u25a1" for sign, fit in zip(text, fits, strict=True))


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    from reportlab.pdfbase import pdfmetrics

    _fonts()
    return frozenset(pdfmetrics.getFont(FACE).face.charToGlyph) & frozenset(
        pdfmetrics.getFont(BOLD).face.charToGlyph
    )


@lru_cache(maxsize=1)
def _fonts() -> None:
    """DejaVu, which comes with matplotlib: Latin, Greek, Cyrillic and more, put into the file itself."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in ((FACE, "DejaVuSans.ttf"), (BOLD, "DejaVuSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(_font_file(file))))
    pdfmetrics.registerFontFamily(FACE, normal=FACE, bold=BOLD, italic=FACE, boldItalic=BOLD)


def _font_file(name: str) -> Path:
    # found without importing matplotlib, which may be kept out of memory
    return Path(str(distribution("matplotlib").locate_file(f"matplotlib/mpl-data/fonts/ttf/{name}")))
