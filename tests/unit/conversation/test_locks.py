"""What lifts a lock, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from coach.journal import JournalError
from tests.unit.conversation.person import HOUR, SEATED, Person


def test_deleting_everything_keeps_the_lock_alone_and_says_so() -> None:
    person = Person().says("my knee hurts", "report_symptom").says("I have chest pain")
    person.says("delete everything", "delete_data").says("yes")
    assert set(person.journal.profile("p")) == {"lock"} and person.journal.events("p") == []
    assert "a doctor must see you" in person.text and "999" in person.text
    assert not person.says(*SEATED).says("ready").plays


def test_without_a_lock_everything_goes() -> None:
    person = Person().says("delete everything", "delete_data").says("yes")
    assert person.journal.people() == []


def test_only_a_doctors_word_lifts_it_and_that_is_written_down() -> None:
    person = Person().says("I have chest pain").says(*SEATED, 3 * HOUR)
    for words in ("yes but it hurts", "my husband says yes", "ready", "I think so"):
        person.says(words)
        assert person.journal.profile("p")["lock"] and not person.plays
    person.says(*SEATED).says("yes, the doctor said so")
    assert not person.journal.profile("p")["lock"]
    assert person.journal.events("p", "cleared")[0].data["words"] == "yes, the doctor said so"


@pytest.mark.parametrize("days", [1, 22, 300])
def test_time_alone_lifts_nothing(days: int) -> None:
    person = Person().says("I have chest pain").says(*SEATED, days * 24 * HOUR)
    assert person.asked == "cleared" and not person.says("no").plays
    assert person.journal.profile("p")["lock"]


@pytest.mark.parametrize(
    "words", ["I have chest pain", "I can't feel it when I wipe", "I want to die", "I keep wetting myself"]
)
def test_an_emergency_is_answered_before_any_consent(words: str) -> None:  # J38
    person = Person(consent=None, region=None).says(words)
    assert person.emergency and person.asked is None and "emergency number" in person.text
    person = Person(consent=None, region=None).says(*SEATED)
    assert person.asked == "consent"
    assert person.says(words).emergency
    assert person.says(*SEATED, 3 * HOUR).asked == "cleared"


def test_nothing_else_goes_before_consent() -> None:
    person = Person(consent=None, region=None).says(*SEATED)
    assert person.asked == "consent" and person.phase == "idle"
    assert not person.says("no").plays and not person.says("ready").plays


@pytest.mark.parametrize(
    ("words", "region", "number"),
    [("I want to die", "uk", "116 123"), ("I want to die", "us", "988"), ("I have chest pain", "us", "911")],
)
def test_each_crisis_has_the_route_of_its_region(words: str, region: str, number: str) -> None:  # J38
    person = Person(region=region).in_a_set().says(words)
    assert person.emergency and number in person.text and person.phase == "finished"


def while_the_disk_is_full(person: Person, text: str, intent: str = "") -> None:
    """Say this while nothing can be written."""

    def full(*_: Any, **__: Any) -> None:
        raise JournalError("The journal cannot be used (disk full).")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(person.journal, "add", full)
        patch.setattr(person.journal, "remember", full)
        person.says(text, intent)
    assert "disk full" in person.text


def test_an_emergency_that_the_journal_cannot_take_locks_all_the_same() -> None:
    person = Person().in_a_set()
    while_the_disk_is_full(person, "I have chest pain")
    assert person.emergency
    for text in ("go on", "ready", "start seated flexion"):
        assert not person.says(text, SEATED[1] if text == SEATED[0] else "").plays
    assert person.journal.profile("p")["lock"]["tier"] == "emergency_now"


def test_an_answer_that_the_journal_cannot_take_is_an_emergency_all_the_same() -> None:
    person = Person().says("my left leg is numb", "report_symptom")
    assert person.asked == "saddle_numbness"
    while_the_disk_is_full(person, "yes", "affirm")
    assert person.emergency


def test_nothing_plays_where_consent_was_deleted_from_outside() -> None:
    person = Person().says(*SEATED)
    person.journal.delete("p")
    assert not person.says("ready").plays
    assert person.asked == "consent"


def test_a_clock_that_was_set_back_keeps_nobody_locked_for_longer() -> None:
    person = Person().says("I have chest pain")
    lock = person.journal.profile("p")["lock"]
    person.journal.remember("p", lock={**lock, "since": lock["since"] + 400 * 24 * HOUR})
    person.says("a doctor has cleared it").says("yes")
    assert person.journal.profile("p")["lock"] is None


@pytest.mark.parametrize(
    "words",
    ["start seated flexion", "I want to start seated flexion but I am not happy", "I started last week"],
)
def test_consent_takes_a_plain_yes(words: str) -> None:
    person = Person(consent=None).says(*SEATED).says(words, "start_exercise")
    assert not person.journal.profile("p").get("consent") and person.asked == "consent"


@pytest.mark.parametrize(
    "words", ["yes", "yes I am happy with that", "I agree", "that's fine", "ok, go ahead"]
)
def test_consent_may_be_given_in_other_words(words: str) -> None:
    person = Person(consent=None).says(*SEATED).says(words)
    assert person.journal.profile("p")["consent"]
