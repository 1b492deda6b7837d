"""Brings reminders when they are due: looks at the clock that is handed in, claims, and sends.

It runs in the server's process, beside `live`, and keeps nothing: what is wanted and what was given is in the
journal's database, so a restart, or a second server, neither loses nor doubles a reminder.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Protocol

from assistant.client import Message
from assistant.noting import Noting
from coach import language
from coach.clock import Clock
from coach.conversation import reminded
from coach.conversation.dialogue import Dialogue
from coach.journal import Journal
from coach.pairing import Pairing
from coach.places import address, kind_of
from coach.reminders import Due, Reminders

logger = logging.getLogger(__name__)

LOOK_EVERY = 30.0
"""Seconds after which the clock is looked at again: it may have been set, or a reminder changed."""
LEAST = 1.0
"""Seconds between two looks at least."""

Sleep = Callable[[float], Awaitable[object]]


class Reaches(Protocol):
    """What is needed of `assistant.live.Live`."""

    async def send(self, place: str, unasked: list[Message]) -> bool: ...

    async def dialogue(self, person: str) -> Dialogue: ...

    def places(self, person: str) -> list[str]: ...


class Reminding:
    """Looks what is due and brings it to the place that was chosen.

    Args:
        sleep: waits for some seconds; a test drives the time with its own.
        daily: what is to be done once on each new day.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        live: Reaches,
        sleep: Sleep = asyncio.sleep,
        daily: Callable[[datetime], object] | None = None,
    ) -> None:
        self._journal, self._clock, self._live, self._sleep = journal, clock, live, sleep
        self._noting = Noting(journal, clock, live)
        self._daily, self._day = daily, clock.now().date()
        self._reminders, self._pairing = Reminders(journal, clock), Pairing(journal, clock)

    async def run(self) -> None:
        """Bring what is due until cancelled. An error is logged, and the next look is as good as any."""
        while True:
            try:
                await self.look()
                wait = min(self._reminders.wait(), LOOK_EVERY)
            except Exception:
                logger.exception("Reminders could not be looked at.")
                wait = LOOK_EVERY
            await self._sleep(max(wait, LEAST))

    async def look(self) -> int:
        """Bring what is due now; how many reached somebody.

        Whoever is in the middle of an exercise, or of a question, is left alone; it is looked at again later.
        """
        reached = 0
        if self._daily is not None and self._clock.now().date() != self._day:
            self._day = self._clock.now().date()
            self._daily(self._clock.now())
        await self._noting.look()
        for due in self._reminders.due():
            if not self._busy(await self._live.dialogue(due.person)) and self._reminders.claim(due):
                reached += await self._bring(due)
        return reached

    def _busy(self, dialogue: Dialogue) -> bool:
        silent = self._clock.now().timestamp() - (dialogue.touched or 0.0)
        return dialogue.routine.active or (dialogue.ask is not None and abs(silent) < reminded.QUESTION)

    async def _bring(self, due: Due) -> bool:
        with language.speaking(language.wanted(self._journal.profile(due.person))):
            made = reminded.message()
        message = Message(made.text, made.buttons, custom=made.custom)
        there = [await self._live.send(place, [message]) for place in self._open(due)]
        if not any(there):
            for place in self._joined(due):
                if await self._live.send(place, [message]):
                    there.append(True)
                    break
        self._reminders.settle(due, "sent" if any(there) else "unreached")
        return any(there)

    def _open(self, due: Due) -> Iterable[str]:
        """The places of the chosen kind that are open in front of the person."""
        return _of_kind(self._live.places(due.person), due.to)

    def _joined(self, due: Due) -> Iterable[str]:
        """The places of the chosen kind that are the person's; one that is joined to nobody is its own."""
        return _of_kind([*self._pairing.places_of(due.person), due.person], due.to)


def _of_kind(places: list[str], kind: str | None) -> list[str]:
    return [place for place in places if ":" in address(place) and kind in (None, kind_of(place))]
