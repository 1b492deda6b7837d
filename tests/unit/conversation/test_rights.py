"""What belongs to the person: handed out, kept for as long as they want, deleted."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from coach import library, triage
from coach.conversation import Coach
from coach.forgetting import Forgetting
from tests.unit.conversation.household import Household
from tests.unit.conversation.person import Person

LOCK = {"tier": "emergency_now", "flags": ["cardiac"], "since": 1.0, "reason": "Why.", "advice": "Call."}


def somebody(folder: Path | None = None, **known: Any) -> Person:
    person = Person(**known)
    person.journal.add("p", "symptom", {"words": "an old word"}, person.clock.now() - timedelta(days=50))
    person.journal.add("p", "symptom", {"words": "a new word"}, person.clock.now() - timedelta(days=5))
    forgetting = Forgetting(person.journal, folder)
    person._coach = Coach(person.journal, person.clock, library.load(), triage.load(), forgetting)
    return person


def words_of(person: Person) -> list[str]:
    return [event.data["words"] for event in person.journal.events("p") if "words" in event.data]


def test_words_are_forgotten_after_a_plain_yes_only() -> None:
    person = somebody().says("forget my words after a month")
    assert person.asked == "keep" and "one month" in person.text
    person.says("well maybe yes but")
    assert len(words_of(person)) == 2
    person.says("forget my words after a month").says("yes")
    assert "gone" in person.text and words_of(person) == ["a new word"]


def test_no_changes_nothing() -> None:
    person = somebody().says("keep only one year").says("no")
    assert "stays as it is" in person.text and "retention" not in person.journal.profile("p")


@pytest.mark.parametrize(
    "yes", ["yes I'm sure", "I am sure", "sure, I am certain", "Yes, quite sure please", "s\u00ed"]
)
@pytest.mark.parametrize("known", [{}, {"lock": LOCK}])
def test_a_plain_yes_to_are_you_sure_deletes_also_under_a_lock(yes: str, known: dict[str, Any]) -> None:
    person = somebody(**known).says("delete everything about me", "delete_data").says(yes)
    assert not words_of(person) and ("lock" in person.journal.profile("p")) == bool(known)


@pytest.mark.parametrize(
    "said", ["I am not sure", "I'm sure it is nothing", "are you sure", "sure if I must but no"]
)
def test_what_is_no_plain_yes_deletes_nothing(said: str) -> None:
    person = somebody().says("delete everything about me", "delete_data").says(said)
    assert len(words_of(person)) == 2


def test_the_floor_is_told() -> None:
    person = somebody().says("keep only two weeks")
    assert "three months at least" in person.text
    person.says("yes")
    assert person.journal.profile("p")["retention"] == {"records": 90}


@pytest.mark.parametrize(
    "said", ["how long do you keep my data?", "what do you keep about me", "where is my data kept"]
)
def test_what_is_kept_is_told(said: str) -> None:
    person = somebody().says(said)
    assert "one year" in person.text and "until you delete them" in person.text


@pytest.mark.parametrize(
    "said", ["give me all my data", "export everything", "I want a copy of my data please"]
)
def test_all_of_it_is_handed_out_in_a_file(said: str, tmp_path: Path) -> None:
    person = somebody(tmp_path).says(said)
    [file] = (tmp_path / "exports").iterdir()
    assert str(file) in person.text and len(json.loads(file.read_text())["events"]) == 2


def test_without_a_folder_it_is_said_where_it_can_be_had() -> None:
    assert "spinecoach export" in somebody().says("give me all my data").text


def test_what_could_not_be_deleted_is_told(tmp_path: Path) -> None:
    person = somebody(tmp_path)
    (tmp_path / "stray.txt").write_text("this is an old word that somebody kept")
    person.says("delete everything", "delete_data").says("yes")
    assert "stray.txt" in person.text and "Nothing about you" not in person.text


def test_what_was_deleted_is_taken_off_the_screen_too() -> None:
    person = somebody().says("delete everything", "delete_data").says("yes")
    assert person.customs[-1]["forgotten"] is True
    assert "forgotten" not in person.says("hello", "greet").customs[-1]


QUESTIONS = [
    ("delete all my data", "delete_data"),
    ("forget my words after a month", ""),
    ("my daughter may have a weekly note", ""),
]


@pytest.mark.parametrize(("said", "intent"), QUESTIONS)
@pytest.mark.parametrize("answer", ["yes", "no", "y"])
def test_an_answer_from_another_place_counts_for_nothing(said: str, intent: str, answer: str) -> None:
    home = Household(ann={"name": "Ann"})
    home.at("page:1/a")
    home.says("speaker:1", said, intent)
    open_now, before = home.states["ann"]["ask"], home.journal.export("ann")
    assert open_now is not None
    assert "I asked you that on the speaker" in home.says("page:1/a", answer)
    assert home.states["ann"]["ask"] == open_now and home.journal.export("ann") == before
    home.says("speaker:1", "yes")
    assert home.journal.export("ann") != before


def test_who_asks_for_it_again_in_another_place_is_asked_there() -> None:
    home = Household(ann={})
    home.says("terminal:1", "delete all my data", "delete_data")
    assert "I asked you that on the computer" in home.says("terminal:2", "yes")
    assert home.says("terminal:2", "delete all my data", "delete_data").endswith("?")
    assert "I asked you that on the computer" in home.says("terminal:1", "yes")
    assert home.journal.profile("ann")
    home.says("terminal:2", "yes")
    assert not home.journal.profile("ann")


def test_a_question_that_was_repeated_in_another_place_is_answered_there() -> None:
    home = Household(ann={})
    home.says("speaker:1", "delete all my data", "delete_data")
    assert home.says("terminal:2", "say that again", "repeat").endswith("?")
    home.says("terminal:2", "yes")
    assert not home.journal.profile("ann")


def test_another_request_in_another_place_closes_the_question() -> None:
    home = Household(ann={})
    home.says("speaker:1", "delete all my data", "delete_data")
    home.says("terminal:2", "start seated flexion")
    home.says("speaker:1", "yes")
    assert home.journal.profile("ann")
