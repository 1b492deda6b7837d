"""What comes next time and why: how the body took the last session decides on the step.

The limits are those of the pain rule (source DYNAMIC-HEALTH): four of ten, settled in 45 minutes, nothing the
next day. One step at a time, told in a sentence.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from coach.conversation import changing
from coach.conversation.talk import Talk
from coach.words import words

LONG_ABSENCE = timedelta(days=21)
"""After this time without exercise it begins one step lower."""
LATELY = timedelta(days=4)
"""How old the last session may be for its pain to be compared with today's."""
MORE_PAIN = 2
"""Points of pain that make a real change. Source OSTELO-2008."""
SETTLED = timedelta(minutes=45)


def after(talk: Talk, score: int, rule: str) -> None:
    """The pain after a session: what was done, and at which step it comes next time."""
    done = [one.exercise for one in talk.dialogue.routine.done if one.reps or one.seconds]
    if rule == "stop":
        stepped = step_down(talk, done)
        talk.remember(undo=None)
        talk.say("next_down" if stepped else "next_gentle")
    elif rule == "ease":
        talk.remember(settle={"at": talk.now.timestamp(), "exercises": done})
        talk.say("next_settle")
    else:
        talk.say("next_same")


def unsettled(talk: Talk) -> bool:
    """Whether it must be asked how the pain after the last session went."""
    kept = talk.profile.get("settle")
    return kept is not None and talk.now.timestamp() - kept["at"] >= SETTLED.total_seconds()


def ask_settled(talk: Talk) -> None:
    """Ask whether the pain after the last session went as it should."""
    talk.ask("settled", "settled", "bool", words("settled"), plainer=words("settled_plainer"))


def settled(talk: Talk, fine: bool) -> None:
    """How the pain after the last session went."""
    kept = talk.profile.get("settle") or {}
    talk.remember(settle=None)
    talk.record("settled", fine=fine)
    if fine:
        talk.say("settled_fine")
    else:
        talk.say("settled_down" if step_down(talk, kept.get("exercises", ())) else "next_gentle")


def more_than_last_time(talk: Talk, score: int, part: str | None = None) -> bool:
    """Whether there is clearly more pain than before the last session, a few days ago at most.

    Back and leg are held against themselves; a number of no part counts as the back's.
    """
    events = talk.journal.events(talk.turn.person, "pain", since=talk.now - LATELY)
    before = [
        one
        for one in events
        if one.data.get("moment") == "before"
        and one.at.date() < talk.now.date()
        and (one.data.get("part") or "back") == (part or "back")
    ]
    return bool(before) and score - before[-1].data["score"] >= MORE_PAIN


def after_absence(talk: Talk) -> None:
    """Somebody who comes back after three weeks or more begins one step lower, without a word of blame."""
    active = talk.profile.get("active")
    if not active or talk.profile.get("stepped_down", 0.0) > active:
        return
    if talk.now - datetime.fromtimestamp(active, talk.now.tzinfo) <= LONG_ABSENCE:
        return
    done = [one.data["exercise"] for one in talk.journal.events(talk.turn.person, "exercise_done")]
    talk.remember(stepped_down=talk.now.timestamp())
    if step_down(talk, [*done, *talk.profile.get("levels", {})]):
        talk.say("back_lower")


def step_down(talk: Talk, exercises: Any) -> bool:
    """One step down the ladder of each of these exercises; False if all are on the lowest."""
    before: dict[str, int] = {}
    for name in dict.fromkeys(exercises):
        exercise = talk.library.exercises.get(name)
        level = talk.abilities.level(exercise) if exercise is not None else 0
        if exercise is not None and level > 0:
            before[name] = level
            changing.keep_level(talk, exercise, level - 1)
    if before:
        talk.remember(undo={"levels": before})
    return bool(before)
