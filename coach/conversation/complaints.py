"""A symptom is told: one question after the other, emergencies first, until the screen has its answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from coach.conversation import known, replies, safety
from coach.conversation.talk import Talk
from coach.triage import Case, Complaint, Finding
from coach.understand import extract
from coach.words import words

SPREADING = timedelta(days=14)
"""Within this time the other leg counts as spread from one leg to two. Source NHS-LOTHIAN."""


def told(text: str) -> Complaint:
    """What a text complains of, whatever the model took it for."""
    found = extract(text)
    named = {entity.entity: str(entity.value) for entity in reversed(found)}
    if {"left", "right"} <= {entity.value for entity in found if entity.entity == "side"}:
        del named["side"]  # who names both tells of no one side
    return Complaint(**{name: named[name] for name in ("symptom", "body_part", "side") if name in named})


def complain(talk: Talk, complaint: Complaint, findings: list[Finding]) -> None:
    """Somebody tells of a symptom: hold the exercise and ask what matters, emergencies first."""
    active = talk.dialogue.routine.active
    safety.hold(talk)
    changed = talk.turn.intent == "report_worse" or any(
        one.fact == "worsening" and one.value for one in findings
    )
    if talk.turn.intent == "report_worse" and complaint.symptom is None:
        complaint = known.latest(talk)
    spread = _spread(talk, complaint)
    facts = known.carried(talk, complaint, changed or spread)
    case = Case(complaint=complaint, facts=facts, exercising=active, region=talk.region)
    case = case.heard(findings, talk.turn.hints)
    open_before = safety.open_case(talk)
    if open_before is not None:
        case = case.copy(update={"facts": {**open_before.facts, **case.facts}})
    if spread:
        case = case.told("bilateral", True).told("worsening", True)
    talk.record("symptom", **complaint.dict(), words=talk.turn.own[:200])
    old = replies.unasked(talk.turn.text)
    if old is not None and not any(one.fact == old and one.value is True and one.certain for one in findings):
        told = replies.other_symptom(talk.turn.text, complaint.symptom)
        about = complaint.copy(update={"symptom": told})
        _keep_case(talk, case.copy(update={"complaint": about}).posed(old))
        pose_change(talk, "triage", old)
        return
    if complaint.symptom == "dizziness":
        talk.fact("dizzy", True)
    advance(talk, case, told=bool(set(facts) - known.LASTING))


def _spread(talk: Talk, complaint: Complaint) -> bool:
    """Whether the other leg was told of within the last two weeks."""
    if complaint.side not in ("left", "right") or complaint.symptom not in safety.NERVES:
        return False
    last = talk.profile.get("last_side") or {}
    talk.remember(last_side={"side": complaint.side, "at": talk.now.timestamp()})
    lately = talk.now.timestamp() - last.get("at", 0.0) < SPREADING.total_seconds()
    return bool(last) and lately and last["side"] != complaint.side


def advance(talk: Talk, case: Case, told: bool = False) -> None:
    """Ask the next question of a case, or come to its end; `told` says that it builds on earlier answers."""
    step = talk.triage.step(case)
    if step.verdict is not None:
        talk.dialogue.case = None
        talk.dialogue.ask = None
        if told and not case.asked and step.verdict.tier in ("self_care", "see_doctor_soon"):
            talk.say("told_today")
        safety.conclude(talk, step.verdict, case.complaint.symptom)
        return
    assert step.question is not None
    if not case.asked:
        talk.say("triage_why")
    _keep_case(talk, case.posed(step.question.fact))
    safety.pose(talk, "triage", step.question)


def _keep_case(talk: Talk, case: Case) -> None:
    talk.dialogue.case, talk.dialogue.case_at = case.dict(), talk.now.timestamp()


def answered(talk: Talk, kind: str, value: Any, findings: list[Finding]) -> None:
    """The answer to a question of a case, with whatever else was said in the same breath.

    Kind "heard" means that something was told, but not what was asked: the question stays open.
    """
    ask = talk.dialogue.ask
    assert ask is not None
    case = Case.parse_obj(talk.dialogue.case or {})
    fact = ask.custom["fact"]
    if kind == "value":
        case = case.told(fact, value)
        talk.answer(fact, value)
    elif kind == "heard":
        case = case.copy(update={"asked": [one for one in case.asked if one != fact]})
    else:
        case = case.not_sure(fact)
    advance(talk, case.heard([one for one in findings if one.fact != fact or kind != "value"]))


def pose_change(talk: Talk, purpose: str, fact: str, *, again: bool = False) -> None:
    """Ask once whether trouble that has long been there is new or has changed.

    Being blocked up is no such trouble by itself: there it is asked for the danger sign in plainer words.
    """
    blocked = talk.triage.question(fact, again=True) if replies.only_blocked(talk.turn.text) else None
    say = blocked.say if blocked is not None and fact == "bowel_change" else words("is_it_new")
    talk.ask(purpose, fact, "bool", say, plainer=words("is_it_new_plainer"), again=again, old=True)
