"""How honest a model's confidence is: of what it is 80 % sure of, 80 % should be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spinecoach.evaluate import Judged, accepted

BINS = 10
Sure = tuple[float, bool]
"""A confidence from 0 to 1, and whether the guess was right."""


@dataclass(frozen=True)
class Bin:
    """The guesses of one stretch of confidence: how many, how sure on average, what share was right."""

    count: int
    confidence: float
    right: float


def guesses(judged: Iterable[Judged]) -> list[Sure]:
    """The model's first guesses, sure enough or not; what the table of commands settled is left out."""
    found = ((one.guess, accepted(one.row)) for one in judged)
    return [(guess[1], guess[0] in right) for guess, right in found if guess is not None]


def binned(guesses: Sequence[Sure], bins: int = BINS) -> list[Bin]:
    """The guesses in stretches of equal width; those without a guess are left out."""
    found = []
    for nth in range(bins):
        those = [one for one in guesses if min(int(one[0] * bins), bins - 1) == nth]
        if those:
            count = len(those)
            confidence = sum(sure for sure, _ in those) / count
            found.append(Bin(count, confidence, sum(right for _, right in those) / count))
    return found


def error(guesses: Sequence[Sure], bins: int = BINS) -> float:
    """How far confidence and share of right guesses lie apart, on average over all guesses."""
    apart = sum(one.count * abs(one.confidence - one.right) for one in binned(guesses, bins))
    return apart / len(guesses) if guesses else 0.0
