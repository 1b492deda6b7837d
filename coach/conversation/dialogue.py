"""What goes into a turn of the conversation and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, Field

from coach.routine.state import RoutineState, load_state
from coach.triage.models import Hint

VERSION = 1


@dataclass(frozen=True)
class Turn:
    """One thing a person said, or one report of the player.

    Args:
        at: seconds into the cue sheet that is playing, where the player knows it.
        report: what the player reports: `name` (cue_sheet_started, cue_sheet_done, cue_sheet_stopped),
            `at` and `cause`; None when a person speaks.
        ranking: the likeliest intents with how sure the model is of each.
        hints: facts of the triage that the words come near to, nearest first; they only say what to ask.
        opened: whether a session was just opened, so that a set that was broken off is noticed.
    """

    person: str
    text: str = ""
    intent: str | None = None
    entities: dict[str, Any] = field(default_factory=dict)
    confidence: float = 1.0
    ranking: tuple[tuple[str, float], ...] = ()
    hints: tuple[Hint, ...] = ()
    at: float | None = None
    report: dict[str, Any] | None = None
    opened: bool = False


@dataclass(frozen=True)
class Message:
    """One message to the person: words, choices, and what a player needs (`custom`, as in the contract)."""

    text: str
    buttons: tuple[dict[str, str], ...] = ()
    custom: dict[str, Any] | None = None


@dataclass(frozen=True)
class Outcome:
    """The state to keep, the messages to send, and whether to begin a new session of the tracker."""

    state: dict[str, Any]
    messages: tuple[Message, ...]
    new_session: bool = False


class Ask(BaseModel):
    """The question that is open: what was asked (`custom`, as in the contract), what for, and in which words.

    `again` says that it is asked for the second time, because the person was not sure,
    `old` that it asks whether long-known trouble has changed, `posed` how often it was put.
    """

    purpose: str
    custom: dict[str, Any]
    say: str
    plainer: str | None = None
    again: bool = False
    old: bool = False
    posed: int = 1
    buttons: list[str] = Field(default_factory=list)


class Dialogue(BaseModel):
    """Everything of a conversation that is not about the person for good.

    `started` is when the sheet that is out was handed over, `touched` when the person last said something,
    `stopped` when a player last reported a stop, `case_at` when the open case was last asked about, all in
    seconds since 1970. `pending` is the request that waits for the questions to end, `undo` how things stood
    before the last change that can be taken back, `recent` what was said in the last two turns, `insisted`
    how often advice was repeated since it was given. `topic` is what was last explained, `told_more` whether
    more was told on it.
    """

    version: int = VERSION
    routine: RoutineState = Field(default_factory=RoutineState)
    ask: Ask | None = None
    case: dict[str, Any] | None = None
    case_at: float | None = None
    stopped: float | None = None
    pending: dict[str, Any] | None = None
    started: float | None = None
    touched: float | None = None
    misses: int = 0
    insisted: int = 0
    topic: str | None = None
    told_more: bool = False
    last: list[str] = Field(default_factory=list)
    recent: list[list[str]] = Field(default_factory=list)
    last_exercise: str | None = None
    eased: list[str] = Field(default_factory=list)
    undo: dict[str, Any] | None = None


def load_dialogue(data: dict[str, Any] | None) -> Dialogue:
    """The dialogue from its written form; one that is missing or of another version starts afresh."""
    if not data or data.get("version") != VERSION:
        return Dialogue()
    return Dialogue(**{**data, "routine": load_state(data.get("routine"))})
