"""What goes into a turn of the conversation and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, Field, StrictStr, ValidationError, validator

from coach.language import ENGLISH
from coach.routine.state import RoutineState, load_state
from coach.triage.models import Case, Hint, Tier

VERSION = 1
PURPOSES = frozenset(
    {"consent", "region", "screen", "triage", "carry_on", "pain_before", "pain_after", "pain_during",
     "pain_return", "settled", "cleared", "delete", "which", "reminder_time", "not_today", "zone",
     "keep", "note", "met_before", "code_word", "pain_before_leg", "pain_after_leg", "walk", "goal",
     "rmdq"}
)  # fmt: skip
"""What a question can be for."""
OF_SAFETY = ("triage", "screen")
"""Those that ask about danger."""
END_OF_TIME = 1e11
"""Seconds since 1970 that no calendar holds any more."""


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
        said: the person's own words, where `text` is what they were put into (Spanish into English).
        place: where it was said or played, such as `speaker` or `telegram:CHAT`; empty if nobody knows.
        open: the person's places that hear at once of what is done in this one.
        arrived: whether the person came in just now by a code or a name, and is to be greeted by name.
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
    place: str = ""
    open: tuple[str, ...] = ()
    arrived: bool = False
    said: str = ""

    @property
    def own(self) -> str:
        """What was said, in the person's own words."""
        return self.said or self.text


def seconds_of(told: Any) -> float | None:
    """A player's place in its sheet as a number; None where it cannot be one."""
    if isinstance(told, bool) or not isinstance(told, (int, float)) or not 0 <= told < END_OF_TIME:
        return None
    return float(told)


@dataclass(frozen=True)
class Message:
    """One message to the person: words, choices, and what a player needs (`custom`, as in the contract).

    `image` is the address of a picture, as seen from the server's own.
    """

    text: str
    buttons: tuple[dict[str, str], ...] = ()
    custom: dict[str, Any] | None = None
    image: str | None = None


@dataclass(frozen=True)
class Outcome:
    """The state to keep, the messages to send, and whether to begin a new session of the tracker."""

    state: dict[str, Any]
    messages: tuple[Message, ...]
    new_session: bool = False


class Ask(BaseModel):
    """The question that is open: what was asked (`custom`, as in the contract), what for, and in which words.

    `again` says that it is asked for the second time, because the person was not sure,
    `old` that it asks whether long-known trouble has changed, `posed` how often it was put,
    `place` where it was put last.
    """

    purpose: str
    custom: dict[str, Any]
    say: str
    plainer: str | None = None
    again: bool = False
    old: bool = False
    posed: int = 1
    place: str = ""
    buttons: list[str] = Field(default_factory=list)

    @validator("purpose")
    def _for_something(cls, purpose: str) -> str:
        if purpose not in PURPOSES:
            raise ValueError("nobody takes the answer")
        return purpose

    @validator("custom")
    def _can_be_answered(cls, custom: dict[str, Any]) -> dict[str, Any]:
        _Form.parse_obj(custom)
        return custom


class _Form(BaseModel):
    """What a question must say of itself to be answered."""

    fact: StrictStr
    type: Literal["bool", "number", "choice"]
    choices: list[str] = Field(default_factory=list)
    min: float | None = None
    max: float | None = None


class Change(BaseModel):
    """A change that can be taken back: what it was, when, how the routine stood, the level kept before."""

    what: Literal["skip", "next", "change_level", "set_dose", "change_pace"]
    at: float = Field(ge=0.0, lt=END_OF_TIME)
    state: RoutineState
    level: int | None = None


class Moved(BaseModel):
    """What was last done to a set from another place than the one in which it played (`before`), and when."""

    what: Literal["taken", "stopped"]
    place: str
    before: str
    at: float = Field(ge=0.0, lt=END_OF_TIME)


class Lock(BaseModel):
    """What keeps the exercises from beginning: how grave, since when, why, and what was advised."""

    tier: Tier
    flags: list[str]
    since: float
    reason: str
    advice: str


class Dialogue(BaseModel):
    """Everything of a conversation that is not about the person for good.

    `started` is when the sheet that is out was handed over, `touched` when the person last said something,
    `stopped` when a player last reported a stop, `case_at` when the open case was last asked about, all in
    seconds since 1970. `pending` is the request that waits for the questions to end, `undo` how things stood
    before the last change that can be taken back, `recent` what was said in the last two turns, `insisted`
    how often advice was repeated since it was given. `topic` is what was last explained, `told_more` whether
    more was told on it, `owed` is a lock that the journal could not take yet, `language` the last one spoken,
    `offered` whether another one was offered.
    `reminder_at` is when a reminder was last spoken of, `wish` what was wanted of it and is still asked,
    `forgotten` that nothing of this conversation is to be kept, not even this.
    `player` is the place in which the sheet that is out plays, `moved` what was last done to a set from
    another place.
    """

    version: int = VERSION
    routine: RoutineState = Field(default_factory=RoutineState)
    ask: Ask | None = None
    case: dict[str, Any] | None = None
    case_at: float | None = Field(default=None, ge=0.0, lt=END_OF_TIME)
    stopped: float | None = Field(default=None, ge=0.0, lt=END_OF_TIME)
    pending: dict[str, Any] | None = None
    started: float | None = Field(default=None, ge=0.0, lt=END_OF_TIME)
    touched: float | None = Field(default=None, ge=0.0, lt=END_OF_TIME)
    misses: int = 0
    insisted: int = 0
    topic: str | None = None
    told_more: bool = False
    last: list[str] = Field(default_factory=list)
    recent: list[list[str]] = Field(default_factory=list)
    last_exercise: str | None = None
    eased: list[str] = Field(default_factory=list)
    undo: Change | None = None
    owed: Lock | None = None
    reminder_at: float | None = Field(default=None, ge=0.0, lt=END_OF_TIME)
    wish: str | None = None
    forgotten: bool = False
    player: str | None = None
    moved: Moved | None = None
    language: str = ENGLISH
    offered: bool = False

    @validator("case")
    def _case_can_be_read(cls, case: dict[str, Any] | None) -> dict[str, Any] | None:
        if case is not None:
            Case.parse_obj(case)
        return case

    @validator("pending")
    def _request_is_plain(cls, pending: dict[str, Any] | None) -> dict[str, Any] | None:
        if any(not isinstance(value, (str, int, float, type(None))) for value in (pending or {}).values()):
            raise ValueError("a request is made of words and numbers")
        return pending


def load_dialogue(data: Any) -> Dialogue:
    """The dialogue from its written form; one that is missing or of another version starts afresh.

    A part that cannot be read is left out, so that one broken part does not take the others with it.
    """
    if not isinstance(data, dict) or data.get("version") != VERSION:
        return Dialogue()
    whole = {**data, "routine": load_state(data.get("routine"))}
    try:
        return Dialogue(**whole)
    except ValidationError as error:
        unreadable = {one["loc"][0] for one in error.errors()}
    return Dialogue(**{name: value for name, value in whole.items() if name not in unreadable})
