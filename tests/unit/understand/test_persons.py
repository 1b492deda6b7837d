"""Who people say they are, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.understand import Identified, identified
from tests.unit.conversation import hostile

KNOWN = {"ann", "zog", "mary ann"}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("this is Bob", "bob"),
        ("It's Bob's turn", "bob"),
        ("it's Bob's turn now", "bob"),
        ("it is me, Ann", "ann"),
        ("It's me Ann again", "ann"),
        ("my name is Zebedee", "zebedee"),
        ("hello, I'm Margaret", "margaret"),
        ("this is Mary Ann speaking", "mary ann"),
        ("Zog here", "zog"),
        ("switch to Ann please", "ann"),
        ("let Bob have a go", "bob"),
        ("call me Margaret", "margaret"),
        ("this is May", "may"),
    ],
)
def test_a_name_is_heard(said: str, name: str) -> None:
    found = identified(said, KNOWN)
    assert found is not None and found.name == name and not found.word


@pytest.mark.parametrize(
    "said",
    ["this is Ann bluebird", "this is Ann, code word bluebird", "it's me Ann, my code word is bluebird"],
)
def test_a_code_word_is_heard_beside_the_name(said: str) -> None:
    found = identified(said, KNOWN)
    assert found == Identified("named", "ann", "bluebird")


@pytest.mark.parametrize(
    ("said", "kind"),
    [("who is this?", "who_is_this"), ("Who am I", "who_is_this"), ("whose turn is it", "who_is_this"),
     ("my code word is bluebird", "code_word"), ("forget my code word", "no_code_word")],
)  # fmt: skip
def test_other_words_on_who_speaks(said: str, kind: str) -> None:
    found = identified(said, KNOWN)
    assert found is not None and found.kind == kind


@pytest.mark.parametrize(
    "said",
    ["this is terrible", "I'm tired", "it's killing me", "this is better", "it's may", "I am frank with you",
     "switch to the chair", "call me back", "call me an ambulance", "it's your turn", "I'm done", "it is me",
     "this is it", "this is hard", "it's my turn", "this is my husband", "I am sore", "it's numb",
     "who are you", "my name is on the list", "it's the left one", "this is not right", "I'm ready",
     "now the left one",
     "let's go", "what's my turn",
     "it's me again", "it is me again now", "me please", "me first", "me neither", "they call me lazy",
     "it's me hip", "it is me left knee", "this is me finished", "I am called away"],
)  # fmt: skip
def test_what_is_no_name_is_none(said: str) -> None:
    assert identified(said, KNOWN) is None


@pytest.mark.parametrize("said", [*hostile.COMMANDS, *hostile.ANSWERS])
def test_commands_and_answers_are_no_names(said: str) -> None:
    assert identified(said, KNOWN) is None


@given(st.text(max_size=200))
def test_nothing_breaks_it(text: str) -> None:
    identified(text, KNOWN)
