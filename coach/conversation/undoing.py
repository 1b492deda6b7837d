"""Taking back the last change: a child's "skip", a "next" from the television, a step that was too much.

Only what a person asked for is taken back. What was changed for the sake of safety stays.
"""

from __future__ import annotations

from coach.conversation import changing, exercising
from coach.conversation.dialogue import Change
from coach.conversation.talk import Talk
from coach.routine.commands import Adjust, ChangePace, SheetStopped, Simple, Swap
from coach.routine.machine import Machine
from coach.routine.state import Item, RoutineState

MOVES = frozenset({"skip", "next"})
CHANGES = frozenset({"change_level", "set_dose", "change_pace"})
BACK_SECONDS = {**dict.fromkeys(MOVES, 180.0), **dict.fromkeys(CHANGES, 60.0)}
"""How long "go back" means the change; after that it means the exercise before."""
UNDO_SECONDS = 600.0
"""How long "undo" means it."""


def before(talk: Talk, intent: str) -> Change | None:
    """How things stand before a request, if it is one that can be taken back."""
    routine = talk.dialogue.routine
    item = routine.item
    if intent not in BACK_SECONDS or not routine.active or item is None:
        return None
    held = routine
    if routine.playing:
        held, _ = Machine(talk.library).step(routine, SheetStopped(talk.at(), "pause"))
        if held.index != routine.index or not held.active:
            return None  # the set was over: there is nothing in it to go back to
    level = talk.profile.get("levels", {}).get(item.exercise)
    return Change.parse_obj({"what": intent, "at": talk.now.timestamp(), "state": held, "level": level})


def keep(talk: Talk, kept: Change | None) -> None:
    """Remember how things stood, if the request has changed them."""
    if kept is None:
        return
    was, now = kept.state, talk.dialogue.routine
    if (was.index, was.items, was.tempo) != (now.index, now.items, now.tempo):
        talk.dialogue.undo = kept


def go_back(talk: Talk) -> bool:
    """ "Go back": take the last change back, if it was lately; False if there is none."""
    last = talk.dialogue.undo
    return last is not None and _take_back(talk, BACK_SECONDS[last.what])


def undo(talk: Talk) -> bool:
    """ "Undo": take the last change back; False if there is none, or it is too long ago."""
    return _take_back(talk, UNDO_SECONDS)


def _take_back(talk: Talk, within: float) -> bool:
    last, talk.dialogue.undo = talk.dialogue.undo, None
    if last is None or talk.now.timestamp() - last.at > within:
        return False
    was = last.state
    if last.what in MOVES:
        _return_to(talk, was)
    elif not talk.dialogue.routine.active or talk.dialogue.routine.index != was.index:
        return False
    elif last.what == "change_pace":
        _pace(talk, was)
    else:
        _item(talk, was, last.level)
    talk.record("undone", what=last.what)
    return True


def _return_to(talk: Talk, was: RoutineState) -> None:
    """Back to an exercise that was left, where it was left; nothing begins by itself."""
    item = was.item
    assert item is not None
    if talk.dialogue.routine.playing:
        exercising.silently(talk, SheetStopped(talk.at(), "pause"))
    done = tuple(
        one.copy(update={"skipped": False}) if one.exercise == item.exercise else one
        for one in talk.dialogue.routine.done
    )
    talk.dialogue.ask = None
    ready = was.phase == "ready" or was.resume_to == "ready"
    talk.dialogue.routine = was.but(
        phase="paused",
        cause=was.cause or "pause",
        resume_to="ready" if ready else "running",
        sheet=None,
        done=done,
        sheets=talk.dialogue.routine.sheets,
    )
    talk.say("going_back_to", name=exercising.name_of(talk, item))
    if ready and was.phase == "ready":
        exercising.command(talk, Simple("resume"))
    else:
        exercising.carry_on(talk, "go_on_there")


def _pace(talk: Talk, was: RoutineState) -> None:
    faster = was.tempo < talk.dialogue.routine.tempo
    exercising.command(talk, ChangePace("faster" if faster else "slower", talk.at()))
    talk.remember(tempo=talk.dialogue.routine.tempo)


def _item(talk: Talk, was: RoutineState, level: int | None) -> None:
    """The exercise as it was, at the dose and on the rung that it had."""
    old, now = was.item, talk.dialogue.routine.item
    assert old is not None and now is not None
    if level is not None or old.level != now.level:
        exercise = talk.library.exercises[old.exercise]
        changing.keep_level(talk, exercise, old.level if level is None else level)
    exercising.command(talk, _change(old, now, talk.at()))


def _change(old: Item, now: Item, at: float) -> Adjust | Swap:
    if old.exercise == now.exercise:
        return Adjust(old, "taken_back", at)
    return Swap(old, "taken_back", at)
