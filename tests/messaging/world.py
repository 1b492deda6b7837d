"""The coach's side of a conversation: live turns, pairing and the desk, on a clock that the test moves."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from assistant.live import Deliver, Live
from assistant.messaging.app import App
from assistant.messaging.desk import Desk
from assistant.messaging.keeping import Keeping
from coach.clock import ManualClock
from coach.journal import Journal
from coach.pairing import Pairing

LONGEST = 120


class WatchedLive(Live):
    """Tells when something was brought to a place where a person is too."""

    def __init__(self, agent: Any) -> None:
        super().__init__(agent)
        self.brought = asyncio.Event()

    def attach(self, person: str, place: str, deliver: Deliver) -> None:
        async def watched(event: dict[str, Any]) -> None:
            try:
                await deliver(event)
            finally:
                self.brought.set()

        super().attach(person, place, watched)


class World:
    """What the coach's server holds, beside the apps."""

    def __init__(self, agent: Any, journal: Journal, clock: ManualClock, folder: Path) -> None:
        self.agent, self.journal, self.clock, self.folder = agent, journal, clock, folder
        self.pairing = Pairing(journal, clock)
        self.waited: list[float] = []
        self.told: list[str] = []
        self.live = WatchedLive(agent)
        self.keeping = Keeping(folder)

    async def pause(self, seconds: float) -> None:
        """Waits by moving the clock."""
        self.waited.append(seconds)
        self.clock.advance(seconds)
        await asyncio.sleep(0)

    def desk(self, app: App) -> Desk:
        """A desk for an app, as after a start of the server."""
        return Desk(app, self.live, self.pairing, self.journal, self.keeping, self.clock, self.pause)

    def restart(self) -> None:
        """The server goes off and on: what is in memory is gone."""
        self.live.close()
        self.keeping.close()
        self.live, self.keeping = WatchedLive(self.agent), Keeping(self.folder)

    async def elsewhere(self, person: str, text: str) -> list[Any]:
        """The person says something at another place, and it is shown where else they are."""
        self.live.brought.clear()
        answered = await self.live.say(person, text, "page:kitchen")
        await self.live.brought.wait()
        return answered


def play(scene: Callable[[], Awaitable[None]]) -> None:
    """Run a scene in an event loop of its own, as the server's is."""
    asyncio.run(asyncio.wait_for(scene(), LONGEST))
