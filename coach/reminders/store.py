"""Reminders in the journal's database: who wants one, which were given, and what was answered.

What is due is worked out when it is due, from what is known then. A reminder is given after it was claimed:
of two processes only one can claim a day, and a day that is claimed is never claimed again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coach.clock import Clock
from coach.journal import Journal, kept_table, one_name
from coach.reminders.day import free_day
from coach.reminders.schedule import DAYS, Reminder, moment, upcoming
from coach.zone import zone_of

LATE = timedelta(hours=2)
"""A reminder that is later than this is left out, in silence."""
LOST = timedelta(minutes=10)
"""After this time a reminder that was claimed, but not brought, is taken to be lost with its process."""
OPEN_FOR = timedelta(hours=12)
"""How long after a reminder its answer is understood as one."""

State = Literal["claimed", "sent", "unreached", "told"]
_reminders = kept_table(
    "reminders",
    sa.Column("person", sa.String(200), primary_key=True),
    sa.Column("time", sa.String(5)),
    sa.Column("days", sa.JSON, nullable=False),
    sa.Column("once_day", sa.String(10)),
    sa.Column("once_time", sa.String(5)),
    sa.Column("place", sa.String(40)),
    sa.Column("since", sa.Float, nullable=False),
)
_given = kept_table(
    "reminded",
    sa.Column("person", sa.String(200), primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("nth", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("answer", sa.String(20)),
    sa.Column("again", sa.Float),
)


@dataclass(frozen=True)
class Due:
    """A reminder whose moment has come: the `nth` of the person's day, 0 for the day's own."""

    person: str
    day: date
    nth: int
    at: datetime
    to: str | None


@dataclass(frozen=True)
class Given:
    """A reminder that was given, or tried; `again` is when the person asked to hear it once more."""

    day: date
    nth: int
    at: datetime
    state: str
    answer: str | None
    again: datetime | None


class Reminders:
    """The reminders of everybody.

    Every method raises JournalError if the database cannot be used.
    """

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal, self._clock = journal, clock

    # -- what is wanted -----------------------------------------------------------------------------------

    def of(self, person: str) -> Reminder | None:
        """What the person wants; None for nothing."""
        return next(iter(self._read(one_name(person))), None)

    def keep(
        self,
        person: str,
        time: str | None,
        days: Iterable[str],
        to: str | None = None,
        once: tuple[date, str] | None = None,
    ) -> Reminder:
        """Remind the person like this from now on, in place of what was wanted before."""
        chosen = [day for day in DAYS if day in set(days)] if time else []
        values = {
            "time": time if chosen else None,
            "days": chosen,
            "once_day": once[0].isoformat() if once else None,
            "once_time": once[1] if once else None,
            "place": to,
            "since": self._clock.now().timestamp(),
        }
        with self._journal.writing(_reminders, _given) as connection:
            name = one_name(person)
            known = connection.execute(
                _reminders.update().where(_reminders.c.person == name).values(**values)
            )
            if not known.rowcount:
                connection.execute(_reminders.insert().values(person=name, **values))
        kept = self.of(person)
        assert kept is not None
        return kept

    def cancel(self, person: str) -> bool:
        """Remind the person no more, not of what was put off either; False if there was nothing to cancel."""
        name = one_name(person)
        with self._journal.writing(_reminders, _given) as connection:
            gone = connection.execute(_reminders.delete().where(_reminders.c.person == name)).rowcount
            connection.execute(_given.update().where(_given.c.person == name).values(again=None))
        return bool(gone)

    def next(self, person: str) -> datetime | None:
        """When the person is reminded next, by their own clock; None if never."""
        reminder, zone, now = self.of(person), self.zone(person), self._clock.now()
        if reminder is None:
            return None
        coming = upcoming(reminder, now, zone)
        while coming is not None and self._on(person, coming.astimezone(zone).date()):
            coming = upcoming(reminder, coming, zone)  # that day's was given, or is left out
        again = self._again(person, zone, now)
        return min((at for at in (coming, again) if at is not None), default=None)

    def zone(self, person: str) -> tzinfo:
        """Whose clock counts."""
        return zone_of(self._journal.profile(person))

    # -- what is due --------------------------------------------------------------------------------------

    def due(self) -> list[Due]:
        """Whom to remind now. Who has exercised today, is away, or was reminded already is not among them."""
        return [due for reminder in self._read() if (due := self._due(reminder, LATE)) is not None]

    def owed(self, person: str) -> Due | None:
        """What the person should have been told today and was not: to be said when they come by.

        It may have been brought in vain, or have been due at any time since midnight.
        """
        reminder = self.of(person)
        if reminder is None:
            return None
        due = self._due(reminder, timedelta(days=1))
        if due is not None:
            return due
        last, zone, now = self.last(person), self.zone(person), self._clock.now()
        today = now.astimezone(zone).date()
        if last is None or last.day != today or last.answer is not None:
            return None
        lost = last.state == "claimed" and abs(now - last.at) > LOST
        if not (last.state == "unreached" or lost) or self._free(person, today):
            return None
        return Due(one_name(person), today, last.nth, last.at, reminder.to)

    def wait(self) -> float:
        """Seconds until the next reminder of anybody; infinite if there is none."""
        now = self._clock.now()
        moments = [at for reminder in self._read() if (at := self.next(reminder.person)) is not None]
        return min(((at - now).total_seconds() for at in moments), default=float("inf"))

    # -- what becomes of it -------------------------------------------------------------------------------

    def claim(self, due: Due) -> bool:
        """Take the reminder on: True for one of all who ask, and never again for the same."""
        values = {"person": due.person, "day": due.day.isoformat(), "nth": due.nth, "state": "claimed"}
        try:
            with self._journal.writing(_reminders, _given) as connection:
                connection.execute(_given.insert().values(at=self._clock.now().timestamp(), **values))
        except IntegrityError:
            return False
        return True

    def settle(self, due: Due, state: State) -> bool:
        """Note what became of a reminder that was claimed; False if somebody else has told it by now."""
        mine = (
            (_given.c.person == due.person)
            & (_given.c.day == due.day.isoformat())
            & (_given.c.nth == due.nth)
        )
        with self._journal.writing(_reminders, _given) as connection:
            changed = connection.execute(
                _given.update().where(mine & (_given.c.state != "told")).values(state=state)
            )
        return bool(changed.rowcount)

    def last(self, person: str) -> Given | None:
        """The last reminder that was given to the person up to today, or tried."""
        today = self._clock.now().astimezone(self.zone(person)).date().isoformat()
        query = (
            sa.select(_given)
            .where((_given.c.person == one_name(person)) & (_given.c.day <= today))
            .order_by(_given.c.day.desc(), _given.c.nth.desc())
        )
        with self._journal.writing(_reminders, _given) as connection:
            row = connection.execute(query).first()
        return _given_of(row) if row is not None else None

    def open(self, person: str) -> Given | None:
        """The reminder to which the person's next words may be the answer."""
        last = self.last(person)
        if last is None or last.answer is not None or last.state not in ("sent", "told"):
            return None
        return last if abs(self._clock.now() - last.at) <= OPEN_FOR else None

    def answered(self, person: str, answer: str, again: datetime | None = None) -> None:
        """Keep the answer to the last reminder; `again` is when to say it once more, today."""
        last = self.last(person)
        if last is None:
            return
        mine = (
            (_given.c.person == one_name(person))
            & (_given.c.day == last.day.isoformat())
            & (_given.c.nth == last.nth)
        )
        with self._journal.writing(_reminders, _given) as connection:
            connection.execute(
                _given.update().where(mine).values(answer=answer, again=again.timestamp() if again else None)
            )

    def skip(self, person: str, day: date) -> None:
        """Leave one day out."""
        due = Due(one_name(person), day, 0, self._clock.now(), None)
        self.claim(due)
        self.settle(due, "told")

    # -- inside -------------------------------------------------------------------------------------------

    def _due(self, reminder: Reminder, late: timedelta) -> Due | None:
        now, zone = self._clock.now(), self.zone(reminder.person)
        today = now.astimezone(zone).date()
        given = self._on(reminder.person, today)
        if given:
            at = given[-1].again
        else:
            at = moment(reminder, today, zone)
            # a reminder that was asked for "later" than now comes from a clock that was put back since
            asked = at is not None and (at > reminder.since or reminder.since > now)
            at = at if asked else None
        if at is None or not timedelta(0) <= now - at < late or at.astimezone(zone).date() != today:
            return None
        if self._free(reminder.person, today):
            return None
        return Due(reminder.person, today, len(given), at, reminder.to)

    def _free(self, person: str, day: date) -> bool:
        return free_day(self._journal, person, self._journal.profile(person), self._clock.now(), day)

    def _again(self, person: str, zone: tzinfo, now: datetime) -> datetime | None:
        given = self._on(person, now.astimezone(zone).date())
        again = given[-1].again if given else None
        return again if again is not None and again > now else None

    def _on(self, person: str, day: date) -> list[Given]:
        """What was given on a day, in order."""
        query = (
            sa.select(_given)
            .where((_given.c.person == one_name(person)) & (_given.c.day == day.isoformat()))
            .order_by(_given.c.nth)
        )
        with self._journal.writing(_reminders, _given) as connection:
            return [_given_of(row) for row in connection.execute(query)]

    def _read(self, person: str | None = None) -> list[Reminder]:
        query = sa.select(_reminders).order_by(_reminders.c.person)
        if person is not None:
            query = query.where(_reminders.c.person == person)
        with self._journal.writing(_reminders, _given) as connection:
            return [_reminder_of(row) for row in connection.execute(query)]


def _reminder_of(row: Any) -> Reminder:
    once = (date.fromisoformat(row.once_day), str(row.once_time)) if row.once_day else None
    return Reminder(row.person, row.time, tuple(row.days), once, row.place, _moment(row.since))


def _given_of(row: Any) -> Given:
    again = _moment(row.again) if row.again is not None else None
    return Given(date.fromisoformat(row.day), row.nth, _moment(row.at), row.state, row.answer, again)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)
