"""A weekly note to somebody who cares for a person: only with consent, which ends when the person likes.

Whether it may be sent is looked up when it is sent, in the same step in which the week is claimed: after the
consent was taken back nothing goes out, and a week goes out once.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coach.clock import Clock
from coach.journal import Journal, kept_table, one_name
from coach.numbers import count
from coach.records.data import Records, read
from coach.records.periods import short
from coach.words import words
from coach.zone import zone_of

DIGITS = 8
"""More than a pairing code has: the two cannot be taken for one another."""
HOLDS = 600.0
"""Seconds for which a code opens."""
GUESSES_HERE, GUESSES_IN_ALL = 5, 30
"""Wrong codes in that time, from one place and from all."""
HOUR = 10
"""The hour of Monday, by the person's clock, from which on the note of the week before is made."""
LATE = timedelta(days=2)
"""A note that is later than this is left out."""
CLEARLY = 1.0
"""Points of pain on average that make a week better or worse than the one before."""

_carers = kept_table(
    "carers",
    sa.Column("person", sa.String(200), primary_key=True),
    sa.Column("who", sa.String(40), nullable=False),
    sa.Column("place", sa.String(200)),
    sa.Column("advice", sa.Boolean, nullable=False),
    sa.Column("since", sa.Float, nullable=False),
)
_codes = kept_table(
    "note_codes",
    sa.Column("person", sa.String(200), primary_key=True),
    sa.Column("code", sa.String(DIGITS), nullable=False, unique=True),
    sa.Column("at", sa.Float, nullable=False),
)
_guesses = kept_table(
    "note_guesses",
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("person", sa.String(200), nullable=False),  # the place, as a person of its own
    sa.Column("at", sa.Float, nullable=False),
)
_notes = kept_table(
    "notes",
    sa.Column("person", sa.String(200), primary_key=True),
    sa.Column("week", sa.String(10), primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("place", sa.String(200)),
    sa.Column("sent", sa.Boolean, nullable=False),
    sa.Column("shown", sa.Boolean, nullable=False),
)
_ALL = (_carers, _codes, _guesses, _notes)


@dataclass(frozen=True)
class Carer:
    """Who gets a note of the person: what they are called ("daughter"), and where, if not by the person.

    `advice` says that the person wants it told when a doctor must be seen.
    """

    person: str
    who: str
    place: str | None
    advice: bool
    since: datetime


@dataclass(frozen=True)
class Note:
    """The note of a week that begins on a Monday."""

    person: str
    week: date
    text: str
    place: str | None
    sent: bool = False
    shown: bool = False


class Caring:
    """Consents and notes, in the journal's database. Every method raises JournalError if that is broken."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal, self._clock = journal, clock

    # -- consent ------------------------------------------------------------------------------------------

    def allow(self, person: str, who: str) -> None:
        """The person has said yes to a weekly note for somebody; an earlier yes ends."""
        self.revoke(person)
        self._insert(_carers, person=one_name(person), who=who, place=None, advice=False, since=self._now())

    def with_advice(self, person: str) -> bool:
        """The note may tell when a doctor must be seen; False if there is no note."""
        with self._journal.writing(*_ALL) as connection:
            mine = _carers.update().where(_carers.c.person == one_name(person))
            return bool(connection.execute(mine.values(advice=True)).rowcount)

    def revoke(self, person: str) -> bool:
        """No note from now on; False if there was none to end."""
        with self._journal.writing(*_ALL) as connection:
            connection.execute(_codes.delete().where(_codes.c.person == one_name(person)))
            return bool(
                connection.execute(_carers.delete().where(_carers.c.person == one_name(person))).rowcount
            )

    def carer(self, person: str) -> Carer | None:
        """Who may have a note of the person; None for nobody."""
        with self._journal.writing(*_ALL) as connection:
            row = connection.execute(sa.select(_carers).where(_carers.c.person == one_name(person))).first()
        return _carer_of(row) if row is not None else None

    # -- the carer's own place ----------------------------------------------------------------------------

    def code_for(self, person: str) -> str | None:
        """A code with which the carer's own chat gets the notes; None without consent."""
        if self.carer(person) is None:
            return None
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        with self._journal.writing(*_ALL) as connection:
            connection.execute(_codes.delete().where(_codes.c.person == one_name(person)))
        self._insert(_codes, person=one_name(person), code=code, at=self._now())
        return code

    def join(self, place: str, code: str) -> str | None:
        """Have the notes go to a place; what the carer is called there, or None if the code does not open."""
        now, key = self._now(), one_name(place)
        self._insert(_guesses, person=key, at=now)
        with self._journal.writing(*_ALL) as connection:
            connection.execute(_guesses.delete().where(sa.func.abs(_guesses.c.at - now) > HOLDS))
            tries = sa.select(sa.func.count()).select_from(_guesses)
            here = connection.execute(tries.where(_guesses.c.person == key)).scalar() or 0
            if here > GUESSES_HERE or (connection.execute(tries).scalar() or 0) > GUESSES_IN_ALL:
                return None
            mine = (_codes.c.code == re.sub(r"\D", "", code)) & (sa.func.abs(_codes.c.at - now) <= HOLDS)
            row = connection.execute(sa.select(_codes.c.person).where(mine)).first()
            if row is None or not connection.execute(_codes.delete().where(mine)).rowcount:
                return None
            of = _carers.c.person == row.person
            connection.execute(_carers.update().where(of).values(place=key))
            who = connection.execute(sa.select(_carers.c.who).where(of)).scalar()
            connection.execute(_guesses.delete().where(_guesses.c.person == key))
        return str(who) if who is not None else None

    def leave(self, place: str) -> bool:
        """A place wants no more notes; False if it got none."""
        with self._journal.writing(*_ALL) as connection:
            mine = _carers.update().where(_carers.c.place == one_name(place))
            connection.execute(_notes.update().where(_notes.c.place == one_name(place)).values(place=None))
            return bool(connection.execute(mine.values(place=None)).rowcount)

    # -- notes --------------------------------------------------------------------------------------------

    def due(self) -> list[Note]:
        """The notes that are to be made now, of the week before."""
        with self._journal.writing(*_ALL) as connection:
            carers = [_carer_of(row) for row in connection.execute(sa.select(_carers))]
        return [note for carer in carers if (note := self._due(carer)) is not None]

    def claim(self, note: Note) -> bool:
        """Take the note on, if consent still stands: True for one of all who ask, once a week."""
        values = {"week": note.week.isoformat(), "text": note.text, "place": note.place, "sent": False}
        try:
            with self._journal.writing(*_ALL) as connection:
                mine = sa.select(_carers.c.place).where(_carers.c.person == note.person)
                row = connection.execute(mine).first()
                if row is None or row.place != note.place:
                    return False
                made = _notes.insert().values(person=note.person, at=self._now(), shown=False, **values)
                connection.execute(made)
        except IntegrityError:
            return False
        return True

    def allowed(self, note: Note) -> bool:
        """Whether the note may still go to its place: asked at the last moment."""
        carer = self.carer(note.person)
        return carer is not None and carer.place is not None and carer.place == note.place

    def settle(self, note: Note, *, sent: bool | None = None, shown: bool | None = None) -> None:
        """Note that it was sent, or that the person was shown it."""
        changed = {name: value for name, value in (("sent", sent), ("shown", shown)) if value is not None}
        with self._journal.writing(*_ALL) as connection:
            mine = (_notes.c.person == note.person) & (_notes.c.week == note.week.isoformat())
            connection.execute(_notes.update().where(mine).values(**changed))

    def last(self, person: str) -> Note | None:
        """The last note that was made of the person."""
        query = sa.select(_notes).where(_notes.c.person == one_name(person)).order_by(_notes.c.week.desc())
        with self._journal.writing(*_ALL) as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        return Note(row.person, date.fromisoformat(row.week), row.text, row.place, row.sent, row.shown)

    def _due(self, carer: Carer) -> Note | None:
        here = self._clock.now().astimezone(zone_of(self._journal.profile(carer.person)))
        monday = here.date() - timedelta(days=here.weekday())
        passed = here.replace(tzinfo=None) - datetime(monday.year, monday.month, monday.day, HOUR)
        week = monday - timedelta(days=7)
        begun = carer.since.astimezone(here.tzinfo).date()
        if not timedelta(0) <= passed < LATE or begun >= monday:
            return None  # of the time before the consent nothing is told
        last = self.last(carer.person)
        if last is not None and last.week >= week:
            return None
        return Note(carer.person, week, note_text(self._journal, carer, week, here), carer.place)

    def _insert(self, table: sa.Table, **values: Any) -> None:
        with self._journal.writing(*_ALL) as connection:
            connection.execute(table.insert().values(**values))

    def _now(self) -> float:
        return self._clock.now().timestamp()


def note_text(journal: Journal, carer: Carer, week: date, now: datetime) -> str:
    """The note: days with exercise, and whether the pain before exercise went up or down. Nothing else."""
    sunday = week + timedelta(days=6)
    records = read(journal, carer.person, now, week, sunday)
    before = read(journal, carer.person, now, week - timedelta(days=7), week - timedelta(days=1))
    lines = [words("note_week", first=short(week), last=short(sunday)), _days_done(records)]
    lines.append(_pain(_average(records), _average(before)))
    if carer.advice and any(event.kind == "locked" for event in records.events):
        lines.append(words("note_doctor"))
    lines.append(words("note_end"))
    return " ".join(lines)


def _days_done(records: Records) -> str:
    days = len({day for day in records.days if records.first <= day <= records.last})
    return words("note_days", days=count(days, "day")) if days else words("note_no_days")


def _average(records: Records) -> float | None:
    scores = [one.score for one in records.pains if one.moment == "before"]
    return sum(scores) / len(scores) if scores else None


def _pain(now: float | None, before: float | None) -> str:
    if now is None or before is None:
        return words("note_pain_unknown")
    if now - before <= -CLEARLY:
        return words("note_pain_less")
    return words("note_pain_more" if now - before >= CLEARLY else "note_pain_same")


def _carer_of(row: Any) -> Carer:
    since = datetime.fromtimestamp(row.since).astimezone()
    return Carer(row.person, row.who, row.place, bool(row.advice), since)
