"""What can be said to the routine, and what it answers with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from coach.routine.cues import CueSheet
from coach.routine.state import Cause, Chatty, Item


@dataclass(frozen=True)
class Start:
    """Begin: a named routine, or one exercise on its own (`routine` is None)."""

    items: tuple[Item, ...]
    routine: str | None = None
    tempo: float = 1.0
    chatty: Chatty = "normal"
    at: float = 0.0


@dataclass(frozen=True)
class Simple:
    """A command that needs nothing but, in the middle of a set, the place in it.

    `at` counts seconds from the start of the cue sheet that is out.
    """

    name: Literal[
        "ready", "next", "previous", "repeat", "pause", "resume", "stop", "finish", "skip", "done", "progress"
    ]
    at: float = 0.0


@dataclass(frozen=True)
class ChangePace:
    direction: Literal["slower", "faster"]
    at: float = 0.0


@dataclass(frozen=True)
class ChangeRest:
    """Make the rest longer, this one and those to come, or end the one that is on."""

    wish: Literal["longer", "skip"]
    at: float = 0.0


@dataclass(frozen=True)
class ChangeChatter:
    """Say less or more from the next cue on; `say` is the key of what to tell."""

    chatty: Chatty
    say: str
    at: float = 0.0


@dataclass(frozen=True)
class Adjust:
    """Go on with the same exercise at another dose, level or variant; `say` is the key of what to tell."""

    item: Item
    say: str
    at: float = 0.0
    words: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Swap:
    """Put another exercise in this one's place; what was done of this one is kept."""

    item: Item
    say: str
    at: float = 0.0
    words: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Replan:
    """Do the rest of the routine, from the exercise that is on, in these exercises."""

    items: tuple[Item, ...]
    at: float = 0.0


@dataclass(frozen=True)
class SheetStarted:
    """The player began to play the sheet."""


@dataclass(frozen=True)
class SheetDone:
    """The player came to the end of the sheet."""


@dataclass(frozen=True)
class SheetStopped:
    """The player broke off `at` seconds into the sheet."""

    at: float
    cause: Cause


Command = (
    Start
    | Simple
    | ChangePace
    | ChangeRest
    | ChangeChatter
    | Adjust
    | Swap
    | Replan
    | SheetStarted
    | SheetDone
    | SheetStopped
)


@dataclass(frozen=True)
class Say:
    """Tell the person something: a key of the coach's words, and what goes into it."""

    key: str
    words: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tell:
    """Tell the person these sentences of the library as they are."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Play:
    """Hand this cue sheet to the player; it takes the place of one that is playing.

    `say` is told with it, where it is not the usual word that a set begins.
    """

    sheet: CueSheet
    say: Say | None = None


@dataclass(frozen=True)
class Halt:
    """Be silent now."""


@dataclass(frozen=True)
class Record:
    """Write this down before anything of it is spoken."""

    kind: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Ended:
    """An exercise (`routine` False) or the whole routine has come to its end."""

    exercise: str
    routine: bool


Effect = Say | Tell | Play | Halt | Record | Ended
