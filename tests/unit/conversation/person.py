"""Somebody to talk with the coach in tests, with nothing between them and it."""

from __future__ import annotations

import json
from typing import Any

from coach import library, triage
from coach.clock import ManualClock
from coach.conversation import Coach, Message, Turn
from coach.conversation.dialogue import load_dialogue
from coach.conversation.talk import Talk
from coach.journal import Journal
from coach.library.translated import Books
from coach.understand import command, extract

KNOWN = {"consent": 1.0, "region": "uk", "screened": 4e9}
SEATED = ("start seated flexion", "start_exercise")
HOUR = 3600.0


class Person:
    """Somebody who talks with the coach; the intent is named, or that of a bare command."""

    def __init__(self, **known: Any) -> None:
        self.clock, self.journal = ManualClock(), Journal()
        self.journal.remember("p", **{**KNOWN, **known})
        self._library, self._triage = library.load(), triage.load()
        self._coach = Coach(self.journal, self.clock, self._library, self._triage)
        self.state: dict[str, Any] | None = None
        self.messages: tuple[Message, ...] = ()

    def says(self, text: str, intent: str = "", after: float = 1.0) -> Person:
        self.clock.advance(after)
        found = {entity.entity: entity.value for entity in extract(text)}
        named = intent or command(text) or "nlu_fallback"
        return self._take(Turn("p", text=text, intent=named, entities=found))

    def asks(self, text: str, intent: str, entities: dict[str, Any]) -> Person:
        """Say something of which intent and entities are given."""
        self.clock.advance(1.0)
        return self._take(Turn("p", text=text, intent=intent, entities=entities))

    def player(self, name: str, after: float = 1.0, **details: Any) -> Person:
        self.clock.advance(after)
        return self._take(Turn("p", report={"name": name, **details}))

    def _take(self, turn: Turn) -> Person:
        outcome = self._coach.turn(self.state, turn)
        self.state, self.messages = json.loads(json.dumps(outcome.state)), outcome.messages
        return self

    def in_a_set(self) -> Person:
        return self.says(*SEATED).says("ready")

    @property
    def phase(self) -> str:
        assert self.state is not None
        return str(self.state["routine"]["phase"])

    @property
    def plays(self) -> bool:
        return any("cue_sheet" in (message.custom or {}) for message in self.messages)

    @property
    def customs(self) -> list[dict[str, Any]]:
        return [message.custom or {} for message in self.messages]

    @property
    def asked(self) -> str | None:
        forms = [custom["ask"]["fact"] for custom in self.customs if "ask" in custom]
        return forms[-1] if forms else None

    @property
    def emergency(self) -> bool:
        return any(custom.get("triage", {}).get("tier") == "emergency_now" for custom in self.customs)

    @property
    def text(self) -> str:
        return " ".join(message.text for message in self.messages)

    def known(self, fact: str) -> Any:
        """What the coach goes by for a fact at this moment."""
        dialogue = load_dialogue(self.state)
        talk = Talk(Turn("p"), dialogue, self.journal, Books(self._library), self._triage, self.clock.now())
        return talk.known(fact)
