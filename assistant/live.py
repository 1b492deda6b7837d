"""Every place where a person meets the coach, in the one process that takes their turns.

A *place* is `"page:ID"`, `"telegram:CHAT"`, `"slack:USER"`, `"whatsapp:NUMBER"`, `"speaker:ID"` or
`"terminal:ID"`, with an ID for each process.
What is said in one place is shown in the others that are open, and none of them can hold up or harm a turn.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from assistant import messages
from assistant.client import Message
from coach.conversation.dialogue import Dialogue, load_dialogue
from coach.places import address, kind_of
from coach.routine.state import RoutineState

logger = logging.getLogger(__name__)

Deliver = Callable[[dict[str, Any]], Awaitable[None]]
"""Takes what happened elsewhere: `place`, the `text` that was said there, and the `messages` of the coach."""
Channel = Callable[[str, list[Message]], Awaitable[bool]]
"""Takes messages to a place of a messaging app; False if they did not get there."""

STATE = "coach"  # the slot of the conversation's state, as in actions/actions.py
MOST_WAITING = 100
"""Turns that a place which takes nothing may be behind; then it is given up."""
DELIVERED_WITHIN = 15.0
"""Seconds that a delivery may take."""
SPEAKER = "speaker"
GRACE, FOREVER = 30.0, 1e9
"""Seconds after a sheet's end at which a player that does not report is taken to be gone."""


@dataclass(frozen=True)
class Playing:
    """The set that is on: the place that plays it, the sheet, and since when by the loop's clock."""

    place: str
    sheet: dict[str, Any]
    started: float


@dataclass
class _Open:
    """A place that is open now, with what it has not been shown yet."""

    person: str
    deliver: Deliver
    waiting: asyncio.Queue[dict[str, Any]]
    task: asyncio.Task[None] | None = None


class Live:
    """Takes turns through Rasa's agent, one at a time for each person, and shows them where else they are.

    Everything here belongs to one event loop, the server's.

    Args:
        agent: Rasa's agent with the model and the conversations.
    """

    def __init__(self, agent: Any) -> None:
        self._agent = agent
        self._places: dict[str, _Open] = {}
        self._channels: dict[str, Channel] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._opened: set[str] = set()
        self._sets: dict[str, Playing] = {}

    # -- turns --------------------------------------------------------------------------------------------

    async def say(self, person: str, text: str, place: str, at: float | None = None) -> list[Message]:
        """What a person said in a place; `at` is seconds into the cue sheet that plays there, if one does.

        Raises:
            BadMessage: if the name cannot be one.
        """
        name = messages.named(person)
        # a set that plays here goes on: only without one is it a session that begins
        first = name not in self._opened and at is None
        return await self.take(messages.words(name, text, at, first, kind_of(place), place))

    async def report(
        self, person: str, name: str, at: float | None, cause: str | None, place: str
    ) -> list[Message]:
        """What became of a cue sheet; `at` in seconds from the sheet's start.

        Raises:
            BadMessage: if there is no such report, or its details are not of the right kind.
        """
        return await self.take(messages.report(person, name, at, cause, channel=kind_of(place), place=place))

    async def greet(self, person: str, place: str) -> list[Message]:
        """The start of a session: a welcome, or the offer to go on where a set was broken off.

        Raises:
            BadMessage: if the name cannot be one.
        """
        return await self.take(messages.greeting(person, kind_of(place), place))

    async def take(self, message: Any, place: str | None = None) -> list[Message]:
        """Take a turn that is in Rasa's form, as those of `assistant.messages` are; they may tell the place.

        Where the place is handed to another person by it, that one is greeted too.
        Whoever asked for it may go away meanwhile: the turn is taken to its end.
        """
        where = place or str((message.metadata or {}).get("place") or "")
        return await asyncio.shield(asyncio.ensure_future(self._take(message, where)))

    async def _take(self, message: Any, place: str) -> list[Message]:
        person: str = message.sender_id
        turn = self._turns.setdefault(person, asyncio.Lock())
        async with turn:  # its queue is first come, first served
            self._opened.add(person)
            others = [one for one in self.places(person) if one != place]
            message.metadata = {**(message.metadata or {}), "place": place, "open": others}
            answered = messages.received(await self._agent.handle_message(message))
            self._follow(person, place, answered)
            self._show(person, {"place": place, "text": _shown(message, answered), "messages": answered})
        newcomer = messages.come(answered)
        if newcomer is not None and newcomer != person:
            self._hand_over(place, newcomer)
            greeting = messages.greeting(newcomer, kind_of(place), place, arrived=True)
            answered = [*answered, *await self._take(greeting, place)]
        return answered

    def _hand_over(self, place: str, person: str) -> None:
        """An open place is another person's from now on; what is on its way for the one before is dropped."""
        opened = self._places.get(place)
        if opened is not None:
            self.attach(person, place, opened.deliver)

    async def routine(self, person: str) -> RoutineState:
        """Where the person's routine stands; nobody is told of it."""
        return (await self.dialogue(person)).routine

    async def dialogue(self, person: str) -> Dialogue:
        """Where the conversation with a person stands; nobody is told of it."""
        tracker = await self._agent.tracker_store.retrieve(messages.named(person))
        return load_dialogue(tracker.get_slot(STATE) if tracker else None)

    # -- sets ---------------------------------------------------------------------------------------------

    def playing(self, person: str) -> Playing | None:
        """The set that is on somewhere, as far as is known here; None if its place is gone, or it is over."""
        playing = self._sets.get(messages.named(person))
        if playing is None or not (playing.place in self._places or kind_of(playing.place) == SPEAKER):
            return None
        over = self._now() - playing.started > playing.sheet.get("seconds", FOREVER) + GRACE
        return None if over else playing

    def plays_on(self, person: str, place: str, sheet: str, at: float) -> None:
        """A place that was cut off plays a sheet on, and is `at` seconds into it."""
        name = messages.named(person)
        known = self._sets.get(name)
        whole = known.sheet if known is not None and known.sheet["id"] == sheet else {"id": sheet}
        self._sets[name] = Playing(place, whole, self._now() - at)
        self._opened.add(name)

    def _follow(self, person: str, place: str, answered: list[Message]) -> None:
        """Keep who plays what. A sheet that goes on from another is played where that one is."""
        told = [message.custom for message in answered if message.custom]
        sheet = next((one["cue_sheet"] for one in reversed(told) if one.get("cue_sheet")), None)
        state = next((one["routine"]["state"] for one in reversed(told) if one.get("routine")), None)
        if sheet is not None:
            before, started = self.playing(person), self._now()
            joined = sheet.get("continues")
            if before is not None and joined and joined["id"] == before.sheet["id"]:
                place, started = before.place, before.started + float(joined["at"])
            # the coach knows where it plays, unless it was not told of places
            place = next((str(one["player"]) for one in reversed(told) if one.get("player")), place)
            self._sets[person] = Playing(place, sheet, started)
        elif state is not None and state not in ("running", "resting"):
            self._sets.pop(person, None)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    # -- places -------------------------------------------------------------------------------------------

    def attach(self, person: str, place: str, deliver: Deliver) -> None:
        """From now on show in this place what happens to the person elsewhere. Takes over a place's old hold.

        Raises:
            BadMessage: if the name cannot be one.
        """
        name = messages.named(person)
        self.detach(place)
        opened = _Open(name, deliver, asyncio.Queue(MOST_WAITING))
        opened.task = asyncio.get_running_loop().create_task(self._work(place, opened))
        self._places[place] = opened

    def detach(self, place: str, deliver: Deliver | None = None) -> None:
        """Show nothing more there; with `deliver` only if that is still what holds the place."""
        opened = self._places.get(place)
        if opened is None or (deliver is not None and opened.deliver != deliver):
            return
        del self._places[place]
        if opened.task is not None and opened.task is not _this_task():
            opened.task.cancel()

    def places(self, person: str) -> list[str]:
        """The places that are open for a person now."""
        return [place for place, opened in self._places.items() if opened.person == messages.named(person)]

    def channel(self, kind: str, deliver: Channel) -> None:
        """Register a messaging app, by the first part of its places' names."""
        self._channels[kind] = deliver

    async def send(self, place: str, unasked: list[Message]) -> bool:
        """Take messages to a place unasked (reminders); False if they did not get there.

        A browser's place is open wherever a page of it is: at `"page:ID/TAB"` as well.
        """
        event = {"place": place, "text": "", "messages": unasked}
        doors = [opened for name, opened in self._places.items() if place in (name, address(name))]
        arrived = [await self._reaches(place, opened.deliver(event)) for opened in doors]
        channel = self._channels.get(kind_of(place))
        if not doors and channel is not None:
            return await self._reaches(place, channel(place, unasked))
        return any(arrived)

    async def _reaches(self, place: str, delivery: Awaitable[bool | None]) -> bool:
        try:
            return await asyncio.wait_for(delivery, DELIVERED_WITHIN) is not False
        except Exception:
            logger.exception("Nothing could be brought to a place of the kind %s.", kind_of(place))
            return False

    def close(self) -> None:
        """Let go of every place."""
        for place in list(self._places):
            self.detach(place)

    def _show(self, person: str, event: dict[str, Any]) -> None:
        for place, opened in list(self._places.items()):
            if opened.person != person or place == event["place"]:
                continue
            try:
                opened.waiting.put_nowait(event)
            except asyncio.QueueFull:
                logger.warning("A place of the kind %s takes nothing any more.", kind_of(place))
                self.detach(place)

    async def _work(self, place: str, opened: _Open) -> None:
        """Bring a place what is waiting for it, in order, for as long as it is open."""
        while True:
            event = await opened.waiting.get()
            try:
                await asyncio.wait_for(opened.deliver(event), DELIVERED_WITHIN)
            except Exception:
                logger.exception("A turn could not be shown in a place of the kind %s.", kind_of(place))


def _shown(message: Any, answered: list[Message]) -> str:
    """What was said, as others may see it: a code or a code word is not shown."""
    secret = any(one.custom and one.custom.get("private") for one in answered)
    return "" if secret else str(message.text or "")


def _this_task() -> asyncio.Task[Any] | None:
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None
