"""The routine: a pure function from a state and a command to the next state and what to do about it.

It has no clock and no input or output of its own. Whatever the command, the answer is a state that every
other command can follow; a command that makes no sense just now changes nothing and says so.
"""

from __future__ import annotations

from collections.abc import Callable

from coach.library import Library
from coach.routine.changes import Changes
from coach.routine.commands import (
    Adjust,
    ChangeChatter,
    ChangePace,
    ChangeRest,
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
from coach.routine.sets import Result
from coach.routine.state import RoutineState


class Machine(Changes):
    """The routine's rules over one library."""

    def __init__(self, library: Library) -> None:
        super().__init__(library)
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

    def knows(self, state: RoutineState) -> bool:
        """Whether a kept state can go on here: an update may have taken an exercise away."""
        try:
            for one in state.items:
                self.variant(one)
                rung = self._library.exercises[one.exercise].levels[one.level]
                if (one.reps is None) != (rung.reps is None) or (one.seconds is None) != (
                    rung.seconds is None
                ):
                    return False
            here = len(state.items) > state.index
            if here and state.step > len(self.variant(state.items[state.index]).steps):
                return False
            placed = all(0 <= index < len(state.items) for index in state.places)
            playable = not state.playing or self.position(state, 0.0) is not None
        except (KeyError, IndexError):
            return False
        return placed and playable and (here or not state.active)

    def step(self, state: RoutineState, command: Command) -> Result:
        """The state after the command, and the effects in the order in which they are to happen."""
        state = self._rested(state, getattr(command, "at", 0.0))
        if isinstance(command, Simple):
            return self._simple[command.name](state, command.at)
        if isinstance(command, Start):
            return self._start(state, command)
        if isinstance(command, ChangePace):
            return self._pace(state, command)
        if isinstance(command, ChangeRest):
            return self._rest(state, command)
        if isinstance(command, ChangeChatter):
            return self._chatter(state, command)
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

    def _start(self, state: RoutineState, command: Start) -> Result:
        before = self._close(state, command.at) if state.active else ()
        fresh = RoutineState(
            phase="ready",
            routine=command.routine,
            items=command.items,
            tempo=command.tempo,
            chatty=command.chatty,
            sheets=state.sheets,
        )
        what = {"routine": command.routine, "exercises": [item.exercise for item in command.items]}
        return fresh, (*before, Record("started", what), *self._introduce(fresh))

    def _ready(self, state: RoutineState, at: float) -> Result:
        if state.phase == "ready":
            return self._play(state)
        if state.phase == "resting":
            return self._skip_rest(state, at)
        if state.phase == "paused":
            return self._resume(state, at)
        return state, (Say("carry_on" if state.playing else "nothing_on"),)

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
        item = state.item
        assert item is not None
        where = {"item": item, "rep": state.rep, "rest": state.rest}
        return played, (Say("going_on", where), *effects)

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
