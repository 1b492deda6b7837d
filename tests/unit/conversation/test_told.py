"""What was told is kept with its time: nobody is asked twice in a day, and no danger is forgotten."""

from __future__ import annotations

import pytest

from tests.unit.conversation.person import HOUR, SEATED, Person

SADDLE, BLADDER = "saddle_numbness", "bladder_change"


def through(person: Person, answer: str = "no") -> list[str]:
    """The facts that are asked for until the questions end, each answered alike."""
    asked = []
    while person.asked and person.asked not in ("ready", "pain", "cleared"):
        asked.append(person.asked)
        person.says(answer)
    return asked


def test_a_no_holds_for_a_second_complaint_of_the_day() -> None:
    person = Person().says("my leg is numb", "report_symptom")
    first = through(person)
    assert SADDLE in first and BLADDER in first
    person.says("my back hurts", "report_symptom", 3 * HOUR)
    assert not set(through(person)) & set(first) - {"duration_weeks", "bilateral", "worsening", "seen_doctor"}


def test_the_same_trouble_told_again_is_not_asked_through_again() -> None:
    person = Person().says("my leg is numb", "report_symptom")
    first = through(person)
    person.says("my leg is numb", "report_symptom", HOUR)
    assert not set(through(person)) & set(first) - {"resolves_quickly"}


def test_a_day_later_it_is_asked_anew() -> None:
    person = Person().says("my back hurts", "report_symptom")
    through(person)
    person.says("my back hurts", "report_symptom", 25 * HOUR)
    assert person.asked == SADDLE


@pytest.mark.parametrize("words", ["it's worse", "it has got worse", "my leg is much worse now"])
def test_a_change_for_the_worse_is_asked_about_anew(words: str) -> None:
    person = Person().says("my leg is numb", "report_symptom")
    through(person)
    person.says(words, "report_worse", HOUR)
    assert person.asked == SADDLE


def test_a_new_nerve_symptom_is_asked_about_anew() -> None:
    person = Person().says("my left leg is numb", "report_symptom")
    through(person)
    person.says("my left foot is weak", "report_symptom", HOUR)
    assert person.asked == SADDLE


def test_a_first_numb_leg_late_in_the_day_is_asked_about_in_full() -> None:
    person = Person().says("my back hurts", "report_symptom")
    through(person)
    person.says("my leg is numb", "report_symptom", 8 * HOUR)
    assert person.asked == SADDLE


@pytest.mark.parametrize(
    ("words", "fact"), [("my leg feels weak", "weakness"), ("my bladder is playing up", BLADDER)]
)
def test_a_no_of_this_morning_does_not_outweigh_what_is_told_now(words: str, fact: str) -> None:
    person = Person()
    person.says("my leg is numb", "report_symptom")
    through(person)
    person.says(words, "report_symptom", HOUR)
    assert person.known(fact) is True or fact in through(person)


def test_a_danger_told_today_counts_in_the_next_complaint() -> None:
    person = Person().says("I have a fever and my back hurts", "report_symptom")
    through(person)
    person.says("my left leg is weak", "report_symptom", 5 * HOUR)
    assert person.emergency


def test_a_danger_is_not_taken_back_in_passing() -> None:
    person = Person().says("I have a fever and my back hurts", "report_symptom")
    person.says("I have no fever")
    assert person.journal.profile("p")["facts"]["fever"]["value"] is True


def test_facts_about_the_person_stay_and_the_operation_runs_out() -> None:
    person = Person().says("I had cancer years ago").says("I had a back operation last week")
    day = 24 * HOUR
    for after, told in ((80 * day, {True}), (5 * day, set())):
        person.says("hello", "greet", after)
        assert person.known("cancer_history") is True
        assert {person.known("recent_surgery")} - {None} == told


def test_a_doctor_who_has_cleared_it_ends_the_danger() -> None:
    person = Person().says("I have chest pain").says(*SEATED, 3 * HOUR).says("yes")
    assert person.known("chest_pain") is None
    person.says("finish").says("my knee hurts", "report_symptom")
    assert not person.emergency


@pytest.mark.parametrize("who", ["my husband has", "my neighbour has"])
def test_what_ails_others_is_not_noted_as_ones_own(who: str) -> None:
    person = Person().says(f"{who} chest pain")
    assert person.known("chest_pain") is None
