"""The journal: what was done and told, kept on the person's own device and written before it is spoken of.

One table of events that are only ever added, one of people with what is known of them now, and one with
the place in the set that is playing, so that a power cut loses no more than the current repetition.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from coach import tables
from coach.errors import PlainError
from coach.tables import events as _events
from coach.tables import people as _people
from coach.tables import places as _places


class JournalError(PlainError, RuntimeError):
    """The journal cannot be read or written; the message says what to do."""


def one_name(person: str) -> str:
    """The name under which somebody is kept: "Ann", "ann" and " Ann " are one person."""
    return " ".join(person.split()).casefold()


@dataclass(frozen=True)
class Event:
    """Something that happened: `kind` and its data, at a moment (UTC)."""

    at: datetime
    kind: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Place:
    """How far the player had come: `seconds` into the sheet, noted at a moment (UTC)."""

    sheet: str
    seconds: float
    at: datetime


class Journal:
    """Everything that is kept about people.

    Args:
        url: a database URL, or None for one in memory.

    Raises:
        JournalError: if the database cannot be opened.
    """

    def __init__(self, url: str | None = None) -> None:
        self._engine = _engine(url)
        with _plainly():
            tables.meta.create_all(self._engine)
            self._unite()

    @classmethod
    def in_folder(cls, folder: Path) -> Journal:
        """The journal in a data folder, made if it is not there."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise JournalError(
                f"The folder {folder} cannot be used ({error.strerror}). Choose another with --data-dir."
            ) from None
        return cls(f"sqlite:///{folder / 'journal.sqlite'}")

    def add(self, person: str, kind: str, data: dict[str, Any], at: datetime) -> None:
        """Write an event down; when this returns it is on the disk."""
        with _plainly(), self._engine.begin() as connection:
            connection.execute(
                _events.insert().values(person=one_name(person), at=at.timestamp(), kind=kind, data=data)
            )

    def events(self, person: str, *kinds: str, since: datetime | None = None) -> list[Event]:
        """A person's events, oldest first, of these kinds (or all) and from this moment on (or ever)."""
        query = sa.select(_events.c.at, _events.c.kind, _events.c.data).where(
            _events.c.person == one_name(person)
        )
        if kinds:
            query = query.where(_events.c.kind.in_(kinds))
        if since is not None:
            query = query.where(_events.c.at >= since.timestamp())
        with _plainly(), self._engine.connect() as connection:
            rows = connection.execute(query.order_by(_events.c.id)).all()
        return [Event(datetime.fromtimestamp(at, timezone.utc), kind, data) for at, kind, data in rows]

    def profile(self, person: str) -> dict[str, Any]:
        """What is known of a person now; empty for somebody new."""
        with _plainly(), self._engine.connect() as connection:
            row = connection.execute(
                sa.select(_people.c.profile).where(_people.c.name == one_name(person))
            ).first()
        return dict(row[0]) if row else {}

    def remember(self, person: str, **changes: Any) -> dict[str, Any]:
        """Change what is known of a person, and return all of it."""
        with _plainly(), self._engine.begin() as connection:
            row = connection.execute(
                sa.select(_people.c.profile).where(_people.c.name == one_name(person))
            ).first()
            profile = {**(row[0] if row else {}), **changes}
            if row:
                connection.execute(
                    _people.update().where(_people.c.name == one_name(person)).values(profile=profile)
                )
            else:
                connection.execute(_people.insert().values(name=one_name(person), profile=profile))
        return profile

    def note_place(self, person: str, sheet: str, seconds: float, at: datetime) -> None:
        """Note how far the sheet that is playing has come."""
        values = {"sheet": sheet, "seconds": seconds, "at": at.timestamp()}
        with _plainly(), self._engine.begin() as connection:
            known = connection.execute(
                _places.update().where(_places.c.person == one_name(person)).values(**values)
            )
            if not known.rowcount:
                connection.execute(_places.insert().values(person=one_name(person), **values))

    def place(self, person: str) -> Place | None:
        """Where the person's set stood when last noted; None when no set is open."""
        with _plainly(), self._engine.connect() as connection:
            row = connection.execute(sa.select(_places).where(_places.c.person == one_name(person))).first()
        return Place(row.sheet, row.seconds, datetime.fromtimestamp(row.at, timezone.utc)) if row else None

    def clear_place(self, person: str) -> None:
        """The set has come to an end, in whatever way."""
        with _plainly(), self._engine.begin() as connection:
            connection.execute(_places.delete().where(_places.c.person == one_name(person)))

    def people(self) -> list[str]:
        """Everybody of whom something is kept, by name."""
        names = sa.union(sa.select(_people.c.name), sa.select(_events.c.person), sa.select(_places.c.person))
        with _plainly(), self._engine.connect() as connection:
            return sorted(row[0] for row in connection.execute(names))

    def export(self, person: str) -> dict[str, Any]:
        """All that is kept of a person, in a form that can be written as JSON."""
        return {
            "person": person,
            "profile": self.profile(person),
            "events": [
                {"at": event.at.isoformat(), "kind": event.kind, "data": event.data}
                for event in self.events(person)
            ],
        }

    def delete(self, person: str) -> None:
        """Delete all that is kept of a person; what was deleted is not left behind in the file."""
        with _plainly():
            with self._engine.begin() as connection:
                for table, name in tables.of_people().items():
                    connection.execute(table.delete().where(name == one_name(person)))
            if self._engine.dialect.name == "sqlite":
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                    connection.exec_driver_sql("VACUUM")
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The journal's database, for those who keep tables of their own in it (see `coach.tables`).

        All that is done with it is written together at the end, or not at all.

        Raises:
            JournalError: if it cannot be read or written.
        """
        with _plainly(), self._engine.begin() as connection:
            yield connection

    def _unite(self) -> None:
        """Bring together what an earlier version kept under several spellings of a name."""
        for name in self.people():
            key = one_name(name)
            if key == name:
                continue
            with self._engine.begin() as connection:
                connection.execute(_events.update().where(_events.c.person == name).values(person=key))
                connection.execute(_places.delete().where(_places.c.person == name))
                rows = connection.execute(
                    sa.select(_people.c.name, _people.c.profile).where(_people.c.name.in_((name, key)))
                ).all()
                profiles = {row[0]: row[1] for row in rows}
                connection.execute(_people.delete().where(_people.c.name.in_((name, key))))
                if profiles:
                    both = {**profiles.get(name, {}), **profiles.get(key, {})}
                    lock = profiles.get(key, {}).get("lock") or profiles.get(name, {}).get("lock")
                    connection.execute(
                        _people.insert().values(name=key, profile={**both, "lock": lock} if lock else both)
                    )

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _engine(url: str | None) -> Engine:
    if url is None:
        return sa.create_engine(
            "sqlite://", poolclass=sa.pool.StaticPool, connect_args={"check_same_thread": False}
        )
    with _plainly():
        engine = sa.create_engine(
            url,
            pool_pre_ping=True,
            **(
                {"connect_args": {"timeout": 10, "check_same_thread": False}}
                if url.startswith("sqlite")
                else {}
            ),
        )
        if engine.dialect.name == "sqlite":
            sa.event.listen(engine, "connect", _safe_sqlite)
    return engine


def _safe_sqlite(connection: Any, _: Any) -> None:
    """What is committed survives a power cut; what is deleted is overwritten."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


@contextmanager
def _plainly() -> Iterator[None]:
    """Turns the database's errors into one sentence that says what to do."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).split("\n")[0]
        raise JournalError(
            f"The journal cannot be used ({cause}). Check that its disk is not full and may be written to."
        ) from error
