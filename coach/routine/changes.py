"""Changes while a routine is on: the pace, the rest, the dose, the exercise, the plan."""

from __future__ import annotations

from coach.routine.commands import (
    Adjust,
    ChangeChatter,
    ChangePace,
    ChangeRest,
    Effect,
    Halt,
    Play,
    Record,
    Replan,
    Say,
    Swap,
)
from coach.routine.sets import Result, Sets
from coach.routine.state import RoutineState

SLOWEST, FASTEST, PACE_STEP = 1.5625, 0.8, 1.25
"""Seconds in a counted second at the ends of the range, and the factor of one step."""
REST_STEP, LONGEST_REST = 30, 180
"""Seconds by which a rest grows, and the longest it becomes: after more, muscles are cold again. Ours."""


class Changes(Sets):
    """Commands that change how the routine goes on."""

    def _skip_rest(self, state: RoutineState, at: float) -> Result:
        broken, effects = self._break(state, at)
        if broken.sheet is None and broken.item is not None and broken.phase == "resting":
            played, more = self._play(broken.but(rest=0.0))
            return played, (*effects, *more)
        return broken, effects

    def _pace(self, state: RoutineState, command: ChangePace) -> Result:
        wanted = state.tempo * PACE_STEP if command.direction == "slower" else state.tempo / PACE_STEP
        tempo = round(min(SLOWEST, max(FASTEST, wanted)), 4)
        if tempo == state.tempo:
            return state, (Say("pace_limit", {"direction": command.direction}),)
        say = Say(command.direction)
        changed = state.but(tempo=tempo)
        return self._go_on(changed, command.at, say) if state.playing else (changed, (say,))

    def _chatter(self, state: RoutineState, command: ChangeChatter) -> Result:
        """Say less or more, now and from now on."""
        changed, say = state.but(chatty=command.chatty), Say(command.say)
        return self._go_on(changed, command.at, say) if state.playing else (changed, (say,))

    def _rest(self, state: RoutineState, command: ChangeRest) -> Result:
        """A longer rest, this one and those to come in this exercise; or none now."""
        item = state.item
        if not state.active or item is None:
            return state, (Say("nothing_on"),)
        resting = state.phase == "resting" and state.sheet is not None
        if command.wish == "skip":
            return self._skip_rest(state, command.at) if resting else (state, (Say("carry_on"),))
        left = state.sheet.rest - command.at if state.sheet is not None and resting else 0.0
        wanted = max(item.rest_seconds, min(item.rest_seconds + REST_STEP, LONGEST_REST))
        longer = min(float(REST_STEP), LONGEST_REST - left)
        if longer <= 0 or not resting and wanted == item.rest_seconds:
            return state, (Say("rest_limit"),)
        changed = self._put(state, state.index, item.copy(update={"rest_seconds": wanted}))
        if resting:
            return self._go_on(changed, command.at, Say("rest_longer"), longer)
        return changed, (Say("rest_longer_next"),)

    def _adjust(self, state: RoutineState, command: Adjust) -> Result:
        old = state.item
        if not state.active or old is None:
            return state, (Say("nothing_on"),)
        told = Say(command.say, {**command.words, "item": command.item})
        index = state.index
        effects: tuple[Effect, ...] = ()
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

    def _swap(self, state: RoutineState, command: Swap) -> Result:
        if not state.active or state.item is None:
            return state, (Say("nothing_on"),)
        index = state.index
        effects: tuple[Effect, ...] = ()
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
        index = state.index
        effects: tuple[Effect, ...] = ()
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
