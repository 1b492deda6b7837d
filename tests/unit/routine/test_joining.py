"""A set that changes in its midst: it goes on at the next cue, nothing said twice and nothing left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coach.library import load
from coach.routine import plan
from coach.routine.commands import (
    ChangeChatter,
    ChangePace,
    ChangeRest,
    Effect,
    Play,
    Record,
    Say,
    SheetDone,
    Simple,
    Start,
)
from coach.routine.cues import CueSheet
from coach.routine.machine import Machine
from coach.routine.state import RoutineState

LIBRARY = load()
MACHINE = Machine(LIBRARY)


@st.composite
def playing(draw: Any) -> RoutineState:
    """A set of any exercise at any level that has just been handed out, maybe with a rest before it."""
    exercise = draw(st.sampled_from(sorted(LIBRARY.exercises)))
    level = draw(st.integers(0, len(LIBRARY.exercises[exercise].levels) - 1))
    item = plan.item(LIBRARY, exercise, level)
    state, _ = MACHINE.step(RoutineState(), Start((item,)))
    state, _ = MACHINE.step(state, Simple("ready"))
    if item.sets > 1 and draw(st.booleans()):
        state, _ = MACHINE.step(state, SheetDone())
    return state


def _sheet(effects: tuple[Effect, ...]) -> CueSheet | None:
    return next((effect.sheet for effect in effects if isinstance(effect, Play)), None)


def _same(cue: Any) -> tuple[Any, ...]:
    return (cue.kind, cue.rep, cue.n)


changes = st.one_of(
    st.builds(ChangePace, st.sampled_from(["slower", "faster"])),
    st.builds(ChangeChatter, st.sampled_from(["less", "more"]), st.just("say_less")),
)


@given(playing(), st.floats(0, 1), changes)
@settings(max_examples=300, deadline=None)
def test_it_goes_on_at_the_next_cue(state: RoutineState, part: float, change: Any) -> None:
    before = MACHINE.sheet(state)
    assert before is not None and state.item is not None
    at = round(part * before.seconds, 3)
    after, effects = MACHINE.step(state, type(change)(**{**change.__dict__, "at": at}))
    joined = _sheet(effects)
    assume(joined is not None)
    assert joined is not None and joined.joined is not None
    assert (joined.joined.follows, joined.joined.at) == (before.id, at)
    left = [cue for cue in before.cues if cue.at > at]
    assert joined.cues[0].at == pytest.approx(left[0].at - at, abs=0.01), "the next cue is not moved"
    if state.item.reps is not None:
        assert [_same(cue) for cue in joined.cues] == [_same(cue) for cue in left]
    else:
        assert joined.seconds == pytest.approx(before.seconds - at, abs=after.tempo * 8)
        assert joined.cues[0].say == left[0].say
    assert after.phase == ("resting" if at < before.rest else "running")
    assert MACHINE.sheet(after) == joined


@given(playing(), st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=300, deadline=None)
def test_where_it_stands_is_the_same_before_and_after(state: RoutineState, part: float, later: float) -> None:
    """The repetition under way, and so what counts as done, does not hang on a change of pace."""
    before = MACHINE.sheet(state)
    assert before is not None and state.item is not None
    assume(state.item.reps is not None)
    at = round(part * before.seconds, 3)
    after, effects = MACHINE.step(state, ChangePace("slower", at))
    joined = _sheet(effects)
    assume(joined is not None)
    assert joined is not None
    soon = later * joined.cues[0].at
    first, second = MACHINE.position(state, at + soon * 0.999), MACHINE.position(after, soon * 0.999)
    assert first is not None and second is not None
    assert (first.rep, first.resting) == (second.rep, second.resting)


@given(playing(), st.lists(st.tuples(st.floats(0, 1), changes), max_size=5))
@settings(max_examples=200, deadline=None)
def test_however_often_it_changes_each_repetition_is_done_once(
    state: RoutineState, made: list[tuple[float, Any]]
) -> None:
    records: list[dict[str, Any]] = []
    for part, change in made:
        sheet = MACHINE.sheet(state)
        assert sheet is not None
        at = part * sheet.cues[-1].at
        state, effects = MACHINE.step(state, type(change)(**{**change.__dict__, "at": at}))
        records += [e.data for e in effects if isinstance(e, Record) and e.kind == "set"]
    item, number = state.item, state.set
    assert item is not None
    state, effects = MACHINE.step(state, SheetDone())
    records += [e.data for e in effects if isinstance(e, Record) and e.kind == "set"]
    unit, whole = ("reps", item.reps) if item.reps else ("seconds", item.seconds)
    assert sum(record[unit] for record in records if record["set"] == number) == whole


def _resting() -> RoutineState:
    item = plan.item(LIBRARY, "abdominal_curl_up", 4)
    state, _ = MACHINE.step(RoutineState(), Start((item,)))
    state, _ = MACHINE.step(state, Simple("ready"))
    return MACHINE.step(state, SheetDone())[0]


def test_a_rest_grows_to_its_limit_and_no_further() -> None:
    state, seconds = _resting(), []
    for _ in range(6):
        state, effects = MACHINE.step(state, ChangeRest("longer", 1.0))
        sheet = _sheet(effects)
        if sheet is None:
            assert effects == (Say("rest_limit"),)
            break
        seconds.append(sheet.rest)
        assert state.phase == "resting"
        prepare = next(cue for cue in sheet.cues if cue.kind == "prepare")
        assert prepare.at == sheet.rest
    assert seconds == sorted(seconds) and max(seconds) <= 180
    assert state.items[0].rest_seconds == 180


def test_a_skipped_rest_is_a_set_at_once() -> None:
    state, effects = MACHINE.step(_resting(), ChangeRest("skip", 5.0))
    sheet = _sheet(effects)
    assert sheet is not None and sheet.rest == 0 and state.phase == "running"
    assert (state.set, sheet.cues[0].kind) == (2, "prepare")


def test_few_words_keep_the_counts_and_more_words_praise() -> None:
    item = plan.item(LIBRARY, "abdominal_curl_up", 2)
    said = {}
    for chatty in ("less", "normal", "more"):
        state, _ = MACHINE.step(RoutineState(), Start((item,), chatty=chatty))  # type: ignore[arg-type]
        sheet = _sheet(MACHINE.step(state, Simple("ready"))[1])
        assert sheet is not None
        said[chatty] = sheet.cues
    assert len({len(cues) for cues in said.values()}) == 1
    assert [cue.at for cue in said["less"]] == [cue.at for cue in said["more"]]
    words = {chatty: sum(len(cue.say.split()) for cue in cues) for chatty, cues in said.items()}
    assert words["less"] < words["normal"] < words["more"]
    moves = [cue.say for cue in said["less"] if cue.kind == "move"]
    assert moves[0] == "One. Breathe out and slowly lift." and moves[1] == "Two." and moves[-1] == "Last one."
    assert any("half" in cue.say for cue in said["more"])
