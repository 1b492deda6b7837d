"""The pictures: drawn from any journal, readable in grey, each with its sentence."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as xml
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image

from coach.journal import Journal
from coach.records import drawing, plots
from coach.records.plots import NAMES
from tests.readability import too_hard
from tests.unit.records.journals import NOW, any_journal, filled

FULL = filled(45, back=lambda gone: 6 - 3 * gone, leg=lambda gone: 5 - gone, walk=lambda gone: 6 + 6 * gone)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_svg_and_png_with_its_sentence(name: str) -> None:
    plot = plots(FULL, "p", NOW)[name]
    root = xml.fromstring(plot.svg())
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    assert root.get("aria-label") == plot.alt
    assert [one.text for one in root if one.tag == f"{SVG}title"] == [plot.alt]
    image = Image.open(io.BytesIO(plot.png(800)))
    assert image.width == 800 and image.height > 200


@pytest.mark.parametrize("name", NAMES)
def test_the_same_records_make_the_same_file(name: str) -> None:
    first, second = (plots(FULL, "p", NOW)[name] for _ in range(2))
    assert first.svg() == second.svg() and first.png() == second.png()


def test_the_sentences_tell_first_and_last() -> None:
    told = {name: plot.alt for name, plot in plots(FULL, "p", NOW).items()}
    assert (
        told["pain"] == "So far, your back pain went from six to three, and your leg pain from five to four."
    )
    assert (
        told["walking"]
        == "So far, you could walk six minutes at first before a rest, and twelve minutes at last."
    )
    assert told["days"] == "So far, you did exercises on forty-six days. That makes forty-six days in a row."
    assert told["steps"] == "Your steps now are these: seated forward bend, first step."
    assert too_hard(list(told.values())) == []


def test_a_period_has_only_its_own_days() -> None:
    month = plots(FULL, "p", NOW, "this_month")
    assert "on twenty days" in month["days"].alt and month["days"].alt.startswith("This month, ")
    assert plots(FULL, "p", NOW, "january")["pain"].alt == "In January, no pain number is noted."


@pytest.mark.parametrize("name", NAMES)
def test_with_nothing_noted_it_says_so(name: str) -> None:
    plot = plots(Journal(), "nobody", NOW)[name]
    assert "no " in plot.alt and plot.png() and plot.svg()


def test_no_word_of_blame() -> None:
    journal = filled(2)
    later = NOW + timedelta(days=30)
    told = " ".join(plot.alt for plot in plots(journal, "p", later, "this_month").values())
    assert not re.search(r"\b(miss|fail|only|should|lazy|forgot|not do|skip)", told)


def test_the_colours_differ_in_grey() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return (0.299 * red + 0.587 * green + 0.114 * blue) / 255

    assert grey(drawing.SOFT) - grey(drawing.DARK) > 0.2
    assert grey(drawing.PALE) > 0.9


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(any_journal())
def test_any_journal_can_be_drawn(journal: Journal) -> None:
    for period in ("all", "this_month"):
        for plot in plots(journal, "p", NOW, period).values():
            assert plot.alt.isprintable() and "{" not in plot.alt
            xml.fromstring(plot.svg())
            plot.png(400, small=True)
