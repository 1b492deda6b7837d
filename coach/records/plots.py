"""Pictures of the records, as SVG and PNG: pain, days done, walking, and the steps of the exercises.

They are read in grey too: what differs, differs by shape and by a word beside it, never by colour alone.
Each has a sentence that says the same (`alt`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from coach import library as libraries
from coach.journal import Journal
from coach.library import Library
from coach.records import drawing, sentences
from coach.records.data import Records, read
from coach.records.periods import Period, period

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMES = ("pain", "days", "walking", "steps")
"""The pictures there are."""
_STYLE = {
    "font.family": "DejaVu Sans",
    "svg.fonttype": "path",
    "svg.hashsalt": "spinecoach",  # else the same picture is another file each time
    "axes.unicode_minus": False,
}
MOST_PIXELS, LEAST_PIXELS = 4000, 200


@dataclass(frozen=True)
class Plot:
    """One picture: its name, the sentence that says the same, and how it is drawn (`small` for a paper)."""

    name: str
    alt: str
    figure: Callable[[bool], Figure]

    def svg(self) -> bytes:
        """The picture as SVG, with its sentence inside for screen readers."""
        return _titled(_saved(self.figure, "svg", False), self.alt)

    def png(self, width: int = 1200, small: bool = False) -> bytes:
        """The picture as PNG, so many pixels wide."""
        return _saved(self.figure, "png", small, max(LEAST_PIXELS, min(MOST_PIXELS, width)))


def plots(
    journal: Journal, person: str, now: datetime, name: str = "all", library: Library | None = None
) -> dict[str, Plot]:
    """The pictures of a person's records in a period, by name. They are drawn when they are asked for."""
    today = read(journal, person, now).today
    stretch = period(name, today)
    records = read(journal, person, now, stretch.first, stretch.last)
    return of(records, stretch, library or libraries.load())


def of(records: Records, stretch: Period, library: Library) -> dict[str, Plot]:
    """The pictures of these records, which lie in the period."""
    known = library
    made = (
        Plot("pain", sentences.pain(records, stretch), lambda small: drawing.pain(records, stretch, small)),
        Plot("days", sentences.days(records, stretch), lambda small: drawing.days(records, stretch, small)),
        Plot(
            "walking",
            sentences.walking(records, stretch),
            lambda small: drawing.walking(records, stretch, small),
        ),
        Plot(
            "steps",
            sentences.steps(records, stretch, known),
            lambda small: drawing.steps(records, stretch, known, small),
        ),
    )
    return {plot.name: plot for plot in made}


def _saved(figure: Callable[[bool], Figure], kind: str, small: bool, width: int = 0) -> bytes:
    import matplotlib

    out = io.BytesIO()
    with matplotlib.rc_context(_STYLE):
        drawn = figure(small)
        details: dict[str, Any] = {"metadata": {"Date": None} if kind == "svg" else {"Software": None}}
        if kind == "png":
            details["dpi"] = width / drawn.get_figwidth()
        drawn.savefig(out, format=kind, facecolor="white", **details)
    return out.getvalue()


def _titled(svg: bytes, alt: str) -> bytes:
    """The SVG with its sentence as the title of the whole picture."""
    text = svg.decode("utf-8")
    told = escape(alt, {'"': "&quot;"})
    head = f'<svg role="img" aria-label="{told}" '
    text = text.replace("<svg ", head, 1)
    return re.sub(r"(<svg [^>]*>)", lambda m: f"{m[1]}<title>{told}</title>", text, count=1).encode("utf-8")
