"""Numbers in a text, in digits or in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.understand.text import Token
from coach.understand.words import TENS
from coach.understand.words import UNITS_SAID as UNITS

# What a recogniser writes for a number that stands alone, or right before "reps" and the like.
SOUNDS_LIKE = {"to": 2, "too": 2, "for": 4, "fore": 4, "ate": 8, "won": 1, "tree": 3, "free": 3, "sex": 6,
               "tan": 10, "fife": 5, "nein": 9, "oh": 0, "sicks": 6, "sax": 6, "tin": 10,
               "heaven": 7}  # fmt: skip
BELOW = re.compile(
    r"(?:^|\s)[-\u2212]\d"
    r"|\b(?:minus|negative) (?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)


@dataclass(frozen=True)
class Number:
    """A number and the words it was said with: places `first` to `last`, inclusive.

    `loose` marks a word that may be no number at all: "one" ("that one"), "a couple", "a few".
    """

    value: float
    first: int
    last: int
    loose: bool = False


def numbers(words: Sequence[Token]) -> list[Number]:
    """All numbers of a text, in order."""
    found: list[Number] = []
    at = 0
    while at < len(words):
        number = _at(words, at)
        if number is None:
            at += 1
            continue
        found.append(number)
        at = number.last + 1
    return found


def _at(words: Sequence[Token], at: int) -> Number | None:
    word = words[at].word.removesuffix("ish")
    if word not in UNITS and word.removesuffix("ll") in UNITS:  # "nine'll do me"
        word = word.removesuffix("ll")
    if words[at].number:
        if len(word) > 6:
            return None
        whole = Number(float(word), at, at)
        after = _get(words, at + 1)
        if after and after.number and after.before in (".", ",") and len(after.word) == 1 and len(word) < 3:
            return Number(float(f"{word}.{after.word}"), at, at + 1)  # 3.5
        return _and_a_half(words, whole)
    if word in TENS:
        after = _get(words, at + 1)
        if after and 1 <= UNITS.get(after.word, 0) <= 9 and not after.broken:
            return _and_a_half(words, Number(TENS[word] + UNITS[after.word], at, at + 1))
        return _and_a_half(words, Number(TENS[word], at, at))
    tens = _get(words, at + 2)
    if word in ("five", "four", "three", "two", "one") and tens and tens.word in ("twenty", "thirty"):
        if _is(words, at + 1, "and"):  # five and twenty
            return Number(UNITS[word] + TENS[tens.word], at, at + 2)
    if word in SOUNDS_LIKE and _is(words, at + 1, "out") and _is(words, at + 2, "of"):
        return Number(SOUNDS_LIKE[word], at, at)
    if word in UNITS:
        first = Number(UNITS[word], at, at, loose=word == "one")
        after = _get(words, at + 1)
        last = _get(words, at + 2)
        if after and last and after.word == "point" and last.word in UNITS and UNITS[last.word] < 10:
            return Number(UNITS[word] + UNITS[last.word] / 10, at, at + 2)
        if word == "one" and after and after.word == "hundred":
            return Number(100.0, at, at + 1)
        return _and_a_half(words, first)
    if word == "hundred":
        return Number(100.0, at, at)
    if word == "dozen":
        if _is(words, at - 1, "half"):
            return Number(6.0, at - 1, at)
        if _is(words, at - 2, "half") and _is(words, at - 1, "a"):
            return Number(6.0, at - 2, at)
        return Number(12.0, at, at)
    if word in ("couple", "pair") and _is(
        words, at - 1, "a", "another", "last", "next", "just", "the", "only"
    ):
        return Number(2.0, at, at + 1 if _is(words, at + 1, "of", "o") else at, loose=True)
    if word == "couple":
        return Number(2.0, at, at + 1 if _is(words, at + 1, "of", "o") else at, loose=True)
    if word == "few" and _is(words, at - 1, "a"):
        return Number(3.0, at, at, loose=True)
    return None


def _and_a_half(words: Sequence[Token], number: Number) -> Number:
    after = number.last + 1
    if _is(words, after, "and") and _is(words, after + 1, "a") and _is(words, after + 2, "half"):
        return Number(number.value + 0.5, number.first, after + 2, number.loose)
    if _is(words, after, "and", "n", "an") and _is(words, after + 1, "half"):
        return Number(number.value + 0.5, number.first, after + 1, number.loose)
    if _is(words, after, "1") and _is(words, after + 1, "2") and "/" in words[after + 1].before:  # 4 1/2
        return Number(number.value + 0.5, number.first, after + 1, number.loose)
    if _is(words, after, "and") and _is(words, after + 1, "a") and _is(words, after + 2, "bit"):
        return Number(number.value + 0.5, number.first, after + 2, number.loose)
    return number


def _get(words: Sequence[Token], at: int) -> Token | None:
    return words[at] if 0 <= at < len(words) else None


def _is(words: Sequence[Token], at: int, *options: str) -> bool:
    token = _get(words, at)
    return token is not None and token.word in options


def below_nothing(text: str) -> bool:
    """Whether a number below nothing is told ("minus two", "-3"), which none of our scales has."""
    return BELOW.search(text.lower()) is not None
