"""The one way into the coach: a turn and the state go in, the next state and the messages come out.

Whatever is said is looked at in this order: danger first, then "stop", then the answer to an open question,
then remarks, and last what the intent model made of it.
"""

from __future__ import annotations

import re
from typing import Any

from coach.clock import Clock
from coach.conversation import answers, exercising, learning, records, safety, telling
from coach.conversation.dialogue import Message, Outcome, Turn, load_dialogue
from coach.conversation.remarks import remark
from coach.conversation.talk import Talk
from coach.journal import Journal
from coach.library import Library
from coach.routine.machine import Machine
from coach.triage import Complaint, Finding, Triage
from coach.understand import is_stop
from coach.words import words

LONGEST_TEXT = 5000
"""Characters of a message that are looked at; what lies behind is passed over."""
MOST_SENTENCES = 4
"""How many sentences short messages in a row may come to when they are joined."""
TALKING = {
    "greet": "hello_again",
    "goodbye": "goodbye",
    "thanks": "thanks",
    "help": "help",
    "bot_challenge": "bot",
    "report_better": "better",
}
HOLD_TALK = frozenset({"report_symptom", "report_worse"})


class Coach:
    """The conversation core, over one journal, one library, one triage and one clock."""

    def __init__(self, journal: Journal, clock: Clock, library: Library, triage: Triage) -> None:
        self._journal, self._clock, self._library, self._triage = journal, clock, library, triage

    def turn(self, state: dict[str, Any] | None, turn: Turn) -> Outcome:
        """Answer one turn. Everything that must be kept is written before this returns."""
        talk = Talk(turn, load_dialogue(state), self._journal, self._library, self._triage, self._clock.now())
        if turn.opened:
            exercising.recover(talk)
        if turn.report is not None:
            exercising.report(talk, turn.report)
        else:
            exercising.catch_up(talk)
            _words(talk, turn.text[:LONGEST_TEXT])
            talk.dialogue.touched = talk.now.timestamp()
        return Outcome(_state(talk), _messages(talk), talk.new_session)


def _state(talk: Talk) -> dict[str, Any]:
    spoken = [message.text for message in talk.messages if message.text]
    if spoken and talk.turn.intent != "repeat":
        talk.dialogue.last = spoken[-4:]
    state: dict[str, Any] = talk.dialogue.dict()
    return state


def _messages(talk: Talk) -> tuple[Message, ...]:
    """The messages of the turn, the last of them with where the routine stands."""
    messages = _joined(talk.messages)
    routine = talk.dialogue.routine
    if not messages or routine.phase == "idle":
        return tuple(messages)
    item = routine.item
    steps = len(Machine(talk.library).variant(item).steps) if item else 0
    ask = talk.dialogue.ask
    shown: str = routine.phase
    if ask is not None and ask.purpose in ("triage", "screen", "consent", "region", "cleared"):
        shown = "screening"
    elif ask is not None and ask.purpose.startswith("pain"):
        shown = "check_in"
    last = messages[-1]
    custom = {**(last.custom or {}), "routine": telling.custom_routine(routine, shown, steps)}
    messages[-1] = Message(last.text, last.buttons, custom)
    return tuple(messages)


def _joined(messages: list[Message]) -> list[Message]:
    """Short messages in a row become one, up to a few sentences, so that no screen is flooded."""
    joined: list[Message] = []
    for message in messages:
        before = joined[-1] if joined else None
        plain = before is not None and not (
            before.custom or before.buttons or message.custom or message.buttons
        )
        if (
            before is not None
            and plain
            and _sentences(before.text) + _sentences(message.text) <= MOST_SENTENCES
        ):
            joined[-1] = Message(f"{before.text} {message.text}")
        else:
            joined.append(message)
    return joined


def _sentences(text: str) -> int:
    return len(re.findall(r"[.!?](\s|$)", text))


def _words(talk: Talk, text: str) -> None:
    """What a person said."""
    findings = talk.triage.spot(text)
    if _danger(talk, findings):
        return
    if is_stop(text) or (talk.turn.intent == "stop" and talk.dialogue.routine.playing):
        _stop(talk)
        return
    made = remark(text)
    if made in ("finish", "cannot_get_up") and talk.dialogue.routine.active:
        _remark(talk, made)
        return
    if talk.dialogue.ask is not None and answers.take(talk, text, findings, made):
        return
    if made is not None and _remark(talk, made):
        talk.dialogue.misses = 0
    else:
        _intent(talk, text, findings)
    answers.remind(talk)


def _danger(talk: Talk, findings: list[Finding]) -> bool:
    """Answer at once what cannot wait, from any state; True if there was such a thing."""
    facts = {finding.fact: finding.value for finding in findings}
    if not any(value is True for value in facts.values()):
        return False
    verdict = talk.triage.alarm({**safety.stable(talk), **facts}, talk.dialogue.routine.active, talk.region)
    if verdict is None:
        return False
    safety.hold(talk)
    talk.record("symptom", facts=facts, words=talk.turn.text[:200])
    safety.conclude(talk, verdict)
    return True


def _stop(talk: Talk) -> None:
    """Stop always stops: first what moves, then what asks."""
    talk.dialogue.misses = 0
    asking, talk.dialogue.ask = talk.dialogue.ask, None
    talk.dialogue.pending = None
    if talk.dialogue.routine.active:
        exercising.simple(talk, "stop")
    elif asking is not None and asking.purpose == "triage":
        talk.dialogue.case = None
        talk.say("asked_stop")
    else:
        exercising.simple(talk, "stop")


def _remark(talk: Talk, made: str) -> bool:
    """Answer a remark; False if it means nothing here, so that the intent decides."""
    active = talk.dialogue.routine.active
    if made == "finish" and active:
        exercising.simple(talk, "finish")
    elif made == "cannot_get_up":
        safety.hold(talk)
        talk.say("cannot_get_up")
    elif made == "no_floor":
        exercising.no_floor(talk)
    elif made == "more_rest" and active:
        exercising.simple(talk, "pause")
    elif made == "felt_easy":
        records.felt_easy(talk)
    elif made == "felt_hard":
        records.felt_hard(talk)
    elif made == "undo":
        records.undo(talk)
    elif made in ("tell_more", "why") and talk.dialogue.topic:
        learning.more(talk)
    elif made == "says_who" and talk.dialogue.topic:
        learning.sources(talk)
    elif made == "cleared" and talk.profile.get("lock"):
        answers.cleared(talk)
    elif made == "which_side" and active:
        exercising.simple(talk, "progress")
    else:
        return False
    return True


def _intent(talk: Talk, text: str, findings: list[Finding]) -> None:
    """What the intent model made of it."""
    intent, entities = talk.turn.intent or "", talk.turn.entities
    known = True
    if intent in HOLD_TALK or any(finding.value is True for finding in findings):
        _symptom(talk, findings, entities)
    elif intent == "start_routine":
        exercising.start(talk, {"routine": entities.get("routine"), "minutes": entities.get("minutes")})
    elif intent == "start_exercise":
        _start_exercise(talk, entities)
    elif intent == "repeat" and not talk.dialogue.routine.active:
        talk.tell(*talk.dialogue.last) if talk.dialogue.last else talk.say("hint_idle")
    elif intent == "resume" and safety.long_away(talk) and talk.dialogue.routine.phase == "paused":
        exercising.offer(talk)
    elif intent in exercising.SIMPLE:
        exercising.simple(talk, exercising.SIMPLE[intent])
    elif intent == "change_pace":
        exercising.pace(talk, str(entities.get("direction") or "slower"))
    elif intent == "change_level":
        direction = "harder" if entities.get("direction") == "harder" else "easier"
        exercising.level(talk, direction, entities.get("exercise"))
    elif intent == "set_dose":
        exercising.dose(talk, entities)
    elif intent in learning.INTENTS:
        learning.answer(talk, intent, entities)
    elif intent in records.INTENTS:
        records.handle(talk, intent, entities)
    elif intent == "report_pain_score" and isinstance(entities.get("pain"), int):
        safety.pain(talk, max(0, min(10, entities["pain"])), "during")
    elif intent == "report_pain_score":
        talk.ask("pain_during", "pain", "number", words("pain_during"), min=0, max=10)
    elif intent == "greet":
        _greet(talk)
    elif intent == "affirm" and talk.dialogue.routine.phase == "ready":
        exercising.simple(talk, "ready")
    elif intent == "affirm" and talk.dialogue.routine.phase == "paused":
        exercising.simple(talk, "resume")
    elif intent == "deny" and talk.dialogue.routine.phase == "paused":
        talk.say("stay_paused")
    elif intent == "deny" and talk.dialogue.routine.phase == "ready":
        talk.say("take_time")
    elif intent in TALKING:
        if intent == "report_better":
            talk.record("better", words=text[:200])
        talk.say(TALKING[intent])
    else:
        known = False
        _not_understood(talk, "off_topic" if intent == "out_of_scope" else "not_understood")
    if known:
        talk.dialogue.misses = 0


def _start_exercise(talk: Talk, entities: dict[str, Any]) -> None:
    if entities.get("exercise"):
        exercising.start(talk, {"exercise": entities["exercise"]})
    elif talk.dialogue.routine.phase in ("ready", "paused"):
        exercising.simple(talk, "ready")
    else:
        learning.answer(talk, "list_exercises", {})


def _symptom(talk: Talk, findings: list[Finding], entities: dict[str, Any]) -> None:
    """Something is felt: the exercise, a pain score or the safety questions settle what to do."""
    symptom, part = entities.get("symptom"), entities.get("body_part")
    complaint = Complaint(symptom=symptom, body_part=part, side=entities.get("side"))
    routine = talk.dialogue.routine
    serious = any(finding.value is True for finding in findings) or symptom in safety.ASKED_ABOUT
    if routine.active and not serious:
        if _adapt(talk, symptom or "pain", part):
            return
        safety.hold(talk)
        talk.record("symptom", **complaint.dict(), words=talk.turn.text[:200])
        if symptom == "cramp":
            talk.say("cramp")
        else:
            talk.say("paused")
        talk.ask("pain_during", "pain", "number", words("pain_during"), min=0, max=10)
        return
    if talk.turn.intent == "report_worse" and not serious:
        talk.say("worse")
    safety.complain(talk, complaint, findings)


def _adapt(talk: Talk, symptom: str, part: str | None) -> bool:
    """What the exercise itself knows against the symptom: first a change, then something in its place."""
    item = talk.dialogue.routine.item
    if item is None:
        return False
    for adaptation in talk.library.exercises[item.exercise].adaptations:
        if adaptation.symptom != symptom or (adaptation.body_part and adaptation.body_part != part):
            continue
        key = f"{item.exercise}:{symptom}:{part}"
        talk.record("symptom", symptom=symptom, body_part=part, exercise=item.exercise)
        safety.hold(talk)
        if key in talk.dialogue.eased and adaptation.then is not None:
            exercising.swap(talk, adaptation.then.exercise, adaptation.then.variant, adaptation.then.reason)
            return True
        if key in talk.dialogue.eased:
            return False
        talk.dialogue.eased.append(key)
        talk.tell(adaptation.say)
        exercising.vary(talk, adaptation.variant)
        exercising.carry_on(talk)
        return True
    return False


def _greet(talk: Talk) -> None:
    if talk.dialogue.routine.phase == "paused" or (talk.turn.opened and talk.dialogue.routine.active):
        exercising.offer(talk)
        return
    if talk.dialogue.touched and not safety.long_away(talk):
        talk.say("hello")
    else:
        talk.say("hello_again" if talk.profile.get("consent") else "welcome")
    talk.say("welcome_hint")


def _not_understood(talk: Talk, key: str) -> None:
    """Say so, with two things that can be said here; never the same sentence three times."""
    talk.dialogue.misses += 1
    if talk.dialogue.misses > 1 and talk.dialogue.routine.active:
        talk.say("not_understood_twice")
        return
    phase = talk.dialogue.routine.phase
    hint = {
        "ready": "hint_ready",
        "running": "hint_running",
        "resting": "hint_running",
        "paused": "hint_paused",
    }
    talk.say(key, hint=words(hint.get(phase, "hint_idle")))
