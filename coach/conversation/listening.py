"""How long the player waits for this person: changed on a wish, remembered, and told to whoever plays."""

from __future__ import annotations

from typing import Any

from coach.conversation.talk import Talk

USUAL = 1.2
"""Seconds of silence after which what was said counts as finished."""
STEPS = (0.7, USUAL, 2.0, 3.0, 4.0)


def patience(talk: Talk) -> float:
    """The seconds of silence that this person is given."""
    return float(talk.profile.get("patience", USUAL))


def change(talk: Talk, wish: str) -> None:
    """Wait longer, or not so long, by one step."""
    now, longer = patience(talk), wish == "more_time"
    further = [one for one in STEPS if (one > now if longer else one < now)]
    if not further:
        talk.say("more_time_limit" if longer else "less_time_limit")
        return
    talk.remember(patience=further[0] if longer else further[-1])
    talk.say("more_time" if longer else "less_time")


def custom(talk: Talk) -> dict[str, Any]:
    """What a player is told, where the person has a wish of their own."""
    kept = talk.profile.get("patience")
    return {"listening": {"patience": kept}} if kept else {}
