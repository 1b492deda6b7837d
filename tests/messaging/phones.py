"""People with a phone: what they write reaches the coach through a stand-in, which keeps what comes back."""

from __future__ import annotations

import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from assistant.messaging.desk import Desk
from assistant.messaging.telegram import Poller, Telegram
from tests.messaging.standin_telegram import TOKEN, Shown, TelegramStandIn, telegram_standin
from tests.messaging.world import World

_people = itertools.count(5001)


class TelegramPhone:
    """Somebody who writes to the bot, and the coach that reads it when the test lets it."""

    def __init__(self, world: World, standin: TelegramStandIn, chat: int | None = None) -> None:
        self.world, self.standin = world, standin
        self.chat = chat or next(_people)
        self.place = f"telegram:{self.chat}"
        self.read_so_far = 0
        self.start()

    def start(self) -> None:
        """The coach's side goes on."""
        self.app = Telegram(TOKEN, self.standin.api)
        self.desk: Desk = self.world.desk(self.app)
        self.poller = Poller(
            self.app,
            self.desk,
            self.world.keeping,
            self.world.clock,
            self.world.told.append,
            self.world.pause,
        )

    async def restart(self) -> None:
        """The coach's side goes off and on."""
        await self.close()
        self.world.restart()
        self.start()
        self.desk.begin()

    async def close(self) -> None:
        await self.desk.close()
        await self.app.close()

    # what the person does

    def put(self, text: str | None = None, **content: Any) -> dict[str, Any]:
        """A message on its way, not read yet by the coach."""
        sender = {"id": self.chat, "is_bot": False, "first_name": "Ann"}
        message = {
            "message_id": self.standin.number("message"),
            "from": sender,
            "chat": {"id": self.chat, "type": "private", "first_name": "Ann"},
            "date": int(self.world.clock.now().timestamp()),
            **({"text": text} if text is not None else {}),
            **content,
        }
        return self.standin.update(message=message)

    def put_press(self, title: str, shown: Shown | None = None) -> dict[str, Any]:
        """A press of the newest button with this title, or of that on a given message."""
        on = [shown] if shown else [one for one in reversed(self.messages) if title in one.buttons]
        assert on, f"no button {title} is shown: {[m.text for m in self.messages][-4:]}"
        data = next(b["callback_data"] for row in on[0].keyboard for b in row if b["text"] == title)
        return self.press_data(on[0], data)

    def press_data(self, on: Shown, data: str) -> dict[str, Any]:
        chat = {"id": self.chat, "type": "private"}
        return self.standin.update(
            callback_query={
                "id": str(self.standin.number("update")),
                "from": {"id": self.chat, "is_bot": False, "first_name": "Ann"},
                "chat_instance": "1",
                "data": data,
                "message": {"message_id": on.id, "chat": chat, "date": 1, "text": on.text},
            }
        )

    async def read(self) -> None:
        """The coach reads and answers what is there."""
        await self.poller.read(0)
        await self.desk.settled()

    async def say(self, text: str, **content: Any) -> list[str]:
        """Write something; returns what comes back as new messages."""
        self.put(text, **content)
        await self.read()
        return self.new()

    async def press(self, title: str, shown: Shown | None = None) -> list[str]:
        """Press a button; returns what comes back as new messages."""
        self.put_press(title, shown)
        await self.read()
        return self.new()

    async def wait(self, seconds: float, step: float = 0.5) -> list[str]:
        """Time goes by in small steps, and sets go on."""
        passed = 0.0
        while passed < seconds:
            self.world.clock.advance(min(step, seconds - passed))
            passed += step
            self.desk.tick()
            await self.desk.settled()
        return self.new()

    # what the person sees

    @property
    def messages(self) -> list[Shown]:
        return list(self.standin.chats.get(str(self.chat), {}).values())

    def new(self) -> list[str]:
        texts = [one.text for one in self.messages[self.read_so_far :]]
        self.read_so_far = len(self.messages)
        for one in self.messages:
            fit_for_a_person(one.text)
        return texts


def fit_for_a_person(text: str) -> None:
    """At most four lines, and nothing that only a machine reads."""
    assert text.count("\n") <= 3, text
    for sign in ('{"', "'}", "cue_sheet", "custom", "null", "None", "**", "</"):
        assert sign not in text, text
    try:
        assert not isinstance(json.loads(text), (dict, list)), text
    except ValueError:
        pass


@asynccontextmanager
async def telegram(world: World) -> AsyncIterator[TelegramPhone]:
    """A phone with the bot's chat open."""
    async with telegram_standin() as standin:
        phone = TelegramPhone(world, standin)
        try:
            yield phone
        finally:
            await phone.close()


async def welcome(phone: Any) -> None:
    """Through the first questions, up to where a seated bend waits for "ready"."""
    told = await phone.say("start seated flexion")
    for _ in range(20):
        text = " ".join(told).lower()
        if "say ready" in text:
            return
        answers = {"happy to go on": "yes", "which country": "England"}
        told = await phone.say(next((answer for asked, answer in answers.items() if asked in text), "no"))
    raise AssertionError(f"the first questions do not end: {told}")
