"""A child's "skip", a "next" from the television, a step that was too much: "go back" takes it back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.conversation.person import Person

PLAN = ("start my exercises", "start_routine")


def routine(person: Person) -> dict[str, Any]:
    assert person.state is not None
    state: dict[str, Any] = person.state["routine"]
    return state


def item(person: Person) -> dict[str, Any]:
    state = routine(person)
    found: dict[str, Any] = state["items"][state["index"]]
    return found


@pytest.fixture
def person() -> Person:
    return Person()


def begun(person: Person) -> Person:
    """In the first set of a plan of several exercises, some repetitions in."""
    person.says(*PLAN).says("two")
    person.says("ready").player("cue_sheet_started")
    assert routine(person)["phase"] == "running" and len(routine(person)["items"]) > 1
    return person


@pytest.mark.parametrize("said", ["skip", "next"])
@pytest.mark.parametrize("back", ["go back", "undo"])
def test_a_skip_in_a_set_is_taken_back_to_its_repetition(person: Person, said: str, back: str) -> None:
    begun(person).says(said, after=20.0)
    assert routine(person)["index"] == 1
    person.says(back, after=8.0)
    state = routine(person)
    assert (state["index"], state["phase"]) == (0, "paused") and not person.plays
    assert state["rep"] > 1, "where it was left"
    assert not any(done["skipped"] for done in state["done"])
    person.says("go on")
    assert person.plays and routine(person)["sheet"]["first_rep"] == state["rep"]


def test_nothing_is_counted_twice(person: Person) -> None:
    begun(person).says("skip", after=20.0).says("go back")
    sets = [event.data["reps"] for event in person.journal.events("p", "set")]
    assert sum(sets) == sum(done["reps"] for done in routine(person)["done"]) > 0


def test_a_skip_of_the_last_exercise_does_not_end_the_session_for_good(person: Person) -> None:
    person.in_a_set().says("skip", after=20.0)
    assert person.phase == "finished"
    person.says("go back")
    assert person.phase == "paused"
    assert person.says("go on").plays


def test_a_skip_while_getting_ready_is_taken_back_to_getting_ready(person: Person) -> None:
    person.says(*PLAN).says("two").says("skip").says("go back")
    assert (routine(person)["index"], person.phase) == (0, "ready")


@pytest.mark.parametrize(
    ("said", "intent", "field"),
    [
        ("easier", "change_level", "level"),
        ("harder", "change_level", "level"),
        ("5 reps", "set_dose", "reps"),
    ],
)
def test_another_level_or_dose_is_taken_back(person: Person, said: str, intent: str, field: str) -> None:
    person.journal.remember("p", levels={"back_flexion_sitting": 1})
    person.in_a_set()
    before, profile = item(person), person.journal.profile("p")
    person.says(said, intent, after=3.0)
    assert item(person) != before
    person.says("go back")
    assert item(person)[field] == before[field] and item(person)["exercise"] == before["exercise"]
    assert person.journal.profile("p")["levels"] == profile["levels"]


def test_another_pace_is_taken_back(person: Person) -> None:
    person.in_a_set().says("slower", after=3.0)
    assert routine(person)["tempo"] > 1.0
    person.says("go back")
    assert routine(person)["tempo"] == pytest.approx(1.0)


def test_what_safety_changed_stays(person: Person) -> None:
    person.journal.remember("p", levels={"back_flexion_sitting": 1})
    person.in_a_set().says("my pain is 4", "report_pain_score")
    level = item(person)["level"]
    person.says("undo")
    assert item(person)["level"] == level


def test_later_go_back_means_the_exercise_before(person: Person) -> None:
    begun(person).says("skip", after=20.0).says("slower", after=3.0).says("go back", after=90.0)
    assert routine(person)["index"] == 0 and routine(person)["tempo"] > 1.0


def test_nothing_to_take_back_is_said(person: Person) -> None:
    person.in_a_set().says("undo")
    assert any("nothing to undo" in message.text for message in person.messages)


def test_after_a_lock_it_begins_nothing(person: Person) -> None:
    begun(person).says("skip", after=20.0).says("I can't feel my legs")
    person.says("go back").says("go on")
    assert not person.plays


def test_more_time_is_given_and_kept(person: Person) -> None:
    person.says("give me more time")
    told = [custom["listening"]["patience"] for custom in person.customs if "listening" in custom]
    assert told == [2.0] == [person.journal.profile("p")["patience"]]
    for _ in range(4):
        person.says("wait longer for me")
    assert person.journal.profile("p")["patience"] == 4.0
    person.says("don't wait so long")
    assert person.journal.profile("p")["patience"] == 3.0
