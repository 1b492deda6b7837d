"""Amounts that are told without a plain number: half an hour, twice, no pain at all."""

from __future__ import annotations

from collections.abc import Iterator

from coach.understand.numbers import SOUNDS_LIKE
from coach.understand.quantity_words import CHATTER, HOLD, SECOND
from coach.understand.said import Said

# name, value, and the places of the first and the last word
Amount = tuple[str, int, int, int]

_COUNTS = {"once": 1, "twice": 2, "thrice": 3}
_NOT_A_SCORE = frozenset("in relief gain killers when down score".split())  # "no pain, no gain"
_SMALL_WORDS = frozenset("to too for free oh".split())  # rather words than numbers, mostly
_THEM = frozenset("them these those em it".split())
_SHORT = 7  # words; in longer texts such a word is what it seems
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
        elif token.word == "minute" and said.words & HOLD and before in ("a", "half"):
            start = at - 1 if before == "half" else at - 2 if said.word(at - 2) != "of" else at - 3
            part = {"half": 30, "quarter": 15}.get(said.word(start), 60)
            yield "hold_seconds", part, start, at
        elif token.word in ("single", "double") and after in ("set", "rep"):
            yield after + "s", 1 if token.word == "single" else 2, at, at + 1


def sound_alikes(said: Said, timed: frozenset[int]) -> Iterator[Amount]:
    """What a recogniser writes for a number: "for reps", "a fore" (which may be a score)."""
    for at, token in enumerate(said.tokens):
        value, unit = SOUNDS_LIKE.get(token.word), said.word(at + 1)
        if not value or at in timed:
            continue
        if unit in ("reps", "repetitions") or unit == "times" and token.word not in _SMALL_WORDS:
            yield "reps", value, at, at + 1
        elif (
            unit in ("sets", "rounds", "circuits") or unit == "set" and token.word not in _SMALL_WORDS
        ) and said.word(at - 1) not in ("up", "of"):
            yield "sets", value, at, at + 1
        elif unit in SECOND and token.word not in _SMALL_WORDS:
            yield "hold_seconds", value, at, at + 1
        elif unit == "of" and said.word(at + 2) in _THEM and token.word not in _SMALL_WORDS:
            yield "reps", value, at, at + 2
        elif said.word(at - 1) == "of" and said.word(at - 2) in ("sets", "rounds"):
            yield "reps", value, at, at
        elif token.word in ("fore", "ate", "tree", "won") and said.word(at - 1) in ("a", "an"):
            yield "bare", value, at, at


def last_word(said: Said) -> Iterator[Amount]:
    """An answer that has no number but ends with what sounds like one: "I'd say ate"."""
    at = len(said) - 1
    while at > 0 and said.word(at) not in SOUNDS_LIKE and said.word(at) in CHATTER:
        at -= 1
    if len(said) <= _SHORT and said.word(at) in SOUNDS_LIKE:
        yield "bare", SOUNDS_LIKE[said.word(at)], at, at


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
