"""The moments of a reminder by the person's own clock, through summer time and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from apscheduler.triggers.cron import CronTrigger

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AHEAD = 8
"""Days that are looked through for the next moment: a week, and today's day of the week once more."""


@dataclass(frozen=True)
class Reminder:
    """What a person wants to be reminded of, and when.

    Args:
        time: on `days`, as HH:MM by the person's clock; None with no days.
        days: of `DAYS`; none if it is for one day only.
        once: a single day on which another time holds: the day and HH:MM.
        to: the kind of place it comes to, such as "telegram"; None for wherever the person is.
        since: when it was asked for; nothing before that is due.
    """

    person: str
    time: str | None
    days: tuple[str, ...]
    once: tuple[date, str] | None
    to: str | None
    since: datetime


def moment(reminder: Reminder, day: date, zone: tzinfo) -> datetime | None:
    """When the reminder is due on a day; None if it is not.

    A time that the clocks leave out comes later by as much as they leave out. Of one that they bring twice it
    is the first.
    """
    at = reminder.time if DAYS[day.weekday()] in reminder.days else None
    if reminder.once is not None and reminder.once[0] == day:
        at = reminder.once[1]
    if at is None:
        return None
    hour, minute = map(int, at.split(":"))
    trigger = CronTrigger(
        year=day.year, month=day.month, day=day.day, hour=hour, minute=minute, timezone=zone
    )
    fires: datetime | None = trigger.get_next_fire_time(None, datetime.combine(day, time(), zone))
    return fires


def upcoming(reminder: Reminder, now: datetime, zone: tzinfo) -> datetime | None:
    """The next moment after now; None if there is none."""
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD)]
    if reminder.once is not None:
        days.append(reminder.once[0])
    moments = (moment(reminder, day, zone) for day in days)
    return min((at for at in moments if at is not None and at > now), default=None)
