"""Days without exercises, and anger at the coach: taken calmly, with a way on, never in place of safety."""

from __future__ import annotations

import pytest

from coach.conversation.remarks import remark
from tests.unit.conversation.person import Person
from tests.unit.conversation.test_reminding import REMIND, kept, somebody


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
