"""Requests: what is to be done about a remark, or about what the intent model made of a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from coach.conversation import (
    beginning,
    changing,
    diary,
    exercising,
    fitting,
    learning,
    moving,
    pain,
    records,
    safety,
    standing,
    symptoms,
    undoing,
    who,
)
from coach.conversation.talk import Talk
from coach.routine.commands import ChangeRest
from coach.routine.machine import Machine
from coach.triage import Finding
from coach.understand import holds_up
from coach.understand.numbers import below_nothing
from coach.understand.outcomes import pain_parts
from coach.words import words

TALKING = {"thanks": "thanks", "help": "help", "bot_challenge": "bot"}
_AFTER_AN_ANSWER: dict[str, Callable[[Talk], None]] = {
    "tell_more": learning.more,
    "why": learning.why,
    "says_who": learning.sources,
}
NEWS = ("report_worse", "report_better", "show_history")
TALK = ("help", "greet")
COMMANDS = ("resume", "next", "previous", "done", "affirm", "deny")
STARTS = ("start_exercise", "start_routine")
"""What questions on the condition are easily taken for: news, talk, a command with nothing on, a start."""
TODAY = ("today", "tonight", "now", "this morning", "this evening", "this afternoon")
BETTER = re.compile(
    r"better|eas(e|ed|es|ier|ing)|less|gone|went|improv|settl|good|great|lovely|well|loos|free|calm|no pain"
    r"|down|lighter|relie[fv]|help|work|magic|slept|manag|walk|stopped|further|fine|nothing|lift|melt|fad"
    r"|shrink|shrunk|miracle|comfort|nice|champion|brill|fantastic|wonder|soft|ok"
)
"""Words without one of which nothing has eased."""
HINTS = {"ready": "hint_ready", "running": "hint_running", "resting": "hint_running", "paused": "hint_paused"}


def remarked(talk: Talk, made: str) -> bool:
    """Answer a remark; False if it means nothing here, so that the intent decides."""
    active, topic = talk.dialogue.routine.active, talk.dialogue.topic
    if made == "finish" and active:
        exercising.simple(talk, "finish")
    elif made == "cannot_get_up":
        if active:
            exercising.end(talk)
        talk.say("cannot_get_up")
    elif made == "no_floor":
        beginning.no_floor(talk, today=any(word in talk.turn.text.lower() for word in TODAY))
    elif made == "floor_again":
        talk.remember(no_floor=None)
        talk.say("floor_again")
    elif made == "distress" and active:
        safety.hold(talk)
        talk.say("what_do_you_feel")
    elif made in ("longer_rest", "skip_rest") and active:
        return _rest(talk, "longer" if made == "longer_rest" else "skip")
    elif made == "more_rest" and active:
        # in a rest it is made longer; in a set nobody asks for the rest after it, but for one now
        if not _rest(talk, "longer", only_now=True):
            exercising.simple(talk, "pause")
    elif made == "further_down" and active:
        symptoms.travelled(talk)
    elif made == "felt_easy":
        records.felt_easy(talk)
    elif made == "felt_hard":
        records.felt_hard(talk)
    elif made == "undo":
        if not diary.undo(talk) and not undoing.undo(talk):
            records.undo(talk)
    elif made in _AFTER_AN_ANSWER and not topic and talk.profile.get("lock"):
        standing.explain(talk)
    elif made in _AFTER_AN_ANSWER and topic:
        _AFTER_AN_ANSWER[made](talk)
    elif made == "how_often" and topic and not active:
        learning.often(talk)
    elif made == "on_it" and topic:
        return learning.on_it(talk)
    elif made == "warning_signs" or (made == "what_about" and topic and not active and learning.free(talk)):
        return learning.about(talk)
    elif made == "cleared" and talk.profile.get("lock"):
        safety.explain_bar(talk)
    elif made == "cleared" and "recent_surgery" in talk.abilities.facts:
        safety.ask_cleared(talk)
    elif made == "bending_again":
        symptoms.bending_again(talk)
    elif made == "which_side" and active:
        exercising.simple(talk, "progress")
    else:
        return False
    return True


def _rest(talk: Talk, wish: Literal["longer", "skip"], only_now: bool = False) -> bool:
    """Change the rest; False if there is none that this could mean."""
    where = Machine(talk.library).position(talk.dialogue.routine, talk.at())
    resting = where is not None and where.resting
    if not resting and (only_now or wish == "skip"):
        return False
    exercising.command(talk, ChangeRest(wish, talk.at()))
    return True


def intended(talk: Talk, text: str, findings: list[Finding]) -> None:
    """What the intent model made of it; a symptom that was heard goes before the model."""
    intent = talk.turn.intent or ""
    stood = undoing.before(talk, intent)
    told = any(one.fact in safety.WORTH_ASKING and one.value is True for one in findings)
    if told or safety.alarming(findings):
        symptoms.take(talk, findings)
    elif _question(talk, intent):
        pass
    elif intent in ("report_symptom", "report_worse"):
        symptoms.take(talk, findings)
    elif intent in _HANDLERS:
        _HANDLERS[intent](talk)
    elif intent in exercising.SIMPLE:
        _simple(talk, intent, text)
    elif intent in learning.INTENTS:
        learning.answer(talk, intent, talk.turn.entities)
    elif intent in records.INTENTS:
        records.handle(talk, intent, talk.turn.entities)
    elif intent in TALKING:
        talk.say(TALKING[intent])
    elif any(one.fact == "pregnant" and one.value is True for one in findings):
        safety.hold(talk)
        talk.say("noted_pregnant")
        if talk.dialogue.routine.active and not fitting.changed(talk):
            exercising.carry_on(talk)
    elif held_up(talk, text):
        exercising.simple(talk, "pause")
    elif learning.asked(talk):
        pass
    else:
        _not_understood(talk, "off_topic" if intent == "out_of_scope" else "not_understood")
        return
    undoing.keep(talk, stood)
    talk.dialogue.misses = 0


def held_up(talk: Talk, text: str) -> bool:
    """Whether somebody in an exercise begins with "hang on" and goes on with what holds them up."""
    return talk.dialogue.routine.active and holds_up(text)


def _question(talk: Talk, intent: str) -> bool:
    """Answer what is a question all the same; False if it is what it was taken for."""
    if intent in NEWS:
        return learning.looks_ahead(talk)
    if intent in STARTS:
        return learning.cautious(talk)
    idle = talk.dialogue.routine.phase == "idle"
    return (intent in TALK or (intent in COMMANDS and idle)) and learning.asked(talk)


def _simple(talk: Talk, intent: str, text: str) -> None:
    if intent == "previous" and undoing.go_back(talk):
        return
    # "ready" said in the middle of a set is no claim to be through with it
    ready = intent == "done" and "ready" in text.lower()
    exercising.simple(talk, "ready" if ready else exercising.SIMPLE[intent])


def _start_routine(talk: Talk) -> None:
    entities = talk.turn.entities
    beginning.start(talk, {"routine": entities.get("routine"), "minutes": entities.get("minutes")})


def _start_exercise(talk: Talk) -> None:
    exercise = talk.turn.entities.get("exercise")
    if exercise:
        beginning.start(talk, {"exercise": exercise})
    elif talk.dialogue.routine.phase in ("ready", "paused"):
        exercising.simple(talk, "ready")
    else:
        learning.answer(talk, "list_exercises", {})


def _pace(talk: Talk) -> None:
    changing.pace(talk, str(talk.turn.entities.get("direction") or "slower"))


def _level(talk: Talk) -> None:
    harder = talk.turn.entities.get("direction") == "harder"
    changing.level(talk, "harder" if harder else "easier", talk.turn.entities.get("exercise"))


def _dose(talk: Talk) -> None:
    changing.dose(talk, talk.turn.entities)


def _repeat(talk: Talk) -> None:
    if talk.dialogue.routine.active:
        exercising.simple(talk, "repeat")
    elif talk.dialogue.last:
        talk.tell(*talk.dialogue.last)
    else:
        talk.say("hint_idle")


def _pain_score(talk: Talk) -> None:
    score = talk.turn.entities.get("pain")
    if isinstance(score, int) and not below_nothing(talk.turn.text):
        pain.told(talk, max(0, min(10, score)), "during", pain_parts(talk.turn.text))
    else:
        safety.hold(talk)
        pain.ask(talk, "during")


def _better(talk: Talk) -> None:
    """Note that it eased; what has no word of better in it is taken as a symptom, which may be a danger."""
    if not BETTER.search(talk.turn.text.lower()):
        symptoms.take(talk, [])
        return
    talk.record("better", words=talk.turn.own[:200])
    talk.say("better")


def _affirm(talk: Talk) -> None:
    phase = talk.dialogue.routine.phase
    if phase == "ready":
        exercising.simple(talk, "ready")
    elif phase == "paused":
        # a "yes" to nothing in particular starts nothing
        exercising.carry_on(talk)
    elif talk.dialogue.routine.playing:
        talk.say("carry_on")
    else:
        _hint(talk)


def _deny(talk: Talk) -> None:
    key = {"paused": "stay_paused", "ready": "take_time"}.get(talk.dialogue.routine.phase)
    talk.say(key) if key else _hint(talk)


def _greet(talk: Talk) -> None:
    if talk.turn.arrived:
        who.arrive(talk)
    if safety.open_case(talk) is not None and talk.turn.opened:
        safety.explain_bar(talk)
    elif moving.elsewhere(talk):
        moving.tell(talk)
    elif talk.dialogue.routine.phase == "paused" or (talk.turn.opened and talk.dialogue.routine.active):
        beginning.offer(talk)
    elif talk.dialogue.touched and not safety.long_away(talk) and not talk.turn.arrived:
        talk.say("hello")
        _invite(talk)
    elif talk.turn.arrived and talk.profile.get("consent"):
        _invite(talk)
    else:
        talk.say("hello_again") if talk.profile.get("consent") else who.welcome(talk)
        _invite(talk)
        if talk.turn.arrived:
            who.ask_consent(talk)


def _unless_locked(talk: Talk, key: str) -> None:
    """A word of what can be said; while the exercises are locked, what was advised."""
    if talk.profile.get("lock"):
        standing.remind(talk)
    else:
        talk.say(key)


def _invite(talk: Talk) -> None:
    _unless_locked(talk, "welcome_hint")


def _goodbye(talk: Talk) -> None:
    safety.hold(talk)
    talk.say("goodbye")


def _hint(talk: Talk) -> None:
    _unless_locked(talk, "hint_idle")


def _resume(talk: Talk) -> None:
    exercising.simple(talk, "resume")


_HANDLERS: dict[str, Callable[[Talk], None]] = {
    "start_routine": _start_routine,
    "start_exercise": _start_exercise,
    "change_pace": _pace,
    "change_level": _level,
    "set_dose": _dose,
    "repeat": _repeat,
    "resume": _resume,
    "report_better": _better,
    "report_pain_score": _pain_score,
    "affirm": _affirm,
    "deny": _deny,
    "greet": _greet,
    "goodbye": _goodbye,
}


def _not_understood(talk: Talk, key: str) -> None:
    """Say so, with two things that can be said here; never the same sentence three times."""
    talk.dialogue.misses += 1
    if talk.profile.get("lock"):
        _hint(talk)
    elif talk.dialogue.misses > 1 and talk.dialogue.routine.active:
        talk.say("not_understood_twice")
    else:
        talk.say(key, hint=words(HINTS.get(talk.dialogue.routine.phase, "hint_idle")))
