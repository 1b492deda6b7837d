"""Answers to the question that is open."""

from __future__ import annotations

import re
from collections.abc import Callable

from coach.conversation import (
    complaints,
    learning,
    moving,
    plain_yes,
    questions,
    reminded,
    reminding,
    replies,
    zones,
)
from coach.conversation.dialogue import OF_SAFETY, Ask
from coach.conversation.takers import TAKERS
from coach.conversation.talk import Talk
from coach.triage import Finding
from coach.triage.models import REASSURING
from coach.understand import Answer, command, extract, parse_answer, to_the_point
from coach.understand.numbers import numbers
from coach.understand.text import tokens
from coach.words import words

SCREENS = ("consent", "region", "screen")
NEEDED = (*SCREENS, "triage", "pain_during", "pain_return")
"""Questions that stay open until they are answered; the others give way to another request."""
FREE = learning.INTENTS | {"help", "bot_challenge", "thanks", "ask_progress"}
"""What may be asked in between; the open question is then asked again."""
FIRST = frozenset({"report_symptom", "report_worse", "goodbye"})
"""What goes before an open question that is not one of a symptom's."""
AT_THE_DOOR = frozenset({"start_exercise", "start_routine", "greet"})
"""Requests that may change while the first questions are open."""
PAIN = (
    "pain_before", "pain_after", "pain_during", "pain_return", "settled", "pain_before_leg", "pain_after_leg",
)  # fmt: skip
GIVEN_UP = ("region", *OF_SAFETY, *PAIN)
"""Questions that are taken as not known when they were asked MOST_MISSES times in vain."""
MOST_MISSES = 3
ABOUT = {
    "saddle_numbness": {"numbness", "tingling", "saddle_numbness", "buttock", "groin", "thigh"},
    "bladder_change": {"bladder_problem", "bladder"},
    "bowel_change": {"bowel_problem", "bowel", "buttock"},
}
"""What somebody speaks of who answers these questions without a plain yes."""
SHOWN_BY = {"weakness": ("foot_drop",)}
"""What is asked for, and the facts that are a case of it: the question names them itself."""
THERE_ONLY = ("cleared", "delete", "keep", "note")
"""Questions whose yes cannot be taken back, or hands something on: it counts only where they were put."""
YES_COMMANDS = {"consent": ("done",), "carry_on": ("resume", "done", "next")}
ALREADY = re.compile(r"\b(just|already|have) (told|said)\b|\btold you\b|\bi said (so|that|it)\b")
"""Somebody who is asked for what they have just told."""
OWN_WORDS: dict[str, Callable[[str], bool]] = {
    "reminder_time": reminding.names_a_time,
    "zone": zones.names_one,
    "not_today": reminded.names_a_reason,
}
"""Questions whose answer is taken in the person's own words, with what tells whether it is one."""


def take(talk: Talk, text: str, findings: list[Finding], made: str | None) -> bool:
    """Take the text as the answer to the open question; False if it is something else."""
    ask = talk.dialogue.ask
    assert ask is not None
    text = plain_yes.short(text, ask.purpose)
    answer = _answer(talk, text, ask)
    weighed = _outweighed(ask, answer, findings)
    if weighed is not None and weighed.kind == "none":
        _again(talk)
        return True
    answer = weighed or answer
    said = command(text)
    if _long_known(ask, text, answer):
        complaints.pose_change(talk, ask.purpose, ask.custom["fact"], again=ask.again)
        return True
    if answer.value is True and ask.purpose in plain_yes.PLAINLY and said not in plain_yes.PLAIN:
        # what starts a set or deletes what is kept takes a plain yes and nothing beside it
        answer = Answer("none")
    if answer.value is True and ask.purpose == "consent" and not plain_yes.agrees(text):
        answer = Answer("none")  # to want an exercise is no yes to how all of it works
    if _put_elsewhere(talk, ask) and (answer.kind != "none" or said in ("affirm", "deny")):
        talk.say("asked_elsewhere", where=moving.named(ask.place))
        return True
    if answer.kind == "none" and said in YES_COMMANDS.get(ask.purpose, ()):
        answer = Answer("value", True)
    if answer.kind == "none" and ask.purpose == "triage" and findings:
        answer = _from_findings(ask.custom["fact"], findings)
        if answer.kind == "none":
            complaints.answered(talk, "heard", None, findings) if _new(talk, findings) else _again(talk)
            return True
    if said == "repeat" and answer.kind == "none":
        talk.ask_again(exactly=True)
        return True
    if answer.kind == "none":
        return _no_answer(talk, made)
    talk.dialogue.misses = 0
    TAKERS[ask.purpose](talk, _settled(ask, answer), findings)
    return True


def _put_elsewhere(talk: Talk, ask: Ask) -> bool:
    """Whether the question was put in another place, and is to be answered by who was asked it there."""
    place = talk.turn.place
    return ask.purpose in THERE_ONLY and bool(place and ask.place) and place != ask.place


def _long_known(ask: Ask, text: str, answer: Answer) -> bool:
    """Whether what is told is long-known trouble, of which must be asked whether it has changed."""
    about = ask.purpose in OF_SAFETY and ask.custom["fact"] in replies.LONG_KNOWN and not ask.old
    return (
        about and answer.kind in ("value", "none") and answer.value is not False and replies.long_known(text)
    )


def _settled(ask: Ask, answer: Answer) -> Answer:
    """Who does not know whether long-known trouble has changed is taken to have new trouble."""
    return Answer("value", True) if ask.old and answer.kind != "value" else answer


def _answer(talk: Talk, text: str, ask: Ask) -> Answer:
    form = ask.custom
    if ask.purpose == "triage" and form["type"] == "bool" and ALREADY.search(text.lower()):
        return Answer("value", True)  # asked about what may have been told: it was
    if ask.purpose in OF_SAFETY and form["type"] == "bool":
        meant = replies.beyond(text, form["fact"]) or (replies.has_changed(text) if ask.old else None)
        if meant is not None:
            return meant
    if ask.purpose in OWN_WORDS:
        found = next((said for said in (text, talk.turn.own) if OWN_WORDS[ask.purpose](said)), None)
        if found is not None:
            return Answer("value", found)
    own = questions.answer(ask, text)
    if own is not None:
        return own
    if form["fact"] == "region":
        region = talk.triage.region_named(talk.turn.own)
        if region is not None:
            return Answer("value", region.id)
    answer = parse_answer(text, form)
    if answer.value is True and ask.purpose in NEEDED and plain_yes.did_exercises(talk, text):
        return Answer("none")  # "I did" is a yes, "I did the chair one on Tuesday" is none
    if answer.value is True and form["fact"] in ABOUT and not plain_yes.PLAIN_YES.match(text.lower().strip()):
        # "my back is a bit sore" has a yes in it, and is none to a question about the bladder
        told = {str(entity.value) for entity in extract(text) if entity.entity in ("symptom", "body_part")}
        if told and not told & ABOUT[form["fact"]]:
            return Answer("none")
    if answer.kind == "value" and not _to_the_point(talk, text, ask, answer):
        return Answer("none")
    if form["fact"] == "bilateral" and answer.kind == "none":
        sides = {entity.value for entity in extract(text) if entity.entity == "side"}
        if sides:
            return Answer("value", "both" in sides or len(sides) > 1)
    return answer


def _outweighed(ask: Ask, answer: Answer, findings: list[Finding]) -> Answer | None:
    """What a yes or a no about danger comes to where the same words tell otherwise; None where they do not.

    "No, only a melanoma" tells of the trouble. "No, I can feel everything when I wipe" has a yes in it and
    tells that all is well: that is no answer, and asked again.
    """
    fact = ask.custom["fact"]
    if ask.purpose not in OF_SAFETY or fact in REASSURING:
        return None
    if answer.value is False and _tells(fact, findings):
        return Answer("value", True)
    about = [one for one in findings if one.fact == fact]
    clear = bool(about) and all(one.value is False and one.certain for one in about)
    return Answer("none") if answer.value is True and clear else None


def _tells(fact: str, findings: list[Finding]) -> bool:
    """Whether a fact, or one that is a case of it, was told."""
    return any(one.fact in (fact, *SHOWN_BY.get(fact, ())) and one.value is True for one in findings)


def _to_the_point(talk: Talk, text: str, ask: Ask, answer: Answer) -> bool:
    """Whether a yes or a no to a question of safety is about what was asked: "I was in the garden" is not.

    What calms is held to the words of the question itself.
    """
    if ask.purpose not in OF_SAFETY or ask.custom["type"] != "bool" or talk.turn.said:
        return True
    fact = ask.custom["fact"]
    told = answer.value is (fact not in REASSURING)
    return to_the_point(text, talk.triage.words_of(fact, told), told)


def _only_a_number(text: str) -> bool:
    said = tokens(text)
    numbered = {at for one in numbers(said) for at in range(one.first, one.last + 1)}
    return bool(said) and all(at in numbered for at in range(len(said)))


def _from_findings(fact: str, findings: list[Finding]) -> Answer:
    if _tells(fact, findings):
        return Answer("value", True)
    return next((Answer("value", one.value) for one in findings if one.fact == fact), Answer("none"))


def _new(talk: Talk, findings: list[Finding]) -> bool:
    facts = (talk.dialogue.case or {}).get("facts", {})
    return any(facts.get(finding.fact) != finding.value for finding in findings)


def _no_answer(talk: Talk, made: str | None) -> bool:
    """No answer: let other requests through where they may be, else ask again in plainer words."""
    ask = talk.dialogue.ask
    assert ask is not None
    intent = talk.turn.intent or ""
    if ask.purpose in NEEDED:
        passes = intent in FREE or (ask.purpose != "triage" and intent in FIRST)
        if passes or (ask.purpose in SCREENS and intent in AT_THE_DOOR):
            return False
        _again(talk)
        return True
    if ask.custom["type"] == "number" and _only_a_number(talk.turn.text):
        _again(talk)  # a number that the question does not know is no other request
        return True
    if ask.purpose in (*PAIN, "rmdq") and command(talk.turn.text) in (*plain_yes.PLAIN, "deny"):
        # "ready" is no answer to how much it hurts
        _again(talk)
        return True
    if intent in ("nlu_fallback", "out_of_scope", "") and made is None:
        _again(talk)
        return True
    # another request takes the question's place, and what waited for the answer waits no more
    talk.dialogue.ask, talk.dialogue.pending = None, None
    return False


def _again(talk: Talk) -> None:
    """Ask once more in plainer words; what is asked a third time in vain gets the careful answer."""
    ask = talk.dialogue.ask
    assert ask is not None
    talk.dialogue.misses += 1
    if talk.dialogue.misses >= MOST_MISSES and ask.purpose in GIVEN_UP:
        talk.dialogue.misses = 0
        TAKERS[ask.purpose](talk, _settled(ask, Answer("unsure")), [])
        return
    hint = {"bool": "hint_yes_no", "number": "hint_number"}.get(ask.custom["type"], "hint_answer")
    if ask.custom["fact"] != "pain" and hint == "hint_number":
        hint = "hint_answer"
    talk.say("not_understood", hint=words(hint))
    talk.ask_again()


def remind(talk: Talk) -> None:
    """Ask an open question that needs an answer again, after something else was answered."""
    ask = talk.dialogue.ask
    asked = any(message.custom and "ask" in message.custom for message in talk.messages)
    if ask is not None and ask.purpose in NEEDED and not asked:
        talk.ask_again()
