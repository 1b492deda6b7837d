"""The coach's own sentences: readable, whole, and each of them in use."""

from __future__ import annotations

import re
from pathlib import Path

from coach.conversation import remarks
from coach.words import sentences
from tests.readability import too_hard

ROOT = Path(__file__).parents[3]


def test_they_are_easy_to_read() -> None:
    filled = [re.sub(r"\{\w+\}", "two", text) for text in sentences().values()]
    assert too_hard(filled) == []


def test_each_is_used_and_each_that_is_used_is_there() -> None:
    speaking = [path for room in ("coach", "assistant") for path in (ROOT / room).rglob("*.py")]
    code = "\n".join(path.read_text("utf-8") for path in speaking)
    keys = set(sentences())
    unused = {key for key in keys if f'"{key}"' not in code}
    assert unused == set()
    called = set(re.findall(r'(?:words|\.say|Say|carry_on)\((?:talk, )?"(\w+)"', code))
    assert called - keys - {"dose", "progress", "pace_limit"} == set()


def test_none_begins_with_the_word_that_stops() -> None:
    """What the loudspeaker says must not sound like a command to the microphone."""
    assert not [text for text in sentences().values() if re.search(r"\bstop\b", text, re.IGNORECASE)]


def test_none_says_that_a_disease_is_absent() -> None:
    absent = re.compile(
        r"\b(you do not have|you don't have|it is not|it isn't|nothing to worry|harmless)\b", re.I
    )
    assert not [text for text in sentences().values() if absent.search(text)]


def test_remarks_are_found_in_passing_words_only() -> None:
    assert remarks.remark("I can't get on the floor today") == "no_floor"
    assert remarks.remark("says who?") == "says_who"
    assert remarks.remark("the shop floor was busy") is None
    assert remarks.remark("that is not so easy to explain to my neighbour, who is a plumber " * 4) is None
