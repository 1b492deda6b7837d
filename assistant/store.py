"""The conversations in a database: only the current session of each person is kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

from coach.database import SAFE, swept

STATE = "coach"
"""The slot of the conversation's state, as in actions/actions.py."""


class CoachTrackerStore(SQLTrackerStore):  # type: ignore[misc]
    """Rasa's SQL store, without what came before the latest session.

    The coach's state is carried over in a slot and its journal is elsewhere, so old sentences serve nobody:
    dropping them keeps every turn quick and keeps nothing that a person may believe to be gone.
    Takes the same settings as Rasa's store; without any it is a SQLite file in the data folder.
    """

    def __init__(self, domain: Any = None, dialect: str = "sqlite", **kwargs: Any) -> None:
        if dialect == "sqlite" and not kwargs.get("db"):
            from assistant.settings import Settings

            kwargs["db"] = str(Settings.from_environment().conversations)
        if dialect == "sqlite":
            from pathlib import Path

            Path(kwargs["db"]).parent.mkdir(parents=True, exist_ok=True)
        super().__init__(domain=domain, dialect=dialect, **kwargs)
        if dialect == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare)
            self.engine.dispose()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the conversation; of one that was just deleted nothing, not even the deleting."""
        if (tracker.get_slot(STATE) or {}).get("forgotten"):
            self._drop(tracker.sender_id)
        else:
            await super().save(tracker)

    def _drop(self, person: str) -> None:
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == person).delete()
            session.commit()
        swept(self.engine)

    def _additional_events(self, session: Any, tracker: DialogueStateTracker) -> Iterator[Event]:
        events = list(tracker.events)
        starts = [i for i, event in enumerate(events) if isinstance(event, SessionStarted)]
        current = events[starts[-1] :] if starts else events
        mine = session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == tracker.sender_id)
        if starts and not self._holds(session, tracker.sender_id, events[starts[-1]]):
            mine.delete(synchronize_session=False)  # in one transaction with what is added
            return iter(current)
        return itertools.islice(current, mine.count(), None)

    def _holds(self, session: Any, person: str, started: SessionStarted) -> bool:
        latest = (
            session.query(sa.func.max(self.SQLEvent.timestamp))
            .filter(self.SQLEvent.sender_id == person, self.SQLEvent.type_name == SessionStarted.type_name)
            .scalar()
        )
        return latest is not None and abs(latest - started.timestamp) < 1e-6


def _prepare(connection: Any, _record: Any) -> None:
    """A crash in the middle of a turn leaves the turn before it."""
    for pragma in (*SAFE, "PRAGMA busy_timeout=10000"):
        connection.execute(pragma).close()
