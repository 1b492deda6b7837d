"""The journal: what was done and told, kept on the person's own device and written before it is spoken of.

One table of events that are only ever added, one of people with what is known of them now, and one with
the place in the set that is playing, so that a power cut loses no more than the current repetition.

Another part that keeps something of a person in the same database makes its table with `kept_table`: then
export and delete know of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from coach import database
from coach.errors import PlainError

_meta = sa.MetaData()
_people = sa.Table(
    "people",
    _meta,
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("profile", sa.JSON, nullable=False),
)
_events = sa.Table(
    "events",
    _meta,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("person", sa.String(200), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
)
_places = sa.Table(
    "places",
    _meta,
    sa.Column("person", sa.String(200), primary_key=True),
    sa.Column("sheet", sa.String(100), nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)

_STAYING = frozenset({"places", "paired", "codes", "guesses"})
"""Tables whose rows are about a place and not about what somebody did or told."""


def kept_table(name: str, *columns: sa.Column) -> sa.Table:
    """A table of another part in the journal's database, with a column `person` (see `one_name`).

    Declare it at the top of a module. `Journal.writing` makes it where it is not there yet.
    """
    if "person" not in [column.name for column in columns]:
        raise ValueError(f"the table {name} does not say whose its rows are")
    return sa.Table(name, _meta, *columns)


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
        self._made: set[str] = set()
        with _plainly():
            self._engine = database.opened(url)
            _meta.create_all(self._engine)
            self._made.update(_meta.tables)
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

    @contextmanager
    def writing(self, *tables: sa.Table) -> Iterator[sa.engine.Connection]:
        """A connection for another part's own tables, made if need be; all that is done with it, or nothing.

        Raises:
            JournalError: if the database cannot be used. What breaks a rule of the table (`IntegrityError`)
                is raised as it is.
        """
        with _plainly():
            missing = [table for table in tables if table.name not in self._made]
            if missing:
                _meta.create_all(self._engine, tables=missing)
                self._made.update(table.name for table in missing)
        with _plainly(let_through=(IntegrityError,)), self._engine.begin() as connection:
            yield connection

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

    def profiles(self) -> dict[str, dict[str, Any]]:
        """What is known of everybody of whom something is known, by name."""
        with _plainly(), self._engine.connect() as connection:
            rows = connection.execute(sa.select(_people).order_by(_people.c.name)).all()
        return {row.name: dict(row.profile) for row in rows}

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

    def keep_place(self, person: str, sheet: str, seconds: float, at: datetime) -> bool:
        """Note how far a sheet has come, for its player; False if it is no longer the one that is out.

        Then another place has taken the set over, or it was stopped: who plays it has to fall silent.
        """
        mine = sa.and_(_places.c.person == one_name(person), _places.c.sheet == sheet)
        with _plainly(), self._engine.begin() as connection:
            noted = connection.execute(
                _places.update().where(mine).values(seconds=seconds, at=at.timestamp())
            )
        return bool(noted.rowcount)

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
        with _plainly(), self._engine.connect() as connection:
            names = sa.union(sa.select(_people.c.name), *(sa.select(t.c.person) for t in self._of_people()))
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
            **self._others(person),
        }

    def _of_people(self) -> list[sa.Table]:
        """The tables in the file whose rows belong to somebody; also those of parts not loaded here."""
        inspector, found = sa.inspect(self._engine), []
        for name in inspector.get_table_names():
            columns = [str(column["name"]) for column in inspector.get_columns(name)]
            if "person" in columns:
                known = _meta.tables.get(name)
                found.append(sa.table(name, *map(sa.column, columns)) if known is None else known)
        return found

    def _others(self, person: str) -> dict[str, list[dict[str, Any]]]:
        """What other parts keep of a person, by table."""
        kept: dict[str, list[dict[str, Any]]] = {}
        with _plainly(), self._engine.connect() as connection:
            for table in self._of_people():
                if table is _events:
                    continue
                shown = [column for column in table.c if column.name != "person"]
                rows = connection.execute(sa.select(shown).where(table.c.person == one_name(person)))
                kept[table.name] = [dict(row._mapping) for row in rows]
        return {name: rows for name, rows in kept.items() if rows}

    def move(self, old: str, new: str) -> None:
        """Put what is kept of one person to another, but for the profile, which the caller has put together.

        What another part keeps of both and cannot be put together stays under the old name.
        """
        before, after = one_name(old), one_name(new)
        tables = [table for table in self._of_people() if table.name not in _STAYING]
        with _plainly(), self._engine.begin() as connection:
            connection.execute(_people.delete().where(_people.c.name == before))
            connection.execute(_places.delete().where(_places.c.person == before))
            for table in tables:
                with suppress(IntegrityError), connection.begin_nested():
                    connection.execute(table.update().where(table.c.person == before).values(person=after))

    def left(self, person: str) -> dict[str, int]:
        """How many rows of a person are left, by table; empty once all is deleted."""
        with _plainly(), self._engine.connect() as connection:
            counts = {
                table.name: connection.execute(
                    sa.select(sa.func.count()).select_from(table).where(column == one_name(person))
                ).scalar()
                for table, column in (
                    (_people, _people.c.name), *((table, table.c.person) for table in self._of_people())
                )
            }  # fmt: skip
        return {name: int(count) for name, count in counts.items() if count}

    def delete(self, person: str, keep: dict[str, Any] | None = None) -> None:
        """Delete all that is kept of a person but `keep`; what was deleted is not left behind in the file."""
        with _plainly():
            tables = self._of_people()  # before: to look for them ends what is under way on the connection
            with self._engine.begin() as connection:
                connection.execute(_people.delete().where(_people.c.name == one_name(person)))
                for table in tables:
                    connection.execute(table.delete().where(table.c.person == one_name(person)))
                if keep:
                    connection.execute(_people.insert().values(name=one_name(person), profile=keep))
            self.sweep()

    def drop(self, person: str, before: datetime) -> int:
        """Delete a person's events from before a moment; how many. `sweep` takes them out of the file."""
        old = (_events.c.person == one_name(person)) & (_events.c.at < before.timestamp())
        with _plainly(), self._engine.begin() as connection:
            return int(connection.execute(_events.delete().where(old)).rowcount)

    def drop_field(self, person: str, field: str, before: datetime, kinds_kept: tuple[str, ...] = ()) -> int:
        """Take a field out of a person's events from before a moment; how many had it."""
        old = (_events.c.person == one_name(person)) & (_events.c.at < before.timestamp())
        query = sa.select(_events.c.id, _events.c.data).where(old & _events.c.kind.not_in(kinds_kept))
        with _plainly(), self._engine.begin() as connection:
            rows = [row for row in connection.execute(query) if field in row.data]
            for row in rows:
                kept = {name: value for name, value in row.data.items() if name != field}
                connection.execute(_events.update().where(_events.c.id == row.id).values(data=kept))
        return len(rows)

    def sweep(self) -> None:
        """See that what was deleted is no longer in the file."""
        with _plainly():
            database.swept(self._engine)

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


@contextmanager
def _plainly(let_through: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Turns the database's errors into one sentence that says what to do."""
    try:
        yield
    except let_through:
        raise
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).split("\n")[0]
        raise JournalError(
            f"The journal cannot be used ({cause}). Check that its disk is not full and may be written to."
        ) from error
