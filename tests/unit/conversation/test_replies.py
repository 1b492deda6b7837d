"""Answers to safety questions beyond yes and no: long-known trouble, refusals, "I can feel it fine"."""

from __future__ import annotations

import pytest

from coach.conversation import replies
from tests.unit.conversation.person import SEATED, Person

OLD = [
    ("bladder_change", "always had a weak bladder"),
    ("bladder_change", "I have a catheter"),
    ("bladder_change", "I've leaked since my children were born"),
    ("bladder_change", "yes but I've had it for years"),
    ("bladder_change", "yes, it's my prostate"),
    ("bladder_change", "I go a lot at night, always have"),
    ("bladder_change", "yes but the doctor knows about it"),
    ("bowel_change", "I'm constipated"),
    ("bowel_change", "just a bit constipated"),
    ("bowel_change", "I've got a stoma"),
    ("bladder_change", "I always leak when I sneeze"),
    ("saddle_numbness", "I've been numb between my legs for ten years"),
    ("saddle_numbness", "always numb there"),
    ("saddle_numbness", "been numb there for years, the doctor has seen it"),
]


def asked_for(fact: str) -> Person:
    person = Person().says("my leg is numb", "report_symptom")
    while person.asked != fact:
        person.says("no")
    return person


@pytest.mark.parametrize(("fact", "words"), OLD)
@pytest.mark.parametrize(
    ("answer", "urgent"), [("no", False), ("yes", True), ("not sure", True), ("I won't say", True)]
)
def test_long_known_trouble_is_asked_about_once(fact: str, words: str, answer: str, urgent: bool) -> None:
    person = asked_for(fact).says(words)
    assert not person.emergency and person.asked == fact
    person.says(answer)
    assert person.emergency is urgent and person.asked != fact
    assert person.known(fact) is urgent


@pytest.mark.parametrize(
    "words",
    [
        "I've always had a weak bladder but it's worse",
        "it has changed since last week",
        "I have a catheter since yesterday",
        "yes",
        "it does leak",
    ],
)
def test_what_has_changed_is_not_long_known(words: str) -> None:
    assert asked_for("bladder_change").says(words).emergency


@pytest.mark.parametrize("answer", ["it's the same as ever", "no, it hasn't changed", "nothing new"])
def test_unchanged_is_said_in_other_words_too(answer: str) -> None:
    person = asked_for("bladder_change").says("always had a weak bladder").says(answer)
    assert not person.emergency and person.known("bladder_change") is False


def test_it_is_asked_in_the_first_screen_too() -> None:
    person = Person(screened=0.0).says(*SEATED).says("no").says("always had a weak bladder")
    assert not person.emergency and person.asked == "bladder_change"
    assert person.says("no").asked == "bone_weakness"


@pytest.mark.parametrize("words", ["I'm constipated", "I've always had a weak bladder"])
def test_it_is_asked_when_it_is_told_unasked(words: str) -> None:
    person = Person().says(words, "report_symptom")
    assert not person.emergency and person.asked in ("bladder_change", "bowel_change")
    fact = person.asked
    assert not person.says("no").emergency and person.known(fact) is False


def test_a_numb_leg_beside_an_old_weak_bladder_is_not_lost() -> None:
    person = Person().says("I have always had a weak bladder and my leg is numb", "report_symptom")
    person.says("no")
    assert person.state and person.state["case"]["complaint"]["symptom"] == "numbness"


@pytest.mark.parametrize(
    "words", ["I can feel it fine", "no I can feel everything", "I can feel it as usual"]
)
def test_feeling_it_fine_is_a_no(words: str) -> None:
    person = asked_for("saddle_numbness").says(words)
    assert person.known("saddle_numbness") is False


@pytest.mark.parametrize(
    "words",
    ["I can't say", "No, I don't want to answer", "no, that's private", "I'd rather not say", "hard to tell"],
)
@pytest.mark.parametrize("fact", ["saddle_numbness", "bladder_change"])
def test_no_answer_is_not_a_no(fact: str, words: str) -> None:
    person = asked_for(fact).says(words)
    assert person.asked == fact and person.known(fact) is None
    person.says(words)
    while person.asked and person.asked != "cleared":
        person.says("no")
    assert person.journal.profile("p")["lock"]["tier"] == "urgent_same_day"


def test_i_cannot_tell_when_i_need_to_go_is_no_doubt() -> None:
    assert asked_for("bladder_change").says("I can't tell when I need to go").emergency


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("I have had it for years", True),
        ("for years, no change", True),
        ("it hasn't changed in years", False),
        ("it started three days ago", False),
        ("for years but it has got worse", False),
        ("I am bunged up from the codeine", True),
    ],
)
def test_long_known(text: str, old: bool) -> None:
    assert replies.long_known(text) is old


ASIDE = (
    "I haven't got my glasses on",
    "I wasn't listening",
    "no sugar in mine",
    "nothing good in the paper",
    "I had toast for breakfast",
    "there is a van outside",
    "I have two grandsons",
    "lots of people about",
    "no, that's my parcel",
    "no you're not having another biscuit",
    "yes, the window man is coming",
    "yes my sister had that, poor soul",
)


@pytest.mark.parametrize("words", ASIDE)
@pytest.mark.parametrize("fact", ["saddle_numbness", "bladder_change", "weakness"])
def test_talk_beside_the_point_neither_calms_nor_alarms(fact: str, words: str) -> None:
    """An "I haven't" or an "I have" that is about something else leaves the question open."""
    person = asked_for(fact).says(words)
    assert person.asked == fact and not person.emergency


@pytest.mark.parametrize(
    ("fact", "words", "yes"),
    [
        ("bladder_change", "I haven't leaked or anything like that", False),
        ("bladder_change", "I've had a catheter put in this week", True),
        ("saddle_numbness", "yes, my granddaughter made me tell you", True),
        ("saddle_numbness", "it has been a bit numb round my bottom since Tuesday", True),
        ("weakness", "my neighbour says no", False),
        ("weakness", "my foot catches on the carpet", True),
    ],
)
def test_an_answer_may_have_talk_round_it(fact: str, words: str, yes: bool) -> None:
    person = asked_for(fact).says(words)
    assert person.asked != fact and person.known(fact) is yes


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("saddle_numbness", "no, I only lost the feeling down there"),
        ("bladder_change", "no, I just leak now and then since last week"),
        ("weakness", "not really, my foot only drags"),
    ],
)
def test_a_no_that_tells_of_the_trouble_is_no_no(fact: str, words: str) -> None:
    person = asked_for(fact).says(words)
    assert person.known(fact) is True


@pytest.mark.parametrize(
    "words",
    [
        "no dear, I was having my bath and washed all over",
        "no I can feel everything when I wipe",
        "no but it has made me wonder",
    ],
)
def test_a_no_with_a_yes_in_passing_is_put_again(words: str) -> None:
    """It neither calms nor calls the ambulance."""
    person = asked_for("saddle_numbness").says(words)
    assert person.asked == "saddle_numbness" and not person.emergency
    assert person.says("yes").emergency


@pytest.mark.parametrize("words", ["no I have not", "it has not", "not at all, my pillow is just too hard"])
def test_a_no_in_full_is_a_no(words: str) -> None:
    assert asked_for("bladder_change").says(words).known("bladder_change") is False


def test_to_have_felt_nothing_odd_is_no_loss_of_feeling() -> None:
    person = asked_for("saddle_numbness").says("I haven't felt anything peculiar down below")
    assert person.known("saddle_numbness") is False and not person.emergency
