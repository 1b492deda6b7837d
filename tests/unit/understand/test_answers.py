"""Answers are understood however they are given, and other talk is not taken for an answer."""

from __future__ import annotations

from typing import Any

import pytest

from coach.understand import parse_answer
from tests.unit.understand.cases import read

TABLE = read("answers")
CASES = [
    (group["ask"], case)
    for kind in ("bool", "number", "choice")
    for group in TABLE[kind]
    for case in group["cases"]
]


@pytest.mark.parametrize(("ask", "case"), CASES, ids=[f"{ask['fact']}: {case['say']}" for ask, case in CASES])
def test_answer(ask: dict[str, Any], case: dict[str, Any]) -> None:
    answer = parse_answer(case["say"], ask)
    assert answer.kind == case.get("kind", "value")
    if answer.kind == "value":
        assert answer.value == case["value"]
        assert isinstance(answer.value, bool) is isinstance(case["value"], bool)
    else:
        assert answer.value is None


@pytest.mark.parametrize("text", TABLE["at_least_a_year"])
def test_for_years(text: str) -> None:
    answer = parse_answer(text, {"fact": "duration_weeks", "type": "number", "min": 0, "max": 5200})
    assert isinstance(answer.value, float | int) and answer.value >= 52


@pytest.mark.parametrize("fact", ["saddle_numbness", "bladder_change", "chest_pain", "foot_drop"])
@pytest.mark.parametrize(
    "text", ["no, well, yes a bit", "not really, although sometimes", "nope, well, occasionally"]
)
def test_about_trouble_the_yes_after_a_no_counts(fact: str, text: str) -> None:
    assert parse_answer(text, {"fact": fact, "type": "bool"}).value is True


@pytest.mark.parametrize("text", ["no feeling at all", "I've lost all feeling there", "no control any more"])
def test_a_loss_is_never_taken_for_no(text: str) -> None:
    for fact in ("saddle_numbness", "bladder_change", "bowel_change"):
        assert parse_answer(text, {"fact": fact, "type": "bool"}).value is not False


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("bladder_change", "nothing comes out"),
        ("bladder_change", "no, I can't feel it coming"),
        ("bladder_change", "I never know when I need to go"),
        ("bladder_change", "it's not been right"),
        ("bowel_change", "it comes without me noticing"),
        ("saddle_numbness", "nothing, I can't feel a thing"),
        ("weakness", "no strength in it"),
        ("foot_drop", "I can't lift it"),
    ],
)
def test_a_no_that_tells_the_trouble_is_never_taken_for_no(fact: str, text: str) -> None:
    assert parse_answer(text, {"fact": fact, "type": "bool"}).value is not False


def test_an_unknown_kind_of_question_has_no_answer() -> None:
    assert parse_answer("yes", {"fact": "x", "type": "essay"}).kind == "none"
    assert parse_answer("yes", {}).kind == "none"
