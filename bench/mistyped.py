"""Mistypes a sentence as hurried or unsteady fingers do, the same way each time for the same seed."""

from __future__ import annotations

import random

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> dict[str, str]:
    """The letters beside, above and below each letter of an English keyboard."""
    places = {letter: (y, x + y / 2) for y, row in enumerate(ROWS) for x, letter in enumerate(row)}
    return {
        letter: "".join(
            other for other, (v, u) in places.items() if other != letter and abs(v - y) + abs(u - x) <= 1.5
        )
        for letter, (y, x) in places.items()
    }


NEIGHBOURS = _neighbours()


def mistyped(text: str, rate: float, seed: int) -> str:
    """The text with about this share of its letters mistyped.

    A letter is left out, struck twice, swapped with the next or replaced by its neighbour on the keyboard.
    Figures, spaces and signs stay as they are, and nothing is done at a rate of 0.
    """
    rng = random.Random(f"{seed} {rate} {text}")
    made, nth = [], 0
    while nth < len(text):
        letter, step = text[nth], 1
        if letter.lower() in NEIGHBOURS and rng.random() < rate:
            slip = rng.choice(("left out", "twice", "swapped", "beside"))
            after = text[nth + 1] if nth + 1 < len(text) else ""
            if slip == "left out":
                letter = ""
            elif slip == "twice":
                letter *= 2
            elif slip == "swapped" and after.isalpha():
                letter, step = after + letter, 2
            else:
                letter = rng.choice(NEIGHBOURS[letter.lower()])
        made.append(letter)
        nth += step
    return "".join(made)
