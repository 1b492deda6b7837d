"""The file of the conversations without Rasa: for `delete`, which must not take ten seconds to start."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from coach.database import erasing
from coach.errors import PlainError
from coach.journal import one_name

_SAID = "type_name IN ('user', 'bot')"
"""Which rows of Rasa's table are words."""


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


def read(file: Path, person: str) -> list[dict[str, Any]]:
    """What was said in the latest session of a person: who, when (seconds since 1970) and the words."""
    if not file.is_file():
        return []
    with closing(sqlite3.connect(file, timeout=10)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
            return []
        rows = connection.execute(
            f"SELECT sender_id, type_name, timestamp, data FROM events WHERE {_SAID} ORDER BY id"
        ).fetchall()
    return [
        {"who": "person" if kind == "user" else "coach", "at": at, "text": json.loads(data).get("text")}
        for name, kind, at, data in rows
        if one_name(name) == one_name(person)
    ]


def forget_words(file: Path, person: str, before: datetime) -> int:
    """Delete what was said before a moment, with the state as it is kept; how many sentences that were.

    Raises:
        sqlite3.Error: if the file cannot be written.
    """
    if not any(said["at"] < before.timestamp() for said in read(file, person)):
        return 0
    with erasing(file) as connection:
        gone = 0
        names = [row[0] for row in connection.execute("SELECT DISTINCT sender_id FROM events")]
        for name in (one for one in names if one_name(one) == one_name(person)):
            old = (name, before.timestamp())
            mine = "sender_id = ? AND timestamp < ?"
            gone += connection.execute(f"DELETE FROM events WHERE {_SAID} AND {mine}", old).rowcount
            slots = f"SELECT id, data FROM events WHERE type_name = 'slot' AND {mine} ORDER BY id"
            for number, data in connection.execute(slots, old).fetchall():
                connection.execute("UPDATE events SET data = ? WHERE id = ?", (_silent(data), number))
    return gone


def _silent(data: str) -> str:
    """A state without the sentences that were said last."""
    event = json.loads(data)
    if isinstance(event.get("value"), dict):
        event["value"] = {**event["value"], "last": [], "recent": [], "wish": None}
    return json.dumps(event)


def forget(file: Path, person: str) -> int:
    """Delete all that is kept of a person's conversation; returns how many entries that were.

    Raises:
        sqlite3.Error: if the file cannot be written.
    """
    if not file.is_file():
        return 0
    with erasing(file) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
            return 0
        names = [row[0] for row in connection.execute("SELECT DISTINCT sender_id FROM events")]
        gone = 0
        for name in names:
            if one_name(name) == one_name(person):
                gone += connection.execute("DELETE FROM events WHERE sender_id = ?", (name,)).rowcount
    return gone
