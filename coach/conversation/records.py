"""What was done: history, a summary for the doctor, deleting, and steps up the ladder."""

from __future__ import annotations

from typing import Any

from coach.conversation import changing, pain, reminding, rights, safety, summary, working
from coach.conversation.talk import Talk
from coach.numbers import count

INTENTS = frozenset({"show_history", "set_reminder", "cancel_reminder", "doctor_summary", "delete_data"})
EASY_DAYS = 3
"""On how many exercise days in a row something must feel easy before it gets one step harder."""


def handle(talk: Talk, intent: str, entities: dict[str, Any]) -> None:
    """One of the requests about records."""
    if intent == "show_history":
        period = entities.get("period")
        working.history(talk, period if isinstance(period, str) else None)
    elif intent == "doctor_summary":
        summary.tell(talk)
    elif intent == "delete_data":
        safety.hold(talk)
        rights.asked_to_delete(talk)
    else:
        reminding.INTENTS[intent](talk)


def felt_easy(talk: Talk) -> None:
    """Note that the last exercise felt easy; on three days in a row it goes up one step, with the reason."""
    exercise = talk.library.exercises.get(talk.dialogue.last_exercise or "")
    if exercise is None:
        talk.say("better")
        return
    talk.record("felt", exercise=exercise.id, how="easy")
    events = talk.journal.events(talk.turn.person, "felt", "level")
    mine = [event for event in events if event.data["exercise"] == exercise.id]
    easy: set[Any] = set()
    for event in mine:
        if event.kind == "level" or event.data.get("how") != "easy":
            easy.clear()
        else:
            easy.add(event.at.date())
    level = talk.abilities.level(exercise)
    left = EASY_DAYS - len(easy)
    if level + 1 >= len(exercise.levels) or talk.profile.get("settle") or pain.was_high(talk):
        talk.say("felt_easy")
        return
    if left > 0:
        talk.say("felt_easy")
        talk.say("easy_days_left", days=count(left, "more day"))
        return
    changing.keep_level(talk, exercise, level + 1)
    talk.remember(undo={"levels": {exercise.id: level}})
    talk.dialogue.undo = None  # "undo" means this step now
    talk.remember(noted=None)
    talk.say("step_up", what=exercise.levels[level + 1].say)


def felt_hard(talk: Talk) -> None:
    """Note that the last exercise felt hard, and offer less of it."""
    if talk.dialogue.last_exercise:
        talk.record("felt", exercise=talk.dialogue.last_exercise, how="hard")
    changing.level(talk, "easier")


def undo(talk: Talk) -> None:
    """Take back the last step up or down; one that too much pain made is not kept for that."""
    levels = (talk.profile.get("undo") or {}).get("levels", {})
    known = {name: level for name, level in levels.items() if name in talk.library.exercises}
    if not known:
        talk.say("nothing_to_undo")
        return
    for name, level in known.items():
        changing.keep_level(talk, talk.library.exercises[name], level)
    talk.remember(undo=None)
    talk.say("undone")
