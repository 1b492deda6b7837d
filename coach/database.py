"""Databases that keep what was written through a power cut, and nothing of what was deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

SAFE = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA secure_delete=ON")
"""For each connection to SQLite: what is committed survives a power cut; what is deleted is overwritten."""
SWEEP = ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
"""Takes what was deleted out of a SQLite file; outside of any transaction."""


def opened(url: str | None) -> Engine:
    """The database at a URL, or one in memory.

    Raises:
        SQLAlchemyError: if the URL is none.
    """
    if url is None:
        return sa.create_engine(
            "sqlite://", poolclass=sa.pool.StaticPool, connect_args={"check_same_thread": False}
        )
    of_a_file = {"connect_args": {"timeout": 10, "check_same_thread": False}}
    engine = sa.create_engine(url, pool_pre_ping=True, **(of_a_file if url.startswith("sqlite") else {}))
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare)
    return engine


def swept(engine: Engine) -> None:
    """See that what was deleted is no longer in the file; other databases see to that themselves."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for step in SWEEP:
                connection.exec_driver_sql(step).close()


@contextmanager
def erasing(file: Path) -> Iterator[sqlite3.Connection]:
    """A SQLite file to delete from; what was deleted is not left behind in it.

    Raises:
        sqlite3.Error: if the file cannot be written.
    """
    with closing(sqlite3.connect(file, timeout=10, isolation_level=None)) as connection:
        connection.execute(SAFE[-1])
        yield connection
        for step in SWEEP:
            connection.execute(step)


def _prepare(connection: Any, _record: Any) -> None:
    for pragma in SAFE:
        connection.execute(pragma).close()
