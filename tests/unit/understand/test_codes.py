"""A code as people say and type it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.understand import told_code

NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("482715", "482715"),
        ("482 715", "482715"),
        ("4-8-2-7-1-5.", "482715"),
        ("It's 482715", "482715"),
        ("my code is 4 8 2 7 1 5", "482715"),
        ("My code is four eight two seven one five", "482715"),
        ("four, eight, two, seven, one, five", "482715"),
        ("double five two seven one oh", "552710"),
        ("the code is treble five double nought one", "555001"),
        ("forty eight twenty seven fifteen", "482715"),
        ("my code is for ate to seven won five", "482715"),
        ("pair with 482715", "482715"),
        ("start 482715", "482715"),
        ("hello coach my code is 482715 please", "482715"),
        ("my code is 4827", "4827"),
    ],
)
def test_a_code_is_heard(said: str, code: str) -> None:
    assert told_code(said) == code


@pytest.mark.parametrize(
    "said",
    ["what is my code", "my code word is bluebird", "one two three", "12345678", "I did 6 of 10",
     "pair my phone", "stop", "", "my pain is four", "two to four times for eight weeks", "call 999",
     "join us for two walks"],
)  # fmt: skip
def test_what_is_none_is_none(said: str) -> None:
    assert told_code(said) is None


@given(st.text("0123456789", min_size=6, max_size=6), st.sampled_from([" ", ", ", " and ", "-"]))
def test_every_code_is_heard_digit_by_digit(code: str, between: str) -> None:
    assert told_code(between.join(code)) == code
    assert told_code("my code is " + between.join(NAMES[int(digit)] for digit in code)) == code


@given(st.text("0123456789", min_size=6, max_size=6))
def test_doubles_are_heard(code: str) -> None:
    spoken = re.sub(r"(\d)\1", lambda pair: f" double {NAMES[int(pair[1])]} ", code)
    spoken = re.sub(r"\d", lambda digit: f" {NAMES[int(digit[0])]} ", spoken)
    assert told_code(spoken) == code


@given(st.text(max_size=300))
def test_nothing_breaks_it(text: str) -> None:
    told_code(text)
