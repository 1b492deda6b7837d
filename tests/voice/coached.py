"""The real coach without its model: short commands are understood by the table, all else by its rules."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from assistant.client import Cause, Message, ReportName
from coach import library, triage
from coach.clock import ManualClock
from coach.conversation import Coach, Turn
from coach.journal import Journal
from coach.understand import command, extract

KNOWN = {"consent": 1.0, "region": "uk", "screened": 4e9}
START = datetime(2026, 1, 5, 10, 0, tzinfo=timezone.utc)


class Coached:
    """An assistant of one person, over the real conversation, routine and journal.

    Args:
        clock: the session's clock, so that coach and player agree on the time.
    """

    last_intent: str | None = None

    def __init__(self, clock: ManualClock, journal: Journal | None = None, **profile: Any) -> None:
        self.journal = journal or Journal()
        self.journal.remember("ann", **(KNOWN | profile))
        self._coach = Coach(self.journal, clock, library.load(), triage.load())
        self._state: dict[str, Any] | None = None
        self.messages: list[Message] = []

    def greet(self, person: str) -> list[Message]:
        return self._turn(Turn(person, "hello", "greet", opened=True))

    def say(self, person: str, text: str, at: float | None = None) -> list[Message]:
        found = {one.entity: one.value for one in extract(text)}
        self.last_intent = command(text) or ("start_exercise" if "exercise" in found else "out_of_scope")
        return self._turn(Turn(person, text, self.last_intent, found, at=at))

    def report(
        self, person: str, name: ReportName, at: float | None = None, cause: Cause | None = None
    ) -> list[Message]:
        told = {"name": name, "at": at, "cause": cause}
        return self._turn(Turn(person, "", name, at=at, report=told))

    def close(self) -> None:
        """Nothing is held open."""

    def _turn(self, turn: Turn) -> list[Message]:
        outcome = self._coach.turn(self._state, turn)
        self._state = outcome.state
        messages = [Message(one.text, one.buttons, custom=one.custom) for one in outcome.messages]
        self.messages += messages
        return messages
