"""Short commands by table, and stop above all."""

from __future__ import annotations

import pytest

from coach.understand import command, is_stop
from tests.unit.understand.cases import read

COMMANDS = [(intent, text) for intent, texts in read("commands").items() for text in texts]
STOP = read("stop")


@pytest.mark.parametrize(("intent", "text"), COMMANDS)
def test_command(intent: str, text: str) -> None:
    assert command(text) == (None if intent == "none" else intent)


@pytest.mark.parametrize("text", STOP["yes"])
def test_stops(text: str) -> None:
    assert is_stop(text)


@pytest.mark.parametrize("text", STOP["no"])
def test_does_not_stop(text: str) -> None:
    assert not is_stop(text)


@pytest.mark.parametrize("text", [text for text in STOP["yes"] if "stop" in text.lower()])
def test_what_stops_is_no_other_command(text: str) -> None:
    assert command(text) in ("stop", "pause", None)  # a cry or a long sentence is left to the rest


def test_a_cry_silences_but_is_no_command() -> None:
    assert is_stop("ouch, my hip!")
    assert command("ouch, my hip!") is None


def test_a_long_text_is_no_command() -> None:
    assert command("next " + "and then the other thing " * 5) is None
