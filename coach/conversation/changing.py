"""Changing what is on: slower or faster, easier or harder, another dose, another exercise."""

from __future__ import annotations

from typing import Any, Literal

from coach.conversation import exercising, telling
from coach.conversation.talk import Talk
from coach.library import Exercise
from coach.routine import plan
from coach.routine.commands import Adjust, ChangePace, Swap
from coach.routine.machine import Machine

Direction = Literal["easier", "harder"]
SMALL_STEP = {"easier": -1, "harder": 1}


def pace(talk: Talk, direction: str) -> None:
    """Count slower or faster, now and from now on."""
    if not talk.dialogue.routine.active:
        talk.dialogue.routine = talk.dialogue.routine.but(tempo=float(talk.profile.get("tempo", 1.0)))
    exercising.command(talk, ChangePace("slower" if direction == "slower" else "faster", talk.at()))
    talk.remember(tempo=talk.dialogue.routine.tempo)


def level(talk: Talk, direction: Direction, exercise: str | None = None) -> None:
    """One step up or down the ladder of the exercise that is on, or of the one named."""
    item = talk.dialogue.routine.item if talk.dialogue.routine.active else None
    named = exercise or (item.exercise if item else talk.dialogue.last_exercise or "")
    chosen = talk.library.exercises.get(named)
    if chosen is None:
        talk.say("which_exercise")
        return
    on = item if item is not None and item.exercise == chosen.id else None
    wanted = (on.level if on else talk.abilities.level(chosen)) + SMALL_STEP[direction]
    if 0 <= wanted < len(chosen.levels):
        keep_level(talk, chosen, wanted)
        if on:
            _onto(
                talk,
                plan.at_level(talk.library, talk.abilities, on, wanted),
                direction,
                chosen.levels[wanted].say,
            )
        else:
            talk.say(direction, what=chosen.levels[wanted].say)
        return
    twin = chosen.easier if direction == "easier" else chosen.harder
    if twin is None or not on:
        talk.say("easiest" if direction == "easier" else "hardest")
        return
    _onto(
        talk, plan.choose(talk.library, talk.abilities, twin.exercise, twin.variant), direction, twin.reason
    )


def ease(talk: Talk) -> None:
    """Take the exercise that is on down a step, if there is one."""
    item = talk.dialogue.routine.item
    if item is not None and talk.dialogue.routine.active and item.level > 0:
        level(talk, "easier")


def _onto(talk: Talk, choice: plan.Choice, direction: Direction, what: str) -> None:
    """Change to an exercise that this person may do, or stay with the one that is on and say why."""
    item = talk.dialogue.routine.item
    assert item is not None
    if choice.item is None or choice.item == item:
        talk.say("easiest" if direction == "easier" else "hardest")
    elif choice.item.exercise == item.exercise:
        exercising.command(talk, Adjust(choice.item, direction, talk.at(), {"what": what}))
    else:
        exercising.command(talk, Swap(choice.item, direction, talk.at(), {"what": choice.reason or what}))


def keep_level(talk: Talk, exercise: Exercise, wanted: int) -> None:
    """Remember the rung that somebody has reached."""
    talk.remember(levels={**talk.profile.get("levels", {}), exercise.id: wanted})
    talk.record("level", exercise=exercise.id, level=wanted)


def swap(talk: Talk, exercise: str, variant: str | None, reason: str) -> None:
    """Put another exercise in the place of the one that is on."""
    choice = plan.choose(talk.library, talk.abilities, exercise, variant)
    if choice.item is None:
        exercising.simple(talk, "skip")
        return
    exercising.command(
        talk,
        Swap(
            choice.item,
            "instead",
            talk.at(),
            {"reason": choice.reason or reason, "name": exercising.name_of(talk, choice.item)},
        ),
    )


def vary(talk: Talk, variant: str | None) -> None:
    """Go on with the same exercise in another variant, at the same dose, where the person may do it."""
    item = talk.dialogue.routine.item
    if item is None or variant is None or variant == item.variant:
        return
    choice = plan.choose(talk.library, talk.abilities, item.exercise, variant)
    if choice.item is not None and (choice.item.exercise, choice.item.variant) == (item.exercise, variant):
        new = item.copy(update={"variant": variant})
        # the words are the adaptation's own; the routine waits for the person to get into position
        state, _ = Machine(talk.library).step(talk.dialogue.routine, Adjust(new, "easier", talk.at()))
        talk.dialogue.routine = state.but(phase="paused", cause="symptom", resume_to="ready")


def dose(talk: Talk, entities: dict[str, Any]) -> None:
    """Set repetitions, hold or sets of the exercise that is on, within what the exercise allows."""
    item = talk.dialogue.routine.item
    if item is None or not talk.dialogue.routine.active:
        talk.say("nothing_on")
        return
    limits = talk.library.exercises[item.exercise].dose
    clamped, changes = False, {}
    wanted = {
        name: entities[name]
        for name in ("reps", "hold_seconds", "sets")
        if isinstance(entities.get(name), int)
    }
    if item.seconds and "hold_seconds" in wanted:
        wanted["seconds"] = wanted.pop("hold_seconds")
    for name, value in wanted.items():
        limit = getattr(limits, name)
        if limit is None or getattr(item, name) is None:
            continue
        changes[name] = min(limit.max, max(limit.min, value))
        clamped = clamped or changes[name] != value
    if not changes:
        talk.say("dose_not_here")
        return
    new = item.copy(update=changes)
    exercising.command(
        talk, Adjust(new, "dose_clamped" if clamped else "dose_set", talk.at(), {"dose": telling.dose(new)})
    )
