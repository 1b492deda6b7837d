"""The spotter hears every danger on the list and takes nothing harmless for one."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from ruamel.yaml import YAML

from coach.triage import Case, Complaint, Hint
from coach.triage.files import read
from coach.triage.models import REASSURING, YES_NO_FACTS
from tests.unit.triage.cases import TRIAGE

CASES: dict[str, list[Any]] = YAML(typ="safe").load(Path(__file__).with_name("spotter_cases.yml"))
DANGERS = frozenset(YES_NO_FACTS) - REASSURING - {"sudden_onset", "worsening"}


def told(text: str) -> dict[str, Any]:
    return {finding.fact: finding.value for finding in TRIAGE.spot(text)}


@pytest.mark.parametrize("case", CASES["danger"], ids=lambda case: str(case["say"]))
def test_danger_is_heard(case: dict[str, Any]) -> None:
    wanted = case["fact"] if isinstance(case["fact"], list) else [case["fact"]]
    heard = told(case["say"])
    assert [fact for fact in wanted if heard.get(fact) is not True] == []


@pytest.mark.parametrize("text", CASES["calm"], ids=str)
def test_harmless_words_are_let_pass(text: str) -> None:
    assert {fact for fact, value in told(text).items() if value is True} & DANGERS == set()


@pytest.mark.parametrize("case", CASES["told"], ids=lambda case: str(case["say"]))
def test_what_is_told_comes_out(case: dict[str, Any]) -> None:
    heard = told(case["say"])
    assert {fact: heard.get(fact) for fact in case["facts"]} == case["facts"]


def test_the_sets_are_large_enough() -> None:
    assert len(CASES["danger"]) >= 120 and len(CASES["calm"]) >= 120


def test_the_cases_are_not_the_patterns() -> None:
    facts = read("phrases.yml")["facts"].values()
    phrases = {phrase for kinds in facts for entries in kinds.values() for phrase in entries}
    said = {case["say"].lower() for case in CASES["danger"]}
    short = {"chest pain", "i collapsed"}
    assert (said & phrases) - short == set()


def test_somebody_elses_emergency_counts_as_theirs() -> None:
    (finding,) = TRIAGE.spot("my husband has chest pain")
    assert (finding.fact, finding.value, finding.other) == ("chest_pain", True, True)


def test_the_span_is_the_words_that_were_said() -> None:
    text = "Well — I’ve got no fever, but My Groin Is Numb!"
    found = {finding.fact: finding for finding in TRIAGE.spot(text)}
    assert found["saddle_numbness"].span in text
    assert "Groin" in found["saddle_numbness"].span
    assert found["fever"].value is False


def test_a_reading_in_doubt_is_marked() -> None:
    (finding,) = (f for f in TRIAGE.spot("my legs are numb") if f.fact == "bilateral")
    assert finding.value is True and finding.certain is False


@pytest.mark.parametrize(
    "text", ["my bum is numb ", "I cannot feel between my legs ", "chest pain, ", "a ", "not if "]
)
def test_the_time_grows_only_with_the_length(text: str) -> None:
    TRIAGE.spot(text)
    began = perf_counter()
    TRIAGE.spot(text * 5000)
    assert perf_counter() - began < 2.5  # a fifth of a second on a quiet machine


def test_a_danger_at_the_end_of_a_long_speech_without_a_full_stop() -> None:
    assert told("and then we went to the shop and " * 120 + "I keep wetting myself")["bladder_change"] is True


def test_who_tells_of_left_and_right_tells_of_no_one_side() -> None:
    from coach.conversation.complaints import told as complaint

    assert complaint("first the left leg, and since Monday the right leg burns too").side is None
    assert complaint("my left leg burns").side == "left"


def test_where_the_words_come_near_to_both_legs_one_side_settles_nothing() -> None:
    case = Case(complaint=Complaint(symptom="numbness", body_part="leg", side="left"))
    near = case.heard([], [Hint(fact="bilateral", chance=0.5)])

    def asked(told: Case) -> set[str]:
        found: set[str] = set()
        while (question := TRIAGE.step(told).question) is not None:
            found.add(question.fact)
            told = told.posed(question.fact).told(question.fact, False if question.type == "bool" else 1)
        return found

    assert "bilateral" in asked(near) and "bilateral" not in asked(case)
