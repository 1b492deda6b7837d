"""Where a routine stands: a value that can be written down and read back anywhere."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

VERSION = 1

Phase = Literal["idle", "ready", "running", "resting", "paused", "finished"]
Cause = Literal["stop", "pause", "symptom", "lost"]
Chatty = Literal["less", "normal", "more"]
MOST = 10_000
"""More of anything, or more seconds, cannot have been written by a coach."""


class Item(BaseModel):
    """One exercise of a routine with the dose it is done at; times in seconds."""

    exercise: str
    variant: str
    level: int = Field(ge=0)
    sets: int = Field(ge=1, le=MOST)
    reps: int | None = Field(ge=1, le=MOST)
    hold_seconds: int | None = Field(ge=0, le=MOST)
    seconds: int | None = Field(ge=1, le=MOST)
    rest_seconds: int = Field(ge=0, le=MOST)

    class Config:
        frozen = True


class Done(BaseModel):
    """What was done of one exercise; `reps` counts whole repetitions, `seconds` time for timed sets."""

    exercise: str
    sets: int = Field(default=0, ge=0)
    reps: int = Field(default=0, ge=0)
    seconds: int = Field(default=0, ge=0)
    skipped: bool = False

    class Config:
        frozen = True


class Sheet(BaseModel):
    """The cue sheet that was last handed out: enough to build it again.

    A sheet that goes on from another one in the middle of a set has a `lead`: the seconds from its second 0,
    which is second `at` of the sheet it `follows`, to its first cue. `skip` cues before that one are left
    out, and `beat` is the number of the first change of sides, where the set has these.
    """

    id: str
    first_rep: int = Field(ge=1, le=MOST)
    rest: float = Field(ge=0.0, le=MOST)
    tempo: float = Field(gt=0.1, lt=10.0)
    chatty: Chatty = "normal"
    skip: int = Field(default=0, ge=0)
    beat: int = Field(default=0, ge=0, le=MOST)
    lead: float | None = Field(default=None, ge=0.0, le=MOST)
    follows: str | None = None
    at: float = Field(default=0.0, ge=0.0, le=MOST)

    class Config:
        frozen = True


class RoutineState(BaseModel):
    """The whole state of a routine.

    `set` and `rep` name the set and the repetition to do next (for timed sets `rep` is the next second).
    `step` is the instruction last told while getting ready, 0 before the first. `resume_to` is where a pause
    goes back to; `rest` is the rest, in seconds, that is still owed before the set. `places` keeps set and
    repetition of exercises that were left early, for the way back.
    """

    version: int = VERSION
    phase: Phase = "idle"
    routine: str | None = None
    items: tuple[Item, ...] = ()
    index: int = Field(default=0, ge=0)
    set: int = Field(default=1, ge=1)
    rep: int = Field(default=1, ge=1, le=MOST)
    step: int = Field(default=0, ge=0)
    tempo: float = Field(default=1.0, gt=0.1, lt=10.0)
    chatty: Chatty = "normal"
    sheet: Sheet | None = None
    sheets: int = Field(default=0, ge=0)
    cause: Cause | None = None
    resume_to: Literal["ready", "running"] | None = None
    rest: float = Field(default=0.0, ge=0.0, le=MOST)
    places: dict[int, tuple[int, int]] = {}
    done: tuple[Done, ...] = ()

    class Config:
        frozen = True

    @property
    def item(self) -> Item | None:
        """The exercise that is on, if any."""
        return self.items[self.index] if self.index < len(self.items) else None

    @property
    def active(self) -> bool:
        """Whether there is a routine that has not come to its end."""
        return self.phase not in ("idle", "finished")

    @property
    def playing(self) -> bool:
        """Whether a cue sheet is out and counting."""
        return self.phase in ("running", "resting")

    def but(self, **changes: Any) -> RoutineState:
        """The same state with some fields changed."""
        return self.copy(update=changes)


def load_state(data: Any) -> RoutineState:
    """The state from its written form; one that is missing, of another version or broken starts afresh."""
    if not isinstance(data, dict) or data.get("version") != VERSION:
        return RoutineState()
    try:
        return RoutineState(**data)
    except ValidationError:
        return RoutineState()
