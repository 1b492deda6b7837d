"""Which places belong to whom: a place is joined to a person by a short code said or typed there.

A code has six digits, holds for ten minutes and opens once. Guessing is limited for each place and for all
together, so that nobody comes in by trying. A place that is joined to nobody is a person of its own.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from coach.clock import Clock
from coach.journal import Journal, kept_table, one_name

DIGITS = 6
HOLDS = 600.0
"""Seconds for which a code opens."""
KEPT_BACK = 120.0
"""A code with less time left than this is not handed out again: it would run out in the typing."""
GUESSES_HERE = 5
"""Wrong codes that a place may try within the time for which a code holds."""
GUESSES_IN_ALL = 30
"""Wrong codes that all places together may try in that time: 30 of a million."""
LONGEST = 200
"""Characters of the name of a place."""
ASK_OFTEN = 20
"""How often a free code is looked for; there are a million, and few are out at a time."""

_paired = kept_table(
    "paired",
    sa.Column("place", sa.String(LONGEST), primary_key=True),
    sa.Column("person", sa.String(LONGEST), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("by_code", sa.Boolean, nullable=False, default=True),
)
_codes = kept_table(
    "codes",
    sa.Column("code", sa.String(DIGITS), primary_key=True),
    sa.Column("person", sa.String(LONGEST), nullable=False, unique=True),
    sa.Column("at", sa.Float, nullable=False),
)
_guesses = kept_table(
    "guesses",
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("person", sa.String(LONGEST), nullable=False, index=True),  # the place, as a person of its own
    sa.Column("at", sa.Float, nullable=False),
)


class Pairing:
    """The places of people, in the journal's database: kept over a restart, and deleted with the person."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal, self._clock = journal, clock

    def person_of(self, place: str) -> str:
        """Whose place it is; a place that is joined to nobody is a person named as the place is."""
        with self._journal.writing(_paired, _codes, _guesses) as connection:
            return _joined(connection, place) or one_name(place)

    def joined(self, place: str) -> bool:
        """Whether the place is joined to a person."""
        with self._journal.writing(_paired, _codes, _guesses) as connection:
            return _joined(connection, place) is not None

    def joined_by_code(self, place: str) -> bool:
        """Whether the place was joined to a person by a code, and is theirs alone."""
        mine = sa.and_(_paired.c.place == place.strip(), _paired.c.by_code)
        with self._journal.writing(_paired, _codes, _guesses) as connection:
            return connection.execute(sa.select(_paired.c.place).where(mine)).first() is not None

    def places_of(self, person: str) -> list[str]:
        """The places that are joined to a person, the first joined first."""
        query = sa.select(_paired.c.place).where(_paired.c.person == one_name(person))
        with self._journal.writing(_paired, _codes, _guesses) as connection:
            return list(connection.execute(query.order_by(_paired.c.at, _paired.c.place)).scalars())

    def code_for(self, person: str) -> str:
        """A code for the person to say or type at a new place; the same one while it holds long enough.

        Raises:
            JournalError: if it cannot be kept.
        """
        name, now = one_name(person), self._now()
        with self._journal.writing(_paired, _codes, _guesses) as connection:
            connection.execute(_codes.delete().where(sa.not_(_fresh(now))))
            row = connection.execute(sa.select(_codes).where(_codes.c.person == name)).first()
            if row is not None and now - row.at <= HOLDS - KEPT_BACK:
                return str(row.code)
            connection.execute(_codes.delete().where(_codes.c.person == name))
            code = _free(connection)
            connection.execute(_codes.insert().values(code=code, person=name, at=now))
        return code

    def minutes_left(self, code: str) -> int:
        """For about how many minutes a code still opens; 0 if it does not."""
        with self._journal.writing(_paired, _codes, _guesses) as connection:
            made = connection.execute(sa.select(_codes.c.at).where(_codes.c.code == digits(code))).scalar()
        left = 0.0 if made is None else made + HOLDS - self._now()
        return max(0, round(left / 60))

    def join(self, place: str, code: str) -> str | None:
        """Join a place to whose code it is; returns the person, or None if the code does not open.

        Too many wrong codes, here or in all, and none opens for some minutes.

        Raises:
            ValueError: if there can be no such place.
            JournalError: if it cannot be kept.
        """
        key, now = _key(place), self._now()
        tried = self._try(key, now)
        if tried is None:
            return None
        with self._journal.writing(_paired, _codes, _guesses) as connection:
            # whoever deletes the code has it: of two at once only one does
            mine = sa.and_(_codes.c.code == digits(code), _fresh(now))
            person = connection.execute(sa.select(_codes.c.person).where(mine)).scalar()
            if person is None or not connection.execute(_codes.delete().where(mine)).rowcount:
                return None
            _settle(connection, key, str(person), now, by_code=True)
            # only this try was no wrong one: a code of one's own does not wipe out the others
            connection.execute(_guesses.delete().where(_guesses.c.id == tried))
        return str(person)

    def settle(self, place: str, person: str) -> None:
        """Give a place to a person without a code: for who may use a place that is joined already."""
        with self._journal.writing(_paired, _codes, _guesses) as connection:
            _settle(connection, _key(place), one_name(person), self._now(), by_code=False)

    def leave(self, place: str) -> None:
        """The place is joined to nobody any more."""
        with self._journal.writing(_paired, _codes, _guesses) as connection:
            connection.execute(_paired.delete().where(_paired.c.place == place.strip()))

    def may_try(self, place: str) -> bool:
        """Whether a code that is tried at the place now is looked at at all."""
        with self._journal.writing(_paired, _codes, _guesses) as connection:
            here, all_in_all = _tried(connection, place.strip(), self._now())
        return here < GUESSES_HERE and all_in_all < GUESSES_IN_ALL

    def wrong(self, door: str) -> bool:
        """Note that a wrong word was tried at a door that is guarded as places are; False if too many."""
        return self._try(_key(door), self._now()) is not None

    def _try(self, key: str, now: float) -> int | None:
        """Write a try down before it is looked at; None if there were too many.

        Written first and counted after: of tries at the same moment, each sees those before it.
        """
        with self._journal.writing(_paired, _codes, _guesses) as connection:
            connection.execute(_guesses.delete().where(sa.func.abs(_guesses.c.at - now) > HOLDS))
            written = connection.execute(_guesses.insert().values(person=one_name(key), at=now))
            number = int(written.inserted_primary_key[0])
        with self._journal.writing(_paired, _codes, _guesses) as connection:
            here, all_in_all = _tried(connection, key, now, number)
            if here <= GUESSES_HERE and all_in_all <= GUESSES_IN_ALL:
                return number
            # a try that is not looked at counts for nothing, so that waiting ends
            connection.execute(_guesses.delete().where(_guesses.c.id == number))
        return None

    def _now(self) -> float:
        now: datetime = self._clock.now()
        return now.timestamp()


def digits(code: str) -> str:
    """The digits of a code, however it is written."""
    return re.sub(r"[^0-9]", "", code)


def _key(place: str) -> str:
    key = place.strip()
    if not key or len(key) > LONGEST:
        raise ValueError(f"a place has a name of 1 to {LONGEST} characters")
    return key


def _joined(connection: Connection, place: str) -> str | None:
    row = connection.execute(sa.select(_paired.c.person).where(_paired.c.place == place.strip())).first()
    return str(row[0]) if row else None


def _settle(connection: Connection, key: str, person: str, now: float, by_code: bool) -> None:
    connection.execute(_paired.delete().where(_paired.c.place == key))
    if person != one_name(key):
        connection.execute(_paired.insert().values(place=key, person=person, at=now, by_code=by_code))


def _free(connection: Connection) -> str:
    for _ in range(ASK_OFTEN):
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        if connection.execute(sa.select(_codes.c.code).where(_codes.c.code == code)).first() is None:
            return code
    raise RuntimeError("no free code")  # a million codes cannot be out


def _tried(connection: Connection, key: str, now: float, last: int | None = None) -> tuple[int, int]:
    """How many tries of late there were at the place and in all, up to the one with this number."""
    late = [sa.func.abs(_guesses.c.at - now) <= HOLDS, *([] if last is None else [_guesses.c.id <= last])]
    query = sa.select(sa.func.count()).select_from(_guesses).where(*late)
    in_all = connection.execute(query).scalar() or 0
    here = connection.execute(query.where(_guesses.c.person == one_name(key))).scalar() or 0
    return int(here), int(in_all)


def _fresh(now: float) -> Any:
    """A code that opens now; one from the future, after the clock was put back, does not."""
    return sa.and_(_codes.c.at <= now, _codes.c.at > now - HOLDS)
