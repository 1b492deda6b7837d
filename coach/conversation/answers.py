"""Answers to the question that is open."""

from __future__ import annotations

from typing import Any

from coach.conversation import exercising, records, safety
from coach.conversation.talk import Talk
from coach.triage import Finding
from coach.triage.models import CAUDA_EQUINA
from coach.understand import Answer, command, extract, parse_answer
from coach.words import words

SCREENS = ("consent", "region", "screen")
FREE = frozenset(
    {
        "ask_how",
        "ask_why",
        "ask_dose",
        "ask_condition",
        "ask_pain_relief",
        "ask_cardio",
        "ask_see_doctor",
        "ask_source",
        "list_exercises",
        "help",
        "bot_challenge",
        "thanks",
        "ask_progress",
        "delete_data",
    }
)
"""What may be asked in between; the open question is then asked again."""
MOST_MISSES = 3
OTHER_REGION = "other"
YES_COMMANDS = frozenset({"resume", "done", "next", "start_exercise"})


def take(talk: Talk, text: str, findings: list[Finding], made: str | None) -> bool:
    """Take the text as the answer to the open question; False if it is something else."""
    ask = talk.dialogue.ask
    assert ask is not None
    answer = _particular(talk, text, ask.custom["fact"]) or parse_answer(text, ask.custom)
    said = command(text)
    if (
        answer.kind == "none"
        and ask.custom["type"] == "bool"
        and ask.purpose in ("consent", "carry_on")
        and said in YES_COMMANDS
    ):
        answer = Answer("value", True)
    if answer.kind == "none" and ask.purpose == "triage" and findings:
        answer = _from_findings(ask.custom["fact"], findings)
        if answer.kind == "none":
            safety.answered(talk, "heard", None, findings) if _new(talk, findings) else _again(talk)
            return True
    if said == "repeat" and answer.kind == "none":
        talk.ask_again()
        return True
    if answer.kind == "none":
        return _no_answer(talk, made)
    talk.dialogue.misses = 0
    _TAKERS[ask.purpose](talk, answer, findings)
    return True


def _particular(talk: Talk, text: str, fact: str) -> Answer | None:
    """Answers that only one question has."""
    if fact == "region":
        region = talk.triage.region_named(text)
        return Answer("value", region.id) if region else None
    if fact == "bilateral":
        side = next((entity.value for entity in extract(text) if entity.entity == "side"), None)
        return Answer("value", side == "both") if side else None
    return None


def _from_findings(fact: str, findings: list[Finding]) -> Answer:
    for finding in findings:
        if finding.fact == fact:
            return Answer("value", finding.value)
    return Answer("none")


def _new(talk: Talk, findings: list[Finding]) -> bool:
    facts = (talk.dialogue.case or {}).get("facts", {})
    return any(facts.get(finding.fact) != finding.value for finding in findings)


def _no_answer(talk: Talk, made: str | None) -> bool:
    """No answer: let other requests through where they may be, else ask again in plainer words."""
    ask = talk.dialogue.ask
    assert ask is not None
    intent = talk.turn.intent or ""
    if ask.purpose == "triage" or ask.purpose in SCREENS:
        if intent in FREE or (ask.purpose in SCREENS and intent in safety_first(talk)):
            return False
        _again(talk)
        return True
    if intent in ("nlu_fallback", "out_of_scope", "") and made is None:
        _again(talk)
        return True
    # another request takes the question's place; a pain score that was not given is not asked for again
    talk.dialogue.ask = None
    return False


def safety_first(talk: Talk) -> tuple[str, ...]:
    """Intents that go before the questions of the first screen."""
    return ("report_symptom", "report_worse", "goodbye", "start_exercise", "start_routine", "greet")


def _again(talk: Talk) -> None:
    ask = talk.dialogue.ask
    assert ask is not None
    talk.dialogue.misses += 1
    if ask.purpose == "region" and talk.dialogue.misses >= MOST_MISSES:
        # any number will do better than a third time the same question
        _region(talk, Answer("unsure"), [])
        return
    hint = {"bool": "hint_yes_no", "number": "hint_number"}.get(ask.custom["type"], "hint_answer")
    if ask.custom["fact"] != "pain" and hint == "hint_number":
        hint = "hint_answer"
    talk.say("not_understood", hint=words(hint))
    talk.ask_again(plainer=True)


def remind(talk: Talk) -> None:
    """Ask an open question of the screen again after something else was answered."""
    ask = talk.dialogue.ask
    asked = any(message.custom and "ask" in message.custom for message in talk.messages)
    if ask is not None and ask.purpose in (*SCREENS, "triage") and not asked:
        talk.ask_again()


# -- takers: one for each purpose -------------------------------------------------------------------------


def _consent(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    talk.dialogue.ask = None
    if answer.kind == "value" and answer.value is True:
        talk.remember(consent=talk.now.timestamp())
        talk.record("consent")
        safety.next_screen_question(talk)
    else:
        talk.dialogue.pending = None
        talk.say("consent_no")


def _region(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    talk.dialogue.ask = None
    known = answer.kind == "value" and answer.value in talk.triage.regions()
    talk.remember(region=answer.value if known else OTHER_REGION)
    talk.say("screen_begin")
    safety.next_screen_question(talk)


def _screen(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    ask = talk.dialogue.ask
    assert ask is not None
    fact = ask.custom["fact"]
    talk.dialogue.ask = None
    serious = fact in CAUDA_EQUINA
    if answer.kind == "value" and answer.value is False:
        talk.fact(fact, False)
    elif answer.kind == "value" and serious:
        safety.conclude(talk, talk.triage.assess({fact: True}, region=talk.region))
        return
    elif answer.kind == "value":
        talk.fact(fact, True)
    elif serious and not ask.again:
        question = talk.triage.question(fact, again=True)
        assert question is not None
        safety.pose(talk, "screen", question, again=True)
        return
    elif serious:
        safety.conclude(talk, talk.triage.assess({}, region=talk.region, unsure=(fact,)))
        return
    else:
        talk.fact(fact, True)
        talk.say("careful")
    safety.next_screen_question(talk)


def _triage(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    safety.answered(talk, answer.kind, answer.value, findings)


def _carry_on(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    talk.dialogue.ask = None
    if answer.kind == "value" and answer.value is True:
        exercising.simple(talk, "resume")
    else:
        talk.say("stay_paused")


def _pain(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    ask = talk.dialogue.ask
    assert ask is not None
    moment = ask.purpose.split("_")[1]
    talk.dialogue.ask = None
    if answer.kind == "value" and isinstance(answer.value, (int, float)):
        safety.pain(talk, int(max(0, min(10, round(answer.value)))), moment)
    elif moment == "before":
        exercising.start(talk, {**(talk.dialogue.pending or {}), "pain": None, "eased": True})
    elif talk.dialogue.routine.active:
        exercising.carry_on(talk)
    else:
        talk.say("pain_ok_after")


def _cleared(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    talk.dialogue.ask = None
    if answer.kind == "value" and answer.value is True:
        cleared(talk)
    else:
        talk.dialogue.pending = None
        talk.say("not_cleared")


def cleared(talk: Talk) -> None:
    """The person says that a doctor has cleared them: the lock goes, and that is written down."""
    talk.remember(lock=None)
    talk.record("cleared", words=talk.turn.text[:200])
    talk.dialogue.ask = None
    talk.say("cleared")
    safety.go_on_with_request(talk)


def _delete(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    talk.dialogue.ask = None
    if answer.kind == "value" and answer.value is True:
        records.delete(talk)
    else:
        talk.say("not_deleted")


_TAKERS: dict[str, Any] = {
    "consent": _consent,
    "region": _region,
    "screen": _screen,
    "triage": _triage,
    "carry_on": _carry_on,
    "pain_before": _pain,
    "pain_after": _pain,
    "pain_during": _pain,
    "pain_return": _pain,
    "cleared": _cleared,
    "delete": _delete,
}
