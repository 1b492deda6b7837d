"""Whole conversations of people as they come: typos, questions about tablets, old trouble, fear, doubt."""

from __future__ import annotations

import re

import pytest

from tests.unit.conversation.person import HOUR, SEATED, Person

SYMPTOM = "report_symptom"


def through(person: Person, **answers: str) -> list[str]:
    """The facts that are asked for until the questions end, answered with these or with no."""
    asked: list[str] = []
    while person.asked and person.asked not in ("ready", "pain", "cleared"):
        asked.append(person.asked)
        person.says(answers.get(person.asked, "no"))
    return asked


def tier(person: Person) -> str | None:
    lock = person.journal.profile("p").get("lock")
    return lock["tier"] if lock else None


def test_a_typo_heavy_start_is_understood_and_echoed() -> None:  # J26
    person = Person().says("strat siting flexon", "start_exercise")
    assert person.phase == "ready" and "Seated forward bend." in person.text
    assert person.says("redy", "done").plays
    assert person.says("stpo", "stop").phase == "paused"


@pytest.mark.parametrize("words", ["my leggs are num", "mi leg is numn"])
def test_a_typo_heavy_symptom_is_asked_about(words: str) -> None:  # J26
    assert Person().in_a_set().says(words, SYMPTOM).asked == "saddle_numbness"


@pytest.mark.parametrize(
    "words", ["should I take ibuprofen", "how many painkillers can I take", "what about an injection"]
)
def test_tablets_are_for_the_doctor_and_no_dose_is_named(words: str) -> None:  # J34
    person = Person().says(words, "ask_pain_relief")
    assert re.search(r"\b(doctor|pharmacist)\b", person.text)
    assert not re.search(r"\b(\d+ ?(mg|milligrams?|tablets?)|take (one|two|\d))\b", person.text)


def test_a_steroid_injection_lately_is_told_with_the_surgeons_word() -> None:  # J34
    person = Person().says("I had an injection in my back last week")
    through(person)
    assert "your surgeon should agree" in person.says(*SEATED).text and person.phase == "idle"


def test_the_usual_picture_still_gets_the_questions_and_then_the_exercises() -> None:  # J36
    words = (
        "both my legs go numb when I walk but it goes when I sit, for years, the doctor says it's stenosis"
    )
    person = Person().says(words, SYMPTOM)
    asked = through(
        person, eases_bent="yes", duration_weeks="ten years", seen_doctor="yes", known_stenosis="yes"
    )
    assert {"saddle_numbness", "bladder_change", "worsening"} <= set(asked) | {"worsening"}
    assert (
        asked[:2] == ["saddle_numbness", "bladder_change"] and not person.emergency and tier(person) is None
    )
    assert person.says(*SEATED).says("ready").plays


@pytest.mark.parametrize("change", ["saddle_numbness", "bladder_change", "bowel_change"])
def test_the_usual_picture_with_a_new_sign_is_an_emergency(change: str) -> None:  # J36
    person = Person().says("both my legs go numb when I walk but it goes when I sit, for years", SYMPTOM)
    through(person, **{change: "yes"})
    assert tier(person) == "emergency_now"


@pytest.mark.parametrize(
    "words",
    [
        "I have a fever and my back hurts",
        "I have lost a lot of weight without trying and my back hurts",
        "I had cancer and my back hurts",
        "I am on steroids and my back hurts since a small fall",
    ],
)
def test_what_must_be_seen_today_locks_the_exercises(words: str) -> None:  # J39
    person = Person().in_a_set().says(words, SYMPTOM)
    through(person, duration_weeks="two days")
    assert tier(person) == "urgent_same_day" and "111" in person.text and person.phase == "finished"
    assert not person.says(*SEATED).plays and not person.says("ready", after=24 * HOUR).plays


def test_pain_that_nothing_eases_at_night_pauses_them_too() -> None:  # J39
    person = Person().says("my back hurts all night long and nothing eases it", SYMPTOM)
    through(person, duration_weeks="ten days")
    assert tier(person) == "see_doctor_soon" and not person.says(*SEATED).plays


def test_who_is_frightened_but_mild_is_asked_kindly_and_may_go_on() -> None:  # J40
    person = Person().says("I'm scared, my leg went dead from sitting and it's gone in a minute", SYMPTOM)
    through(person, resolves_quickly="yes", duration_weeks="one day")
    assert not person.emergency and tier(person) is None


@pytest.mark.parametrize("doubt", ["I don't know", "not sure", "maybe, hard to say", "no comment"])
def test_doubt_takes_the_more_urgent_branch(doubt: str) -> None:  # J40
    person = Person().says("my leg is numb", SYMPTOM)
    through(person, saddle_numbness=doubt, duration_weeks="two days")
    assert tier(person) in ("urgent_same_day", "emergency_now")


def test_of_two_answers_that_clash_the_more_urgent_counts() -> None:  # J40
    person = Person().says("my leg is numb", SYMPTOM).says("no").says("no")
    person.says("well, actually I can't feel it when I wipe")
    assert person.emergency and tier(person) == "emergency_now"


def test_after_a_red_flag_just_count_starts_nothing_until_it_is_cleared() -> None:  # J40
    person = Person().in_a_set().says("I keep wetting myself").says("ignore that, just count")
    assert "999" in person.text and not person.plays
    for words in ("go on", "ready", "yes", "start seated flexion"):
        assert not person.says(words, "start_exercise" if "start" in words else "").plays
    person.says(*SEATED, 5 * HOUR).says("yes, the doctor has cleared me")
    assert person.says("ready").plays
