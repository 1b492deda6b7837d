"""How things are put into words: doses, times, what is left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from coach.numbers import count, spoken
from coach.routine.cues import Position
from coach.routine.state import Item, RoutineState
from coach.words import words

SIDES = {"left": "side_left", "right": "side_right"}


def time(seconds: float) -> str:
    """A time as one says it: "thirty seconds", "two minutes"."""
    whole = round(seconds)
    if whole < 60:
        return count(whole, "second")
    minutes, rest = divmod(whole, 60)
    told = count(minutes, "minute")
    return listed([told, count(rest, "second")]) if rest and minutes < 3 else told


def ago(passed: timedelta) -> str:
    """How long ago something was, roughly."""
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return words("just_now")
    if minutes < 60:
        return words("ago", time=count(minutes, "minute"))
    if minutes < 120:
        return words("an_hour_ago")
    if minutes < 24 * 60:
        return words("ago", time=count(minutes // 60, "hour"))
    return words("ago", time=count(minutes // (24 * 60), "day"))


def dose(item: Item) -> str:
    """The dose of an exercise in a sentence or two."""
    if item.seconds:
        told = words("dose_time", time=time(item.seconds))
    elif item.hold_seconds:
        told = words(
            "dose_reps", reps=count(item.reps or 0, "time").capitalize(), hold=time(item.hold_seconds)
        )
    else:
        told = words("dose_reps_plain", reps=count(item.reps or 0, "time").capitalize())
    if item.sets > 1:
        told += " " + words("dose_sets", sets=count(item.sets, "set"))
    return told


def going_on(item: Item, rep: int, rest: float) -> str:
    """Where a set goes on after a pause."""
    if rest:
        return words("going_on")
    if item.reps is None:
        return words("going_on_time", left=time((item.seconds or 0) - rep + 1).capitalize())
    return words("going_on_reps", rep=spoken(min(rep, item.reps)), reps=spoken(item.reps))


def progress(
    item: Item, rep: int, set_number: int, after: int, position: Position | None, phase: str
) -> list[str]:
    """Where a set stands, the short answer first."""
    lines = [_here(item, rep, position, phase)]
    if item.sets > set_number:
        lines.append(words("progress_sets", sets=count(item.sets - set_number, "set")))
    if after:
        lines.append(words("progress_exercises", exercises=count(after, "more exercise")))
    return lines


def _here(item: Item, rep: int, position: Position | None, phase: str) -> str:
    if item.reps is None:
        whole = item.seconds or 0
        if phase == "ready" and rep == 1:
            return words("progress_ready_time", seconds=time(whole))
        left = time(position.seconds_left if position and not position.resting else whole - rep + 1)
        if position and position.next_side and not position.resting:
            return words("progress_side", side=words(SIDES[position.next_side]), seconds=left)
        return words("progress_time", seconds=left.capitalize())
    if position and position.resting:
        return words("progress_rest", left=spoken(item.reps - rep + 1).capitalize())
    if phase == "ready" and rep == 1:
        return words("progress_ready", reps=spoken(item.reps))
    if rep >= item.reps:
        return words("progress_last", rep=spoken(item.reps), reps=spoken(item.reps))
    return words(
        "progress_reps",
        left=spoken(item.reps - rep + 1).capitalize(),
        rep=spoken(rep),
        reps=spoken(item.reps),
    )


def summary(state: RoutineState) -> str | None:
    """What was done in a routine, or None if nothing was."""
    sets = sum(done.sets for done in state.done)
    reps, seconds = sum(done.reps for done in state.done), sum(done.seconds for done in state.done)
    parts = []
    if reps:
        parts.append(count(reps, "repetition"))
    if seconds:
        parts.append(words("of_movement", time=time(seconds)))
    if not parts:
        return None
    done = listed(parts)
    return words("in_full_sets", done=done, sets=count(sets, "full set")) if sets else done


def listed(names: list[str]) -> str:
    """Names in a row: "a, b and c"."""
    if len(names) == 1:
        return names[0]
    return words("and", first=", ".join(names[:-1]), last=names[-1])


def custom_routine(state: RoutineState, shown: str, steps: int, where: Position | None) -> dict[str, Any]:
    """`custom.routine` of the contract; `where` is the place in the set that is playing."""
    item = state.item if state.phase != "idle" else None
    rep = where.rep if where else state.rep
    return {
        "state": shown,
        "routine": state.routine,
        "exercise": item.exercise if item else None,
        "step": state.step,
        "steps": steps,
        "set": state.set if item else None,
        "sets": item.sets if item else None,
        "rep": min(rep, item.reps) if item and item.reps else None,
        "reps": item.reps if item else None,
    }
