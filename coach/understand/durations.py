"""How long something has lasted, in weeks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from coach.understand.numbers import numbers
from coach.understand.text import Token
from coach.understand.words import DAY_NAMES

_DAY, _MONTH, _YEAR = 1 / 7, 52 / 12, 52.0
_UNITS = {
    **dict.fromkeys(("minute", "minutes", "mins", "hour", "hours"), 0.0),
    **dict.fromkeys(("day", "days", "night", "nights"), _DAY),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), 1.0),
    **dict.fromkeys(("fortnight", "fortnights"), 2.0),
    **dict.fromkeys(("month", "months"), _MONTH),
    **dict.fromkeys(("year", "years", "yr", "yrs"), _YEAR),
    **dict.fromkeys(("decade", "decades"), 10 * _YEAR),
}
_AGES = 2 * _YEAR  # "for years": more than one
_LONG = {"years", "decades", "ages", "forever", "always", "donkeys", "yonks", "eternity"}
_FRESH = frozenset(
    (
        "today tonight now minute minutes hour hours morning afternoon evening midday lunchtime "
        "breakfast lunch"
    ).split()
)
_EARLIEST_YEAR, _LATEST_PAST_YEAR = 1930, 2024  # later years might be this one: not to be guessed at


def weeks(words: Sequence[Token]) -> float | None:
    """The duration named, in weeks, or None. Of a range the shorter: what is new is the more urgent."""
    said = [token.word for token in words]
    found: list[float] = []
    for number in numbers(words):
        if _EARLIEST_YEAR <= number.value <= _LATEST_PAST_YEAR:
            return _AGES
        unit_at = number.last + 1
        while (
            unit_at < len(said)
            and said[unit_at]
            in ("or", "to", "and", "good", "long", "full", "whole", "of", "so", "odd", "more", "solid")
            and unit_at < number.last + 3
        ):
            unit_at += 1
        follower = next((n for n in numbers(words[unit_at : unit_at + 2]) if n.first == 0), None)
        if follower and unit_at > number.last + 1:  # "two or three weeks"
            unit_at += follower.last + 1
        unit = said[unit_at] if unit_at < len(said) else ""
        if unit in _UNITS:
            half = said[unit_at + 1 : unit_at + 4] == ["and", "a", "half"]
            found.append((number.value + (0.5 if half else 0)) * _UNITS[unit])
    if found:
        return round(min(found), 2)
    return _in_words(said, words)


def _in_words(said: list[str], words: Sequence[Token]) -> float | None:
    for at, (one, other) in enumerate(pairwise(said)):
        third = said[at + 2] if at + 2 < len(said) else ""
        if one in ("half",) and (other in _UNITS or other in ("a", "an") and third in _UNITS):
            return round(_UNITS[other if other in _UNITS else third] / 2, 2)
        if (
            one
            in (
                "a",
                "an",
                "the",
                "about",
                "last",
                "past",
                "one",
                "over",
                "nearly",
                "almost",
                "full",
                "whole",
                "this",
                "good",
            )
            and other in _UNITS
        ):
            half = said[at + 2 : at + 5] == ["and", "a", "half"]
            return round(_UNITS[other] * (1.5 if half else 1), 2)
        if one in ("several", "many", "some") and other in _UNITS:
            return round(3 * _UNITS[other], 2)
        if one == "few" and other in _UNITS:
            return round(3 * _UNITS[other], 2)
    if "yesterday" in said or "last night" in " ".join(said):
        return round(_DAY, 2)
    line = " ".join(said)
    if any(
        phrase in line
        for phrase in (
            "long as i can remember",
            "all my life",
            "whole life",
            "as long as",
            "long time",
            "very long",
            "quite a while",
            "since i was",
            "years ago",
        )
    ):
        return _AGES
    if set(said) & _LONG:
        return _AGES
    if set(said) & (_FRESH | {"just"}):
        return 0.0
    if any(DAY_NAMES.get(word) or word in ("weekend",) for word in said):
        return 0.5  # some day of the last seven
    if len(said) <= 4:
        bare = [n for n in numbers(words) if not n.loose]
        if len(bare) == 1:
            return bare[0].value  # the question asks for weeks
    for word, value in (("fortnight", 2.0), ("weeks", 3.0), ("months", 3 * _MONTH), ("days", 3 * _DAY)):
        if word in said:
            return round(value, 2)
    return None
