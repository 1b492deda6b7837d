"""Where two readings are close, the person says which was meant; nothing is done on a guess."""

from __future__ import annotations

import pytest

from coach.conversation import Turn
from coach.triage import Hint
from tests.unit.conversation.person import SEATED, Person

CLOSE = (("stop", 0.4), ("skip", 0.35))


def unsure(person: Person, text: str, *ranking: tuple[str, float], hints: tuple[Hint, ...] = ()) -> Person:
    person.clock.advance(1.0)
    return person._take(Turn("p", text=text, intent="nlu_fallback", ranking=ranking, hints=hints))


def test_two_close_readings_are_asked_about() -> None:
    person = unsure(Person().in_a_set(), "no more of this one", *CLOSE)
    assert person.text == "Do you want to end for now, or to skip this one?"
    assert person.asked == "which"
    exercise = (
        person.state["routine"]["queue"][0] if person.state and "queue" in person.state["routine"] else None
    )
    person.says("skip this one")
    assert person.phase != "paused" and person.asked != "which"
    assert exercise is None or person.state is None or person.state["routine"]["queue"][0] != exercise


@pytest.mark.parametrize(
    ("answer", "phase"), [("the first one", "paused"), ("stop", "paused"), ("end for now", "paused")]
)
def test_the_answer_is_done(answer: str, phase: str) -> None:
    person = unsure(Person().in_a_set(), "no more of this one", *CLOSE).says(answer)
    assert person.phase == phase and not person.plays


def test_another_request_takes_its_place() -> None:
    person = unsure(Person().says(*SEATED), "hm", ("repeat", 0.4), ("ask_how", 0.3)).says(
        "goodbye", "goodbye"
    )
    assert person.asked is None


@pytest.mark.parametrize(
    "ranking",
    [(("stop", 0.6), ("skip", 0.1)), (("stop", 0.2), ("skip", 0.2)), (("out_of_scope", 0.4), ("skip", 0.4))],
)
def test_what_is_not_close_or_no_request_is_not_offered(ranking: tuple[tuple[str, float], ...]) -> None:
    assert unsure(Person().in_a_set(), "mumble", *ranking).asked is None


def test_what_may_be_a_symptom_is_taken_as_one() -> None:
    person = unsure(Person(), "it is not so good there", ("report_symptom", 0.4), ("ask_condition", 0.35))
    assert person.asked == "saddle_numbness"


def test_a_danger_that_the_words_come_near_to_goes_first() -> None:
    person = unsure(Person(), "like a band round me", *CLOSE, hints=(Hint(fact="chest_pain", chance=0.8),))
    assert person.asked == "chest_pain"
    assert person.says("yes").emergency


def test_a_hint_alone_decides_nothing() -> None:
    person = unsure(Person(), "like a band round me", *CLOSE, hints=(Hint(fact="chest_pain", chance=0.99),))
    while person.asked and person.asked != "ready":
        person.says("no")
    assert not person.emergency and "lock" not in person.journal.profile("p")


HELD_UP = ("hang on, the soup's boiling over", "erm just a minute dear I must find my glasses", "brb postman")


@pytest.mark.parametrize("text", HELD_UP)
@pytest.mark.parametrize("intent", ["nlu_fallback", "out_of_scope"])
def test_who_begins_with_hang_on_is_waited_for(text: str, intent: str) -> None:
    """Whatever follows, and without a question."""
    ranking = (("change_pace", 0.4), ("pause", 0.35))
    person = Person().in_a_set()
    person.clock.advance(1.0)
    person._take(Turn("p", text=text, intent=intent, ranking=ranking))
    assert person.phase == "paused" and not person.plays
    assert person.says(text, intent).phase == "paused"


def test_a_hang_on_hides_neither_danger_nor_a_question() -> None:
    person = Person().in_a_set().says("hang on, my chest hurts", "out_of_scope")
    assert person.emergency
    person = Person().in_a_set().says("wait, how many is that", "ask_progress")
    assert person.phase == "running"
    assert Person().says("hang on, the soup's boiling over", "out_of_scope").phase == "idle"
