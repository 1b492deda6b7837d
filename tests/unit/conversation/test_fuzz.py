"""Hostile messages: what must hold at every turn, and that the properties would notice if it did not."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.conversation import Message, Outcome, Turn
from tests.unit.conversation import hostile, world
from tests.unit.conversation.person import Person
from tests.unit.conversation.properties import wrong
from tests.unit.conversation.world import PEOPLE, Seen, Step, World, says

STEPS = 12
FRESH = Person().says("hello")


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_must_hold_holds_at_every_turn(seed: int) -> None:
    rng, alive = Random(seed), World()
    for _ in range(STEPS):
        for seen in alive.take(world.step(rng, rng.choice(PEOPLE[:2]), calm=alive if seed % 2 else None)):
            assert wrong(seen) is None, (seed, seen.turn)


@given(st.integers(0, 2**32))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_state_can_be_left(seed: int) -> None:
    rng, alive = Random(seed), World()
    for _ in range(STEPS):
        for seen in alive.take(replace(world.step(rng, "ann"), leave=False)):
            assert wrong(seen) is None, (seed, seen.turn)
    for seen in alive.take(Step(Turn("ann"), leave=True)):
        assert wrong(seen) is None, (seed, seen.turn)
    assert seen.plays


@pytest.mark.parametrize("text", hostile.EMERGENCIES)
def test_plain_words_of_danger_are_an_emergency(text: str) -> None:
    assert Person().says(f"Good morning. {text}. I am at home").emergency


def test_danger_at_the_end_of_a_flood_is_heard() -> None:
    assert Person().says("la " * 100_000 + ". I have chest pain").emergency
    assert Person().says("la " * 10_000 + ". I have chest pain. " + "la " * 100_000).emergency


@pytest.mark.parametrize("at", [10**400, float("nan"), float("inf"), "soon", [1], True, -5, None])
def test_a_place_in_the_sheet_that_cannot_be_is_passed_over(at: Any) -> None:
    person = Person().in_a_set().player("cue_sheet_stopped", at=at, cause="pause")
    assert person.phase == "paused" and person.says("go on", "resume").plays
    assert person.asks("how many left", "ask_progress", {}).text


def seen(turn: Turn, *messages: Message, phase: str = "idle", **more: Any) -> Seen:
    """A turn as it should never be."""
    assert FRESH.state is not None
    state = {**FRESH.state, "routine": {**FRESH.state["routine"], "phase": phase}, **more.pop("state", {})}
    step = Step(turn, emergency=more.pop("emergency", False))
    return Seen(step, None, Outcome(state, messages), more.pop("profile", {"consent": 1.0}), 100.0, 0.0)


SHEET = {"cue_sheet": {"id": "x"}}
HELLO = says("p", "hello")


@pytest.mark.parametrize(
    ("bad", "name"),
    [
        (seen(HELLO), "answered"),
        (seen(HELLO, Message(" ")), "answered"),
        (seen(HELLO, Message("Hello."), Message("")), "plain_words"),
        (seen(HELLO, Message("Hello {name}.")), "plain_words"),
        (seen(HELLO, Message("None to go.")), "plain_words"),
        (seen(HELLO, Message("Hello\x1b[2J.")), "plain_words"),
        (seen(HELLO, Message("Go. " * 30)), "plain_words"),
        (seen(says("p", "Stop!"), Message("Fine."), phase="running"), "silent_after_stop"),
        (seen(HELLO, Message("Go.", (), SHEET), profile={}), "nothing_plays_where_barred"),
        (
            seen(HELLO, Message("Go.", (), SHEET), profile={"consent": 1.0, "lock": {"tier": "self_care"}}),
            "nothing_plays_where_barred",
        ),
        (
            seen(HELLO, Message("Go.", (), SHEET), state={"case": {}, "case_at": 99.0}),
            "nothing_plays_where_barred",
        ),
        (seen(HELLO, Message("Hello."), emergency=True), "emergencies_are_answered"),
        (
            seen(HELLO, Message("Call.", (), {"triage": {"tier": "emergency_now"}}), phase="running"),
            "nothing_goes_on_in_an_emergency",
        ),
        (seen(HELLO, Message("Rest.", (), {"triage": {"tier": "self_care"}})), "net_below_emergency"),
        (seen(HELLO, Message("You do not have cauda equina.")), "no_illness_denied"),
        (seen(HELLO, Message("It is not serious.")), "no_illness_denied"),
        (seen(HELLO, Message("There is nothing to worry about.")), "no_illness_denied"),
        (seen(HELLO, Message("So you are fine.")), "no_illness_denied"),
        (seen(HELLO, Message("Hello."), state={"last": ["x" * 60_000]}), "small_state"),
    ],
)
def test_the_properties_notice(bad: Seen, name: str) -> None:
    told = wrong(bad)
    assert told is not None and told.startswith(f"{name}:")
