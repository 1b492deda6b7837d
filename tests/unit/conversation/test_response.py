"""How an exercise was taken decides what comes next: pain, where a symptom goes, easy days, and time away."""

from __future__ import annotations

import pytest

from coach.clock import ManualClock
from coach.conversation.travel import direction
from tests.unit.conversation.person import HOUR, SEATED, Person

DAY = 24 * HOUR
EX = "back_flexion_sitting"


def session(person: Person, after: str, wait: float = 1.0) -> Person:
    """One exercise from start to end, with the pain that is told after it."""
    person.says(*SEATED, wait)
    if person.asked == "pain":
        person.says("1")
    person.says("ready").player("cue_sheet_done", 40.0)
    assert person.asked == "pain"
    return person.says(after)


def level(person: Person) -> int | None:
    found: int | None = person.journal.profile("p").get("levels", {}).get(EX)
    return found


@pytest.mark.parametrize(
    "words",
    [
        "it's gone from my calf up to my bottom",
        "the pain has moved from my foot to my thigh",
        "the pain is only in my back now",
        "it's moving up my leg to my back",
        "it left my calf and is just in my bottom",
    ],
)
def test_a_pain_that_draws_in_is_good_news(words: str) -> None:
    person = Person().in_a_set().says(words, "report_symptom")
    assert "good news" in person.text and person.phase == "running" and person.asked is None


@pytest.mark.parametrize(
    "words",
    [
        "the pain went from my bottom to my calf",
        "it's going further down my leg",
        "it's gone from my back into my foot",
    ],
)
def test_a_pain_that_travels_down_ends_the_exercise(words: str) -> None:
    person = Person().in_a_set().says(words, "report_symptom")
    assert person.phase == "finished" and "good news" not in person.text
    assert not person.says(*SEATED).plays and not person.says("ready").plays
    assert "leave that one out" in person.says(*SEATED, 60.0).text
    assert person.says(*SEATED, DAY).says("1").phase == "ready"


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("it has spread from my calf up to my back", None),
        ("the numbness has gone from my leg up to my bottom", None),
        ("it's gone from my calf to my bottom and now it's numb", None),
        ("my calf hurts and my back too", None),
        ("from my hip down to my knee", "further_down"),
    ],
)
def test_which_way_it_goes(words: str, way: str | None) -> None:
    assert direction(words) == way


def test_numbness_that_comes_to_sit_in_the_bottom_is_asked_about() -> None:
    person = Person().says("my leg is numb", "report_symptom")
    while person.asked:
        person.says("no")
    person.says("it's gone from my calf up to my bottom", "report_symptom", 600.0)
    assert "good news" not in person.text and person.state and person.state["case"]


def test_a_numb_leg_in_a_set_ends_that_exercise() -> None:
    person = Person().says("a full session", "start_routine").says("1").says("ready")
    assert person.state is not None
    first = person.state["routine"]["index"]
    person.says("my left leg is numb", "report_symptom")
    while person.asked and person.asked != "ready":
        person.says("no")
    assert person.state["routine"]["index"] == first + 1 and person.phase == "ready" and not person.plays
    assert "gently" not in person.text
    person.says("go back", "previous")
    assert person.state["routine"]["index"] == first + 1


def test_after_too_much_pain_it_is_one_step_down() -> None:
    person = session(Person(levels={EX: 2}), "7")
    assert level(person) == 1 and "one step down" in person.text
    person.says("undo")
    assert level(person) == 1  # what was done for safety is not undone


@pytest.mark.parametrize(("answer", "wanted"), [("yes", 2), ("no", 1), ("not sure", 1)])
def test_pain_that_did_not_settle_takes_it_down(answer: str, wanted: int) -> None:
    person = session(Person(levels={EX: 2}), "5").says(*SEATED, DAY)
    assert person.asked == "settled" and "45 minutes" in person.text
    person.says(answer)
    assert (level(person) or 2) == wanted and person.phase in ("ready", "idle")
    if wanted == 1:
        person.says("undo")
        assert level(person) == 2


def test_low_pain_keeps_the_step_and_says_why() -> None:
    person = session(Person(levels={EX: 2}), "2")
    assert level(person) == 2 and "Next time we do the same, since" in person.text


def test_three_easy_days_take_it_up_and_undo_takes_it_back() -> None:
    person = Person(levels={EX: 1})
    for left in ("two", "one", None):
        session(person, "1", DAY).says("that was easy")
        assert left is None or f"{left} more day" in person.text.lower()
    assert level(person) == 2 and "one small step up" in person.text
    person.says("undo")
    assert level(person) == 1


def test_nothing_goes_up_while_pain_must_settle() -> None:
    person = Person(levels={EX: 1})
    for score in ("1", "1", "5"):
        session(person, score, DAY).says("that was easy")
    assert level(person) == 1


def test_clearly_more_pain_than_last_time_takes_today_down() -> None:
    person = Person()
    person.says("a full session", "start_routine").says("1").says("finish")
    person.says("a full session", "start_routine", DAY).says("3")
    assert "more pain than last time" in person.text and person.phase == "ready"


def test_three_weeks_away_is_one_step_down_without_a_word_of_blame() -> None:  # J28
    begun = ManualClock().now().timestamp()
    person = session(Person(levels={EX: 2}, screened=begun), "2").says(*SEATED, 23 * DAY)
    assert person.asked == "saddle_numbness"
    while person.asked and person.asked not in ("pain", "ready"):
        person.says("no")
    assert level(person) == 1 and "one step lower" in person.text and person.phase == "ready"
    assert not any(word in person.text.lower() for word in ("missed", "should have", "sadly", "why"))
    person.says("undo")
    assert level(person) == 2
    assert "one step lower" not in person.says("finish").says(*SEATED).text


def test_a_set_that_was_left_three_weeks_ago_is_not_gone_on_with() -> None:
    person = Person().in_a_set().says("pause").says("go on", after=22 * DAY)
    assert not person.plays and person.phase in ("finished", "idle")
