"""WhatsApp, by way of Twilio: Twilio calls the coach, and the coach answers over Twilio's REST API.

A message that is sent cannot change, and one in a conversation has no buttons: choices are told by number,
and a set is paced by the person.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import aiohttp
from twilio.request_validator import RequestValidator, add_port, remove_port

from assistant.messaging.app import NotSent, Refused, TooFast, Unreachable
from assistant.messaging.desk import Desk
from assistant.messaging.handing import File
from assistant.messaging.heard import Heard, Kind
from assistant.messaging.keeping import Keeping
from assistant.messaging.notes import Note
from assistant.messaging.options import WhatsAppOptions
from assistant.messaging.pictures import in_words, png_of
from coach.clock import Clock

logger = logging.getLogger(__name__)

PATH = "/webhooks/whatsapp"  # as in assistant/messaging/starting.py
PATIENCE = 15.0
DAY = 86400.0
LONGEST_BODY = 1600
TOO_MANY = frozenset({20429, 63018, 14107})
"""Twilio's numbers for "slower, please"."""
PAGE = 100


class WhatsApp:
    """Twilio's API, as far as the coach needs it."""

    kind = "whatsapp"
    called = "WhatsApp and Twilio"
    window: float | None = DAY
    counts = False
    gap = 1.0
    numbered = True
    gives = False

    def __init__(self, options: WhatsAppOptions) -> None:
        self._options = options
        base = options.api.rstrip("/")
        self._address = f"{base}/2010-04-01/Accounts/{options.account}/Messages.json"
        self._session: aiohttp.ClientSession | None = None

    async def send(self, place: str, note: Note) -> str:
        text, picture = note.text, note.picture
        if picture is not None and await png_of(picture) is not None:
            # by itself: where Twilio cannot fetch a picture, it drops the message; the words must get there
            where = f"{picture.exercise}/{picture.variant}/{picture.step}"
            media = f"{self._options.url}{PATH}/figures/{where}.png"
            try:
                await self._post({"To": place, "MediaUrl": media})
            except Refused as error:
                logger.warning("Twilio does not take a picture: %s", error)
                text = in_words(note)
        else:
            text = in_words(note)
        sent = await self._post({"To": place, "Body": text[:LONGEST_BODY]})
        return str(sent["sid"])

    async def give(self, place: str, file: File) -> None:
        """Twilio fetches files from an address that anybody can open: no place for a person's records.

        Raises:
            Refused: always.
        """
        raise Refused("files do not go over WhatsApp")

    async def change(self, place: str, message: str, note: Note) -> None:
        """A message of WhatsApp cannot be changed here.

        Raises:
            Refused: always.
        """
        raise Refused("a message of WhatsApp cannot be changed")

    async def taken(self, answer: str) -> None:
        """There is nothing to press."""

    async def missed(self, since: float) -> list[Heard]:
        """What people wrote since a moment, oldest first.

        Raises:
            NotSent: if Twilio does not tell.
        """
        day = datetime.fromtimestamp(since, timezone.utc).strftime("%Y-%m-%d")
        query = {"To": f"whatsapp:{self._options.number}", "DateSent>": day, "PageSize": str(PAGE)}
        told = await self._call("GET", params=query)
        found = [
            Heard(
                place=str(one["from"]),
                key=str(one["sid"]),
                kind="words" if str(one.get("num_media") or "0") == "0" else "picture",
                text=str(one.get("body") or ""),
                sent=parsedate_to_datetime(str(one["date_created"])).timestamp(),
            )
            for one in told.get("messages") or []
            if one.get("direction") == "inbound" and str(one.get("from")).startswith("whatsapp:")
        ]
        return sorted((one for one in found if (one.sent or 0.0) > since), key=lambda one: one.sent or 0.0)

    async def close(self) -> None:
        """Let go of the network."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(self, fields: dict[str, str]) -> Any:
        return await self._call("POST", data={"From": f"whatsapp:{self._options.number}", **fields})

    async def _call(self, verb: str, **what: Any) -> Any:
        if self._session is None:
            login = aiohttp.BasicAuth(self._options.account, self._options.secret)
            self._session = aiohttp.ClientSession(auth=login, timeout=aiohttp.ClientTimeout(total=PATIENCE))
        try:
            async with self._session.request(verb, self._address, **what) as answer:
                status, waits = answer.status, answer.headers.get("Retry-After")
                told = await answer.json(content_type=None)
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise Unreachable(type(error).__name__) from None
        if status in (200, 201):
            return told
        code = told.get("code") if isinstance(told, dict) else None
        if status == 429 or code in TOO_MANY:
            raise TooFast(float(waits) if waits and waits.isdigit() else 1.0)
        if status >= 500:
            raise Unreachable(str(status))
        raise Refused(f"{status} {code}")


class WhatsAppDoor:
    """What Twilio calls: checked, read, and handed to the desk."""

    def __init__(self, desk: Desk, keeping: Keeping, options: WhatsAppOptions, clock: Clock) -> None:
        self._desk, self._keeping, self._options, self._clock = desk, keeping, options, clock
        self._validator = RequestValidator(options.secret)
        # what Twilio signs is the address that was entered there; behind a proxy the server has another
        self._url = urlsplit(f"{options.url}{PATH}/webhook")

    def signed(self, fields: list[tuple[str, str]], signature: str | None) -> bool:
        """Whether Twilio itself has sent this."""
        given = (signature or "").encode("utf-8", "replace")
        known = [
            self._validator.compute_signature(url, _Fields(fields)).encode()
            for url in (remove_port(self._url), add_port(self._url))
        ]
        return True in [hmac.compare_digest(one, given) for one in known]

    def take(self, fields: list[tuple[str, str]]) -> None:
        """Give what Twilio tells to the desk."""
        told = dict(fields)
        sender, sid = told.get("From", ""), told.get("MessageSid", "")
        if told.get("AccountSid") != self._options.account or not sender.startswith("whatsapp:") or not sid:
            return
        self._desk.accept(
            Heard(
                place=sender,
                key=sid,
                kind=_kind(told),
                text=told.get("Body", ""),
                name=told.get("ProfileName", ""),
            )
        )
        self._keeping.read_to("whatsapp", f"{self._clock.now().timestamp():.0f}")


async def catch_up(whatsapp: WhatsApp, desk: Desk, keeping: Keeping, clock: Clock) -> None:
    """Look for what people wrote while the coach was off."""
    since = keeping.reading("whatsapp")
    if since is not None:
        try:
            for heard in await whatsapp.missed(float(since)):
                desk.accept(heard)
        except NotSent as error:
            logger.warning("Twilio does not tell what was missed: %s", error)
            return
    keeping.read_to("whatsapp", f"{clock.now().timestamp():.0f}")


def fields_of(body: bytes) -> list[tuple[str, str]]:
    """A form as it was sent, with its empty fields, which are signed too.

    Raises:
        ValueError: if it is no form.
    """
    return parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=200)


def _kind(told: Mapping[str, str]) -> Kind:
    if told.get("Latitude"):
        return "location"
    if told.get("NumMedia", "0") in ("", "0"):
        return "words" if told.get("Body", "").strip() else "other"
    media = told.get("MediaContentType0", "")
    if media.startswith("audio/"):
        return "voice"
    if media == "image/webp":
        return "sticker"
    return "picture" if media.startswith(("image/", "video/")) else "file"


class _Fields(dict[str, str]):
    """A form, as the library of Twilio reads one."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        super().__init__(fields)
        self._fields = fields

    def getlist(self, name: str) -> list[str]:
        return [value for key, value in self._fields if key == name]
