"""A state that comes back broken, or from another version, never shuts anybody out."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from coach.conversation.dialogue import PURPOSES, load_dialogue
from tests.unit.conversation.person import Person
from tests.unit.conversation.world import JUNK, broken


def asked_about_a_symptom() -> Person:
    return Person().in_a_set().says("my left leg is numb", "report_symptom")


def changed_in_a_set() -> Person:
    person = Person().in_a_set()
    return person.asks("easier", "change_level", {"direction": "easier"}).says("ready")


@pytest.mark.parametrize("made", [asked_about_a_symptom, changed_in_a_set])
def test_any_part_may_be_broken(made: Any) -> None:
    person = made()
    whole = person.state
    for where in range(200):
        person.state = broken(copy.deepcopy(whole), where, JUNK[where * 7 % len(JUNK)])
        for text in ("how many left", "no"):
            assert person.says(text).text.strip()


def made_again(state: Any) -> Person:
    person = Person()
    person.state = state
    return person


@pytest.mark.parametrize("state", [[], "x", 7, {"version": 0}, {"version": 1}, {"version": 1, "routine": []}])
def test_what_is_no_state_is_a_fresh_start(state: Any) -> None:
    person = made_again(state).says("start seated flexion", "start_exercise").says("ready")
    assert person.plays


def test_one_broken_part_does_not_take_the_open_questions_with_it() -> None:
    person = asked_about_a_symptom()
    assert person.state is not None
    person.state["routine"]["index"] = 99
    person.state["ask"]["custom"] = {}
    person.says("start seated flexion", "start_exercise")
    assert not person.plays and person.asked is not None
    assert "need to know a little more" in person.text


@pytest.mark.parametrize("gone", ["exercise", "variant"])
def test_an_exercise_that_an_update_took_away_is_let_go(gone: str) -> None:
    person = Person().in_a_set()
    assert person.state is not None
    person.state["routine"]["items"][0][gone] = "of_an_older_version"
    assert person.says("how many left", "ask_progress").text
    assert person.in_a_set().plays


def test_every_question_has_somebody_who_takes_the_answer() -> None:
    from coach.conversation.takers import TAKERS

    assert set(TAKERS) == PURPOSES


def test_a_time_beyond_every_calendar_is_left_out() -> None:
    assert load_dialogue({"version": 1, "touched": 1e300, "misses": 2}).touched is None
    assert load_dialogue({"version": 1, "touched": 1e300, "misses": 2}).misses == 2
