"""What a recogniser wrote is known by its sound, and ordinary words are not taken for a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.understand import extract
from coach.understand.mishearings import load, spelt_as_spoken
from coach.understand.sounds import Names, joint, key
from coach.understand.text import tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [("niece", "knees"), ("cough", "calf"), ("lake", "leg"), ("bag", "back"), ("food", "foot"),
     ("thread mill", "treadmill"), ("stain oh sis", "stenosis"), ("seeded", "seated")],
)  # fmt: skip
def test_words_that_sound_alike_share_a_key(one: str, other: str) -> None:
    assert joint(one.split()) == joint(other.split())


@pytest.mark.parametrize(
    ("one", "other"), [("hip", "leg"), ("knee", "toe"), ("march", "tilt"), ("back", "neck")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("text", "intent"),
    [("how do I do this one", "ask_how"), ("how many exercises should I do", "ask_dose"),
     ("why hold it and not just bounce", "ask_why"), ("what is wrong with me", "ask_condition"),
     ("my new shoes hurt", "report_symptom"), ("my own fault it hurts", "report_symptom")],
)  # fmt: skip
def test_nothing_is_heard_that_was_not_said(text: str, intent: str) -> None:
    assert not {e.entity for e in extract(text, intent)} & {"exercise", "condition", "body_part"}


def test_a_part_of_the_body_is_heard_only_where_one_can_stand() -> None:
    assert [e.value for e in extract("my lake has gone numb", "report_symptom")] == ["leg", "numbness"]
    assert [e.value for e in extract("it went numb by the lake", "report_symptom")] == ["numbness"]


def test_short_names_have_to_be_heard_exactly() -> None:
    names = Names({"tilt": ["tilt"], "knees": ["knees to chest"]})
    assert names.nearest(tokens("the tell tale")) is None
    assert names.nearest(tokens("nees two chess")) == ("knees", 0, 2)


def test_places_stay_those_of_the_text() -> None:
    text = "how is seated election done"
    (entity,) = extract(text, "ask_how")
    assert (entity.value, text[entity.start : entity.end]) == ("back_flexion_sitting", "seated election")
    (day,) = extract("ping me choose day", "set_reminder")
    assert (day.value, day.start, day.end) == (["tue"], 8, 18)


def test_letters_drawn_out_and_digits_for_sounds_are_read() -> None:
    known = {"slower", "bottom"}.__contains__
    words = [token.word for token in spelt_as_spoken(tokens("sloooower 2nite botttom 2 nights"), known)]
    assert words == ["slower", "tonight", "bottom", "2", "nights"]


@given(st.lists(st.sampled_from(["choose", "day", "out", "of", "the", "ten", "my", "x", ","]), max_size=12))
def test_putting_right_keeps_the_order_of_places(parts: list[str]) -> None:
    words = load().put_right(tokens(" ".join(parts)))
    assert [t.start for t in words] == sorted(t.start for t in words)
    assert all(t.start < t.end for t in words)
