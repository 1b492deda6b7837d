"""Something is felt: the exercise knows an answer, a pain score settles it, or the safety questions do."""

from __future__ import annotations

from coach.conversation import changing, complaints, exercising, fitting, known, pain, safety, travel
from coach.conversation.talk import Talk
from coach.triage import Complaint, Finding


def take(talk: Talk, findings: list[Finding]) -> None:
    """Answer somebody who tells what they feel."""
    entities = talk.turn.entities
    complaint = complaints.told(talk.turn.text)
    symptom, part = complaint.symptom, complaint.body_part
    told = any(one.fact in safety.WORTH_ASKING and one.value is True for one in findings)
    serious = bool(safety.alarming(findings)) or symptom in safety.ASKED_ABOUT or told
    if travel.worse_bending(talk.turn.text):
        bending(talk, quiet=serious)
        if not serious:
            return
    if not talk.dialogue.routine.active or serious:
        if talk.turn.intent == "report_worse" and not serious:
            talk.say("worse")
        complaints.complain(talk, complaint, findings)
        return
    score = entities.get("pain")
    if isinstance(score, int):
        pain.told(talk, max(0, min(10, score)), "during")
        return
    if entities.get("severity") != "severe" and _adapt(talk, symptom or "pain", part):
        return
    safety.hold(talk)
    talk.record("symptom", **complaint.dict(), words=talk.turn.own[:200])
    talk.say("cramp" if symptom == "cramp" else "held")
    pain.ask(talk, "during")


def travelled(talk: Talk) -> None:
    """The symptom goes further down the leg: this exercise ends. Source: section of stop rules, MCKENZIE."""
    safety.hold(talk)
    talk.record("symptom", words=talk.turn.own[:200], travelled=True)
    talk.say("travelled")
    exercising.leave_out(talk)


def bending(talk: Talk, quiet: bool = False) -> None:
    """Bending brings the leg on: smaller moves take the place of the bends. Source: stop rules."""
    talk.fact("worse_bending", True)
    if quiet:
        return
    safety.hold(talk)
    talk.record("symptom", words=talk.turn.own[:200], worse_bending=True)
    talk.say("bending_hurts")
    if not talk.dialogue.routine.active:
        complaints.complain(talk, Complaint(symptom="pain", body_part="leg"), [])
    elif not fitting.changed(talk):
        exercising.carry_on(talk)


def bending_again(talk: Talk) -> None:
    """Bending is fine again: the bends come back."""
    talk.forget({"worse_bending"})
    talk.say("bending_again")


def shrank(talk: Talk) -> None:
    """The symptom draws in towards the back: good news, and no reason to end anything. Source: MCKENZIE."""
    if known.latest(talk).symptom in known.FEELING and travel.DULL.search(talk.turn.text.lower()):
        # numbness that comes to sit in the bottom is asked about, whichever way it went
        complaints.complain(talk, Complaint(symptom="numbness", body_part="buttock"), [])
        return
    talk.record("symptom", words=talk.turn.own[:200], shrank=True)
    talk.say("shrank")


def _adapt(talk: Talk, symptom: str, part: str | None) -> bool:
    """What the exercise itself knows against the symptom: first a change, then something in its place."""
    item = talk.dialogue.routine.item
    if item is None:
        return False
    for adaptation in talk.library.exercises[item.exercise].adaptations:
        if adaptation.symptom != symptom or (adaptation.body_part and adaptation.body_part != part):
            continue
        key = f"{item.exercise}:{symptom}:{part}"
        if key in talk.dialogue.eased and adaptation.then is None:
            return False
        talk.record("symptom", symptom=symptom, body_part=part, exercise=item.exercise)
        safety.hold(talk)
        if key in talk.dialogue.eased and adaptation.then is not None:
            then = adaptation.then
            changing.swap(talk, then.exercise, then.variant, then.reason)
            return True
        talk.dialogue.eased.append(key)
        talk.tell(adaptation.say)
        changing.vary(talk, adaptation.variant)
        exercising.carry_on(talk)
        return True
    return False
