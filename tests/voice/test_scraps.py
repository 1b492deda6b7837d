"""What is left alone when it is heard over the coach in a running set, and above all what is not."""

from __future__ import annotations

import pytest

from voice.scraps import is_scrap


@pytest.mark.parametrize("text", ["One.", "No.", "All right.", "Run down.", "Red."])
def test_scraps_are_left_alone(text: str) -> None:
    assert is_scrap(text)


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "Ow!",
        "slower",
        "just count",
        "louder",
        "talk slower",
        "longer rest",
        "too fast",
        "next",
        "help",
        "ready",
        "numb foot",
        "bit dizzy",
        "that hurts",
        "I feel funny",
        "my hip",
        "chest pain",
        "call an ambulance",
        "it tingles",
        "there is something odd about that",
    ],
)
def test_whatever_could_matter_is_no_scrap(text: str) -> None:
    assert not is_scrap(text)
