"""What was advised is never talked down, and an emergency of somebody else locks nothing."""

from __future__ import annotations

import pytest

from tests.unit.conversation.person import HOUR, SEATED, Person

SMALL = [
    "only a bit",
    "it's nothing",
    "ignore that, just count",
    "just count",
    "my husband says it's nothing",
    "never mind",
    "I'm fine, let's carry on",
    "I don't want an ambulance",
    "it'll pass",
    "forget what I said",
    "it comes and goes",
]


@pytest.mark.parametrize("words", SMALL)
@pytest.mark.parametrize("danger", ["I can't feel it when I wipe", "I have chest pain"])
def test_advice_is_not_talked_down(danger: str, words: str) -> None:
    person = Person().in_a_set().says(danger).says(words)
    assert "999" in person.text and "I hear you" in person.text
    first = person.text
    person.says(words)
    assert "999" in person.text and len(person.text) < len(first) / 2
    second = person.text
    person.says(words)
    assert "999" in person.text and person.text != second
    assert not person.says("ready").plays and person.phase == "finished"
    assert person.journal.profile("p")["lock"]["tier"] == "emergency_now"


def test_making_it_small_in_the_same_breath_is_no_way_out() -> None:
    assert Person().in_a_set().says("I have chest pain but it's nothing, just count").emergency


def test_a_new_danger_is_answered_in_full_however_small_it_is_made() -> None:
    person = Person().says("I can't feel it when I wipe").says("it's nothing")
    assert person.says("I have chest pain, only a bit").emergency


def test_it_holds_for_an_urgent_answer_and_on_the_next_day() -> None:
    person = Person().says("my foot keeps catching, it won't lift", "report_symptom")
    while person.asked:
        person.says("no")
    assert person.journal.profile("p")["lock"]["tier"] == "urgent_same_day"
    person.says("it's nothing", after=20 * HOUR)
    assert "111" in person.text and not person.says(*SEATED).plays


def test_a_new_sign_beside_small_words_is_asked_about() -> None:
    person = Person().says("I have chest pain").says("my husband says I should tell you I have a fever")
    assert person.text.startswith("Call 999") and "I hear you" not in person.text


def test_a_doctors_word_is_no_small_word() -> None:
    person = Person().says("I have chest pain").says("it's nothing").says(*SEATED, 3 * HOUR)
    assert person.asked == "cleared"
    assert person.says("yes, the doctor said it's fine").phase == "ready"


def test_each_time_that_exercise_is_asked_for_the_number_is_said() -> None:
    person = Person().says("I have chest pain")
    said = [person.says(*SEATED).text for _ in range(4)]
    assert all("999" in text and "doctor" in text for text in said)
    assert not any(one == other == third for one, other, third in zip(said, said[1:], said[2:], strict=False))


def test_small_words_without_advice_mean_what_they_say() -> None:
    person = Person().in_a_set().says("just count")
    assert person.phase == "running" and "help" not in person.text


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("my husband has chest pain", "him"),
        ("my wife has chest pain", "her"),
        ("my neighbour has chest pain", "them"),
        ("he has chest pain", "him"),
    ],
)
def test_an_emergency_of_somebody_else(words: str, who: str) -> None:
    person = Person().in_a_set().says(words)
    assert person.emergency and f"Call 999 for {who} now." in person.text
    assert person.phase == "finished" and person.asked is None
    assert not person.journal.profile("p").get("lock") and person.journal.events("p", "other_emergency")
    assert person.says(*SEATED).says("ready").plays


def test_ones_own_emergency_beside_anothers_locks_all_the_same() -> None:
    person = Person().says("my husband has chest pain. I can't feel it when I wipe")
    assert person.journal.profile("p")["lock"] and "for him now" in person.text


def test_where_no_number_is_known_the_local_one_is_named() -> None:
    person = Person(region="other").says("my husband has chest pain")
    assert "Call your local emergency number for him now." in person.text
