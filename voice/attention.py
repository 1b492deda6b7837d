"""What the person is expected to say, as the assistant's answers tell, and so how to listen."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.client import Message
from voice.recognisers.base import Mode
from voice.waiting import Situation

_WILLING = "ready"
"""The question "are you ready?" and its like: a short word answers it."""
_QUESTIONS = frozenset({"screening", "check_in"})
_EXERCISING = frozenset({"running", "resting"})


class Attention:
    """Follows the routine's state and the open question."""

    def __init__(self) -> None:
        self._state = "idle"
        self._fact: str | None = None
        self.question = ""
        """The words of the open question, to be said again."""

    def told(self, messages: Sequence[Message]) -> None:
        """Take note of one answer of the assistant."""
        customs = [message.custom for message in messages if message.custom]
        states = [custom["routine"].get("state") for custom in customs if custom.get("routine")]
        asked = [m for m in messages if m.custom and m.custom.get("ask")]
        if states:
            self._state = str(states[-1])
        if asked:
            self._fact = str((asked[-1].custom or {})["ask"].get("fact"))
            self.question = asked[-1].text
        elif states and self._state not in _QUESTIONS:
            self._fact = None

    def mode(self, playing: bool) -> Mode:
        """Short commands while exercising; free speech while a question is open, paused, or nothing is on."""
        if self._fact not in (None, _WILLING) or self._state in _QUESTIONS:
            return "free"
        return "command" if playing or self._state in _EXERCISING or self._state == "ready" else "free"

    def situation(self, playing: bool) -> Situation | None:
        """What the person is waited for; None while silence is normal."""
        if playing:
            return None
        if self._fact not in (None, _WILLING) or self._state in _QUESTIONS:
            return "asked"
        if self._state in ("idle", "finished"):
            return "idle"
        # a set that is meant to run and does not play waits for a word as well
        return "ready" if self._state == "ready" else "paused"
