"""The sheet of all pictures in docs is the one that the data makes."""

from __future__ import annotations

from PIL import Image

from scripts.figure_sheet import COLUMNS, DRAWN, ROW, SHEET, WIDE, page, rows


def test_the_sheet_is_up_to_date() -> None:
    assert DRAWN.read_text("utf-8") == page(), "run: python -m scripts.figure_sheet"


def test_the_sheet_is_there_as_an_image() -> None:
    with Image.open(SHEET) as kept:
        assert kept.size == (WIDE * COLUMNS, ROW * len(list(rows())))
