"""The one clock: everything that needs the time is handed one of these."""

from __future__ import annotations

import os
import time
from datetime import datetime, timedelta, timezone
from typing import Protocol

from coach.errors import PlainError


class BadTime(PlainError, ValueError):
    """A date and time that cannot be read."""


class Clock(Protocol):
    """Tells the time of day and a time that never jumps."""

    def now(self) -> datetime:
        """The time of day, with its zone."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever go forward, from an arbitrary start."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(timezone.utc)

    def monotonic(self) -> float:
        return time.monotonic()


class ManualClock:
    """A clock that stands still until it is moved: for tests and for sessions from file to file."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start or datetime(2026, 1, 5, 10, 0, tzinfo=timezone.utc)
        self._passed = 0.0

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        return self._passed

    def advance(self, seconds: float) -> None:
        """Move the time on.

        Raises:
            ValueError: if `seconds` is negative; time does not go back.
        """
        if seconds < 0:
            raise ValueError("time cannot go back")
        self._passed += seconds


class ShiftedClock:
    """The machine's clock, started at another moment: to see what the coach does on another day."""

    def __init__(self, start: datetime) -> None:
        self._shift = start - datetime.now(timezone.utc)

    def now(self) -> datetime:
        return datetime.now(timezone.utc) + self._shift

    def monotonic(self) -> float:
        return time.monotonic()


def from_environment() -> Clock:
    """The system's clock, or one that starts at SPINECOACH_NOW (ISO 8601) where that is set.

    Raises:
        BadTime: if SPINECOACH_NOW is not a date and time.
    """
    start = os.environ.get("SPINECOACH_NOW")
    if not start:
        return SystemClock()
    try:
        moment = datetime.fromisoformat(start)
    except ValueError:
        raise BadTime(f"SPINECOACH_NOW is {start}. Set a date and time, such as 2026-01-05T10:00.") from None
    return ShiftedClock(moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc))
