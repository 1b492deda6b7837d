"""A pairing code in what somebody says or types: six digits, in figures or in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.understand.words import TENS, UNITS_SAID

DIGITS = 6
_ALSO = {"oh": 0, "o": 0, "niner": 9, "ought": 0, "null": 0}
_HEARD_AS = {"to": 2, "too": 2, "for": 4, "fore": 4, "ate": 8, "won": 1, "tree": 3, "free": 3, "sex": 6,
             "sicks": 6, "fife": 5, "nein": 9}  # fmt: skip
"""What a recogniser writes for a digit; only where a code is told in so many words."""
_TIMES = {"double": 2, "dubble": 2, "twice": 2, "triple": 3, "treble": 3}
_FILLERS = frozenset(
    "er erm um uh and then its it is the code number please ok okay yes hello coach here my this that so"
    " start".split()
)
_TOLD = re.compile(
    r"^(?:(?:hello|hi|ok|okay|yes|coach|please|so|well|here|start)\s+)*(?:is\s+)?"
    r"(?:(?:(?:my|the|this|that|pairing|joining|secret)\s+)+code\b|code\b"
    r"|(?:pair|join|connect|link)\s+(?:with|to|by)?(?:\s*(?:code|number))?(?=\s+[0-9a-z]))(?:\s+(?:is|was|its|it|number|s))*\s*"
)
"""What comes before the digits where somebody says that a code follows."""


def told_code(text: str) -> str | None:
    """The digits of a code that the text tells, which may be too few or too many; None where it tells none.

    Six digits and nothing else are a code by themselves.
    """
    words = re.findall(r"\d+|[a-z]+", text.lower().replace("'", "").replace("\u2019", ""))
    plain = " ".join(words)
    if not plain or len(words) > 24:
        return None
    opening = _TOLD.match(plain)
    if opening is not None:
        found = _digits(plain[opening.end() :].split(), loosely=True)
        if found:
            return found
    found = _digits(words, loosely=False)
    return found if found is not None and len(found) == DIGITS else None


def _digits(words: Sequence[str], loosely: bool) -> str | None:
    """The digits that the words spell; None if there is a word that is none. `loosely` takes near sounds."""
    digits, at = "", 0
    while at < len(words):
        word = words[at]
        times = _TIMES.get(word, 1) if at + 1 < len(words) else 1
        at += times > 1
        one = _number(words, at, loosely)
        if one is None:
            if times > 1 or words[at] not in _FILLERS:
                return None
            at += 1
            continue
        spelled, used = one
        if times > 1 and len(spelled) > 1:
            return None
        digits += spelled * times
        at += used
    return digits


def _number(words: Sequence[str], at: int, loosely: bool) -> tuple[str, int] | None:
    """The digits that begin at a place, and how many words they take: "forty eight" is 48."""
    word = words[at]
    if word.isdigit():
        return word, 1
    if word in TENS:
        after = UNITS_SAID.get(words[at + 1], 0) if at + 1 < len(words) else 0
        return (str(TENS[word] + after), 2) if 1 <= after <= 9 else (str(TENS[word]), 1)
    value = UNITS_SAID.get(word, _ALSO.get(word))
    if value == 10 and not loosely:
        return None  # by itself, ten is a number for pain
    if value is None and loosely:
        value = _HEARD_AS.get(word)
    return None if value is None else (str(value), 1)
