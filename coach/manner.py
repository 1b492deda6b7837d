"""How the coach speaks to a person: speed, loudness, which voice, and how much. Kept per person."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, get_args

from coach.routine.state import Chatty

SLOWEST_SPEECH, FASTEST_SPEECH, SPEECH_STEP = 100, 220, 20
"""Words a minute: below, words fall apart; above, people who move can't follow."""
QUIETEST, LOUDEST, VOLUME_STEP = 20, 100, 15
VOICES = ("man", "woman")


@dataclass(frozen=True)
class Manner:
    """Speed in words a minute, loudness from 20 to 100, the voice, and how much is said beside the counts.

    `voice` is "man", "woman" or a voice by its own name; None is the platform's best.
    """

    rate: int = 155
    volume: int = 60
    voice: str | None = None
    chatty: Chatty = "normal"

    def with_changes(self, changes: Any) -> Manner:
        """The same with what is in `changes`, kept within its range; what makes no sense is left out."""
        known: dict[str, Any] = {}
        given = changes if isinstance(changes, dict) else {}
        for name, least, most in (
            ("rate", SLOWEST_SPEECH, FASTEST_SPEECH),
            ("volume", QUIETEST, LOUDEST),
        ):
            value = given.get(name)
            if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:
                known[name] = round(min(most, max(least, value)))
        if isinstance(given.get("voice"), str) or given.get("voice", "") is None:
            known["voice"] = given["voice"] or None
        if given.get("chatty") in get_args(Chatty):
            known["chatty"] = given["chatty"]
        return replace(self, **known)

    def as_dict(self) -> dict[str, Any]:
        """Its form in the journal and in `custom.voice`."""
        return asdict(self)
