"""The file of the conversations without Rasa: for `delete`, which must not take ten seconds to start."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from coach.errors import PlainError
from coach.journal import one_name


class ConversationsError(PlainError, RuntimeError):
    """The conversations can't be read or written; the message says what to do."""


def check(file: Path) -> None:
    """See that the conversations can be read and written, before everything else is loaded.

    Raises:
        ConversationsError: if not.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file, timeout=10, isolation_level=None)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except (sqlite3.Error, OSError) as error:
        if "locked" in str(error):
            return  # somebody else is writing: then it can be written
        raise ConversationsError(
            f"The conversations in {file} can't be used ({error}). If the disk is not full and the file may "
            "be written to, then it is damaged. Move it away and start again. What you did stays in the "
            "journal."
        ) from None


def forget(file: Path, person: str) -> int:
    """Delete all that is kept of a person's conversation; returns how many entries that were.

    Raises:
        sqlite3.Error: if the file cannot be written.
    """
    if not file.is_file():
        return 0
    with closing(sqlite3.connect(file, timeout=10, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
            return 0
        names = [row[0] for row in connection.execute("SELECT DISTINCT sender_id FROM events")]
        gone = 0
        for name in names:
            if one_name(name) == one_name(person):
                gone += connection.execute("DELETE FROM events WHERE sender_id = ?", (name,)).rowcount
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return gone
