"""What is named in a sentence is found with its canonical value, and nothing that is not there."""

from __future__ import annotations

from typing import Any

import pytest

from coach.understand import extract, relevant
from tests.unit.understand.cases import read

CASES = [case for table in ("entities", "entities_more") for cases in read(table).values() for case in cases]


FRESH = [
    (intent, case)
    for table in ("entities_fresh", "entities_later", "entities_put_right")
    for intent, cases in read(table).items()
    for case in cases
]


def found(text: str, intent: str | None = None) -> dict[str, list[Any]]:
    values: dict[str, list[Any]] = {}
    for entity in extract(text, intent):
        values.setdefault(entity.entity, []).append(entity.value)
    return values


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["say"])
def test_says(case: dict[str, Any]) -> None:
    values = found(case["say"])
    for entity, value in case.get("has", {}).items():
        assert value in values.get(entity, []), values
    for entity in case.get("hasnt", []):
        assert entity not in values, values


@pytest.mark.parametrize(
    ("intent", "case"), FRESH, ids=lambda part: part if isinstance(part, str) else part["say"]
)
def test_with_the_intent_known_exactly_what_is_said_is_found(intent: str, case: dict[str, Any]) -> None:
    wanted = {}
    for entity, value in case["has"].items():
        wanted[entity] = [value] if entity == "days" or not isinstance(value, list) else value
    values = found(case["say"], intent)
    assert {name: sorted(said) for name, said in values.items()} == {n: sorted(v) for n, v in wanted.items()}


@pytest.mark.parametrize(
    ("text", "intent", "entity", "value"),
    [
        ("make it eight", "set_dose", "reps", 8),
        ("make it eight", "report_pain_score", "pain", 8),
        ("eight", "report_pain_score", "pain", 8),
        ("eight", "set_dose", "reps", 8),
        ("eight", "set_reminder", "time", "08:00"),
        ("none whatsoever", "report_pain_score", "pain", 0),
        ("monday", "show_history", "period", "monday"),
        ("monday", "set_reminder", "days", ["mon"]),
        ("today", "show_history", "period", "today"),
        ("today at nine", "set_reminder", "days", ["today"]),
    ],
)
def test_the_intent_settles_a_bare_word(text: str, intent: str, entity: str, value: object) -> None:
    values = found(text, intent)
    assert values[entity] == [value]
    assert set(values) <= relevant(intent)


def test_with_an_intent_only_what_it_can_carry_is_found() -> None:
    text = "my left leg hurts, so give me an easier chair session of ten minutes"
    assert set(found(text, "start_routine")) == {"routine", "minutes"}
    assert set(found(text, "report_symptom")) == {"symptom", "body_part", "side"}
    assert found(text, "greet") == {}


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "\u2026 Caf\u00e9\u2019s \ufb01ne \u2014 my LEFT calf\u2019s cramping"
    said = {entity.entity: text[entity.start : entity.end] for entity in extract(text)}
    assert said["side"] == "LEFT"
    assert said["body_part"] == "calf\u2019s"
    assert said["symptom"] == "cramping"


def test_each_value_once() -> None:
    values = found("pelvic tilt, yes the pelvic tilt, my leg, my leg, my leg is numb and numb")
    assert values["exercise"] == ["pelvic_tilt"]
    assert found("my leg, my other leg and this leg are numb, so numb")["body_part"] == ["leg"]
