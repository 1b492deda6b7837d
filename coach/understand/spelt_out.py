"""Amounts that are told without a plain number: half an hour, twice, no pain at all."""

from __future__ import annotations

from collections.abc import Iterator

from coach.understand.numbers import SOUNDS_LIKE
from coach.understand.quantity_words import HOLD
from coach.understand.said import Said

# name, value, and the places of the first and the last word
Amount = tuple[str, int, int, int]

_COUNTS = {"once": 1, "twice": 2, "thrice": 3}
_NOT_A_SCORE = frozenset("in relief gain killers when down score".split())  # "no pain, no gain"
_CONDITIONAL = frozenset("there if with of or and".split())


def hours(said: Said) -> Iterator[Amount]:
    """Half an hour, an hour and a half, three quarters of an hour: in minutes."""
    for at, token in enumerate(said.tokens):
        if token.word not in ("hour", "hours"):
            continue
        before = [said.word(at - i) for i in (1, 2, 3, 4)]
        if before[0] == "half" or before[0] in ("an", "a") and before[1] == "half":
            yield "minutes", 30, at - 2 if before[1] in ("half", "a") else at - 1, at
        elif {"quarter", "quarters"} & set(before[:3]):
            yield "minutes", 45 if {"three", "3"} & set(before) else 15, max(0, at - 3), at
        elif before[0] in ("an", "a") and before[1] not in ("mile", "miles"):
            half = said.word(at + 1) == "and" and said.word(at + 3) == "half"
            yield "minutes", 90 if half else 60, at - 1, at + 3 if half else at


def counts(said: Said, intent: str | None) -> Iterator[Amount]:
    """Twice; a single set; half a minute's hold."""
    asked = intent in (None, "set_dose") and bool(said.words & {"do", "each", "just", "only", "repeat"})
    for at, token in enumerate(said.tokens):
        before, after = said.word(at - 1), said.word(at + 1)
        if (
            token.word in _COUNTS
            and asked
            and before != "at"
            and after != "more"
            and not how_often(said, at + 1)
        ):
            yield "reps", _COUNTS[token.word], at, at
        elif token.word == "minute" and before == "a" and said.word(at - 2) == "half" and said.words & HOLD:
            yield "hold_seconds", 30, at - 2, at
        elif token.word in ("single", "double") and after in ("set", "rep"):
            yield after + "s", 1 if token.word == "single" else 2, at, at + 1


def sound_alikes(said: Said, timed: frozenset[int]) -> Iterator[Amount]:
    """What a recogniser writes for a number: "for reps", "a fore" (which may be a score)."""
    for at, token in enumerate(said.tokens):
        value, unit = SOUNDS_LIKE.get(token.word), said.word(at + 1)
        if not value or at in timed:
            continue
        if unit in ("reps", "repetitions"):
            yield "reps", value, at, at + 1
        elif unit == "sets" and said.word(at - 1) not in ("up", "of"):
            yield "sets", value, at, at + 1
        elif token.word in ("fore", "ate", "tree", "won") and said.word(at - 1) in ("a", "an"):
            yield "bare", value, at, at


def nothing_hurts(said: Said, intent: str | None) -> Iterator[Amount]:
    """'No pain at all' is a score: nought."""
    for at in range(len(said) - 1):
        first, second, third = (said.word(at + i) for i in range(3))
        no_pain = first in ("no", "zero", "without") and second in ("pain", "discomfort")
        if (no_pain or (first, second) == ("pain", "free")) and third not in _NOT_A_SCORE:
            if said.word(at - 1) not in _CONDITIONAL:
                yield "pain", 0, at, at + 1
    if intent == "report_pain_score" and said.words & {"none", "nothing", "painless"}:
        yield "pain", 0, 0, len(said) - 1


def how_often(said: Said, at: int) -> bool:
    """Whether "a day" or the like follows: then it is how often, not how many."""
    if said.word(at) in ("daily", "weekly"):
        return True
    each = said.word(at) in ("a", "per", "each", "every")
    return each and said.word(at + 1) in ("day", "week", "month", "night", "morning")
