"""For how long what a person did and said is kept: as they wish, within what their safety needs.

A safety lock, and what is known of the person now, is never dropped by age.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from coach.journal import Journal

OWN_WORDS = "words"
"""Under this name an event has what the person said in their own words."""
What = Literal["words", "records"]
FLOORS: dict[What, int] = {"words": 1, "records": 90}
"""Days for which it is kept at least: three months of records make the doctor's note and the next step."""
USUAL: dict[What, int | None] = {"words": 365, "records": None}
"""Days for which it is kept where the person has no wish; None is for as long as the person likes."""
GOALS = ("goal",)
"""Events whose words are a wish that stands: they stay until it is dropped."""


@dataclass(frozen=True)
class Retention:
    """Days for which own words, and records at all, are kept; None is until they are deleted."""

    words: int | None
    records: int | None


def retention_of(profile: Mapping[str, Any]) -> Retention:
    """What holds for a person; a wish that makes no sense counts as none."""
    told = profile.get("retention")
    wish = told if isinstance(told, dict) else {}
    return Retention(*(_days(wish, what) for what in ("words", "records")))


def _days(wish: dict[str, Any], what: What) -> int | None:
    if what not in wish:
        return USUAL[what]
    days = wish[what]
    if days is None:
        return None
    return max(FLOORS[what], days) if isinstance(days, int) and not isinstance(days, bool) else USUAL[what]


def keep_for(journal: Journal, person: str, what: What, days: int | None) -> tuple[Retention, bool]:
    """Keep it for so many days (None: until deleted); True if it was too few, so that the floor holds."""
    profile = journal.profile(person)
    wish = {**(profile.get("retention") or {}), what: None if days is None else max(FLOORS[what], days)}
    journal.remember(person, retention=wish)
    return retention_of({"retention": wish}), days is not None and days < FLOORS[what]


def apply(journal: Journal, person: str, now: datetime) -> int:
    """Drop what is older than it is to be kept; how many events lost something."""
    kept = retention_of(journal.profile(person))
    gone = 0
    if kept.records is not None:
        gone += journal.drop(person, now - timedelta(days=kept.records))
    if kept.words is not None:
        gone += journal.drop_field(person, OWN_WORDS, now - timedelta(days=kept.words), GOALS)
    if gone:
        journal.sweep()
    return gone
