"""The file of the conversations without Rasa: for `delete`, which must not take ten seconds to start."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


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
        gone = connection.execute("DELETE FROM events WHERE sender_id = ?", (person,)).rowcount
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return gone
