"""Any message in any state gets a sensible answer."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach import library, triage
from coach.clock import ManualClock
from coach.conversation import Coach, Outcome, Turn
from coach.journal import Journal
from coach.library.vocabulary import EXERCISES
from tests.unit.conversation.hostile import INTENTS

WORDS = [
    "yes",
    "no",
    "not sure",
    "4",
    "9",
    "ready",
    "stop",
    "finish",
    "my leg is numb",
    "i can't feel my legs",
    "start over",
    "i can't get on the floor",
    "that was easy",
    "undo",
    "why",
    "united kingdom",
    "",
    "?",
    "says who",
    "my neck hurts",
    "i have osteoporosis",
    "the doctor has cleared me",
    "which leg",
    "\u202e\u0000\ud83d\ude00",
]
SCREENED = {"consent": 1.0, "region": "uk", "screened": 4e9}

entities = st.fixed_dictionaries(
    {},
    optional={
        "exercise": st.sampled_from([*EXERCISES, "nonsense"]),
        "routine": st.sampled_from(["full", "chair", "nonsense"]),
        "minutes": st.integers(0, 500),
        "direction": st.sampled_from(["slower", "faster", "easier", "harder"]),
        "reps": st.integers(-5, 500),
        "hold_seconds": st.integers(0, 100),
        "sets": st.integers(0, 50),
        "pain": st.integers(-1, 20),
        "symptom": st.sampled_from(["pain", "numbness", "cramp", "weakness", "dizziness"]),
        "body_part": st.sampled_from(["leg", "neck", "back"]),
        "side": st.sampled_from(["left", "both"]),
        "condition": st.sampled_from(["stenosis", "nonsense"]),
        "period": st.sampled_from(["today", "october"]),
    },
)
spoken = st.builds(
    lambda text, intent, found, at: Turn("p", text=text, intent=intent, entities=found, at=at),
    st.one_of(st.sampled_from(WORDS), st.text(max_size=60)),
    st.sampled_from(INTENTS),
    entities,
    st.one_of(st.none(), st.floats(0, 200)),
)
reported = st.builds(
    lambda name, at, cause: Turn("p", report={"name": name, "at": at, "cause": cause}),
    st.sampled_from(["cue_sheet_started", "cue_sheet_done", "cue_sheet_stopped", "nonsense"]),
    st.one_of(st.none(), st.floats(), st.integers()),
    st.sampled_from(["stop", "pause", "lost", None, "nonsense"]),
)
begin = st.just(
    Turn(
        "p",
        text="start seated flexion",
        intent="start_exercise",
        entities={"exercise": "back_flexion_sitting"},
    )
)
turns = st.lists(
    st.one_of(spoken, spoken, st.just(Turn("p", text="ready", intent="done")), reported, begin), max_size=14
)


def converse(said: list[Turn], newcomer: bool, gaps: list[float]) -> list[Outcome]:
    clock, journal = ManualClock(), Journal()
    if not newcomer:
        journal.remember("p", **SCREENED)
    coach = Coach(journal, clock, library.load(), triage.load())
    state: dict[str, Any] | None = None
    outcomes = []
    for nth, turn in enumerate(said):
        clock.advance(gaps[nth % len(gaps)] if gaps else 1.0)
        outcome = coach.turn(state, turn)
        state = json.loads(json.dumps(outcome.state))
        outcomes.append(outcome)
    return outcomes


@given(turns, st.booleans(), st.lists(st.floats(0, 5000), max_size=5))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_turn_is_answered(said: list[Turn], newcomer: bool, gaps: list[float]) -> None:
    for turn, outcome in zip(said, converse(said, newcomer, gaps), strict=True):
        json.dumps(outcome.state)
        if turn.report is None:
            assert any(message.text for message in outcome.messages), turn
        for message in outcome.messages:
            json.dumps(message.custom)
            assert "{" not in message.text and "None" not in message.text, message.text


@given(turns, st.booleans())
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_stop_always_stops(said: list[Turn], newcomer: bool) -> None:
    outcome = converse([*said, Turn("p", text="Stop!", intent="nlu_fallback")], newcomer, [])[-1]
    assert outcome.state["routine"]["phase"] in ("idle", "paused", "finished")
    assert not any(message.custom and "cue_sheet" in message.custom for message in outcome.messages)


@given(
    turns,
    st.booleans(),
    st.sampled_from(["I can't feel it when I wipe", "I have chest pain", "I want to die"]),
)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_an_emergency_is_answered_at_once_from_any_state(
    said: list[Turn], newcomer: bool, words: str
) -> None:
    outcome = converse([*said, Turn("p", text=words, intent="greet")], newcomer, [])[-1]
    told = [
        message.custom["triage"]
        for message in outcome.messages
        if message.custom and "triage" in message.custom
    ]
    assert told and told[0]["tier"] == "emergency_now"
    assert not any(message.custom and "ask" in message.custom for message in outcome.messages)
    assert outcome.state["routine"]["phase"] in ("idle", "finished")


@given(turns)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_after_an_emergency_nothing_starts_until_a_doctor_has_cleared_it(said: list[Turn]) -> None:
    cleared = ("yes", "doctor", "cleared")
    later = [
        turn
        for turn in said
        if not any(word in turn.text.lower() for word in cleared)
        and turn.intent not in ("affirm", "delete_data", "resume", "done", "next", "start_exercise")
    ]
    outcomes = converse(
        [
            Turn("p", text="I can't feel it when I wipe"),
            *later,
            Turn(
                "p",
                text="start seated flexion",
                intent="start_exercise",
                entities={"exercise": "back_flexion_sitting"},
            ),
        ],
        False,
        [],
    )
    assert not any(
        message.custom and "cue_sheet" in message.custom
        for outcome in outcomes
        for message in outcome.messages
    )
