"""The routine under any sequence of commands."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.library import load
from coach.routine import plan
from coach.routine.commands import (
    Adjust,
    ChangeChatter,
    ChangePace,
    ChangeRest,
    Command,
    Effect,
    Halt,
    Play,
    Record,
    SheetDone,
    SheetStarted,
    SheetStopped,
    Simple,
    Start,
    Swap,
)
from coach.routine.machine import Machine
from coach.routine.plan import Abilities
from coach.routine.state import RoutineState, load_state

LIBRARY = load()
MACHINE = Machine(LIBRARY)
EXERCISES = sorted(LIBRARY.exercises)
ANYBODY = Abilities()

moments = st.floats(0, 400, allow_nan=False)
names = st.sampled_from(
    ["ready", "next", "previous", "repeat", "pause", "resume", "stop", "finish", "skip", "done", "progress"]
)


@st.composite
def items(draw: Any) -> Any:
    exercise = draw(st.sampled_from(EXERCISES))
    level = draw(st.integers(0, len(LIBRARY.exercises[exercise].levels) - 1))
    variant = draw(st.sampled_from([None, *LIBRARY.exercises[exercise].variants]))
    return plan.item(LIBRARY, exercise, level, variant)


@st.composite
def adjustments(draw: Any) -> Adjust:
    return Adjust(draw(items()), "changed", draw(moments))


starts = st.builds(lambda chosen: Start(tuple(chosen), "full"), st.lists(items(), min_size=1, max_size=4))
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(Simple, names, moments),
    st.builds(ChangePace, st.sampled_from(["slower", "faster"]), moments),
    st.builds(ChangeRest, st.sampled_from(["longer", "skip"]), moments),
    st.builds(ChangeChatter, st.sampled_from(["less", "more"]), st.just("say_less"), moments),
    st.builds(lambda one, at: Swap(one, "swapped", at), items(), moments),
    st.just(SheetStarted()),
    st.just(SheetDone()),
    st.builds(SheetStopped, moments, st.sampled_from(["stop", "pause", "symptom", "lost"])),
)
mostly_ready = st.one_of(st.just(Simple("ready")), st.just(SheetDone()), commands)


def run(
    start: Command, following: list[Command]
) -> list[tuple[RoutineState, Command, RoutineState, tuple[Effect, ...]]]:
    state, trail = RoutineState(), []
    for command in [start, *following]:
        after, effects = MACHINE.step(state, command)
        trail.append((state, command, after, effects))
        state = after
    return trail


@given(starts, st.lists(mostly_ready, max_size=30))
@settings(max_examples=300, deadline=None)
def test_it_never_gets_stuck(start: Command, following: list[Command]) -> None:
    """From wherever it is, `ready` and the end of each sheet lead to the end of the routine."""
    state = run(start, following)[-1][2]
    for _ in range(200):
        if not state.active:
            break
        command: Command = (
            SheetDone() if state.playing else Simple("resume" if state.phase == "paused" else "ready")
        )
        state, _ = MACHINE.step(state, command)
    assert state.phase == "finished"


@given(starts, st.lists(mostly_ready, max_size=30), moments)
@settings(max_examples=300, deadline=None)
def test_stop_always_stops(start: Command, following: list[Command], at: float) -> None:
    state = run(start, following)[-1][2]
    playing = state.playing
    after, effects = MACHINE.step(state, Simple("stop", at))
    assert after.phase in ("paused", "finished", "idle")
    assert after.sheet is None
    assert not any(isinstance(effect, Play) for effect in effects)
    assert not playing or any(isinstance(effect, Halt) for effect in effects)
    again, _ = MACHINE.step(after, Simple("stop", at))
    assert not again.active


@given(starts, st.lists(mostly_ready, max_size=30), moments)
@settings(max_examples=300, deadline=None)
def test_pause_then_resume_changes_nothing(start: Command, following: list[Command], at: float) -> None:
    state = run(start, following)[-1][2]
    if not state.playing:
        return
    here = MACHINE.position(state, at)
    paused, _ = MACHINE.step(state, Simple("pause", at))
    if (paused.index, paused.set) != (state.index, state.set) or paused.phase == "finished":
        return  # the moment lay after the set's end
    resumed, effects = MACHINE.step(paused, Simple("resume"))
    assert here is not None
    assert (resumed.index, resumed.set, resumed.rep) == (state.index, state.set, here.rep)
    assert resumed.playing and isinstance(effects[-1], Play)
    assert resumed.tempo == state.tempo and resumed.items == state.items
    where = MACHINE.position(resumed, 0.0)
    assert (where is not None and where.rep == here.rep) or (resumed.item and resumed.item.seconds)


@given(starts, st.lists(mostly_ready, max_size=40))
@settings(max_examples=300, deadline=None)
def test_every_repetition_is_counted_once(start: Command, following: list[Command]) -> None:
    """What is written down is what the state says was done, and never more than a set's repetitions."""
    trail = run(start, following)
    begun = max(index for index, (_, command, _, _) in enumerate(trail) if isinstance(command, Start))
    records = [
        effect.data
        for _, _, _, effects in trail[begun:]
        for effect in effects
        if isinstance(effect, Record) and effect.kind == "set"
    ]
    final = trail[-1][2]
    for unit in ("reps", "seconds"):
        assert sum(record.get(unit, 0) for record in records) == sum(
            getattr(done, unit) for done in final.done
        )


@given(
    starts,
    st.lists(
        st.one_of(
            st.just(Simple("ready")),
            st.just(SheetDone()),
            st.builds(Simple, st.sampled_from(["pause", "resume", "progress"]), moments),
            st.builds(SheetStopped, moments, st.sampled_from(["stop", "pause", "lost"])),
        ),
        max_size=60,
    ),
)
@settings(max_examples=300, deadline=None)
def test_breaks_lose_no_repetition(start: Command, following: list[Command]) -> None:
    """However often a routine is broken off and gone on with, each set is done exactly once."""
    state = run(start, following)[-1][2]
    for _ in range(300):
        if not state.active:
            break
        state, _ = MACHINE.step(
            state, SheetDone() if state.playing else Simple("resume" if state.phase == "paused" else "ready")
        )
    assert isinstance(start, Start)
    for exercise in {item.exercise for item in start.items}:
        wanted = [item for item in start.items if item.exercise == exercise]
        done = next(one for one in state.done if one.exercise == exercise)
        assert done.sets == sum(item.sets for item in wanted)
        assert done.reps == sum(item.sets * (item.reps or 0) for item in wanted)
        assert done.seconds == sum(item.sets * (item.seconds or 0) for item in wanted)


@given(starts, st.lists(st.one_of(mostly_ready, adjustments()), max_size=25))
@settings(max_examples=200, deadline=None)
def test_the_state_survives_being_written_down(start: Command, following: list[Command]) -> None:
    import json

    for _, _, after, _ in run(start, following):
        assert load_state(json.loads(after.json())) == after


@given(starts, st.lists(st.one_of(mostly_ready, adjustments()), max_size=25))
@settings(max_examples=300, deadline=None)
def test_the_sheet_that_is_out_is_the_one_that_was_handed_over(
    start: Command, following: list[Command]
) -> None:
    out = None
    for _, _, after, effects in run(start, following):
        out = next((effect.sheet for effect in reversed(effects) if isinstance(effect, Play)), out)
        assert MACHINE.sheet(after) == (out if after.playing else None)


def test_going_back_undoes_a_skip() -> None:
    chosen = tuple(plan.item(LIBRARY, exercise, 0) for exercise in EXERCISES[:2])
    state, _ = MACHINE.step(RoutineState(), Start(chosen, "full"))
    state, _ = MACHINE.step(state, Simple("ready"))
    sheet = MACHINE.sheet(state)
    assert sheet is not None
    second = next(cue.at for cue in sheet.cues if cue.rep == 2)
    skipped, _ = MACHINE.step(state, Simple("skip", second))
    assert skipped.index == 1
    back, _ = MACHINE.step(skipped, Simple("previous"))
    assert (back.index, back.rep, back.phase) == (0, 2, "ready")


@given(
    st.sampled_from(sorted(LIBRARY.routines)),
    st.one_of(st.none(), st.integers(1, 60)),
    st.frozensets(st.sampled_from(["bone_weakness", "pregnant"])),
)
@settings(deadline=None)
def test_no_floor_means_no_floor(routine: str, minutes: int | None, facts: frozenset[str]) -> None:
    made = plan.build(LIBRARY, Abilities(facts=facts, no_floor=True), routine, minutes)
    assert made.items
    for item in made.items:
        assert "floor" not in LIBRARY.exercises[item.exercise].variants[item.variant].needs


@given(st.sampled_from(sorted(LIBRARY.routines)), st.integers(3, 60))
@settings(deadline=None)
def test_a_routine_fits_into_the_minutes(routine: str, minutes: int) -> None:
    made = plan.build(LIBRARY, ANYBODY, routine, minutes)
    longest = sum(plan.duration(LIBRARY, item) for item in made.items)
    assert longest <= minutes * 60 or len(made.items) == 1
