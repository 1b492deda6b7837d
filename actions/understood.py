"""What the model makes of a message, in our words: the one place that reads Rasa's parse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coach.triage import Hint

NOT_SURE = "nlu_fallback"


@dataclass(frozen=True)
class Understood:
    """What the model makes of a sentence.

    Args:
        ranking: the likeliest intents with how sure each is, whether or not the first was sure enough.
        hints: facts of the triage that the words come near to, nearest first.
    """

    intent: str
    entities: dict[str, Any]
    confidence: float = 1.0
    ranking: tuple[tuple[str, float], ...] = ()
    hints: tuple[Hint, ...] = ()


def understood(parsed: Mapping[str, Any]) -> Understood:
    """Rasa's parse of a message, without the place that Rasa gives to "not sure" among the intents."""
    entities: dict[str, Any] = {}
    for entity in parsed.get("entities") or []:
        entities.setdefault(entity["entity"], entity["value"])
    intent = parsed.get("intent") or {}
    ranking = ((str(one["name"]), float(one["confidence"])) for one in parsed.get("intent_ranking") or [])
    return Understood(
        intent=str(intent.get("name") or NOT_SURE),
        entities=entities,
        confidence=float(intent.get("confidence") or 0.0),
        ranking=tuple(one for one in ranking if one[0] != NOT_SURE),
        hints=tuple(Hint(**one) for one in parsed.get("hints") or []),
    )
