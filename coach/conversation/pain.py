"""Pain in a conversation: a number from 0 to 10 at a moment, and what follows from it.

The limits are those of the safety screen (`Triage.pain_rule`, sources DYNAMIC-HEALTH and SILBERNAGEL-2007).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coach.conversation import beginning, changing, diary, exercising, response, safety, telling
from coach.conversation.talk import Talk
from coach.numbers import spoken
from coach.records import data
from coach.words import words

APART = {"before": "pain_before_back", "after": "pain_after_back"}
"""The moments at which back and leg are asked about apart, and how the back is asked about then."""
PART = {"back": "part_back", "leg": "part_leg"}
HIGH_FOR = 12 * 3600.0
"""Seconds for which a pain that was too much is asked about again before anything begins."""


def ask(talk: Talk, moment: str) -> None:
    """Ask for the pain: before, during, after, or on return from a break.

    Who has pain in the leg is asked about the back first, and about the leg if it was not told with it.
    """
    apart = moment in APART and _leg_known(talk)
    talk.ask(
        f"pain_{moment}",
        "pain",
        "number",
        words(APART[moment] if apart else f"pain_{moment}"),
        plainer=words("pain_plainer"),
        min=0,
        max=10,
    )


def was_high(talk: Talk) -> bool:
    """Whether the last pain that was told today was too much for exercise."""
    return bool(talk.now.timestamp() - talk.profile.get("pain_high", 0.0) < HIGH_FOR)


def _leg_known(talk: Talk) -> bool:
    return data.read(talk.journal, talk.turn.person, talk.now).leg_pain_known


def told(talk: Talk, score: int, moment: str, parts: Mapping[str, int] | None = None) -> None:
    """A pain score at a moment; `parts` where back and leg were told apart. The higher number decides."""
    apart = moment in APART and _leg_known(talk)
    scores: dict[str | None, int] = {"back" if apart else None: score}
    if parts:
        scores = dict(parts.items())
    more = moment == "before" and any(
        response.more_than_last_time(talk, number, part) for part, number in scores.items()
    )
    for part, number in scores.items():
        _record(talk, number, moment, part)
    if apart and "leg" not in scores and talk.triage.pain_rule(score) != "stop":
        _ask_leg(talk, moment, score, more)
        return
    _decide(talk, max(scores.values()), moment, more, parts or {})


def _record(talk: Talk, score: int, moment: str, part: str | None) -> None:
    where = {"part": part} if part else {}
    talk.record("pain", score=score, moment=moment, exercise=talk.dialogue.last_exercise, **where)


def _ask_leg(talk: Talk, moment: str, back: int, more: bool) -> None:
    """Ask about the leg too; what was asked for goes on waiting."""
    talk.ask(
        f"pain_{moment}_leg",
        "pain",
        "number",
        words("pain_leg"),
        plainer=words("pain_plainer"),
        min=0,
        max=10,
        part="leg",
        back=back,
        more=more,
    )


def leg_told(talk: Talk, score: int | None, moment: str, back: int, more: bool = False) -> None:
    """The pain in the leg, after that in the back; None if no number came. The higher number decides."""
    if score is not None:
        more = more or (moment == "before" and response.more_than_last_time(talk, score, "leg"))
        _record(talk, score, moment, "leg")
    _decide(talk, max(back, score or 0), moment, more)


def _decide(talk: Talk, score: int, moment: str, more: bool, parts: Mapping[str, int] | None = None) -> None:
    """What follows from a pain score."""
    rule = talk.triage.pain_rule(score)
    talk.remember(pain_high=talk.now.timestamp() if rule == "stop" else 0.0)
    if moment == "before":
        _before(talk, score, rule, more)
    elif moment == "after":
        talk.say({"continue": "pain_ok_after", "ease": "pain_ease_after", "stop": "pain_after_stop"}[rule])
        response.after(talk, score, rule)
        if rule != "stop":
            diary.good_moment(talk)
    elif not talk.dialogue.routine.active:
        if parts:
            told = [words(PART[part], score=spoken(number)) for part, number in parts.items()]
            talk.say("pain_noted_parts", what=telling.listed(told))
        else:
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
