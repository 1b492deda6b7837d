"""Where everything from one messaging app comes in: once each, in order, and a stop before all else.

What comes in is written down first. A word to stop, or a danger, halts a set in the same moment, whatever
else is still being answered or sent. The rest waits for its turn in its chat.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import Counter
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from assistant.client import Cause
from assistant.live import Live
from assistant.messaging.app import App, Pause, Post
from assistant.messaging.chats import Chats
from assistant.messaging.heard import UNREADABLE, Heard, cannot_wait, code_in, dangerous
from assistant.messaging.keeping import Keeping
from assistant.messaging.talking import Talking
from coach.clock import Clock
from coach.journal import Journal
from coach.language import speaking
from coach.pairing import Pairing
from coach.understand import silencing
from coach.words import words

logger = logging.getLogger(__name__)

TICK = 0.25
"""Seconds between two looks at the sets that play."""
SORRY_AGAIN = 600.0
"""Seconds after which it is said again that something came late."""
OLD = 120.0
"""Seconds after which a message is not acted on as if it were new."""


class Desk:
    """One app's chats with the coach.

    Args:
        pause: waits for some seconds.
    """

    def __init__(
        self,
        app: App,
        live: Live,
        pairing: Pairing,
        journal: Journal,
        keeping: Keeping,
        clock: Clock,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self.app, self._keeping, self._clock, self._pause = app, keeping, clock, pause
        self.chats = Chats(keeping)
        self.post = Post(app, pause)
        self.talking = Talking(
            app, self.post, self.chats, live, pairing, journal, clock, self._locked, self._spawn
        )
        self.sets = self.talking.sets
        self._live = live
        self._locks: dict[str, asyncio.Lock] = {}
        self._waiting: Counter[str] = Counter()
        self._sorry: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        live.channel(app.kind, self.talking.deliver)

    # -- what comes in ------------------------------------------------------------------------------------

    def accept(self, heard: Heard) -> bool:
        """Take what came in, and answer it in its turn; False if it came before."""
        now = self._clock.now().timestamp()
        if heard.sent is not None and now - heard.sent > OLD:
            heard = replace(heard, late=True)
        try:
            if not self._keeping.take(self.app.kind, heard.key, heard.dump(), now):
                return False
        except sqlite3.Error:
            logger.exception("What came in could not be written down.")
        self._take_up(heard)
        return True

    def begin(self) -> None:
        """Take up what was left unanswered when the coach went off."""
        self._keeping.prune(self._clock.now().timestamp())
        for line in self._keeping.unanswered(self.app.kind):
            self._take_up(Heard.load(line))

    def _take_up(self, heard: Heard) -> None:
        self._hurry(heard)
        if heard.answer is not None:
            self._spawn(self.post.taken(heard.answer))
        self._waiting[heard.place] += 1
        self._spawn(self._deal(heard))

    def _hurry(self, heard: Heard) -> None:
        """Halt a set at once, before anything is waited for."""
        if not heard.private:
            return
        text = heard.text
        if heard.kind == "button":
            pressed = self.chats.of(heard.place).pressed(heard.button)
            text = pressed[1].payload if pressed else ""
        cause: Cause | None = silencing(text)
        if cause is None and dangerous(text):
            cause = "symptom"
        if cause is not None:
            self.talking.halt(heard.place, cause)

    async def _deal(self, heard: Heard) -> None:
        """Answer one thing, in its turn."""
        try:
            async with self._lock(heard.place):
                with speaking(self.talking.language(heard.place)):
                    await self._answer_safely(heard)
                    # not when it was broken off: then it is taken up at the next start
                    self._keeping.answered(self.app.kind, heard.key)
                    if self._waiting[heard.place] <= 1 and heard.place in self._sorry:
                        await self._apologise(heard.place)
        finally:
            self._waiting[heard.place] -= 1

    async def _answer_safely(self, heard: Heard) -> None:
        try:
            await self._answer(heard)
        except Exception:
            logger.exception("Something from %s could not be answered.", self.app.kind)
            await self.talking.tell(heard.place, words("app_trouble"))

    async def _answer(self, heard: Heard) -> None:
        chat = self.chats.of(heard.place)
        if not heard.private:
            if not chat.told:
                chat.told = True
                self.chats.keep(heard.place, chat)
                await self.talking.tell(heard.place, words("app_private"))
            return
        late = heard.late
        if heard.kind not in ("edited", "button"):
            if heard.order is not None:
                if heard.bot != chat.bot:
                    chat.bot, chat.order = heard.bot, -1.0
                late = late or heard.order <= chat.order
                chat.order = max(chat.order, heard.order)
            chat.heard = self._clock.now().timestamp()
            self.chats.keep(heard.place, chat)
        if heard.kind == "button":
            await self.talking.press(heard, late)
        elif heard.kind == "edited" or late:
            await self._old(heard)
        elif heard.kind in UNREADABLE and not heard.text.strip():
            await self.talking.tell(heard.place, words(UNREADABLE[heard.kind]))
        elif (code := code_in(heard.text)) is not None:
            await self.talking.join(heard, code)
        elif heard.kind == "start":
            await self.talking.greet(heard)
        else:
            await self.talking.hear(heard)

    async def _old(self, heard: Heard) -> None:
        """A message that is not acted on as if it were new; danger in it still is, and so is a stop."""
        playing = self.sets.of(heard.place)
        if silencing(heard.text) is not None and playing is not None:
            await self.talking.hear(heard)
        elif (piece := cannot_wait(heard.text)) is not None:
            await self.talking.hear(replace(heard, text=piece))
        elif heard.kind != "edited":
            self._sorry[heard.place] = "app_away" if heard.late else "app_late"
        elif not heard.late:
            await self.talking.tell(heard.place, words("app_edited"))

    async def _apologise(self, place: str) -> None:
        """One line for all that came late."""
        key, chat = self._sorry.pop(place), self.chats.of(place)
        now = self._clock.now().timestamp()
        if now - chat.sorry >= SORRY_AGAIN:
            chat.sorry = now
            self.chats.keep(place, chat)
            await self.talking.tell(place, words(key))

    # -- time ---------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Keep the sets going, until it is cancelled."""
        while True:
            await self._pause(TICK)
            self.tick()

    def tick(self) -> None:
        """Do what is due now; what takes its time is done beside."""
        for place, playing in self.sets.due():
            self._spawn(self.sets.show(place, playing))
        for place in self.sets.through():
            self._spawn(self._locked(place, self.talking.through(place)))
        for place in self.sets.lost():
            self._spawn(self._locked(place, self.talking.lost(place)))
        self.talking.rest()

    async def settled(self) -> None:
        """Wait until all that came in is answered and sent."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Break off. What is not answered yet is taken up at the next start."""
        for task in list(self._tasks):
            task.cancel()
        await self.settled()
        self.talking.close()

    def _lock(self, place: str) -> asyncio.Lock:
        return self._locks.setdefault(place, asyncio.Lock())

    async def _locked(self, place: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            async with self._lock(place):
                with speaking(self.talking.language(place)):
                    await work
        finally:
            work.close()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("Something in %s went wrong.", self.app.kind, exc_info=error)
