"""What somebody must not do is not offered, and they are told why, also when they tell it in the middle."""

from __future__ import annotations

from typing import Any

import pytest

from coach import library
from coach.conversation.travel import worse_bending
from tests.unit.conversation.person import HOUR, SEATED, Person

LIBRARY = library.load()
BENDS = {
    "back_flexion_lying",
    "back_flexion_sitting",
    "back_flexion_standing",
    "childs_pose",
    "abdominal_curl_up",
}
LYING = ("start knees to chest", "start the pelvic tilt", "start the curl-up", "start the march")


def through(person: Person) -> Person:
    while person.asked and person.asked not in ("ready", "cleared", "pain"):
        person.says("no")
    return person


def ahead(person: Person) -> list[dict[str, Any]]:
    assert person.state is not None
    routine = person.state["routine"]
    found: list[dict[str, Any]] = routine["items"][routine["index"] :]
    return found


def positions(person: Person) -> set[str]:
    return {LIBRARY.exercises[one["exercise"]].variants[one["variant"]].position for one in ahead(person)}


@pytest.mark.parametrize(
    "words", ["I had my back operated on in October", "I had a spine operation last month"]
)
def test_no_exercise_after_an_operation_until_the_surgeon_agreed(words: str) -> None:
    person = through(Person().says(words)).says(*SEATED)
    assert person.phase == "idle" and "your surgeon should agree" in person.text
    person.says("yes")
    assert person.phase == "ready" and person.says("ready").plays


def test_an_operation_told_in_the_first_screen_holds_until_the_surgeon_agreed() -> None:
    person = Person(screened=0.0).says(*SEATED)
    for answer in ("no", "no", "no", "yes"):
        person.says(answer)
    assert person.phase == "idle" and "Your surgeon must say yes first" in person.text
    person.says("my surgeon said it's fine")
    assert person.asked == "cleared"
    assert person.says("yes").says(*SEATED).phase == "ready"


@pytest.mark.parametrize("words", LYING)
def test_nobody_lies_on_their_back_while_pregnant(words: str) -> None:
    person = Person().says("I'm pregnant")
    assert "back" in person.text
    person.says(words, "start_exercise")
    assert "pregnant" in person.text and positions(person) == {"seated"}


def test_told_in_the_middle_it_changes_the_rest() -> None:
    person = Person().says("a full session", "start_routine").says("1").says("ready").says("I'm pregnant")
    assert not person.plays and not positions(person) & {"supine", "hook_lying"}


def test_thin_bones_told_in_the_middle_take_out_the_deep_bends() -> None:
    person = Person().says("a full session", "start_routine").says("1").says("ready")
    through(person.says("I have osteoporosis"))
    assert {one["exercise"] for one in ahead(person)} <= {"pelvic_tilt", "hook_lying_march"}


WORSE = [
    "the pain in my leg gets worse when I bend forward",
    "it hurts more when I lean forward",
    "bending makes my leg worse",
    "it shoots down my leg when I bend",
]


@pytest.mark.parametrize("words", WORSE)
def test_a_leg_that_bending_brings_on_ends_the_bends(words: str) -> None:
    person = Person().in_a_set().says(words, "report_symptom")
    assert not person.plays
    person.says("finish").says("a full session", "start_routine").says("1")
    assert person.phase == "ready" and not {one["exercise"] for one in ahead(person)} & BENDS
    person.says("finish").says("bending is fine again").says(*SEATED)
    assert ahead(person)[0]["exercise"] == "back_flexion_sitting"


def test_the_plan_goes_on_with_smaller_moves() -> None:
    person = Person().says("a stretching session", "start_routine")
    if person.asked == "pain":
        person.says("1")
    person.says("ready").says(WORSE[0], "report_symptom")
    assert person.phase == "ready" and not {one["exercise"] for one in ahead(person)} & BENDS
    assert "leave the bends out" in person.text


@pytest.mark.parametrize(
    "words",
    [
        "does it get worse if I bend?",
        "it gets better when I bend",
        "my leg doesn't hurt when I bend",
        "it goes when I bend forward",
        "my leg is numb",
    ],
)
def test_what_is_no_leg_that_bending_brings_on(words: str) -> None:
    assert not worse_bending(words)


@pytest.mark.parametrize("begin", ["start standing flexion", "start seated flexion", "start knees to chest"])
def test_after_dizziness_all_is_seated_and_nothing_simply_goes_on(begin: str) -> None:
    person = Person().says(begin, "start_exercise").says("ready")
    through(person.says("I feel dizzy when I bend", "report_symptom"))
    assert "own pace" not in person.text and "carry on" not in person.text.lower()
    assert positions(person) == {"seated"} and person.phase == "ready"
    assert ahead(person)[0]["exercise"] not in BENDS
    person.says("finish").says("start standing flexion", "start_exercise")
    assert positions(person) == {"seated"} and "dizzy today" in person.text


def test_who_is_seated_and_dizzy_ends_for_the_day() -> None:
    person = Person().says("start the pelvic tilt", "start_exercise")
    through(person.says("I feel dizzy", "report_symptom"))
    through(person.says("ready").says("I am dizzy again", "report_symptom", HOUR / 6))
    assert person.phase == "finished" and "end here for today" in person.text


def test_without_the_floor_lying_moves_are_swapped() -> None:
    person = Person(no_floor={"at": 0.0, "today": False}).says("a full session", "start_routine").says("1")
    assert "floor" not in {
        need
        for one in ahead(person)
        for need in LIBRARY.exercises[one["exercise"]].variants[one["variant"]].needs
    }
