"""A coach that answers with what reached it, for tests of everything round the coach."""

from __future__ import annotations

import json
from typing import Any

from coach.conversation import Message, Outcome, Turn


class Echo:
    """Says back the turn as JSON in `custom`, and counts turns in its state.

    "two" gives two messages, "fail" breaks, "fresh" begins a new session.
    """

    def turn(self, state: dict[str, Any] | None, turn: Turn) -> Outcome:
        turns = (state or {}).get("turns", 0) + 1
        if "fail" in turn.text:
            raise RuntimeError("the coach broke")
        seen = {
            "person": turn.person,
            "text": turn.text,
            "intent": turn.intent,
            "entities": turn.entities,
            "confidence": round(turn.confidence, 3),
            "at": turn.at,
            "report": turn.report,
            "opened": turn.opened,
            "turns": turns,
        }
        buttons = ({"title": "Yes", "payload": "yes"}, {"title": "No", "payload": "no"})
        messages = [Message(f"You said {turn.text}.\n\nTurn {turns}.", buttons, {"seen": seen})]
        if "two" in turn.text:
            messages.append(Message("And another thing."))
        return Outcome({"version": 1, "turns": turns}, tuple(messages), new_session="fresh" in turn.text)


def seen(messages: list[Any]) -> dict[str, Any]:
    """What the first message says of the turn."""
    custom = messages[0]["custom"] if isinstance(messages[0], dict) else messages[0].custom
    return dict(json.loads(json.dumps(custom["seen"])))
