"""The one way from a front end (voice, terminal, satellite) to the assistant: types, and how to read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

ReportName = Literal["cue_sheet_started", "cue_sheet_done", "cue_sheet_stopped"]
Cause = Literal["stop", "pause", "symptom", "lost"]


@dataclass(frozen=True)
class Message:
    """One message of the coach.

    `buttons` are `{"title", "payload"}` with plain words as payload. `custom` is what a machine
    needs (a question's type, a cue sheet, where the routine stands), never shown to a person.
    """

    text: str
    buttons: tuple[dict[str, str], ...] = ()
    image: str | None = None
    custom: dict[str, Any] | None = None


@dataclass(frozen=True)
class Elsewhere:
    """What happened to a person's session in another place: what was said there, and the coach's answer.

    `standing` says that nothing happened, but that this is how things stand: `out` is the sheet that is to
    be played now, wherever that is.
    """

    place: str
    text: str = ""
    messages: tuple[Message, ...] = ()
    standing: bool = False
    out: str | None = None


Tell = Callable[[Elsewhere], None]


@runtime_checkable
class Follows(Protocol):
    """An assistant that people also talk with elsewhere: it tells of that, from a thread of its own."""

    def follow(self, person: str, tell: Tell) -> Callable[[], None]:
        """Have `tell` called with what happens to a person elsewhere, until what is returned is called."""
        ...

    def note(self, person: str, sheet: str, seconds: float) -> bool:
        """Note how far a sheet has come; False if it is no longer the one that is out."""
        ...


def plays_here(customs: Sequence[Mapping[str, Any]], place: str) -> bool:
    """Whether a set that an answer tells of is for this place to play."""
    told = [one["player"] for one in customs if one.get("player")]
    return not told or told[-1] == place


STILL = frozenset({"idle", "screening", "ready", "paused", "check_in", "finished"})
"""States of the routine in which no set may be playing."""


def ends_set(customs: Sequence[Mapping[str, Any]]) -> bool:
    """Whether an answer leaves no set running."""
    state = next((one["routine"].get("state") for one in reversed(customs) if one.get("routine")), None)
    return state in STILL or any(
        one["triage"].get("exercise") in ("stop", "pause") for one in customs if one.get("triage")
    )


def newcomer(answered: Sequence[Message]) -> str | None:
    """The person to whom an answer hands over the place in which it was asked for, if it does."""
    told = [one.custom.get("person") for one in answered if one.custom]
    return next((name for name in reversed(told) if isinstance(name, str) and name), None)


class Assistant(Protocol):
    """Talks with one or more people. Text from a person never acts as a slash command."""

    def say(self, person: str, text: str, at: float | None = None) -> list[Message]:
        """What a person said; `at` is seconds into the cue sheet that is playing, if one is."""
        ...

    def report(
        self, person: str, name: ReportName, at: float | None = None, cause: Cause | None = None
    ) -> list[Message]:
        """What became of a cue sheet; `at` in seconds from the sheet's start."""
        ...

    def greet(self, person: str) -> list[Message]:
        """The start of a session: a welcome, or the offer to go on after a crash."""
        ...

    def close(self) -> None:
        """Lets go of everything; nothing may be called after it."""
        ...


@runtime_checkable
class TellsIntent(Protocol):
    """An assistant may also tell what it took the last words to mean; used for the events file only."""

    last_intent: str | None
