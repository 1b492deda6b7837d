"""What must outlive a restart: what has come in, how far was read, and what each chat was shown last.

A message is written here before anything is done with it, and its words are deleted as soon as it is
answered. What is left of it is a number that nobody can read anything from.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

from coach.database import SAFE, erasing
from coach.errors import PlainError
from coach.journal import one_name

KEPT_FOR = 14 * 86400.0
"""Seconds for which a message that comes again is known."""
FILE = "messaging.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS inbox (key TEXT PRIMARY KEY, app TEXT NOT NULL, at REAL NOT NULL, words TEXT);
CREATE TABLE IF NOT EXISTS reading (app TEXT PRIMARY KEY, place TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chats (place TEXT PRIMARY KEY, data TEXT NOT NULL);
"""


class KeepingError(PlainError, RuntimeError):
    """The file of the messaging apps cannot be used; the message says what to do."""


class Keeping:
    """The file `messaging.sqlite` in the data folder.

    Raises:
        KeepingError: if it cannot be opened.
    """

    def __init__(self, folder: Path) -> None:
        file = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, timeout=10, isolation_level=None, check_same_thread=False)
            for pragma in SAFE:
                self._db.execute(pragma)
            self._db.executescript(_TABLES)
        except (sqlite3.Error, OSError) as error:
            raise KeepingError(
                f"The file {file} can't be used ({error}). Check that its disk is not full and may be "
                "written to."
            ) from None

    def take(self, app: str, key: str, words: str, at: float) -> bool:
        """Write down what came in; False if it came before."""
        done = self._db.execute(
            "INSERT OR IGNORE INTO inbox VALUES (?, ?, ?, ?)", (_hidden(app, key), app, at, words)
        )
        return done.rowcount == 1

    def answered(self, app: str, key: str) -> None:
        """It is dealt with: its words go."""
        self._db.execute("UPDATE inbox SET words = NULL WHERE key = ?", (_hidden(app, key),))

    def unanswered(self, app: str) -> list[str]:
        """What came in and was not dealt with before the coach went off, oldest first."""
        rows = self._db.execute(
            "SELECT words FROM inbox WHERE app = ? AND words IS NOT NULL ORDER BY rowid", (app,)
        )
        return [row[0] for row in rows]

    def prune(self, now: float) -> None:
        """Forget what is too old to come again."""
        self._db.execute("DELETE FROM inbox WHERE words IS NULL AND at < ?", (now - KEPT_FOR,))

    def reading(self, app: str) -> str | None:
        """How far an app's messages were read."""
        row = self._db.execute("SELECT place FROM reading WHERE app = ?", (app,)).fetchone()
        return row[0] if row else None

    def read_to(self, app: str, place: str) -> None:
        """Note how far an app's messages were read."""
        self._db.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (app, place))

    def chat(self, place: str) -> dict[str, Any]:
        """What is kept of a chat; empty for a new one."""
        row = self._db.execute("SELECT data FROM chats WHERE place = ?", (place,)).fetchone()
        return dict(json.loads(row[0])) if row else {}

    def keep_chat(self, place: str, data: dict[str, Any]) -> None:
        """Keep this of a chat, in place of what was."""
        self._db.execute("INSERT OR REPLACE INTO chats VALUES (?, ?)", (place, json.dumps(data)))

    def places(self, app: str) -> list[str]:
        """The chats of an app."""
        rows = self._db.execute("SELECT place FROM chats ORDER BY rowid").fetchall()
        return [row[0] for row in rows if row[0].startswith(f"{app}:")]

    def forget(self, place: str) -> None:
        """Delete all that is kept of a chat."""
        self._db.execute("DELETE FROM chats WHERE place = ?", (place,))

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def forget_person(file: Path, person: str) -> int:
    """Delete what is kept of the chat that is named as the person is; returns how many entries that were.

    Raises:
        sqlite3.Error: if the file cannot be written.
    """
    if not file.is_file():
        return 0
    with erasing(file) as db:
        gone = 0
        for (place,) in db.execute("SELECT place FROM chats").fetchall():
            if one_name(place) == one_name(person):
                gone += db.execute("DELETE FROM chats WHERE place = ?", (place,)).rowcount
        for key, words in db.execute("SELECT key, words FROM inbox WHERE words IS NOT NULL").fetchall():
            if one_name(json.loads(words)["place"]) == one_name(person):
                # what asks for it is being answered now; it is known by its key alone from here on
                gone += db.execute("UPDATE inbox SET words = NULL WHERE key = ?", (key,)).rowcount
    return gone


def _hidden(app: str, key: str) -> str:
    return hashlib.sha256(f"{app}\n{key}".encode()).hexdigest()
