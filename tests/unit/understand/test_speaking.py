"""Wishes about how the coach speaks are told from commands about the counting, and from talk."""

from __future__ import annotations

import pytest

from coach.manner import Manner
from coach.understand import is_stop, speaking_wish


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("talk slower", "speech_slower"),
        ("Could you speak more slowly please?", "speech_slower"),
        ("you're talking too fast", "speech_slower"),
        ("Don't talk so fast", "speech_slower"),
        ("talk a bit faster", "speech_faster"),
        ("you speak too slowly", "speech_faster"),
        ("Speak up!", "louder"),
        ("louder please", "louder"),
        ("a bit louder", "louder"),
        ("turn it up a bit", "louder"),
        ("you're too quiet", "louder"),
        ("quieter please", "quieter"),
        ("you are too loud", "quieter"),
        ("turn the volume down", "quieter"),
        ("change your voice", "other_voice"),
        ("can I have a different voice", "other_voice"),
        ("I'd like a woman's voice", "woman"),
        ("use a man\u2019s voice please", "man"),
        ("talk less", "say_less"),
        ("just count", "say_less"),
        ("just count please", "say_less"),
        ("you talk too much", "say_less"),
        ("talk more", "say_more"),
        ("talk as usual", "say_as_usual"),
    ],
)
def test_a_wish_is_known(text: str, wish: str) -> None:
    assert speaking_wish(text) == wish
    assert not is_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "slower", "count slower", "slow down", "too fast", "you're going too fast", "faster", "speed up",
        "tell me more", "can I talk to a person", "my neighbour is too loud", "how many counts",
        "count to ten", "the television is too loud for me to hear", "the pain is quieter now",
        "I spoke to a man", "no more", "stop", "be quiet", "turn off", "back up", "",
    ],
)  # fmt: skip
def test_other_words_are_none(text: str) -> None:
    assert speaking_wish(text) is None


@pytest.mark.parametrize(
    ("changes", "manner"),
    [
        ({"rate": 10, "volume": 500}, Manner(rate=100, volume=100)),
        ({"rate": "quick", "volume": None, "voice": 3, "chatty": "very"}, Manner()),
        ({"rate": float("nan"), "volume": True}, Manner()),
        ({"voice": "woman", "chatty": "less"}, Manner(voice="woman", chatty="less")),
        (None, Manner()),
        ([1], Manner()),
    ],
)
def test_what_makes_no_sense_changes_nothing(changes: object, manner: Manner) -> None:
    assert Manner().with_changes(changes) == manner
    assert Manner().with_changes(manner.as_dict()) == manner
