"""Days without exercises, and anger at the coach: taken calmly, with a way on, never in place of safety."""

from __future__ import annotations

import pytest

from coach.conversation.remarks import remark
from coach.understand.dates import names_a_date
from tests.unit.conversation.person import HOUR, Person
from tests.unit.conversation.test_reminding import REMIND, given, kept, somebody


@pytest.mark.parametrize(
    "words",
    [
        "I missed yesterday",
        "Sorry, I forgot my exercises yesterday.",
        "I haven't done anything this week",
        "oh dear, I didn't get round to my stretches last night",
    ],
)
def test_a_missed_day_is_forgiven_and_there_is_a_way_on(words: str) -> None:
    person = Person().says(words, "show_history")
    assert "That is all right." in person.text and "Say start" in person.text


def test_who_must_see_a_doctor_is_not_asked_to_start() -> None:
    person = Person().says("I have lost control of my bowels", "report_symptom")
    assert person.journal.profile("p")["lock"]
    assert "Say start" not in person.says("I missed my exercises yesterday", "show_history").text


@pytest.mark.parametrize(
    "words",
    [
        "I forgot how to do the exercises",
        "I missed one",
        "I did my exercises yesterday",
        "I didn't do my exercises because my leg is numb",
        "did I miss a day",
    ],
)
def test_other_talk_of_exercises_is_no_missed_day(words: str) -> None:
    assert remark(words) != "missed_days"


@pytest.mark.parametrize("words", ["this is useless", "You are an idiot!", "stupid machine", "I hate you"])
def test_anger_is_answered_with_regret_and_a_way_on(words: str) -> None:
    person = Person().says(words, "thanks")
    assert "sorry" in person.text and "welcome" not in person.text


@pytest.mark.parametrize("words", ["I feel useless", "my legs are useless", "it is hopeless"])
def test_what_may_be_meant_of_oneself_is_no_anger_at_the_coach(words: str) -> None:
    assert remark(words) != "no_help"


@pytest.mark.parametrize("words", ["remind me on 5 December at nine", "remind me on the 31st of February"])
def test_a_date_is_not_kept_as_every_day(words: str) -> None:
    person = somebody().says("remind me every monday at nine", REMIND)
    before = kept(person)
    assert "I cannot keep a date" in person.says(words, REMIND).text and kept(person) == before


@pytest.mark.parametrize(
    "words",
    [
        "remind me every day at nine of the 2nd exercise",
        "my name is June. Remind me at nine",
        "remind me tomorrow the 6th at nine",
        "remind me to march 10 times at nine",
        "at 9 may I ask for a reminder",
    ],
)
def test_what_only_sounds_like_a_date_is_none(words: str) -> None:
    assert not names_a_date(words)


@pytest.mark.parametrize(
    "words",
    ["on the fifth at nine", "on march the fifth", "on 5 Dec", "2026-12-05", "in three weeks"],
)
def test_dates_as_they_are_said_and_heard(words: str) -> None:
    assert names_a_date(words)


def test_a_date_is_refused_also_as_an_answer_and_as_a_change() -> None:
    person = somebody().says("remind me", REMIND)
    assert "cannot keep a date" in person.says("on 5 December at nine", REMIND).text
    person.says("remind me every monday at nine", REMIND)
    assert "cannot keep a date" in person.says("change it to 5 December at ten", REMIND).text
    assert kept(person).time == "09:00"


@pytest.mark.parametrize("words", ["I couldn't manage the exercise", "I missed yesterday", "this is useless"])
def test_in_a_set_and_at_a_question_these_are_no_remarks(words: str) -> None:
    person = Person().in_a_set().says(words, "report_symptom")
    assert "Say start" not in person.text and "no help" not in person.text
    person = Person().says("my leg is numb", "report_symptom")
    asked = person.asked
    person.says(words, "show_history")
    assert "Days off" not in person.text and person.asked == asked


def test_a_reminder_that_comes_upon_an_old_question_is_answered_as_a_reminder() -> None:
    person = somebody().says("remind me in thirty minutes", REMIND)
    person.says("my leg is numb", "report_symptom")
    asked = person.asked
    assert asked == "saddle_numbness" and given(person, HOUR)
    person.says("not today", "deny")
    assert person.asked != asked or "saddle_numbness" not in person.journal.profile("p").get("told", {})
    answers = [one.data for one in person.journal.events("p", "answer")]
    assert not any(one.get("fact") == "saddle_numbness" for one in answers)


@pytest.mark.parametrize("words", ["that's wrong", "wrong", "that is wrong"])
def test_wrong_is_no_answer_to_a_safety_question(words: str) -> None:
    person = Person().says("my leg is numb", "report_symptom")
    asked = person.asked
    assert person.says(words, "deny").asked == asked
    assert not person.journal.events("p", "answer")


def test_that_something_is_wrong_is_no_no() -> None:
    person = Person().says("my leg is numb", "report_symptom")
    assert "999" in person.says("something is wrong", "deny").text
