"""For how long somebody wants what they told to be kept: "forget my words after a month"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ruamel.yaml import YAML

from coach.understand.entities import extract
from coach.understand.lexicon import DATA
from coach.understand.numbers import numbers
from coach.understand.text import tokens

UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
_OF_THE_BODY = ("symptom", "body_part")
LONGEST = 30
"""Words; what is longer is a story."""


@dataclass(frozen=True)
class Keep:
    """What is to be kept for how many days; None is until it is deleted."""

    what: Literal["words", "records"]
    days: int | None


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    data = YAML(typ="safe").load((DATA / "keeping.yml").read_text("utf-8"))
    return {name: [re.compile(pattern) for pattern in patterns] for name, patterns in data.items()}


def _is(name: str, said: str) -> bool:
    return any(pattern.search(said) for pattern in _patterns()[name])


def keeping_wish(text: str) -> Keep | None:
    """For how long a text wants things to be kept; None if it wants nothing of the kind."""
    said = " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("\u2019", "'")))
    if len(said.split()) > LONGEST or not _is("keep", said):
        return None
    what: Literal["words", "records"] = "words" if _is("words", said) else "records"
    if what == "records" and any(one.entity in _OF_THE_BODY for one in extract(said)):
        return None  # "forget the pain after a day", "keep your knees bent for a week"
    if _is("for_good", said):
        return Keep(what, None)
    days = _days(said)
    return Keep(what, days) if days is not None else None


def _days(said: str) -> int | None:
    found = re.search(r"\b((?:\w+ )?\w+) (day|week|fortnight|month|year)s?\b", said)
    if found is None:
        return None
    before = found.group(1).split()
    unit = UNITS[found.group(2)]
    if before[0] == "half":
        return unit // 2
    if before[-1] in ("a", "one", "the", "last", "each", "every"):
        return unit
    counted = numbers(tokens(found.group(1)))
    return int(counted[-1].value) * unit if counted and 1 <= counted[-1].value <= 1000 else None
