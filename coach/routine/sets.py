"""A set from its sheet to its end: handed out, broken off, counted, and what comes after it.

This is the part of the routine that every command works with. It is pure: a state goes in, and the next
state comes out with what to do about it.
"""

from __future__ import annotations

from coach.library import Exercise, Library, Variant
from coach.routine import cues
from coach.routine.commands import Effect, Ended, Halt, Play, Record, Say, Tell
from coach.routine.state import Done, Item, RoutineState, Sheet

Result = tuple[RoutineState, tuple[Effect, ...]]


def title(exercise: Exercise, variant: str) -> str:
    """What an exercise is called when it is done in this variant."""
    return exercise.name if variant == exercise.default_variant else exercise.variants[variant].title


class Sets:
    """The sets of a routine over one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

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
            chatty=sheet.chatty,
            joined=cues.Join(sheet.follows, sheet.at, sheet.lead, sheet.skip, sheet.beat)
            if sheet.follows is not None and sheet.lead is not None
            else None,
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

    def _play(self, state: RoutineState) -> Result:
        """Hand out a sheet for the set from the repetition that is due, with the rest that is owed."""
        item = state.item
        assert item is not None
        number = state.sheets + 1
        sheet = Sheet(
            id=f"{item.exercise}-{number}",
            first_rep=state.rep,
            rest=state.rest,
            tempo=state.tempo,
            chatty=state.chatty,
        )
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

    def _go_on(self, state: RoutineState, at: float, say: Say, longer: float = 0.0) -> Result:
        """Hand out the rest of the set anew, as the state now wants it, from the next cue on.

        What was said by second `at` is not said again, and the next cue comes when it was due, or `longer`
        seconds later. Where no cue is left that could change, the sheet that is out stays.
        """
        item, old, built = state.item, state.sheet, self.sheet(state)
        assert item is not None and old is not None and built is not None
        n = next((n for n, cue in enumerate(built.cues) if cue.at > at), len(built.cues) - 1)
        beat = self.variant(item).beat_seconds if item.reps is None else None
        changes = item.reps is not None or beat is not None or longer > 0
        if built.cues[n].kind == "done" or not changes:
            return state, (say,)
        skip = old.skip + n - (built.cues[0].kind == "rest")
        first, beats = old.first_rep, old.beat
        effects: tuple[Effect, ...] = ()
        if beat and skip > 1:
            # how many changes of sides are left depends on the pace, so it begins anew from the time left
            beats, first = old.beat + skip - 1, old.first_rep + round((skip - 1) * beat * old.tempo)
            state, effects = self._count(state, old.first_rep, first)
            skip = 1
        lead = round(built.cues[n].at - at + longer, 3)
        number = state.sheets + 1
        sheet = Sheet(
            id=f"{item.exercise}-{number}",
            first_rep=first,
            rest=lead if at < built.rest else 0.0,
            tempo=state.tempo,
            chatty=state.chatty,
            skip=skip,
            beat=beats,
            lead=lead,
            follows=old.id,
            at=round(at, 3),
        )
        state = state.but(sheet=sheet, sheets=number)
        joined = self.sheet(state)
        assert joined is not None
        return state, (*effects, Play(joined, say))

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

    def _put(self, state: RoutineState, index: int, item: Item) -> RoutineState:
        return state.but(items=(*state.items[:index], item, *state.items[index + 1 :]))

    def _close(self, state: RoutineState, at: float) -> tuple[Effect, ...]:
        """What is left to write down and to silence when a routine is dropped."""
        _, effects = self._break(state, at) if state.playing else (state, ())
        return (
            *(effect for effect in effects if isinstance(effect, Record)),
            *((Halt(),) if state.playing else ()),
        )

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
