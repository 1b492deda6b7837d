"""The ways in over HTTP: `rest` for what people say, `player` for what a player reports.

Both take JSON and answer with a list of whole messages. With a token they want it in the header
`Authorization: Bearer TOKEN`; without one they answer this machine only, whatever address is listened on.
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from assistant import messages
from assistant.messages import BadMessage
from coach.understand.text import LONGEST

logger = logging.getLogger(__name__)

Handler = Callable[[UserMessage], Awaitable[Any]]


class _JsonInput(InputChannel):  # type: ignore[misc]
    """One address that takes a JSON object and answers with messages."""

    def __init__(self, token: str | None = None) -> None:
        self._token = token or None

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> _JsonInput:
        """The token from the credentials, else from SPINECOACH_TOKEN."""
        return cls((credentials or {}).get("token") or os.environ.get("SPINECOACH_TOKEN"))

    def message_of(self, body: dict[str, Any]) -> UserMessage:
        """The message that the body stands for.

        Raises:
            BadMessage: if it is not as it must be.
        """
        raise NotImplementedError

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The addresses of this channel: `/` to see that it is there, `/webhook` to talk."""
        routes = Blueprint(f"spinecoach_{self.name()}")

        @routes.get("/")
        async def health(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if refusal := refused(request, self._token):
                return response.json({"error": refusal}, status=401)
            try:
                message = self.message_of(body_of(request))
            except BadMessage as error:
                return response.json({"error": str(error)}, status=400)
            try:
                return response.json(await _answered(request, message, on_new_message))
            except Exception:
                logger.exception("A message could not be answered.")
                return response.json({"error": "The coach cannot answer now. Try again soon."}, status=500)

        return routes


async def _answered(request: Request, message: UserMessage, take: Handler) -> list[dict[str, Any]]:
    """What the coach answers; whoever a place is handed over to is greeted as well."""
    live = getattr(request.app.ctx, "live", None)
    if live is not None:  # places that are open beside this one are shown the turn as well
        return messages.sent(await live.take(message), message.sender_id)
    await take(message)
    answered: list[dict[str, Any]] = message.output_channel.messages
    newcomer = messages.come(messages.received(answered))
    if newcomer is None or newcomer == message.sender_id:
        return answered
    place = str((message.metadata or {}).get("place") or "")
    greeting = messages.greeting(newcomer, message.input_channel, place, arrived=True)
    await take(greeting)
    return [*answered, *greeting.output_channel.messages]


def refused(request: Request, token: str | None) -> str | None:
    """Why a caller may not come in; None if it may."""
    if token is None:
        if is_loopback(request.ip):
            return None
        return "Set SPINECOACH_TOKEN on the coach's machine to talk to it from another one."
    given = request.headers.get("authorization", "")
    scheme, _, told = given.partition(" ")
    if scheme.lower() == "bearer" and hmac.compare_digest(told.strip().encode(), token.encode()):
        return None
    return 'Send the token of the coach in the header "Authorization: Bearer TOKEN".'


class WordsInput(_JsonInput):
    """What people say: `{"sender", "message", "metadata": {"at", "opened"}}`, as to Rasa's own channel.

    With `place` beside it, the coach knows from where; see `assistant/live.py`.
    """

    @classmethod
    def name(cls) -> str:
        return "rest"

    def message_of(self, body: dict[str, Any]) -> UserMessage:
        text = body.get("message")
        if not isinstance(text, str):
            raise BadMessage('Put the person\'s words in "message".')
        if len(text) > LONGEST:
            raise BadMessage(f"A message may have {LONGEST} characters at most.")
        details = body.get("metadata") or {}
        if not isinstance(details, dict):
            raise BadMessage('"metadata" must be an object.')
        at = details.get("at")
        if at is not None and (isinstance(at, bool) or not isinstance(at, (int, float))):
            raise BadMessage('"at" must be a number of seconds.')
        opened = details.get("opened") is True
        return messages.words(_person(body.get("sender")), text, at, opened, self.name(), _place(body))


class PlayerInput(_JsonInput):
    """What a player reports: `{"person", "report": {"name", "at", "cause"}}`.

    Or `{"person", "opened": true}`: the start of a session, before anything was said.
    """

    @classmethod
    def name(cls) -> str:
        return "player"

    def message_of(self, body: dict[str, Any]) -> UserMessage:
        person = _person(body.get("person"))
        if body.get("opened") is True:
            return messages.greeting(person, self.name(), _place(body))
        report = body.get("report")
        if not isinstance(report, dict) or not isinstance(report.get("name"), str):
            raise BadMessage('Put what the player did in "report": {"name", "at", "cause"}.')
        at, cause = report.get("at"), report.get("cause")
        return messages.report(person, report["name"], at, cause, channel=self.name(), place=_place(body))


def is_loopback(host: str | None) -> bool:
    """Whether an address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address((host or "").split("%")[0]).is_loopback
    except ValueError:
        return False


def _person(name: Any) -> str:
    return messages.named(name if isinstance(name, str) else "")


def _place(body: dict[str, Any]) -> str:
    place = body.get("place")
    if place is not None and not isinstance(place, str):
        raise BadMessage('"place" must be the name of a place.')
    return place or ""


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object that a request brings.

    Raises:
        BadMessage: if it brings none.
    """
    # A web page can send other kinds of text to this machine without being asked; JSON it cannot.
    if request.content_type.partition(";")[0].strip().lower() != "application/json":
        raise BadMessage('Send JSON, with the header "Content-Type: application/json".')
    try:
        body = request.json
    except Exception as error:
        raise BadMessage("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise BadMessage("The body must be a JSON object.")
    return body
