"""Pain in a conversation: a number from 0 to 10 at a moment, and what follows from it.

The limits are those of the safety screen (`Triage.pain_rule`, sources DYNAMIC-HEALTH and SILBERNAGEL-2007).
"""

from __future__ import annotations

from typing import Any

from coach.conversation import beginning, changing, exercising, response, safety
from coach.conversation.talk import Talk
from coach.words import words

HIGH_FOR = 12 * 3600.0
"""Seconds for which a pain that was too much is asked about again before anything begins."""


def ask(talk: Talk, moment: str) -> None:
    """Ask for the pain: before, during, after, or on return from a break."""
    talk.ask(
        f"pain_{moment}",
        "pain",
        "number",
        words(f"pain_{moment}"),
        plainer=words("pain_plainer"),
        min=0,
        max=10,
    )


def was_high(talk: Talk) -> bool:
    """Whether the last pain that was told today was too much for exercise."""
    return bool(talk.now.timestamp() - talk.profile.get("pain_high", 0.0) < HIGH_FOR)


def told(talk: Talk, score: int, moment: str) -> None:
    """A pain score at a moment."""
    more = moment == "before" and response.more_than_last_time(talk, score)
    talk.record("pain", score=score, moment=moment, exercise=talk.dialogue.last_exercise)
    rule = talk.triage.pain_rule(score)
    talk.remember(pain_high=talk.now.timestamp() if rule == "stop" else 0.0)
    if moment == "before":
        _before(talk, score, rule, more)
    elif moment == "after":
        talk.say({"continue": "pain_ok_after", "ease": "pain_ease_after", "stop": "pain_after_stop"}[rule])
        response.after(talk, score, rule)
    elif not talk.dialogue.routine.active:
        talk.say("pain_noted", pain=score)
        if rule == "stop":
            talk.say("pain_before_stop")
    elif rule == "stop":
        talk.say("pain_stop")
        exercising.end(talk)
    else:
        safety.hold(talk)
        talk.say("pain_ok" if rule == "continue" else "pain_ease")
        if rule == "ease":
            changing.ease(talk)
        exercising.carry_on(talk)


def not_told(talk: Talk, moment: str) -> None:
    """No number came: nobody is taken to be fine, so it goes on more gently."""
    if moment == "before":
        request: dict[str, Any] = {**(talk.dialogue.pending or {}), "pain": None, "eased": True}
        talk.dialogue.pending = None
        beginning.start(talk, request)
    elif talk.dialogue.routine.active:
        changing.ease(talk)
        exercising.carry_on(talk)
    else:
        talk.say("pain_ok_after")


def _before(talk: Talk, score: int, rule: str, more: bool) -> None:
    request, talk.dialogue.pending = talk.dialogue.pending or {}, None
    if rule == "stop":
        talk.say("pain_before_stop")
        return
    if more:
        talk.say("pain_more")
    else:
        talk.say("pain_ok" if rule == "continue" else "pain_ease")
    eased = more or rule == "ease" or request.get("eased", False)
    beginning.start(talk, {**request, "pain": score, "eased": eased})
