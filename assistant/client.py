"""The one way from a front end (voice, terminal, satellite) to the assistant: types only."""

from __future__ import annotations

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
