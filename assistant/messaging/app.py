"""What a messaging app can do for the coach, and how a message is got through when the way is bad."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol, TypeVar

from assistant.messaging.handing import File
from assistant.messaging.notes import Note

logger = logging.getLogger(__name__)

T = TypeVar("T")
Pause = Callable[[float], Awaitable[None]]
TRIES = 16
URGENT_TRIES = 180
"""How often a message is tried: for about four minutes, and an urgent one for an hour."""
FILE_TRIES = 3
LONGEST_WAIT = 20.0
"""Seconds between two tries. Not more: what waits for them may be a call for help."""


class NotSent(Exception):
    """A message did not get there."""


class Unreachable(NotSent):
    """The app's servers do not answer."""


class Refused(NotSent):
    """The app does not take this message, now or later."""


class TooFast(NotSent):
    """The app wants fewer messages; it says how many seconds to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds:g} s")
        self.seconds = seconds


class App(Protocol):
    """One messaging app.

    Attributes:
        kind: the first part of its places' names.
        counts: whether a message that is sent can be changed, so that a set can be counted in it.
        gap: seconds between two changes of a message that the app allows for.
        called: what people call it.
        window: seconds after the person's last word in which the coach may write; None if always.
        numbered: that it has no buttons; choices are told by number.
        gives: that files can be sent in it.
    """

    kind: str
    called: str
    window: float | None
    counts: bool
    gap: float
    numbered: bool
    gives: bool

    async def send(self, place: str, note: Note) -> str:
        """Send a message; returns what the app calls it.

        Raises:
            NotSent: if it did not get there.
        """
        ...

    async def give(self, place: str, file: File) -> None:
        """Send a file.

        Raises:
            NotSent: if it did not get there.
        """
        ...

    async def change(self, place: str, message: str, note: Note) -> None:
        """Put this in the place of a message that was sent.

        Raises:
            NotSent: if the message is as it was.
        """
        ...

    async def taken(self, answer: str) -> None:
        """Let the app know that a press was taken, where it wants to.

        Raises:
            NotSent: if it does not know now.
        """
        ...


class Post:
    """Brings messages to an app, with patience: it waits as the app says, and while the network is gone."""

    def __init__(self, app: App, pause: Pause) -> None:
        self.app = app
        self._pause = pause

    async def send(self, place: str, note: Note, tries: int | None = None) -> str | None:
        """Send a message; None if it did not get there."""
        most = tries or (URGENT_TRIES if note.urgent else TRIES)
        return await self._patiently(lambda: self.app.send(place, note), most)

    async def give(self, place: str, file: File) -> bool:
        """Send a file; whether it got there."""

        async def give() -> bool:
            await self.app.give(place, file)
            return True

        return bool(await self._patiently(give, FILE_TRIES))

    async def change(self, place: str, message: str, note: Note, tries: int = 3) -> bool:
        """Change a message that was sent; whether that was done."""
        if not self.app.counts:
            return False

        async def change() -> bool:
            await self.app.change(place, message, note)
            return True

        return bool(await self._patiently(change, tries))

    async def taken(self, answer: str) -> None:
        """Let the app know that a press was taken; it does no harm if it never knows."""
        with suppress(NotSent):
            await self.app.taken(answer)

    async def _patiently(self, work: Callable[[], Awaitable[T]], tries: int) -> T | None:
        wait = 1.0
        for left in range(tries - 1, -1, -1):
            try:
                return await work()
            except Refused as error:
                logger.warning("%s does not take a message: %s", self.app.kind, error)
                return None
            except TooFast as error:
                seconds = error.seconds
            except NotSent as error:
                logger.warning("%s: %s", self.app.kind, error)
                seconds, wait = wait, min(2 * wait, LONGEST_WAIT)
            if left:
                await self._pause(seconds)
        return None
