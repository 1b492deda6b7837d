"""What an answer does: one taker for each purpose of a question."""

from __future__ import annotations

from typing import Any

from coach.conversation import (
    complaints,
    either,
    exercising,
    known,
    noting,
    pain,
    plain_yes,
    questions,
    reminded,
    reminding,
    response,
    rights,
    safety,
    who,
)
from coach.conversation.talk import Talk
from coach.triage import Finding
from coach.triage.models import CAUDA_EQUINA
from coach.understand import Answer
from coach.understand.outcomes import pain_parts


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
    named = answer.kind == "value" and answer.value in talk.triage.regions()
    # any number will do better than a third time the same question
    talk.remember(region=answer.value if named else "other")
    talk.say("screen_begin")
    safety.next_screen_question(talk)


def _screen(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    ask = talk.dialogue.ask
    assert ask is not None
    fact = ask.custom["fact"]
    talk.dialogue.ask = None
    serious = fact in CAUDA_EQUINA
    if answer.kind == "value" and answer.value is False:
        talk.answer(fact, False)
        if _something_else(talk, findings):
            return
    elif answer.kind == "value" and serious:
        talk.answer(fact, True)
        safety.conclude(talk, talk.triage.assess({fact: True}, region=talk.region))
        return
    elif answer.kind == "value":
        talk.answer(fact, True)
    elif serious and not ask.again:
        question = talk.triage.question(fact, again=True)
        assert question is not None
        safety.pose(talk, "screen", question, again=True)
        return
    elif serious:
        safety.conclude(talk, safety.unsure_twice(talk, fact))
        return
    else:
        talk.answer(fact, True)
        talk.say("careful")
    safety.next_screen_question(talk)


def _something_else(talk: Talk, findings: list[Finding]) -> bool:
    """A symptom told beside a no: it is asked about first, and the screen goes on after it."""
    about = complaints.told(talk.turn.text)
    if about.symptom not in safety.NERVES:
        return False
    complaints.complain(talk, about, findings)
    return True


def _triage(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    complaints.answered(talk, answer.kind, answer.value, findings)


def _carry_on(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    talk.dialogue.ask = None
    if answer.kind == "value" and answer.value is True:
        exercising.resume(talk)
    else:
        talk.say("stay_paused")


def _pain(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    ask = talk.dialogue.ask
    assert ask is not None
    moment = ask.purpose.split("_")[1]
    talk.dialogue.ask = None
    if answer.kind == "value" and isinstance(answer.value, (int, float)):
        pain.told(talk, int(max(0, min(10, round(answer.value)))), moment, pain_parts(talk.turn.text))
    else:
        pain.not_told(talk, moment)


def _settled_since(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    talk.dialogue.ask = None
    response.settled(talk, answer.kind == "value" and answer.value is True)
    safety.go_on_with_request(talk)


def _cleared(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    """A lock goes only with a plain yes, and that is written down."""
    said = talk.turn.text.lower().strip().replace("\u2019", "'")
    yes = answer.kind == "value" and answer.value is True
    if yes and plain_yes.PLAIN_YES.match(said) and not plain_yes.DOUBT.search(said):
        talk.dialogue.ask = None
        talk.remember(lock=None, agreed=talk.now.timestamp())
        known.cleared(talk)
        talk.dialogue.insisted = 0
        talk.record("cleared", words=talk.turn.own[:200])
        talk.say("cleared")
        safety.go_on_with_request(talk)
    elif yes:
        talk.say("cleared_unsure")
        talk.ask_again()
    else:
        talk.dialogue.ask, talk.dialogue.pending = None, None
        talk.say("not_cleared")


def _delete(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    talk.dialogue.ask = None
    if plain_yes.alone(talk, answer):
        rights.delete(talk)
    else:
        talk.say("not_deleted")


def _reminder_time(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    reminding.time_told(talk, str(answer.value))


def _zone(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    reminding.zone_told(talk, str(answer.value))


def _not_today(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    reminded.because(talk, str(answer.value))


def _keep(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    rights.keep(talk, plain_yes.alone(talk, answer))


def _note(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    noting.answered(talk, plain_yes.alone(talk, answer))


TAKERS: dict[str, Any] = {
    "consent": _consent,
    "region": _region,
    "screen": _screen,
    "triage": _triage,
    "carry_on": _carry_on,
    "pain_before": _pain,
    "pain_after": _pain,
    "pain_during": _pain,
    "pain_return": _pain,
    "settled": _settled_since,
    "cleared": _cleared,
    "delete": _delete,
    "which": either.take,
    "met_before": who.met_before,
    "code_word": who.code_word_told,
    "reminder_time": _reminder_time,
    "zone": _zone,
    "not_today": _not_today,
    "keep": _keep,
    "note": _note,
    **questions.TAKERS,
}
