"""Safety in a conversation: the first screen, questions about a symptom, verdicts, pain and locks."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from coach.conversation import exercising
from coach.conversation.talk import Talk
from coach.routine import plan
from coach.routine.commands import Adjust, SheetStopped, Simple
from coach.triage import Case, Complaint, Finding, Question, Verdict
from coach.words import words

LONG_PAUSE = timedelta(minutes=10)
"""After a break longer than this the pain is asked about before going on."""
STABLE = frozenset(
    {"bone_weakness", "cancer_history", "immune_or_iv", "anticoagulant", "known_stenosis", "age"}
)
"""Facts that hold from day to day, so that nobody is asked for them again."""
ASKED_ABOUT = frozenset(
    {
        "numbness",
        "tingling",
        "burning",
        "weakness",
        "heaviness",
        "swelling",
        "dizziness",
        "breathlessness",
        "saddle_numbness",
        "bladder_problem",
        "bowel_problem",
    }
)
"""Symptoms that lead to the safety questions at any time; the others lead to the pain question in a set."""
SYMPTOM_FACT = {
    "saddle_numbness": "saddle_numbness",
    "bladder_problem": "bladder_change",
    "bowel_problem": "bowel_change",
    "weakness": "weakness",
    "breathlessness": "chest_pain",
}


def stable(talk: Talk) -> dict[str, Any]:
    """What is known of the person that holds from day to day."""
    return {name: talk.known(name) for name in sorted(STABLE) if talk.known(name) is not None}


def away(talk: Talk) -> timedelta:
    """How long ago the person was last heard of."""
    touched = talk.dialogue.touched
    return talk.now - datetime.fromtimestamp(touched, timezone.utc) if touched else timedelta(0)


def long_away(talk: Talk) -> bool:
    """Whether the break was so long that the pain is asked about first."""
    return away(talk) > LONG_PAUSE


# -- before the first exercise ----------------------------------------------------------------------------


def may_exercise(talk: Talk, request: dict[str, Any]) -> bool:
    """Whether exercise may begin now; if not, what stands before it has been said or asked.

    The request waits in `pending` until the screen is through.
    """
    lock = talk.profile.get("lock")
    if lock:
        talk.dialogue.pending = request
        talk.say("locked", reason=lock["reason"], advice=lock["advice"])
        talk.ask("cleared", "seen_doctor", "bool", words("cleared_question"))
        return False
    if not talk.profile.get("consent"):
        talk.dialogue.pending = request
        talk.ask("consent", "consent", "bool", words("consent"))
        return False
    if not talk.profile.get("screened"):
        talk.dialogue.pending = request
        next_screen_question(talk)
        return False
    return True


def next_screen_question(talk: Talk) -> None:
    """Ask what the first screen still lacks, or go on with what was asked for."""
    if not talk.region:
        titles = [region.title for region in talk.triage.regions().values()]
        talk.ask("region", "region", "choice", words("region"), choices=titles)
        return
    for question in talk.triage.screen():
        if talk.known(question.fact) is None:
            pose(talk, "screen", question)
            return
    talk.remember(screened=talk.now.timestamp())
    talk.record(
        "screened", facts={name: told["value"] for name, told in talk.profile.get("facts", {}).items()}
    )
    talk.say("screen_done")
    go_on_with_request(talk)


def go_on_with_request(talk: Talk) -> None:
    """Begin what the person asked for before the questions."""
    request, talk.dialogue.pending = talk.dialogue.pending, None
    if request is not None:
        exercising.start(talk, request)


def pose(talk: Talk, purpose: str, question: Question, *, again: bool = False) -> None:
    """Ask one of the safety questions."""
    form = {
        name: value
        for name, value in question.custom().items()
        if name not in ("fact", "type") and value != []
    }
    talk.ask(
        purpose, question.fact, question.type, question.say, plainer=question.plainer, again=again, **form
    )


# -- a symptom --------------------------------------------------------------------------------------------


def complain(talk: Talk, complaint: Complaint, findings: list[Finding]) -> None:
    """Somebody tells of a symptom: hold the exercise and ask what matters, emergencies first."""
    routine = talk.dialogue.routine
    exercising_now = routine.active
    hold(talk)
    case = Case(complaint=complaint, facts=stable(talk), exercising=exercising_now, region=talk.region).heard(
        findings
    )
    fact = SYMPTOM_FACT.get(complaint.symptom or "")
    if fact and fact not in case.facts:
        case = case.told(fact, True)
    if complaint.side == "both" and "bilateral" not in case.facts:
        case = case.told("bilateral", True)
    talk.record("symptom", **complaint.dict(), words=talk.turn.text[:200])
    advance(talk, case)


def hold(talk: Talk) -> None:
    """Pause the routine without a word of its own."""
    if talk.dialogue.routine.active:
        before = len(talk.messages)
        given = SheetStopped(talk.at(), "symptom") if talk.dialogue.routine.playing else Simple("pause")
        exercising.command(talk, given)
        del talk.messages[before:]
    talk.dialogue.ask = None


def advance(talk: Talk, case: Case) -> None:
    """Ask the next question of a case, or come to its end."""
    step = talk.triage.step(case)
    if step.verdict is not None:
        talk.dialogue.case = None
        talk.dialogue.ask = None
        conclude(talk, step.verdict)
        return
    assert step.question is not None
    if not case.asked:
        talk.say("triage_why")
    talk.dialogue.case = case.posed(step.question.fact).dict()
    pose(talk, "triage", step.question)


def answered(talk: Talk, kind: str, value: Any, findings: list[Finding]) -> None:
    """The answer to a question of a case, with whatever else was said in the same breath."""
    ask = talk.dialogue.ask
    assert ask is not None
    case = Case.parse_obj(talk.dialogue.case or {})
    fact = ask.custom["fact"]
    if kind == "value":
        case = case.told(fact, value)
        talk.fact(fact, value)
    else:
        case = case.not_sure(fact)
    advance(talk, case.heard([finding for finding in findings if finding.fact != fact or kind != "value"]))


def conclude(talk: Talk, verdict: Verdict) -> None:
    """Say what a case or an emergency comes to, and hold or end the exercise accordingly."""
    talk.record("triage", **verdict.custom())
    routine = talk.dialogue.routine
    if verdict.exercise == "stop":
        lock = {
            "tier": verdict.tier,
            "flags": verdict.flags,
            "since": talk.now.timestamp(),
            "reason": verdict.reasons[0] if verdict.reasons else words("lock_reason"),
            "advice": verdict.say[0],
        }
        talk.remember(lock=lock)
        talk.record("locked", tier=verdict.tier, flags=verdict.flags)
        talk.dialogue.ask, talk.dialogue.case, talk.dialogue.pending = None, None, None
    if routine.active and verdict.exercise in ("stop", "pause"):
        before = len(talk.messages)
        exercising.command(talk, Simple("finish", talk.at()))
        del talk.messages[before:]
        talk.dialogue.ask = None
    for nth, line in enumerate(verdict.say):
        talk.tell(line, custom={"triage": verdict.custom()} if nth == 0 else None)
    if talk.dialogue.routine.active:
        if verdict.exercise == "ease":
            ease(talk)
        exercising.carry_on(talk)
    elif talk.dialogue.pending is not None:
        go_on_with_request(talk)


def ease(talk: Talk) -> None:
    """Take the exercise that is on down a step, if there is one."""
    item = talk.dialogue.routine.item
    if item is not None and talk.dialogue.routine.active and item.level > 0:
        exercise = talk.library.exercises[item.exercise]
        new = plan.item(talk.library, item.exercise, item.level - 1)
        exercising.keep_level(talk, exercise, item.level - 1)
        exercising.command(
            talk, Adjust(new, "easier", talk.at(), {"what": exercise.levels[item.level - 1].say})
        )


# -- pain -------------------------------------------------------------------------------------------------


def pain(talk: Talk, score: int, moment: str) -> None:
    """A pain score at a moment: before, during, after, or on return from a break."""
    talk.record("pain", score=score, moment=moment, exercise=talk.dialogue.last_exercise)
    rule = talk.triage.pain_rule(score)
    request = talk.dialogue.pending
    if moment == "before":
        _pain_before(talk, score, rule, request)
    elif moment == "after":
        talk.say({"continue": "pain_ok_after", "ease": "pain_ease_after", "stop": "pain_stop"}[rule])
    elif not talk.dialogue.routine.active:
        talk.say("pain_noted", pain=score)
        if rule == "stop":
            talk.say("pain_before_stop")
    elif rule == "stop":
        talk.say("pain_stop")
        before = len(talk.messages)
        exercising.simple(talk, "finish")
        del talk.messages[before:]
        talk.dialogue.ask = None
    else:
        hold(talk)
        talk.say("pain_ok" if rule == "continue" else "pain_ease")
        if rule == "ease":
            ease(talk)
        exercising.carry_on(talk)


def _pain_before(talk: Talk, score: int, rule: str, request: dict[str, Any] | None) -> None:
    talk.dialogue.pending = None
    if rule == "stop":
        talk.say("pain_before_stop")
        return
    talk.say("pain_ok" if rule == "continue" else "pain_ease")
    exercising.start(talk, {**(request or {}), "pain": score, "eased": rule == "ease"})
