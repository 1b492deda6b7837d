"""The conversations in the database, and forgetting them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from assistant.conversations import forget


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Any]:
    from rasa.shared.core.domain import Domain

    from assistant.store import CoachTrackerStore

    opened = CoachTrackerStore(
        domain=Domain.from_dict({"intents": ["greet"]}), db=str(tmp_path / "new" / "c.db")
    )
    yield opened
    opened.engine.dispose()


def _say(store: Any, person: str, *events: Any) -> list[str]:
    """Save events on top of what is stored, and read what is stored then."""

    async def turn() -> list[str]:
        tracker = await store.get_or_create_tracker(person, append_action_listen=False)
        for event in events:
            tracker.update(event)
        await store.save(tracker)
        await store.save(tracker)  # a second save in one turn must not store anything twice
        again = await store.retrieve(person)
        return [getattr(e, "text", None) or e.type_name for e in again.events]

    return asyncio.run(turn())


def test_a_session_grows_and_a_new_one_starts_small(store: Any) -> None:
    from rasa.shared.core.events import SessionStarted, UserUttered

    assert _say(store, "ann", SessionStarted(), UserUttered("one")) == ["session_started", "one"]
    assert _say(store, "ann", UserUttered("two")) == ["session_started", "one", "two"]
    assert _say(store, "bob", UserUttered("else")) == ["else"]
    assert _say(store, "ann", UserUttered("three"), SessionStarted(), UserUttered("four")) == [
        "session_started",
        "four",
    ]
    assert _say(store, "ann", UserUttered("five")) == ["session_started", "four", "five"]
    assert _say(store, "bob") == ["else"]


def test_what_is_forgotten_is_not_in_the_file(store: Any, tmp_path: Path) -> None:
    from rasa.shared.core.events import UserUttered

    file = tmp_path / "new" / "c.db"
    _say(store, "ann", UserUttered("my secret sorrow"))
    _say(store, "bob", UserUttered("no secret"))
    assert forget(file, "ann") == 1
    raw = b"".join(p.read_bytes() for p in file.parent.iterdir())
    assert b"my secret sorrow" not in raw and b"no secret" in raw
    assert forget(file, "ann") == 0


def test_forgetting_where_nothing_is(tmp_path: Path) -> None:
    assert forget(tmp_path / "none.db", "ann") == 0
    with closing(sqlite3.connect(tmp_path / "empty.db")) as connection:
        connection.execute("CREATE TABLE other (x)")
    assert forget(tmp_path / "empty.db", "ann") == 0
