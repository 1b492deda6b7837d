"""Telegram, by long polling: it works behind a home router, and nobody outside reaches this machine."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import aiohttp

from assistant.messaging.app import LONGEST_WAIT, Pause, Refused, TooFast, Unreachable
from assistant.messaging.chats import marks
from assistant.messaging.desk import OLD, Desk
from assistant.messaging.handing import File
from assistant.messaging.heard import Heard
from assistant.messaging.keeping import Keeping
from assistant.messaging.notes import Note
from assistant.messaging.options import TELEGRAM_API
from assistant.messaging.pictures import in_words, png_of
from assistant.messaging.telegram_heard import heard_in
from coach.clock import Clock

logger = logging.getLogger(__name__)

POLL = 50
"""Seconds for which Telegram holds a request for news open."""
PATIENCE = 15.0
"""Seconds in which everything else must be answered."""
COUNTS_ON = 6 * 86400.0
"""Seconds for which the number of the last update that was read says which one comes next."""
LONGEST_CAPTION = 1024
UPDATES = ["message", "edited_message", "callback_query"]
CONFLICT = (
    "Telegram: another program reads this bot's messages too. Stop that one, or make a bot of its own for "
    "the coach. I try again from time to time."
)
BAD_TOKEN = "Telegram does not know this token. Copy it again from @BotFather into SPINECOACH_TELEGRAM_TOKEN."
GONE = "Telegram can't be reached. I keep trying."
BACK = "Telegram can be reached again."


class Telegram:
    """The Bot API of Telegram, as far as the coach needs it.

    Args:
        token: of the bot, from @BotFather. It is part of each address and must never be shown.
        api: another address of the API, for a server of one's own or a stand-in.
    """

    kind = "telegram"
    called = "Telegram"
    window: float | None = None
    counts = True
    gap = 1.1
    numbered = False
    gives = True

    def __init__(self, token: str, api: str = TELEGRAM_API) -> None:
        self.bot = token.partition(":")[0]
        self._address = f"{api.rstrip('/')}/bot{token}"
        self._session: aiohttp.ClientSession | None = None

    async def send(self, place: str, note: Note) -> str:
        chat = place.partition(":")[2]
        markup = {"reply_markup": json.dumps(_keyboard(note))} if note.buttons else {}
        picture = await png_of(note.picture) if note.picture is not None else None
        if picture is not None and _units(note.text) <= LONGEST_CAPTION:
            form = aiohttp.FormData({"chat_id": chat, "caption": note.text, **markup})
            form.add_field("photo", picture, filename="exercise.png", content_type="image/png")
            sent = await self.call("sendPhoto", form)
        else:
            text = note.text if picture is not None else in_words(note)
            sent = await self.call("sendMessage", {"chat_id": chat, "text": text, **markup})
        return str(sent["message_id"])

    async def give(self, place: str, file: File) -> None:
        method, field = ("sendPhoto", "photo") if file.kind == "image/png" else ("sendDocument", "document")
        form = aiohttp.FormData({"chat_id": place.partition(":")[2]})
        form.add_field(field, file.content, filename=file.name, content_type=file.kind)
        await self.call(method, form)

    async def change(self, place: str, message: str, note: Note) -> None:
        where = {"chat_id": place.partition(":")[2], "message_id": message}
        markup = {"reply_markup": json.dumps(_keyboard(note))}
        if note.text:
            await self.call("editMessageText", {**where, "text": note.text, **markup})
        else:
            await self.call("editMessageReplyMarkup", {**where, **markup})

    async def taken(self, answer: str) -> None:
        await self.call("answerCallbackQuery", {"callback_query_id": answer})

    async def call(self, method: str, fields: Any, wait: float = 0.0) -> Any:
        """Call a method of the API; `wait` is how many seconds it may take longer than usual.

        Raises:
            NotSent: if it did not do what was asked.
        """
        if self._session is None:
            self._session = aiohttp.ClientSession()
        patience = aiohttp.ClientTimeout(total=PATIENCE + wait)
        try:
            async with self._session.post(
                f"{self._address}/{method}", data=fields, timeout=patience
            ) as answer:
                told = await answer.json(content_type=None)
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            # the error's own words may hold the address, and the address the token
            raise Unreachable(f"{method}: {type(error).__name__}") from None
        if not isinstance(told, dict):
            raise Unreachable(f"{method}: no answer of Telegram's")
        if told.get("ok"):
            return told.get("result")
        return _refuse(method, told)

    async def close(self) -> None:
        """Let go of the network."""
        if self._session is not None:
            await self._session.close()
            self._session = None


class Poller:
    """Reads what people write to the bot, and hands it to the desk in order.

    How far it has read is on the disk before Telegram is told, so that nothing is lost or done twice.

    Args:
        tell: is given a plain sentence when something is wrong, and when it is right again.
    """

    def __init__(
        self,
        telegram: Telegram,
        desk: Desk,
        keeping: Keeping,
        clock: Clock,
        tell: Callable[[str], None],
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._telegram, self._desk, self._keeping, self._clock = telegram, desk, keeping, clock
        self._tell, self._pause = tell, pause
        self._told: str | None = None
        self._last = float("-inf")
        """The clock's seconds when Telegram was last reached."""
        self._wait = 1.0

    async def run(self) -> None:
        """Read until it is cancelled."""
        while await self.read():
            pass

    async def read(self, wait: int = POLL) -> bool:
        """Read once, waiting up to `wait` seconds for news; False if it makes no sense to go on."""
        now = self._clock.monotonic()
        away = now - self._last > OLD
        offset = self._offset()
        fields = {"timeout": 0 if away else wait, "allowed_updates": json.dumps(UPDATES)}
        try:
            updates = await self._telegram.call(
                "getUpdates", {**fields, **({"offset": offset} if offset else {})}, wait
            )
        except TooFast as error:
            await self._pause(error.seconds)
            return True
        except Refused as error:
            return await self._refused(str(error))
        except Unreachable as error:
            logger.warning("%s", error)
            self._say(GONE)
            await self._pause(self._wait)
            self._wait = min(2 * self._wait, LONGEST_WAIT)
            return True
        self._wait = 1.0
        self._say(None)
        self._take(updates if isinstance(updates, list) else [], away)
        self._last = self._clock.monotonic()
        return True

    def _take(self, updates: list[Any], away: bool) -> None:
        last = None
        for update in updates:
            if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
                continue
            last = update["update_id"]
            heard = heard_in(update, self._telegram.bot)
            if heard is not None:
                # without a break in the reading, what comes is new, whatever this machine's clock says
                self._desk.accept(heard if away else _fresh(heard))
        if last is not None:
            self._keeping.read_to(self._shelf, f"{last + 1}@{self._clock.now().timestamp():.0f}")

    @property
    def _shelf(self) -> str:
        return f"telegram:{self._telegram.bot}"

    def _offset(self) -> str | None:
        """The first update that was not read. After a week without any, Telegram counts from elsewhere."""
        number, _, at = (self._keeping.reading(self._shelf) or "").partition("@")
        return number if number and self._clock.now().timestamp() - float(at) < COUNTS_ON else None

    async def _refused(self, why: str) -> bool:
        if why.startswith("401") or why.startswith("404"):
            self._say(BAD_TOKEN)
            return False
        if "webhook" in why:
            with suppress(Unreachable, Refused, TooFast):
                await self._telegram.call("deleteWebhook", {})
            await self._pause(1.0)
            return True
        self._say(CONFLICT if why.startswith("409") else f"Telegram says no to the coach: {why}.")
        await self._pause(LONGEST_WAIT)
        return True

    def _say(self, sentence: str | None) -> None:
        """Tell what is wrong, once; and that it is right again."""
        if sentence != self._told:
            if sentence is not None or self._told is not None:
                self._tell(sentence or BACK)
            self._told = sentence


def _fresh(heard: Heard) -> Heard:
    return replace(heard, sent=None)


def _keyboard(note: Note) -> dict[str, Any]:
    """Choices under a message: short ones side by side, long ones below each other."""
    rows: list[list[dict[str, str]]] = []
    for button, mark in marks(note):
        made = {"text": button.title, "callback_data": mark}
        if rows and len(rows[-1]) < 3 and all(len(b["text"]) <= 12 for b in (*rows[-1], made)):
            rows[-1].append(made)
        else:
            rows.append([made])
    return {"inline_keyboard": rows}


def _units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def _refuse(method: str, told: dict[str, Any]) -> None:
    code, why = told.get("error_code"), str(told.get("description") or "")
    if code == 429:
        raise TooFast(float((told.get("parameters") or {}).get("retry_after") or 1.0))
    if code == 400 and "not modified" in why:
        return
    if isinstance(code, int) and code >= 500:
        raise Unreachable(f"{method}: {code}")
    raise Refused(f"{code} {why[:200]}")
