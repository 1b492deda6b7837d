"""Running a routine in a conversation: requests become commands, effects become words and records."""

from __future__ import annotations

import math
from typing import Any, get_args

from coach.conversation import safety, telling
from coach.conversation.talk import Talk
from coach.library import Exercise
from coach.numbers import count, spoken
from coach.routine import plan
from coach.routine.commands import (
    Adjust,
    ChangePace,
    Command,
    Effect,
    Ended,
    Halt,
    Play,
    Record,
    Say,
    SheetDone,
    SheetStarted,
    SheetStopped,
    Simple,
    Start,
    Swap,
    Tell,
)
from coach.routine.machine import Machine, title
from coach.routine.state import Cause, Item
from coach.words import words

SIMPLE = {
    "next": "next",
    "previous": "previous",
    "repeat": "repeat",
    "pause": "pause",
    "resume": "resume",
    "stop": "stop",
    "skip": "skip",
    "done": "done",
    "ask_progress": "progress",
}
GRACE_SECONDS = 2.0
"""How long after a sheet's end a player that does not report is taken to be through with it."""
SMALL_STEP = {"easier": -1, "harder": 1}


def command(talk: Talk, given: Command) -> None:
    """Let the routine take a command, and carry out what it answers."""
    state, effects = Machine(talk.library).step(talk.dialogue.routine, given)
    talk.dialogue.routine = state
    # what is to be written comes before what is to be said
    for effect in effects:
        if isinstance(effect, Record):
            talk.record(effect.kind, **effect.data)
    for effect in effects:
        _carry_out(talk, effect)
    if not state.playing:
        talk.dialogue.started = None
        talk.journal.clear_place(talk.turn.person)


def simple(talk: Talk, name: Any) -> None:
    """A command without more to it, at the place where the set stands."""
    command(talk, Simple(name, talk.at()))


def report(talk: Talk, told: dict[str, Any]) -> None:
    """What the player reports of a cue sheet. A report that cannot be is passed over."""
    name = told.get("name")
    if name == "cue_sheet_started":
        if talk.dialogue.routine.playing:
            talk.dialogue.started = talk.now.timestamp()
        command(talk, SheetStarted())
    elif name == "cue_sheet_done":
        command(talk, SheetDone())
    elif name == "cue_sheet_stopped" and talk.dialogue.routine.playing:
        cause: Cause = told["cause"] if told.get("cause") in get_args(Cause) else "stop"
        at = told.get("at")
        seconds = float(at) if isinstance(at, (int, float)) and math.isfinite(at) and at >= 0 else talk.at()
        command(talk, SheetStopped(seconds, cause))
        if cause == "lost":
            talk.messages.clear()
            offer(talk)


def catch_up(talk: Talk) -> None:
    """End a sheet that is over by the clock, where the player has not said so itself."""
    sheet = Machine(talk.library).sheet(talk.dialogue.routine)
    if sheet is None or talk.turn.at is not None or not talk.dialogue.routine.playing:
        return
    if talk.at() > sheet.seconds + GRACE_SECONDS:
        command(talk, SheetDone())


def _carry_out(talk: Talk, effect: Effect) -> None:
    if isinstance(effect, Say):
        _say(talk, effect)
    elif isinstance(effect, Tell):
        talk.tell(*effect.lines)
    elif isinstance(effect, Play):
        sheet = effect.sheet
        talk.dialogue.started = talk.now.timestamp()
        talk.dialogue.last_exercise = sheet.exercise
        talk.journal.note_place(talk.turn.person, sheet.id, 0.0, talk.now)
        said = words("rest_first", time=telling.time(sheet.rest)) if sheet.rest else words("begin")
        talk.tell(said, custom={"cue_sheet": sheet.as_dict()})
    elif isinstance(effect, Halt):
        talk.dialogue.started = None
    elif isinstance(effect, Ended):
        _ended(talk, effect)


def _say(talk: Talk, effect: Say) -> None:
    values = effect.words
    if effect.key == "dose":
        talk.tell(telling.dose(values["item"]))
    elif effect.key == "progress":
        talk.tell(
            *telling.progress(
                values["item"],
                values["rep"],
                values["set"],
                values["after"],
                values["position"],
                values["phase"],
            )
        )
    elif effect.key == "exercise":
        talk.say("exercise", name=values["name"].capitalize())
    elif effect.key == "stopped":
        carry_on(talk, "stopped")
    elif effect.key == "say_ready":
        talk.invite("ready", words("say_ready"), "Ready")
    else:
        talk.say(effect.key, **values)


def carry_on(talk: Talk, key: str = "carry_on_question") -> None:
    """Ask whether to go on; nothing goes on by itself."""
    talk.ask("carry_on", "ready", "bool", words(key), buttons=("Carry on", "Finish"))


def _ended(talk: Talk, effect: Ended) -> None:
    talk.dialogue.last_exercise = effect.exercise
    talk.record("exercise_done", exercise=effect.exercise)
    if not effect.routine:
        return
    done = telling.summary(talk.dialogue.routine)
    talk.record(
        "finished",
        routine=talk.dialogue.routine.routine,
        done=[one.dict() for one in talk.dialogue.routine.done],
    )
    if done is None:
        talk.say("finished_none")
    else:
        talk.say("finished", summary=done)
        talk.ask("pain_after", "pain", "number", words("pain_after"), min=0, max=10)


# -- beginning --------------------------------------------------------------------------------------------


def start(talk: Talk, request: dict[str, Any]) -> None:
    """Begin what was asked for: `exercise`, or `routine` and `minutes`. The safety screen comes first."""
    if not safety.may_exercise(talk, request):
        return
    if request.get("no_floor"):
        talk.remember(no_floor=True)
        talk.say("no_floor")
    exercise = request.get("exercise")
    if exercise in talk.library.exercises:
        _start_exercise(talk, exercise)
    else:
        _start_routine(talk, request)


def _start_exercise(talk: Talk, exercise: str) -> None:
    choice = plan.choose(talk.library, talk.abilities, exercise)
    if choice.item is None:
        talk.say("not_for_you", reason=choice.reason)
        return
    if choice.reason:
        talk.say("instead", reason=choice.reason, name=_title(talk, choice.item))
    _begin(talk, Start((choice.item,), None, _tempo(talk)))


def _start_routine(talk: Talk, request: dict[str, Any]) -> None:
    routine = request.get("routine") if request.get("routine") in talk.library.routines else None
    minutes = request.get("minutes") if isinstance(request.get("minutes"), int) else None
    routine = routine or (
        "chair" if talk.profile.get("no_floor") else "gentle" if (minutes or 99) <= 10 else "full"
    )
    made = plan.build(talk.library, talk.abilities, routine, minutes)
    if not made.items:
        talk.say("nothing_fits")
        return
    if "pain" not in request:
        talk.dialogue.pending = request
        talk.ask("pain_before", "pain", "number", words("pain_before"), min=0, max=10)
        return
    items = made.items
    if request.get("eased"):
        items = tuple(plan.item(talk.library, one.exercise, one.level - 1, one.variant) for one in items)
    names = telling.listed([_title(talk, one) for one in items])
    whole = max(1, round(sum(plan.duration(talk.library, one) for one in items) / 60))
    talk.say(
        "routine_begin",
        title=talk.library.routines[routine].title.capitalize(),
        exercises=count(len(items), "exercise"),
        minutes=count(whole, "minute"),
    )
    talk.tell(names.capitalize() + ".", *made.notes)
    _begin(talk, Start(items, routine, _tempo(talk)))


def _begin(talk: Talk, given: Start) -> None:
    talk.new_session = True
    talk.dialogue.case = None
    talk.dialogue.eased = []
    talk.dialogue.ask = None
    command(talk, given)


def _tempo(talk: Talk) -> float:
    return float(talk.profile.get("tempo", 1.0))


def _title(talk: Talk, one: Item) -> str:
    return title(talk.library.exercises[one.exercise], one.variant)


# -- changing ---------------------------------------------------------------------------------------------


def pace(talk: Talk, direction: str) -> None:
    """Count slower or faster, now and from now on."""
    way = "slower" if direction == "slower" else "faster"
    command(talk, ChangePace(way, talk.at()))  # type: ignore[arg-type]
    talk.remember(tempo=talk.dialogue.routine.tempo)


def level(talk: Talk, direction: str, exercise: str | None = None) -> None:
    """One step up or down the ladder of the exercise that is on, or of the one named."""
    item = talk.dialogue.routine.item if talk.dialogue.routine.active else None
    chosen = talk.library.exercises.get(
        exercise or (item.exercise if item else talk.dialogue.last_exercise or "")
    )
    if chosen is None:
        talk.say("which_exercise")
        return
    on = item is not None and item.exercise == chosen.id
    now = item.level if item is not None and on else talk.abilities.level(chosen)
    wanted = now + SMALL_STEP[direction]
    if 0 <= wanted < len(chosen.levels):
        keep_level(talk, chosen, wanted)
        what = chosen.levels[wanted].say
        if on:
            new = plan.item(talk.library, chosen.id, wanted)
            command(talk, Adjust(new, direction, talk.at(), {"what": what}))
        else:
            talk.say(direction, what=what)
        return
    twin = chosen.easier if direction == "easier" else chosen.harder
    choice = plan.choose(talk.library, talk.abilities, twin.exercise, twin.variant) if twin and on else None
    if twin is None or choice is None or choice.item is None:
        talk.say("easiest" if direction == "easier" else "hardest")
        return
    command(talk, Swap(choice.item, direction, talk.at(), {"what": twin.reason}))


def keep_level(talk: Talk, exercise: Exercise, wanted: int) -> None:
    """Remember the rung that somebody has reached."""
    talk.remember(levels={**talk.profile.get("levels", {}), exercise.id: wanted})
    talk.record("level", exercise=exercise.id, level=wanted)


def swap(talk: Talk, exercise: str, variant: str | None, reason: str) -> None:
    """Put another exercise in the place of the one that is on."""
    choice = plan.choose(talk.library, talk.abilities, exercise, variant)
    if choice.item is None:
        simple(talk, "skip")
        return
    command(
        talk,
        Swap(
            choice.item,
            "instead",
            talk.at(),
            {"reason": choice.reason or reason, "name": _title(talk, choice.item)},
        ),
    )


def vary(talk: Talk, variant: str | None) -> None:
    """Go on with the same exercise in another variant, at the same dose."""
    item = talk.dialogue.routine.item
    if item is not None and variant is not None and variant != item.variant:
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
    command(
        talk, Adjust(new, "dose_clamped" if clamped else "dose_set", talk.at(), {"dose": telling.dose(new)})
    )


def no_floor(talk: Talk) -> None:
    """The person cannot get to the floor today: the whole plan in a chair and standing, their place kept."""
    talk.remember(no_floor=True)
    state = talk.dialogue.routine
    if not state.active or state.routine is None:
        start(talk, {"routine": "chair", "no_floor": True})
        return
    if state.playing:
        simple(talk, "pause")
        talk.messages.clear()
        state = talk.dialogue.routine
    rest: list[Item] = []
    for one in state.items[state.index :]:
        choice = plan.choose(talk.library, talk.abilities, one.exercise, one.variant)
        if choice.item and all(
            (choice.item.exercise, choice.item.variant) != (r.exercise, r.variant) for r in rest
        ):
            rest.append(choice.item)
    talk.say("no_floor")
    if not rest:
        start(talk, {"routine": "chair", "pain": 0})
        return
    talk.tell(telling.listed([_title(talk, one) for one in rest]).capitalize() + ".")
    command(talk, Start(tuple(rest), state.routine, state.tempo))


# -- coming back ------------------------------------------------------------------------------------------


def recover(talk: Talk) -> None:
    """A session was opened while a set was counting: it was broken off where the player last noted it."""
    state = talk.dialogue.routine
    if not state.playing or state.sheet is None:
        return
    place = talk.journal.place(talk.turn.person)
    seconds = place.seconds if place and place.sheet == state.sheet.id else 0.0
    if place is not None:
        talk.dialogue.touched = max(talk.dialogue.touched or 0.0, place.at.timestamp())
    command(talk, SheetStopped(seconds, "lost"))
    talk.messages.clear()


def offer(talk: Talk) -> None:
    """Offer to go on where the routine stands; after more than ten minutes the pain is asked about first."""
    state = talk.dialogue.routine
    item = state.item
    if item is None or not state.active:
        return
    passed = safety.away(talk)
    name = _title(talk, item)
    if state.resume_to == "ready" or state.phase == "ready":
        talk.say("was_ready", name=name, ago=telling.ago(passed))
    elif item.reps is None:
        talk.say("was_time", seconds=telling.time(state.rep - 1), name=name, ago=telling.ago(passed))
    else:
        talk.say(
            "was_reps",
            rep=spoken(min(state.rep, item.reps)),
            reps=spoken(item.reps),
            name=name,
            ago=telling.ago(passed),
        )
    if safety.long_away(talk):
        talk.ask("pain_return", "pain", "number", words("pain_now"), min=0, max=10)
    else:
        carry_on(talk, "go_on_there")
