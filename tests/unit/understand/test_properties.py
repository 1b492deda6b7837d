"""What holds for every text, however odd."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.understand import command, extract, is_stop, parse_answer
from coach.understand.lexicon import load
from tests.unit.understand.cases import read

SAID = [case["say"] for cases in read("entities").values() for case in cases]
STOPPING = [*read("stop")["yes"], *read("stop")["no"]]
WORDS = st.sampled_from(sorted({word for text in SAID + STOPPING for word in text.split()}))
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=20).map(" ".join))
ASKS = st.fixed_dictionaries(
    {
        "fact": st.sampled_from(
            ["pain", "age", "duration_weeks", "consent", "bladder_change", "region", "eases_bent"]
        )
    },
    optional={
        "type": st.sampled_from(["bool", "number", "choice"]),
        "min": st.one_of(st.none(), st.integers(0, 5)),
        "max": st.one_of(st.none(), st.integers(6, 100)),
        "choices": st.one_of(st.none(), st.lists(st.sampled_from(["uk", "us", "other", "both", "yes"]))),
    },
)
INTENTS = st.sampled_from(
    [None, "set_dose", "report_pain_score", "set_reminder", "show_history", "report_symptom", "?"]
)
BOUNDS = {"pain": (0, 10), "reps": (1, 600), "sets": (1, 600), "hold_seconds": (1, 600), "minutes": (1, 600)}


@settings(max_examples=300, deadline=None)
@given(TEXTS, INTENTS)
def test_extract_never_fails_and_keeps_to_the_contract(text: str, intent: str | None) -> None:
    values = load().values
    for entity in extract(text, intent):
        assert 0 <= entity.start < entity.end <= len(text)
        if entity.entity in BOUNDS:
            low, high = BOUNDS[entity.entity]
            assert isinstance(entity.value, int) and low <= entity.value <= high
        elif entity.entity == "time":
            time.strptime(str(entity.value), "%H:%M")
        elif entity.entity == "days":
            assert isinstance(entity.value, list) and len(set(entity.value)) == len(entity.value) > 0
        elif entity.entity != "period":
            assert entity.value in values[entity.entity]


@settings(max_examples=300, deadline=None)
@given(TEXTS, ASKS)
def test_parse_answer_never_fails(text: str, ask: dict[str, object]) -> None:
    answer = parse_answer(text, ask)
    assert (answer.value is None) == (answer.kind != "value")
    if answer.kind == "value" and ask["type"] == "number":
        assert isinstance(answer.value, int | float)
        assert answer.value >= float(str(ask.get("min") or 0))
    if answer.kind == "value" and ask["type"] == "choice":
        assert answer.value in (ask["choices"] or [])  # type: ignore[operator]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_commands_never_fail(text: str) -> None:
    assert command(text) is None or isinstance(command(text), str)
    assert isinstance(is_stop(text), bool)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.sampled_from(STOPPING), st.lists(WORDS, max_size=8).map(" ".join)))
def test_stop_is_the_same_in_any_dress(text: str) -> None:
    plain = is_stop(text)
    assert is_stop(text.upper()) == plain
    assert is_stop(text.lower()) == plain
    assert is_stop(f"{text}!") == plain
    assert is_stop(f"\u2026 {text} ?!") == plain
    assert is_stop(f"Please, {text}") == plain
    assert is_stop(f"{text} please") == plain
    assert is_stop(text.replace(" ", ", ")) == plain


@pytest.mark.parametrize(
    "piece",
    [
        "stop it dont ",
        "my left leg hurts at 5 and knee to chest ",
        "to to to ",
        "every day at half past ",
        "9 ",
        "twice ",
    ],
)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    """Ten times the text may take thirty times as long, not a hundred: nothing looks back over all of it."""
    short, long = (piece * 5000)[:500], (piece * 5000)[:5000]
    ask = {"fact": "pain", "type": "number", "min": 0, "max": 10}

    def took(text: str) -> float:
        best = 1e9
        for _ in range(3):
            start = time.perf_counter()
            extract(text), parse_answer(text, ask), is_stop(text), command(text)
            best = min(best, time.perf_counter() - start)
        return best

    took(short)
    assert took(long) < 30 * took(short) + 0.05


def test_the_end_of_an_endless_text_is_not_looked_at() -> None:
    assert extract("la " * 100_000 + "pelvic tilt") == []
