"""Answers to the questions of the records: the leg, the walk, a goal, the questionnaire."""

from __future__ import annotations

from coach.conversation import diary, goals, pain, rmdq
from coach.conversation.dialogue import Ask
from coach.conversation.talk import Talk
from coach.triage import Finding
from coach.understand import Answer, outcomes, parse_answer

OWN = frozenset({"walk", "goal", "rmdq"})
"""Questions whose answers are read here."""


def answer(ask: Ask, text: str) -> Answer | None:
    """What a text answers to one of these questions, or to one about pain with back and leg told apart."""
    if ask.custom["fact"] == "pain":
        parts = outcomes.pain_parts(text)
        return Answer("value", max(parts.values())) if parts else None
    if ask.purpose == "rmdq":
        return rmdq.answer(ask, text)
    if ask.purpose == "walk":
        return _walk(ask, text)
    return None


def _walk(ask: Ask, text: str) -> Answer:
    told = outcomes.minutes(text, bare=True)
    if told is not None and told <= ask.custom.get("max", told):
        return Answer("value", told)
    distance = outcomes.walk(f"i can walk {text}")
    if told is None and distance is not None:
        return Answer("value", text[:200])
    return parse_answer(text, ask.custom)


def take_walk(talk: Talk, told: Answer, findings: list[Finding]) -> None:
    """How long somebody can walk, as an answer."""
    if told.kind == "value" and isinstance(told.value, (int, float)) and not isinstance(told.value, bool):
        diary.note_walk(talk, float(told.value), talk.turn.text)
    elif told.kind == "value":
        diary.note_walk(talk, None, talk.turn.text)
    else:
        talk.dialogue.ask = None
        talk.say("walk_later")


def take_goal(talk: Talk, told: Answer, findings: list[Finding]) -> None:
    """How well a goal goes, as an answer."""
    ask = talk.dialogue.ask
    assert ask is not None
    number = ask.custom.get("goal")
    value = told.value if told.kind == "value" else None
    score = round(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    goals.rated(talk, number if isinstance(number, int) else 0, score)


def take_leg(talk: Talk, told: Answer, findings: list[Finding]) -> None:
    """How much the leg hurts, after the back was told."""
    ask = talk.dialogue.ask
    assert ask is not None
    moment, back = ask.purpose.split("_")[1], ask.custom.get("back")
    talk.dialogue.ask = None
    value = told.value if told.kind == "value" else None
    score = round(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    parts = outcomes.pain_parts(talk.turn.text)
    pain.leg_told(
        talk,
        parts.get("leg", score) if told.kind == "value" else None,
        moment,
        back if isinstance(back, int) else 0,
        ask.custom.get("more") is True,
    )


TAKERS = {
    "walk": take_walk,
    "goal": take_goal,
    "rmdq": rmdq.answered,
    "pain_before_leg": take_leg,
    "pain_after_leg": take_leg,
}
