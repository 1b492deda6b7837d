"""Which days need no reminder: the exercises are done, the person is away, or a doctor must look first."""

from __future__ import annotations

from datetime import date, datetime, time, timezone, tzinfo
from typing import Any

from coach.journal import Journal

DONE = "exercise_done"
AWAY = "away"


def free_day(journal: Journal, person: str, profile: dict[str, Any], day: date, zone: tzinfo) -> bool:
    """Whether nobody needs to remind the person on this day, by what is known now."""
    return bool(profile.get("lock")) or _away(journal, person, day) or _done(journal, person, day, zone)


def _done(journal: Journal, person: str, day: date, zone: tzinfo) -> bool:
    since = datetime.combine(day, time(), zone).astimezone(timezone.utc)
    events = journal.events(person, DONE, since=since)
    return any(event.at.astimezone(zone).date() == day for event in events)


def _away(journal: Journal, person: str, day: date) -> bool:
    """Whether the person is ill or on holiday on that day; of what was told, the last on the day counts."""
    return any(covers(event.data, day) for event in journal.events(person, AWAY))


def covers(away: dict[str, Any], day: date) -> bool:
    """Whether a time away, with its first and last day, has this day in it."""
    try:
        first, last = date.fromisoformat(str(away["from"])), date.fromisoformat(str(away["to"]))
    except (KeyError, ValueError):
        return False
    return first <= day <= last
