"""Open questions stay open, come one at a time, and nothing is said three times in a row."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from coach.conversation import Turn
from tests.unit.conversation.person import HOUR, SEATED, Person
from tests.unit.conversation.test_any_message import converse, turns

STATES: dict[str, Callable[[], Person]] = {
    "idle": Person,
    "consent": lambda: Person(consent=None, region=None).says(*SEATED),
    "region": lambda: Person(consent=None, region=None).says(*SEATED).says("yes"),
    "screen": lambda: Person(screened=0.0).says(*SEATED),
    "pain before": lambda: Person().says("a full session", "start_routine"),
    "ready": lambda: Person().says(*SEATED),
    "running": lambda: Person().in_a_set(),
    "paused": lambda: Person().in_a_set().says("pause"),
    "stopped": lambda: Person().in_a_set().says("stop"),
    "symptom": lambda: Person().says("my leg is numb", "report_symptom"),
    "pain during": lambda: Person().in_a_set().says("my knee hurts", "report_symptom"),
    "pain after": lambda: Person().in_a_set().player("cue_sheet_done", 40.0),
    "emergency": lambda: Person().says("I have chest pain"),
    "locked": lambda: Person().says("I have chest pain").says(*SEATED, 3 * HOUR),
    "deleting": lambda: Person().says("delete my data", "delete_data"),
}
WORDS = ["no", "yes", "ready", "hm", "blue cheese", "thank you", "not sure", "it's nothing", "okay"]


def sentences(person: Person) -> set[str]:
    return {message.text for message in person.messages if message.text}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("words", WORDS)
def test_nothing_is_said_three_times_in_a_row(state: str, words: str) -> None:
    person = STATES[state]()
    said: list[set[str]] = [sentences(person)]
    for _ in range(6):
        person.says(words, "thanks" if words == "thank you" else "", 3.0)
        assert person.text
        said.append(sentences(person))
        if not any("cue_sheet" in custom for custom in person.customs):
            assert not set.intersection(*said[-3:]), said[-3:]


@given(turns)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_there_is_one_question_in_a_turn(said: list[Turn]) -> None:
    for outcome in converse(said, False, [1.0, 400.0]):
        asked = [message for message in outcome.messages if "ask" in (message.custom or {})]
        assert len(asked) <= 1, [message.text for message in outcome.messages]


def test_a_set_that_ends_unseen_and_a_symptom_make_one_question() -> None:
    person = Person().in_a_set().says("my leg is numb", "report_symptom", 60.0)
    assert len([custom for custom in person.customs if "ask" in custom]) == 1


@pytest.mark.parametrize("state", ["pain before", "pain during", "pain after"])
@pytest.mark.parametrize("words", ["ready", "yes", "done", "carry on"])
def test_ready_is_no_answer_to_how_much_it_hurts(state: str, words: str) -> None:
    person = STATES[state]().says(words)
    assert person.asked == "pain" and not person.plays
    assert person.says("2").asked != "pain"


def test_who_never_gives_a_number_begins_a_step_lower() -> None:
    person = Person(levels={"pelvic_tilt": 2}).says("a full session", "start_routine")
    for _ in range(3):
        person.says("ready")
    assert person.phase == "ready" and person.state is not None
    assert person.state["routine"]["items"][0]["level"] == 1


def test_say_that_again_says_the_same_words() -> None:
    person = Person().says("a full session", "start_routine")
    first = person.text
    assert person.says("say that again").text == first


def test_a_report_of_the_player_that_needs_no_word_gets_none() -> None:
    person = Person().says("hello", "greet").in_a_set().player("cue_sheet_started")
    assert not person.messages


@pytest.mark.parametrize("state", ["screen", "symptom", "consent"])
@pytest.mark.parametrize(
    "told",
    ["I did the chair one on Tuesday", "I did my exercises yesterday", "sorry, I've done them all today"],
)
def test_exercises_told_of_are_no_yes_to_a_danger(told: str, state: str) -> None:
    person = STATES[state]()
    before = person.asked
    assert person.says(told).asked == before
    assert not person.emergency


@pytest.mark.parametrize(
    "yes", ["I did", "yes, I did my exercises yesterday and it was numb", "I did, on Tuesday"]
)
def test_a_did_alone_stays_a_yes(yes: str) -> None:
    assert STATES["screen"]().says(yes).emergency


def test_a_number_that_is_too_great_for_a_goal_is_asked_for_again() -> None:
    person = Person().says("my goal is to ride a bike")
    assert person.says("seventeen", "report_pain_score").asked == "goal"
    assert "seven" in person.says("seven", "report_pain_score").text
