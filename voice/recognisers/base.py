"""What a recogniser is to the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from voice.dsp import Pcm

Mode = Literal["command", "free"]
"""What is to be expected: "command" while a set runs, where short words matter at once; else "free"."""


@dataclass(frozen=True)
class Heard:
    """Words that were heard. `final` is false while the person may still be speaking.

    `start` and `end` are seconds of input since the session began, where the engine knows them.
    """

    text: str
    final: bool
    engine: str
    start: float | None = None
    end: float | None = None


class Recogniser(Protocol):
    """Sound in, words out. Not safe for two threads at once."""

    name: str

    def accept(self, frame: Pcm) -> list[Heard]:
        """Take 20 ms of sound at 16 kHz and give what has become known."""
        ...

    def set_mode(self, mode: Mode) -> None: ...

    def finish(self) -> list[Heard]:
        """The recording is over: what is left to be told."""
        ...

    def restart(self) -> None:
        """A new recording begins at second 0: forget the old one, keep the model."""
        ...

    def close(self) -> None: ...
