"""Which days need no reminder: the exercises are done, the person is away, or a doctor must look first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from coach.journal import Journal
from coach.records.data import order

DECIDES = ("exercise_done", "away", "taken_back")


def free_day(journal: Journal, person: str, profile: dict[str, Any], now: datetime, day: date) -> bool:
    """Whether nobody needs to remind the person on this day, by what is known now."""
    if profile.get("lock"):
        return True
    records = order(person, journal.events(person, *DECIDES), profile, now)
    return day in records.days or records.excused(day) is not None
