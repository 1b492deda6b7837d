"""The routine: a pure function from a state and a command to the next state and what to do about it.

It has no clock and no input or output of its own. Whatever the command, the answer is a state that every
other command can follow; a command that makes no sense just now changes nothing and says so.
"""

from __future__ import annotations

from collections.abc import Callable

from coach.library import Exercise, Library, Variant
from coach.routine import cues
from coach.routine.commands import (
    Adjust,
    ChangePace,
    Command,
    Effect,
    Ended,
    Halt,
    Play,
    Record,
    Replan,
    Say,
    SheetDone,
    SheetStarted,
    SheetStopped,
    Simple,
    Start,
    Swap,
    Tell,
)
from coach.routine.state import Done, Item, RoutineState, Sheet

SLOWEST, FASTEST, PACE_STEP = 1.5625, 0.8, 1.25
"""Seconds in a counted second at the ends of the range, and the factor of one step."""

Result = tuple[RoutineState, tuple[Effect, ...]]


def title(exercise: Exercise, variant: str) -> str:
    """What an exercise is called when it is done in this variant."""
    return exercise.name if variant == exercise.default_variant else exercise.variants[variant].title


class Machine:
    """The routine's rules over one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._simple: dict[str, Callable[[RoutineState, float], Result]] = {
            "ready": self._ready,
            "next": self._next,
            "previous": self._previous,
            "repeat": self._repeat,
            "pause": self._pause,
            "resume": self._resume,
            "stop": self._stop,
            "finish": self._finish,
            "skip": self._skip,
            "done": self._done,
            "progress": self._progress,
        }

    def step(self, state: RoutineState, command: Command) -> Result:
        """The state after the command, and the effects in the order in which they are to happen."""
        state = self._rested(state, getattr(command, "at", 0.0))
        if isinstance(command, Simple):
            return self._simple[command.name](state, command.at)
        if isinstance(command, Start):
            return self._start(state, command)
        if isinstance(command, ChangePace):
            return self._pace(state, command)
        if isinstance(command, Adjust):
            return self._adjust(state, command)
        if isinstance(command, Swap):
            return self._swap(state, command)
        if isinstance(command, Replan):
            return self._replan(state, command)
        if isinstance(command, SheetDone):
            return self._sheet_done(state)
        if isinstance(command, SheetStopped):
            return self._sheet_stopped(state, command)
        assert isinstance(command, SheetStarted)
        return state, ()

    def _rested(self, state: RoutineState, at: float) -> RoutineState:
        """A rest passes into the set by itself."""
        over = state.phase == "resting" and state.sheet is not None and at >= state.sheet.rest
        return state.but(phase="running", rest=0.0) if over else state

    def sheet(self, state: RoutineState) -> cues.CueSheet | None:
        """The cue sheet that is out, built again from the state."""
        item, sheet = state.item, state.sheet
        if item is None or sheet is None:
            return None
        return cues.build(
            sheet.id,
            item.exercise,
            self.variant(item),
            cues.SetDose(item.reps, item.hold_seconds, item.seconds),
            set_number=state.set,
            sets=item.sets,
            tempo=sheet.tempo,
            first_rep=sheet.first_rep,
            rest=sheet.rest,
        )

    def variant(self, item: Item) -> Variant:
        """The variant in which an item is done."""
        return self._library.exercises[item.exercise].variants[item.variant]

    def position(self, state: RoutineState, at: float) -> cues.Position | None:
        """Where the set that is playing stands, `at` seconds into its sheet."""
        sheet, item = self.sheet(state), state.item
        if sheet is None or item is None or state.sheet is None:
            return None
        return cues.position(sheet, at, done_seconds=0 if item.reps else state.sheet.first_rep - 1)

    # -- getting there ------------------------------------------------------------------------------------

    def _start(self, state: RoutineState, command: Start) -> Result:
        before = self._close(state, command.at) if state.active else ()
        fresh = RoutineState(
            phase="ready",
            routine=command.routine,
            items=command.items,
            tempo=command.tempo,
            sheets=state.sheets,
        )
        what = {"routine": command.routine, "exercises": [item.exercise for item in command.items]}
        return fresh, (*before, Record("started", what), *self._introduce(fresh))

    def _introduce(self, state: RoutineState, *, in_position: bool = False) -> tuple[Effect, ...]:
        """Name the exercise, bring the person into position, tell the dose, wait for "ready"."""
        item = state.item
        assert item is not None
        exercise, variant = self._library.exercises[item.exercise], self.variant(item)
        cautions = tuple(caution.say for caution in exercise.cautions)
        return (
            Say("exercise", {"name": title(exercise, item.variant)}),
            # whoever is down or seated already only needs the last touch
            Tell(tuple(variant.setup[-1:] if in_position else variant.setup)),
            Say("dose", {"item": item}),
            *((Tell(cautions),) if cautions else ()),
            Say("say_ready"),
        )

    def _ready(self, state: RoutineState, at: float) -> Result:
        if state.phase == "ready":
            return self._play(state)
        if state.phase == "resting":
            return self._skip_rest(state, at)
        if state.phase == "paused":
            return self._resume(state, at)
        return state, (Say("carry_on" if state.playing else "nothing_on"),)

    def _play(self, state: RoutineState) -> Result:
        """Hand out a sheet for the set from the repetition that is due, with the rest that is owed."""
        item = state.item
        assert item is not None
        number = state.sheets + 1
        sheet = Sheet(id=f"{item.exercise}-{number}", first_rep=state.rep, rest=state.rest, tempo=state.tempo)
        playing = state.but(
            phase="resting" if state.rest else "running",
            sheet=sheet,
            sheets=number,
            cause=None,
            resume_to=None,
        )
        built = self.sheet(playing)
        assert built is not None
        return playing, (Play(built),)

    def _skip_rest(self, state: RoutineState, at: float) -> Result:
        broken, effects = self._break(state, at)
        if broken.sheet is None and broken.item is not None and broken.phase == "resting":
            played, more = self._play(broken.but(rest=0.0))
            return played, (*effects, *more)
        return broken, effects

    # -- leaving a set ------------------------------------------------------------------------------------

    def _break(self, state: RoutineState, at: float) -> Result:
        """Take the sheet away `at` seconds in: what was done is written down, the rest is still to do.

        The phase stays as it is, for the caller to change, unless the set was over: then it moves on.
        """
        where, item = self.position(state, max(at, 0.0)), state.item
        if where is None or item is None or state.sheet is None:
            return state, ()
        over = where.rep > (item.reps or item.seconds or 0)
        rest = max(0.0, state.sheet.rest - max(at, 0.0))
        counted, effects = self._count(
            state.but(sheet=None, rest=round(rest, 3)), state.sheet.first_rep, where.rep
        )
        if over:
            moved, more = self._set_over(counted)
            return moved, (*effects, *more)
        return counted, effects

    def _count(self, state: RoutineState, first: int, reached: int) -> Result:
        """Write down the repetitions (or seconds) from `first` up to, but without, `reached`."""
        item = state.item
        assert item is not None
        amount = max(0, reached - first)
        state = state.but(rep=reached)
        if not amount:
            return state, ()
        unit = "reps" if item.reps else "seconds"
        record = Record(
            "set",
            {
                "exercise": item.exercise,
                "variant": item.variant,
                "level": item.level,
                "set": state.set,
                unit: amount,
                "hold_seconds": item.hold_seconds,
            },
        )
        tallied = self._tally(state, reps=amount) if item.reps else self._tally(state, seconds=amount)
        return tallied, (record,)

    def _tally(
        self, state: RoutineState, *, sets: int = 0, reps: int = 0, seconds: int = 0, skipped: bool = False
    ) -> RoutineState:
        item = state.item
        assert item is not None
        known = {done.exercise: done for done in state.done}
        old = known.get(item.exercise, Done(exercise=item.exercise))
        known[item.exercise] = Done(
            exercise=item.exercise,
            sets=old.sets + sets,
            reps=old.reps + reps,
            seconds=old.seconds + seconds,
            skipped=skipped,
        )
        return state.but(done=tuple(known.values()))

    def _set_over(self, state: RoutineState) -> Result:
        """A set has come to its end: rest before the next one, or go on to the next exercise."""
        item = state.item
        assert item is not None
        state = self._tally(state, sets=1)
        if state.set < item.sets:
            return self._play(state.but(set=state.set + 1, rep=1, rest=float(item.rest_seconds)))
        return self._leave(state)

    def _leave(self, state: RoutineState) -> Result:
        """On to the next exercise, or to the end."""
        item = state.item
        assert item is not None
        last = state.index + 1 >= len(state.items)
        moved = state.but(
            index=state.index + 1,
            set=1,
            rep=1,
            step=0,
            rest=0.0,
            sheet=None,
            cause=None,
            resume_to=None,
            phase="finished" if last else "ready",
        )
        out = self.variant(item).out
        if last:
            return moved, (Tell(tuple(out)), Ended(item.exercise, True))
        stays = self._place(state.items[state.index + 1]) == self._place(item)
        return moved, (
            Ended(item.exercise, False),
            *(() if stays else (Tell(tuple(out)),)),
            Say("next_up"),
            *self._introduce(moved, in_position=stays),
        )

    def _place(self, item: Item) -> str:
        """Where somebody is for an exercise; lying is lying, with the knees bent or not."""
        position = self.variant(item).position
        return "lying" if position in ("supine", "hook_lying") else position

    def _close(self, state: RoutineState, at: float) -> tuple[Effect, ...]:
        """What is left to write down and to silence when a routine is dropped."""
        _, effects = self._break(state, at) if state.playing else (state, ())
        return (
            *(effect for effect in effects if isinstance(effect, Record)),
            *((Halt(),) if state.playing else ()),
        )

    # -- commands -----------------------------------------------------------------------------------------

    def _hold_on(self, state: RoutineState, at: float, cause: str, key: str) -> Result:
        """Go from any active phase into a pause."""
        effects: tuple[Effect, ...] = ()
        if state.playing:
            state, effects = self._break(state, at)
            # the set may have been over; a sheet that was handed out for the next one is taken back
            effects = (Halt(), *(effect for effect in effects if not isinstance(effect, Play)))
            if state.phase == "finished":
                return state, effects
            if state.sheet is not None:
                state = state.but(sheet=None)
        resume_to = state.resume_to or ("ready" if state.phase == "ready" else "running")
        effects = tuple(effect for effect in effects if isinstance(effect, (Halt, Record, Ended)))
        return state.but(phase="paused", cause=cause, resume_to=resume_to), (*effects, Say(key))

    def _pause(self, state: RoutineState, at: float) -> Result:
        if not state.active:
            return state, (Say("nothing_on"),)
        if state.phase == "paused":
            return state, (Say("paused"),)
        return self._hold_on(state, at, "pause", "paused")

    def _stop(self, state: RoutineState, at: float) -> Result:
        if not state.active:
            return state, (Halt(), Say("nothing_on"))
        if state.phase == "paused":
            return self._finish(state, at)
        return self._hold_on(state, at, "stop", "stopped")

    def _finish(self, state: RoutineState, at: float) -> Result:
        if not state.active:
            return state, (Halt(), Say("nothing_on"))
        effects: tuple[Effect, ...] = ()
        if state.playing:
            state, effects = self._break(state, at)
            effects = (Halt(), *(effect for effect in effects if isinstance(effect, Record)))
            if state.phase == "finished":
                return state, (*effects, Ended(state.items[-1].exercise, True))
        item = state.item
        assert item is not None
        over = state.but(phase="finished", sheet=None, cause=None, resume_to=None)
        return over, (*effects, Tell(tuple(self.variant(item).out)), Ended(item.exercise, True))

    def _resume(self, state: RoutineState, at: float) -> Result:
        if state.phase == "ready":
            return state, (Say("say_ready"),)
        if state.phase == "resting":
            return self._skip_rest(state, at)
        if state.phase != "paused":
            return state, (Say("carry_on" if state.playing else "nothing_on"),)
        if state.resume_to == "ready" or state.cause == "lost":
            waiting = state.but(phase="ready", cause=None, resume_to=None)
            return waiting, (Say("back_in_position"), *self._introduce(waiting))
        played, effects = self._play(state)
        return played, (Say("going_on"), *effects)

    def _done(self, state: RoutineState, at: float) -> Result:
        if state.phase != "running" or state.item is None or state.sheet is None:
            return self._ready(state, at)
        where = self.position(state, at)
        if state.item.reps is not None and where is not None and where.rep == state.sheet.first_rep:
            # nobody is through with a set before its first repetition: it is the word "ready" said late
            return state, (Say("carry_on"),)
        if state.item.reps is None:
            broken, effects = self._break(state, at)
            if broken.sheet is not None or broken.index != state.index or not broken.playing:
                return broken, (Halt(), *effects)
            moved, more = self._set_over(broken)
            return moved, (Halt(), *effects, *more)
        whole = (state.item.reps or state.item.seconds or 0) + 1
        counted, effects = self._count(state.but(sheet=None, rest=0.0), state.sheet.first_rep, whole)
        moved, more = self._set_over(counted)
        return moved, (Halt(), *effects, *more)

    def _next(self, state: RoutineState, at: float) -> Result:
        if not state.active:
            return state, (Say("nothing_on"),)
        if state.phase == "resting":
            return self._skip_rest(state, at)
        if state.phase == "ready":
            item = state.item
            assert item is not None
            steps = self.variant(item).steps
            if state.step < len(steps):
                return state.but(step=state.step + 1), (Tell((steps[state.step].say,)),)
            return state, (Say("say_ready"),)
        return self._move_on(state, at, skipped=False)

    def _skip(self, state: RoutineState, at: float) -> Result:
        if not state.active:
            return state, (Say("nothing_on"),)
        return self._move_on(state, at, skipped=True)

    def _move_on(self, state: RoutineState, at: float, *, skipped: bool) -> Result:
        """Leave this exercise before its end; its place is kept for the way back."""
        index, effects = state.index, ()  # type: tuple[int, tuple[Effect, ...]]
        if state.playing:
            state, effects = self._break(state, at)
            effects = (Halt(), *effects)
            if state.index != index or state.phase == "finished":
                return state, effects
            effects = tuple(effect for effect in effects if not isinstance(effect, Play))
            state = state.but(sheet=None)
        item = state.item
        assert item is not None
        state = state.but(places={**state.places, index: (state.set, state.rep)})
        if skipped:
            state = self._tally(state, skipped=True)
            effects = (*effects, Record("skipped", {"exercise": item.exercise}), Say("skipped"))
        moved, more = self._leave(state)
        return moved, (*effects, *more)

    def _previous(self, state: RoutineState, at: float) -> Result:
        if not state.active:
            return state, (Say("nothing_on"),)
        if state.phase == "ready" and state.step > 1 and state.item is not None:
            steps = self.variant(state.item).steps
            return state.but(step=state.step - 1), (Tell((steps[state.step - 2].say,)),)
        if state.index == 0:
            return state, (Say("first_already"),)
        effects: tuple[Effect, ...] = ()
        if state.playing:
            here = state
            state, effects = self._break(state, at)
            state = state if state.index == here.index else here.but(sheet=None)
            effects = (Halt(), *(effect for effect in effects if isinstance(effect, Record)))
        places = dict(state.places)
        if state.item is not None:
            places[state.index] = (state.set, state.rep)
        index = state.index - 1
        set_number, rep = places.pop(index, (1, 1))
        back = state.but(
            index=index,
            set=set_number,
            rep=rep,
            step=0,
            rest=0.0,
            sheet=None,
            phase="ready",
            cause=None,
            resume_to=None,
            places=places,
        )
        return back, (*effects, Say("going_back"), *self._introduce(back))

    def _repeat(self, state: RoutineState, at: float) -> Result:
        item = state.item
        if not state.active or item is None:
            return state, (Say("nothing_on"),)
        variant = self.variant(item)
        if state.phase == "ready" and state.step:
            return state, (Tell((variant.steps[state.step - 1].say,)),)
        if state.phase == "ready":
            return state, (Tell(tuple(variant.setup)), Say("say_ready"))
        words = variant.cues
        return state, (Tell(tuple(filter(None, (words.move, words.hold, words.back)))),)

    def _progress(self, state: RoutineState, at: float) -> Result:
        item = state.item
        if not state.active or item is None:
            return state, (Say("nothing_on"),)
        where = self.position(state, at)
        rep = where.rep if where else state.rep
        return state, (
            Say(
                "progress",
                {
                    "item": item,
                    "rep": rep,
                    "set": state.set,
                    "after": len(state.items) - state.index - 1,
                    "position": where,
                    "phase": state.phase,
                },
            ),
        )

    # -- changes ------------------------------------------------------------------------------------------

    def _pace(self, state: RoutineState, command: ChangePace) -> Result:
        wanted = state.tempo * PACE_STEP if command.direction == "slower" else state.tempo / PACE_STEP
        tempo = round(min(SLOWEST, max(FASTEST, wanted)), 4)
        if tempo == state.tempo:
            return state, (Say("pace_limit", {"direction": command.direction}),)
        say = Say(command.direction)
        if not state.playing:
            return state.but(tempo=tempo), (say,)
        index, number = state.index, state.set
        broken, effects = self._break(state, command.at)
        broken = broken.but(tempo=tempo)
        if not broken.playing or (broken.index, broken.set) != (index, number):
            return broken, (say, *effects)
        played, more = self._play(broken)
        return played, (say, *effects, *more)

    def _adjust(self, state: RoutineState, command: Adjust) -> Result:
        old = state.item
        if not state.active or old is None:
            return state, (Say("nothing_on"),)
        told = Say(command.say, {**command.words, "item": command.item})
        index, effects = state.index, ()  # type: int, tuple[Effect, ...]
        if state.playing:
            state, effects = self._break(state, command.at)
            if state.index != index or not state.playing:
                return self._put(state, index, command.item), (*effects, told)
            # a sheet of the next set may be out already: it was made for the old dose
            effects = tuple(effect for effect in effects if not isinstance(effect, Play))
            state = state.but(sheet=None)
        state = self._put(state, index, command.item).but(set=min(state.set, command.item.sets))
        whole = command.item.reps or command.item.seconds or 0
        if old.variant != command.item.variant:
            state = state.but(phase="ready", rep=min(state.rep, whole), step=0, cause=None, resume_to=None)
            return state, (Halt(), *effects, told, *self._introduce(state))
        if not state.playing:
            return state.but(rep=min(state.rep, whole)), (*effects, told)
        moved, more = self._set_over(state) if state.rep > whole else self._play(state)
        return moved, (told, *effects, *more)

    def _put(self, state: RoutineState, index: int, item: Item) -> RoutineState:
        return state.but(items=(*state.items[:index], item, *state.items[index + 1 :]))

    def _swap(self, state: RoutineState, command: Swap) -> Result:
        if not state.active or state.item is None:
            return state, (Say("nothing_on"),)
        index, effects = state.index, ()  # type: tuple[int, tuple[Effect, ...]]
        if state.playing:
            here = state
            state, effects = self._break(state, command.at)
            effects = (Halt(), *(effect for effect in effects if isinstance(effect, Record)))
            if state.index != index:
                state = here.but(sheet=None, done=state.done)
        state = self._put(state, index, command.item).but(
            index=index, phase="ready", set=1, rep=1, step=0, rest=0.0, sheet=None, cause=None, resume_to=None
        )
        return state, (*effects, Say(command.say, command.words), *self._introduce(state))

    def _replan(self, state: RoutineState, command: Replan) -> Result:
        """The rest of the routine in other exercises; what is on and may stay keeps its place."""
        old = state.item
        if not state.active or old is None:
            return state, (Say("nothing_on"),)
        index, effects = state.index, ()  # type: int, tuple[Effect, ...]
        if state.playing:
            here = state
            state, effects = self._break(state, command.at)
            effects = (Halt(), *(effect for effect in effects if isinstance(effect, Record)))
            if state.index != index:
                state = here.but(sheet=None, done=state.done)
        first = command.items[0]
        same = (first.exercise, first.variant) == (old.exercise, old.variant)
        state = state.but(
            items=(*state.items[:index], *command.items),
            phase="ready",
            index=index,
            set=state.set if same else 1,
            rep=state.rep if same else 1,
            step=0,
            rest=0.0,
            sheet=None,
            cause=None,
            resume_to=None,
        )
        return state, (*effects, *self._introduce(state))

    # -- the player ---------------------------------------------------------------------------------------

    def _sheet_done(self, state: RoutineState) -> Result:
        if not state.playing or state.item is None or state.sheet is None:
            return state, ()
        whole = (state.item.reps or state.item.seconds or 0) + 1
        counted, effects = self._count(state.but(sheet=None, rest=0.0), state.sheet.first_rep, whole)
        moved, more = self._set_over(counted)
        return moved, (*effects, *more)

    def _sheet_stopped(self, state: RoutineState, command: SheetStopped) -> Result:
        if not state.playing:
            return state, ()
        key = {"stop": "stopped", "pause": "paused", "symptom": "what_do_you_feel", "lost": "lost"}[
            command.cause
        ]
        return self._hold_on(state, command.at, command.cause, key)
