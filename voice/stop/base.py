"""What a stop spotter is to the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voice.dsp import Pcm


@dataclass(frozen=True)
class Spotted:
    """Somebody said "stop". `score` is from 0 to 1; `at` is seconds of input until it was known."""

    score: float
    at: float
    engine: str


class Spotter(Protocol):
    """Sound in, stops out, on every frame, whether or not the coach speaks."""

    name: str

    def accept(self, frame: Pcm) -> Spotted | None:
        """Take 20 ms of sound at 16 kHz."""
        ...

    def set_strict(self, strict: bool) -> None:
        """While a set runs a needless pause costs little, and a missed stop much; else it is otherwise."""
        ...

    def restart(self) -> None:
        """Forget what was heard, and count seconds from here."""
        ...
