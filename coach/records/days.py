"""Days done: how many, how many in a row, and which do not count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from coach.records.data import Records
from coach.records.periods import Period


@dataclass(frozen=True)
class DaysDone:
    """Days with exercise in a period, the days that count in it, the days that do not, and the streak."""

    done: int
    counting: int
    excused: int
    streak: int


def days_done(records: Records, stretch: Period) -> DaysDone:
    """How the days of a period went.

    A day of illness or holiday counts only if exercises were done on it, and a day still to come, or before
    the first note, never counts.
    """
    days = records.days
    begun = records.begun or records.today
    first, last = max(stretch.first, begun), min(stretch.last, records.today)
    done = counting = excused = 0
    day = first
    while day <= last:
        if day in days:
            done += 1
            counting += 1
        elif records.excused(day):
            excused += 1
        elif day != records.today:
            counting += 1
        day += timedelta(days=1)
    return DaysDone(done, counting, excused, streak(records))


def streak(records: Records) -> int:
    """Days in a row with exercise up to today. Illness and holidays do not break it, nor does today."""
    days = records.days
    day, row = records.today, 0
    earliest = min(days, default=records.today)
    while day >= earliest:
        if day in days:
            row += 1
        elif not records.excused(day) and day != records.today:
            break
        day -= timedelta(days=1)
    return row


def weeks(first: date, last: date) -> list[list[date]]:
    """The weeks that hold these days, each from Monday to Sunday."""
    monday = first - timedelta(days=first.weekday())
    rows = []
    while monday <= last:
        rows.append([monday + timedelta(days=n) for n in range(7)])
        monday += timedelta(days=7)
    return rows
