"""People with a phone: what they write reaches the coach through a stand-in, which keeps what comes back."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from assistant.messaging import slack as slack_app
from assistant.messaging import whatsapp as whatsapp_app
from assistant.messaging.desk import Desk
from assistant.messaging.options import WhatsAppOptions
from assistant.messaging.slack import Slack, SlackDoor
from assistant.messaging.telegram import Poller, Telegram
from assistant.messaging.whatsapp import WhatsApp, WhatsAppDoor, fields_of
from tests.messaging import standin_slack, standin_telegram, standin_twilio
from tests.messaging.standin_slack import SlackStandIn, slack_standin
from tests.messaging.standin_telegram import Shown, TelegramStandIn, telegram_standin
from tests.messaging.standin_twilio import TwilioStandIn, twilio_standin
from tests.messaging.world import World

_people = itertools.count(5001)


class Phone:
    """Somebody who writes to the coach, and the coach that reads it when the test lets it."""

    desk: Desk
    app: Any
    place: str
    messages: list[Shown]

    def __init__(self, world: World, standin: Any) -> None:
        self.world, self.standin = world, standin
        self.number = next(_people)
        self.read_so_far = 0
        self.start()

    def start(self) -> None:
        """The coach's side goes on."""
        raise NotImplementedError

    async def close(self) -> None:
        """The coach's side goes off."""
        await self.desk.close()

    async def restart(self) -> None:
        """The coach's side goes off and on."""
        await self.close()
        self.world.restart()
        self.start()
        self.desk.begin()

    async def catch_up(self) -> None:
        """What was missed is looked for, as at a start."""
        await self.read()

    def put(self, text: str) -> Any:
        """Something written, on its way and not read yet by the coach."""
        raise NotImplementedError

    def put_press(self, title: str, shown: Shown | None = None) -> Any:
        """A press on its way: of the newest button with this title, or of that on a given message."""
        raise NotImplementedError

    async def take_in(self) -> None:
        """The coach takes in what is there; answers come later."""

    async def read(self) -> None:
        """The coach reads and answers what is there."""
        await self.take_in()
        await self.desk.settled()

    async def say(self, text: str) -> list[str]:
        """Write something; returns what comes back as new messages."""
        self.put(text)
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

    def new(self) -> list[str]:
        """The messages that have come since the last look."""
        texts = [one.text for one in self.messages[self.read_so_far :]]
        self.read_so_far = len(self.messages)
        for one in self.messages:
            for version in one.versions or [one.text]:
                fit_for_a_person(version)
        return texts

    def offers(self, title: str) -> bool:
        """Whether the newest message has this choice."""
        return title in self.messages[-1].buttons

    def with_button(self, title: str, shown: Shown | None) -> Shown:
        on = [shown] if shown else [one for one in reversed(self.messages) if title in one.buttons]
        assert on, f"no button {title} is shown: {[one.text for one in self.messages][-4:]}"
        return on[0]


class TelegramPhone(Phone):
    """A chat with the bot of Telegram."""

    standin: TelegramStandIn

    def start(self) -> None:
        self.chat, self.place = self.number, f"telegram:{self.number}"
        self.app = Telegram(standin_telegram.TOKEN, self.standin.api)
        self.desk = self.world.desk(self.app)
        world = self.world
        self.poller = Poller(self.app, self.desk, world.keeping, world.clock, world.told.append, world.pause)

    async def close(self) -> None:
        await super().close()
        await self.app.close()

    def put(self, text: str | None = None, **content: Any) -> dict[str, Any]:
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
        on = self.with_button(title, shown)
        data = next(b["callback_data"] for row in on.keyboard for b in row if b["text"] == title)
        return self.press_data(on, data)

    def press_data(self, on: Shown, data: str) -> dict[str, Any]:
        """A press of a button that may not be shown any more."""
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

    async def take_in(self) -> None:
        await self.poller.read(0)

    @property
    def messages(self) -> list[Shown]:  # type: ignore[override]
        return list(self.standin.chats.get(str(self.chat), {}).values())


class SlackPhone(Phone):
    """Direct messages with the app of Slack, which calls the coach."""

    standin: SlackStandIn

    def start(self) -> None:
        self.user, self.channel = f"U{self.number}", f"D{self.number}"
        self.place = f"slack:{self.user}"
        self.app = Slack(standin_slack.TOKEN, self.standin.api)
        self.desk = self.world.desk(self.app)
        self.door = SlackDoor(self.desk, standin_slack.SECRET, self.world.clock)
        self.calls: list[tuple[bytes, str]] = getattr(self, "calls", [])

    async def catch_up(self) -> None:
        await slack_app.catch_up(self.app, self.desk, self.world.keeping)
        await self.desk.settled()

    def event(self, text: str, **more: Any) -> dict[str, Any]:
        """A message as Slack tells of it."""
        stamp = self.standin.stamp()
        message = {
            "type": "message", "channel": self.channel, "channel_type": "im", "user": self.user,
            "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), "ts": stamp, **more,
        }  # fmt: skip
        self.standin.history.setdefault(self.channel, []).append(
            {name: value for name, value in message.items() if name not in ("channel", "channel_type")}
        )
        return self.envelope(message)

    def envelope(self, event: dict[str, Any]) -> dict[str, Any]:
        return {
            "token": "unused", "team_id": "T1", "api_app_id": "A1", "type": "event_callback", "event": event,
            "event_id": f"Ev{event.get('ts')}", "event_time": int(self.world.clock.now().timestamp()),
        }  # fmt: skip

    def put(self, text: str, **more: Any) -> dict[str, Any]:
        told = self.event(text, **more)
        self.calls.append((json.dumps(told).encode(), "application/json"))
        return told

    def put_press(self, title: str, shown: Shown | None = None) -> dict[str, Any]:
        on = self.with_button(title, shown)
        button = next(b for row in on.keyboard for b in row if b["text"] == title)
        stamp = next(ts for ts, one in self.standin.channels[self.channel].items() if one is on)
        told = {
            "type": "block_actions", "user": {"id": self.user}, "channel": {"id": self.channel},
            "message": {"ts": stamp, "text": on.text}, "trigger_id": "1.2.3",
            "actions": [
                {"action_id": button["action_id"], "value": button["callback_data"], "type": "button",
                 "action_ts": self.standin.stamp()}
            ],
        }  # fmt: skip
        self.calls.append((standin_slack.form(told), "application/x-www-form-urlencoded"))
        return told

    async def take_in(self) -> None:
        calls, self.calls = self.calls, []
        for body, kind in calls:
            headers = standin_slack.signed(body, self.world.clock.now().timestamp())
            assert self.door.signed(body, headers)
            assert self.door.take(body, kind) is None

    @property
    def messages(self) -> list[Shown]:  # type: ignore[override]
        return list(self.standin.channels.get(self.channel, {}).values())


class WhatsAppPhone(Phone):
    """A chat in WhatsApp, by way of Twilio. There are no buttons: a choice is a number that is typed."""

    standin: TwilioStandIn

    def start(self) -> None:
        self.place = f"whatsapp:+4477{self.number:08}"
        options = WhatsAppOptions(
            standin_twilio.ACCOUNT,
            standin_twilio.SECRET,
            standin_twilio.NUMBER,
            standin_twilio.URL,
            self.standin.api,
        )
        self.app = WhatsApp(options)
        self.desk = self.world.desk(self.app)
        self.door = WhatsAppDoor(self.desk, self.world.keeping, options, self.world.clock)
        self.calls: list[dict[str, str]] = getattr(self, "calls", [])

    async def close(self) -> None:
        await super().close()
        await self.app.close()

    async def catch_up(self) -> None:
        await whatsapp_app.catch_up(self.app, self.desk, self.world.keeping, self.world.clock)
        await self.desk.settled()

    def put(self, text: str, **more: str) -> dict[str, str]:
        sid = f"SM{next(_people):032}"
        told = {
            "SmsMessageSid": sid, "NumMedia": "0", "ProfileName": "Ann", "MessageType": "text",
            "WaId": self.place[10:], "SmsStatus": "received", "Body": text, "SmsSid": sid,
            "To": f"whatsapp:{standin_twilio.NUMBER}",
            "NumSegments": "1", "ReferralNumMedia": "", "MessageSid": sid, "From": self.place,
            "AccountSid": standin_twilio.ACCOUNT, "ApiVersion": "2010-04-01", **more,
        }  # fmt: skip
        self.standin.log(self.place, sid, text)
        self.calls.append(told)
        return told

    def put_press(self, title: str, shown: Shown | None = None) -> dict[str, str]:
        text = (shown or next(m for m in reversed(self.messages) if re.search(rf"\d {title}", m.text))).text
        found = re.search(rf"(\d+) {title}", text)
        assert found, text
        return self.put(found.group(1))

    async def take_in(self) -> None:
        calls, self.calls = self.calls, []
        for told in calls:
            fields = fields_of(urlencode(told).encode())
            assert self.door.signed(fields, standin_twilio.signature(told))
            self.door.take(fields)

    def offers(self, title: str) -> bool:
        return re.search(rf"\d {title}", self.messages[-1].text) is not None

    @property
    def messages(self) -> list[Shown]:  # type: ignore[override]
        return self.standin.chats.get(self.place, [])


async def in_a_set(phone: Phone) -> Shown:
    """Welcomed, and twelve seconds into a first set; its message."""
    await welcome(phone)
    await phone.say("ready")
    await phone.wait(12)
    return phone.messages[-1]


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
async def _opened(
    made: Callable[[World, Any], Any], world: World, standin: AbstractAsyncContextManager[Any]
) -> AsyncIterator[Any]:
    async with standin as there:
        phone = made(world, there)
        try:
            yield phone
        finally:
            await phone.close()


def telegram(world: World) -> AbstractAsyncContextManager[TelegramPhone]:
    """A phone with the bot's chat open."""
    return _opened(TelegramPhone, world, telegram_standin())


def slack(world: World) -> AbstractAsyncContextManager[SlackPhone]:
    """A phone with the app's messages open."""
    return _opened(SlackPhone, world, slack_standin())


def whatsapp(world: World) -> AbstractAsyncContextManager[WhatsAppPhone]:
    """A phone with the number's chat open."""
    return _opened(WhatsAppPhone, world, twilio_standin(world.clock))


Opened = Callable[[World], AbstractAsyncContextManager[Any]]
APPS: dict[str, Opened] = {"telegram": telegram, "slack": slack, "whatsapp": whatsapp}


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
