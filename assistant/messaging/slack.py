"""Slack: either the coach calls Slack (Socket Mode, for behind a home router), or Slack calls the coach."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from assistant.messaging.app import Refused, TooFast, Unreachable
from assistant.messaging.chats import marks
from assistant.messaging.desk import Desk
from assistant.messaging.handing import File
from assistant.messaging.heard import Heard
from assistant.messaging.keeping import Keeping
from assistant.messaging.notes import Note
from assistant.messaging.pictures import in_words, png_of
from assistant.messaging.slack_heard import heard_in, message_in
from coach.clock import Clock

logger = logging.getLogger(__name__)

LONGEST_TITLE = 75
FAULTS_OF_SLACK = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
"""Answers of Slack that another try may change."""
BAD_TOKEN = "Slack does not know the token in SPINECOACH_SLACK_BOT_TOKEN. Copy it again from your app's page."
MOST_MISSED = 50


class Slack:
    """Slack's Web API, as far as the coach needs it.

    Args:
        token: of the bot, beginning with xoxb-.
        api: another address of the API, for a stand-in.
    """

    kind = "slack"
    called = "Slack"
    window: float | None = None
    counts = True
    gap = 1.3
    numbered = False
    gives = True

    def __init__(self, token: str, api: str) -> None:
        # patience is kept in one place, which knows about stops: not in the library as well
        self.client = AsyncWebClient(token=token, base_url=api, timeout=15, retry_handlers=[])
        self._channels: dict[str, str] = {}

    async def send(self, place: str, note: Note) -> str:
        channel = await self._channel(place)
        picture = await png_of(note.picture) if note.picture is not None else None
        text = note.text
        if note.picture is not None and picture is not None:
            await self._upload(channel, "exercise.png", picture, note.picture.alt or "exercise")
        else:
            text = in_words(note)
        sent = await self._call(
            self.client.chat_postMessage, channel=channel, text=_escaped(text), blocks=_blocks(note, text)
        )
        return str(sent["ts"])

    async def give(self, place: str, file: File) -> None:
        await self._upload(await self._channel(place), file.name, file.content, file.alt or file.name)

    async def _upload(self, channel: str, name: str, content: bytes, alt: str) -> None:
        await self._call(
            self.client.files_upload_v2,
            channel=channel, content=content, filename=name, title=alt[:80], alt_txt=alt,
        )  # fmt: skip

    async def change(self, place: str, message: str, note: Note) -> None:
        channel = await self._channel(place)
        text = note.text or "\u2713"
        await self._call(
            self.client.chat_update,
            channel=channel, ts=message, text=_escaped(text), blocks=_blocks(note, text),
        )  # fmt: skip

    async def taken(self, answer: str) -> None:
        """Slack was told with the answer to its call."""

    async def check(self) -> None:
        """See that Slack knows the bot.

        Raises:
            NotSent: if not.
        """
        await self._call(self.client.auth_test)

    async def missed(self, place: str, since: float) -> list[Heard]:
        """What a person wrote since a moment, oldest first.

        Raises:
            NotSent: if Slack does not tell.
        """
        channel = await self._channel(place)
        told = await self._call(
            self.client.conversations_history,
            channel=channel, oldest=f"{since:.6f}", inclusive=False, limit=MOST_MISSED,
        )  # fmt: skip
        found = (
            message_in({**one, "channel": channel, "channel_type": "im"}, "", None)
            for one in reversed(told.get("messages") or [])
        )
        return [heard for heard in found if heard is not None and heard.place == place]

    async def _channel(self, place: str) -> str:
        """The channel in which somebody is spoken with in private; a channel is one itself."""
        name = place.partition(":")[2]
        if not name.startswith(("U", "W")):
            return name
        if name not in self._channels:
            opened = await self._call(self.client.conversations_open, users=name)
            self._channels[name] = str(opened["channel"]["id"])
        return self._channels[name]

    async def _call(self, method: Callable[..., Any], **fields: Any) -> Any:
        try:
            answer = await method(**fields)
        except SlackApiError as error:
            raise _refusal(error) from None
        except (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise Unreachable(type(error).__name__) from None
        return answer


class SlackDoor:
    """What Slack calls: checked, read, and handed to the desk."""

    def __init__(self, desk: Desk, secret: str, clock: Clock) -> None:
        self._desk = desk
        self._verifier = SignatureVerifier(secret, _Seconds(clock))  # type: ignore[arg-type]

    def signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether Slack itself has sent this, in the last five minutes."""
        try:
            return bool(self._verifier.is_valid_request(body, dict(headers)))
        except (ValueError, TypeError, OverflowError):  # no number, no letters, no text
            return False

    def take(self, body: bytes, kind: str) -> dict[str, Any] | None:
        """Take a signed call; returns what to answer, if that is more than "yes".

        Raises:
            ValueError: if it is nothing of Slack's.
        """
        if kind.startswith("application/x-www-form-urlencoded"):
            payloads = parse_qs(body.decode("utf-8")).get("payload") or ["null"]
            told = json.loads(payloads[0])
        else:
            told = json.loads(body)
        if not isinstance(told, dict):
            raise ValueError("no object")
        if told.get("type") == "url_verification":
            return {"challenge": str(told.get("challenge") or "")}
        self.hand_over(told)
        return None

    def hand_over(self, told: dict[str, Any]) -> None:
        """Give what Slack tells to the desk."""
        hand_over(self._desk, told)


def hand_over(desk: Desk, told: dict[str, Any]) -> None:
    """Give what Slack tells to the desk; what is nothing of a person's is passed over."""
    try:
        heard = heard_in(told)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        logger.warning("An event of Slack is not as it should be.")
        return
    if heard is not None:
        desk.accept(heard)


async def catch_up(slack: Slack, desk: Desk, keeping: Keeping) -> None:
    """Look for what people wrote while the coach was off."""
    for place in keeping.places("slack"):
        since = desk.chats.of(place).order
        if since <= 0 or not place.startswith(("slack:U", "slack:W")):
            continue
        try:
            for heard in await slack.missed(place, since):
                desk.accept(heard)
        except (Refused, Unreachable, TooFast) as error:
            logger.warning("Slack does not tell what was missed: %s", error)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _blocks(note: Note, text: str) -> list[dict[str, Any]]:
    """The message as Slack shows it: plain words, whatever signs are in them, and the choices."""
    made: list[dict[str, Any]] = [
        {"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}
    ]
    if note.buttons:
        elements = [
            {
                "type": "button",
                "text": {"type": "plain_text", "text": button.title[:LONGEST_TITLE], "emoji": False},
                "action_id": f"choice:{mark}",
                "value": mark,
            }
            for button, mark in marks(note)
        ]
        made.append({"type": "actions", "elements": elements[:25]})
    return made


def _refusal(error: SlackApiError) -> Exception:
    response: Any = error.response
    status, why = getattr(response, "status_code", 0), ""
    if isinstance(getattr(response, "data", None), dict):
        why = str(response.data.get("error") or "")
    if status == 429 or why in ("ratelimited", "rate_limited"):
        waits = {name.lower(): value for name, value in (getattr(response, "headers", None) or {}).items()}
        return TooFast(float(waits.get("retry-after") or 1.0))
    if status >= 500 or why in FAULTS_OF_SLACK:
        return Unreachable(why or str(status))
    return Refused(why or str(status))


class _Seconds:
    """The coach's clock, as the library for Slack wants one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()
