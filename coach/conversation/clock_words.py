"""Times and days as they are said: "9 in the morning", "Monday to Friday", "tomorrow"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from coach.conversation.telling import listed
from coach.records.periods import short
from coach.reminders import DAYS
from coach.words import words

WEEK = 7
NAMES = dict(
    zip(
        DAYS,
        (
            "weekday_mon",
            "weekday_tue",
            "weekday_wed",
            "weekday_thu",
            "weekday_fri",
            "weekday_sat",
            "weekday_sun",
        ),
        strict=True,
    )
)
PARTS = {4: "time_morning", 12: "time_afternoon", 18: "time_evening", 22: "time_night"}
"""From which hour on a time is said to be of that part of the day."""


def time_words(at: datetime | str) -> str:
    """A time of day, from a moment in the person's zone or from HH:MM."""
    told = at if isinstance(at, str) else at.strftime("%H:%M")
    hour, minute = map(int, told.split(":"))
    if minute == 0 and hour in (0, 12):
        return words("time_noon" if hour else "time_midnight")
    shown = f"{(hour - 1) % 12 + 1}" + (f":{minute:02}" if minute else "")
    part = next((name for first, name in reversed(PARTS.items()) if hour >= first), "time_night")
    return words(part, time=shown)


def days_words(days: Sequence[str]) -> str:
    """The days of the week on which something is, with their names."""
    chosen = [day for day in DAYS if day in days]
    if len(chosen) == WEEK:
        return words("days_all")
    if len(chosen) == WEEK - 1:
        [missing] = set(DAYS) - set(chosen)
        return words("days_but", day=_name(missing))
    first, last = DAYS.index(chosen[0]), DAYS.index(chosen[-1])
    if len(chosen) > 2 and last - first == len(chosen) - 1:
        return words("days_range", first=_name(chosen[0]), last=_name(chosen[-1]))
    return words("days_on", days=listed([_name(day) for day in chosen]))


def day_words(day: date, today: date) -> str:
    """A day, seen from today: "today", "tomorrow", "on Friday", "on 3 May"."""
    if day == today:
        return words("day_today")
    if day == today + timedelta(days=1):
        return words("day_tomorrow")
    if today < day < today + timedelta(days=WEEK):
        return words("days_on", days=_name(DAYS[day.weekday()]))
    return words("days_on", days=short(day))


def _name(day: str) -> str:
    return words(NAMES[day])
