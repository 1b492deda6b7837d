"""What was advised stands: it is repeated kindly and ever shorter, and never talked down."""

from __future__ import annotations

import re

from coach.conversation import exercising, replies
from coach.conversation.remarks import remark
from coach.conversation.talk import Talk
from coach.triage import Finding, Verdict
from coach.understand.text import fold
from coach.words import words

GRAVE = ("emergency_now", "urgent_same_day")
SHORTER = ("insist_short", "insist_brief")
_HER = frozenset(
    "she her hers wife mum mom mummy mother daughter sister girlfriend gran granny nan nana grandmother aunt"
    " auntie niece woman lady girl ella esposa madre mama hija hermana amiga abuela novia vecina suegra tia"
    " senora nuera".split()
)
_HIM = frozenset(
    "he him his husband dad daddy father son brother boyfriend grandad grandpa grandfather uncle nephew man"
    " gentleman bloke boy esposo marido padre papa hijo hermano amigo abuelo novio vecino suegro tio senor"
    " yerno".split()
)


def grave(talk: Talk) -> bool:
    """Whether the person was told to get help today or at once, and nobody has cleared it."""
    return (talk.profile.get("lock") or {}).get("tier") in GRAVE


def talked_down(talk: Talk, verdict: Verdict | None) -> bool:
    """Whether what is said makes small what was told before, with nothing new of danger in it."""
    ask = talk.dialogue.ask
    said = remark(talk.turn.text)
    if said in ("cleared", "unpair") or (ask is not None and ask.purpose == "cleared"):
        return False  # the answers know what lifts a lock and what does not
    lock = talk.profile.get("lock") or {}
    new = verdict is not None and not set(verdict.flags) <= set(lock.get("flags", ()))
    return grave(talk) and not new and replies.plays_down(talk.turn.text)


def explain(talk: Talk) -> None:
    """Why the exercises are locked, and what was advised."""
    lock = talk.profile["lock"]
    talk.say("locked", reason=lock["reason"], advice=lock["advice"])


def remind(talk: Talk) -> None:
    """Say again what was advised: in full and kindly the first time, then in short."""
    lock = talk.profile["lock"]
    nth = talk.dialogue.insisted
    talk.dialogue.insisted += 1
    if not grave(talk):
        talk.say("still_locked", advice=lock["advice"])
    elif nth == 0:
        talk.say("insist", advice=lock["advice"])
    else:
        talk.say(SHORTER[nth % 2], advice=lock["advice"])


def for_another(talk: Talk, verdict: Verdict) -> None:
    """Somebody else needs help at once: whom to call for them; the session ends, nothing is locked."""
    talk.dialogue.ask, talk.dialogue.pending = None, None
    if talk.dialogue.routine.active:
        exercising.end(talk)
    talk.record("other_emergency", flags=verdict.flags, words=talk.turn.own[:200])
    who = _who(talk.turn.own)
    call = verdict.say[0].replace(words("now_end"), words("for_them_now", who=who))
    talk.tell(call, custom={"triage": {**verdict.custom(), "reasons": []}})
    talk.tell(verdict.say[1])
    talk.say("stay_with", who=who)


def about_others(findings: list[Finding]) -> dict[str, bool]:
    """The dangers that were told of somebody else."""
    return {one.fact: True for one in findings if one.other and one.value is True}


def _who(text: str) -> str:
    """ "him" or "her" for the person who is told of, where the words say so; as the coach says it."""
    for word in re.findall(r"[a-z]+", fold(text)[0]):
        if word in _HER:
            return words("who_her")
        if word in _HIM:
            return words("who_him")
    return words("who_them")
