"""The Roland-Morris questionnaire, a sentence at a time; it can be left and gone on with later."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from coach.conversation.dialogue import Ask
from coach.conversation.phrases import says
from coach.conversation.talk import Talk
from coach.numbers import spoken
from coach.records import data
from coach.records.rmdq import ITEMS, items
from coach.records.trend import rmdq_change
from coach.triage import Finding
from coach.understand import Answer, parse_answer
from coach.words import words

STILL_TODAY = timedelta(hours=48)
"""Its sentences are about today: what was answered longer ago is asked afresh."""
BUTTONS = ("Yes", "No", "Skip")
COMPLAINT = re.compile(r"\bmy (\w+ ){1,3}(hurts?|hurting|aches?|aching|is (sore|weak|numb|killing me))\b")
YES_NO = re.compile(r"(yes|no|yeah|nope|not sure|so it is|it is so|true|false|right|wrong)\b")
"""What is told of now, and a yes or no that goes before it."""


def take(talk: Talk, text: str) -> bool:
    """Begin, or go on; False if the text wants neither."""
    open_now = talk.dialogue.ask is not None and talk.dialogue.ask.purpose == "rmdq"
    if open_now and says("later", text):
        leave(talk)
        return True
    if not says("rmdq_begin", text) and not (says("rmdq_again", text) and _kept(talk)):
        return False
    if talk.dialogue.routine.active:
        talk.say("rmdq_not_now")
        return True
    if _kept(talk) is None:
        talk.remember(rmdq={"at": talk.now.timestamp(), "next": 1, "answers": {}, "skipped": []})
        talk.say("rmdq_begin")
    else:
        talk.say("rmdq_again")
    _ask(talk)
    return True


def leave(talk: Talk) -> None:
    """Not now: what was answered is kept."""
    talk.dialogue.ask = None
    talk.say("rmdq_left")


def answer(ask: Ask, text: str) -> Answer:
    """What a text answers to a sentence; "fine" says neither yes nor no here."""
    if says("skip", text):
        return Answer("refused")
    if COMPLAINT.search(text.lower()) and not YES_NO.match(text.lower()):
        return Answer("none")  # what hurts now is told to the coach, not to the sentence
    return parse_answer(text, {**ask.custom, "fact": "known_stenosis"})


def answered(talk: Talk, told: Answer, findings: list[Finding]) -> None:
    """Keep an answer, and ask the next one; anything but yes and no counts as skipped."""
    kept = _kept(talk)
    talk.dialogue.ask = None
    if kept is None:
        talk.say("rmdq_old")
        return
    place = str(kept["next"])
    if told.kind == "value" and isinstance(told.value, bool):
        kept["answers"] = {**kept["answers"], place: told.value}
    else:
        kept["skipped"] = [*kept["skipped"], place]
    kept = {**kept, "next": kept["next"] + 1}
    talk.remember(rmdq=kept)
    if kept["next"] > ITEMS:
        _end(talk, kept)
    else:
        _ask(talk)


def _kept(talk: Talk) -> dict[str, Any] | None:
    """What was answered so far, if it is of today."""
    kept = talk.profile.get("rmdq")
    if not isinstance(kept, dict) or not 1 <= kept.get("next", 0) <= ITEMS:
        return None
    fresh = abs(talk.now.timestamp() - kept["at"]) < STILL_TODAY.total_seconds()
    return dict(kept) if fresh else None


def _ask(talk: Talk) -> None:
    kept = talk.profile["rmdq"]
    number = kept["next"]
    plainer = words("rmdq_plainer")
    said = words("rmdq_ask", number=spoken(number), sentence=items()[number - 1])
    talk.ask("rmdq", f"rmdq_{number}", "bool", said, plainer=f"{said} {plainer}", buttons=BUTTONS)


def _end(talk: Talk, kept: dict[str, Any]) -> None:
    """The score: how many sentences are so. The change is held against the last time."""
    score = sum(kept["answers"].values())
    known = data.read(talk.journal, talk.turn.person, talk.now)
    before = [one.value for one in known.scores if one.name == "rmdq"]
    talk.record("score", name="rmdq", score=score, answers=kept["answers"], skipped=kept["skipped"])
    talk.remember(rmdq=None)
    talk.say("rmdq_score", score=spoken(score))
    if kept["skipped"]:
        talk.say("rmdq_skipped", skipped=spoken(len(kept["skipped"])))
    if before:
        way = rmdq_change(before[-1], score).way
        key = {"better": "rmdq_better", "worse": "rmdq_worse"}.get(way, "rmdq_same")
        talk.say(key, before=spoken(round(before[-1])))
