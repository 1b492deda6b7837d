"""The weekly note in words: who may allow it, what is said before, and how it ends."""

from __future__ import annotations

import re

import pytest

from coach.caring import Caring
from tests.unit.conversation.person import HOUR, Person

ALLOW = "my daughter may have a weekly note"


def somebody() -> Person:
    return Person(zone="Europe/London")


def caring(person: Person) -> Caring:
    return Caring(person.journal, person.clock)


@pytest.mark.parametrize(
    "said",
    [
        "can I get a weekly note about my mum?",
        "send me a report on my father every week",
        "can you tell me how my husband is doing",
    ],
)
def test_who_asks_about_another_is_told_that_only_they_can_allow_it(said: str) -> None:
    person = somebody().says(said)
    assert "Only they can allow that" in person.text and person.asked is None
    assert caring(person).carer("p") is None


@pytest.mark.parametrize(
    "said",
    [
        ALLOW,
        "send a weekly note to my son",
        "let my carer have a weekly report",
        "my wife can see a weekly note",
    ],
)
def test_consent_is_asked_with_what_is_in_it(said: str) -> None:
    person = somebody().says(said)
    assert person.asked == "note" and caring(person).carer("p") is None
    for part in ("how many days", "up or down", "no words of yours", "no symptoms"):
        assert part in person.text
    person.says("yes")
    carer = caring(person).carer("p")
    assert carer is not None and carer.who in said
    [event] = person.journal.events("p", "note_consent")
    assert event.data == {"given": True, "who": carer.who}


@pytest.mark.parametrize("answer", ["no", "well yes but not the pain", "what is stenosis", "not sure"])
def test_anything_but_a_plain_yes_is_no_consent(answer: str) -> None:
    person = somebody().says(ALLOW).says(answer)
    assert caring(person).carer("p") is None


@pytest.mark.parametrize(
    "said",
    [
        "stop the note",
        "no more notes",
        "end the weekly note please",
        "my daughter may no longer have the note",
    ],
)
def test_it_ends_at_once_and_that_is_kept(said: str) -> None:
    person = somebody().says(ALLOW).says("yes").says(said)
    assert "Nobody gets a note" in person.text and caring(person).carer("p") is None
    assert [event.data["given"] for event in person.journal.events("p", "note_consent")] == [True, False]


def test_a_code_for_the_carers_own_chat() -> None:
    assert "no weekly note" in somebody().says("note code").text
    person = somebody().says(ALLOW).says("yes").says("note code")
    code = re.search(r"\d{4} \d{4}", person.text)
    assert code is not None
    assert "does not work" in person.says("note code 1234 5678").text
    assert "comes here from now on" in person.says(f"note code {code.group()}").text


def test_the_note_is_shown_once_when_the_person_comes_by_and_whenever_they_ask() -> None:
    person = somebody().says(ALLOW).says("yes").says("show me the note")
    assert "No note was made yet" in person.text
    person.clock.advance((7 * 24 + 1) * HOUR)
    [note] = caring(person).due()
    assert caring(person).claim(note)
    assert "send it on" in person.says("hello", "greet").text
    assert "send it on" not in person.says("hello", "greet", after=5 * HOUR).text
    assert "send it on" in person.says("what did you send to my daughter").text


def test_the_advice_is_told_only_on_wish() -> None:
    person = somebody().says(ALLOW).says("yes").says("you may tell her if I must see a doctor")
    carer = caring(person).carer("p")
    assert carer is not None and carer.advice and "sent you to a doctor" in person.text
