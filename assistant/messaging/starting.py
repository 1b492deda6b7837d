"""Starts the messaging apps that are set up, in the server's process."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from assistant.live import Live
from assistant.messaging import slack as slack_app
from assistant.messaging import whatsapp as whatsapp_app
from assistant.messaging.app import App, NotSent, Refused
from assistant.messaging.desk import Desk
from assistant.messaging.keeping import Keeping
from assistant.messaging.notes import Picture
from assistant.messaging.options import Options
from assistant.messaging.pictures import png_of
from assistant.messaging.slack import Slack, SlackDoor
from assistant.messaging.slack_socket import SlackSocket
from assistant.messaging.telegram import Poller, Telegram
from assistant.messaging.whatsapp import WhatsApp, WhatsAppDoor
from assistant.settings import Settings
from coach.clock import Clock, from_environment
from coach.journal import Journal
from coach.pairing import Pairing

logger = logging.getLogger(__name__)

SIGNED = ("/webhooks/slack/", f"{whatsapp_app.PATH}/")
"""Addresses that others may call by whatever name this server has: what comes there is signed."""
LARGEST = 1_000_000
"""Bytes of a call; no message of these apps is longer."""
_EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


def say(sentence: str) -> None:
    """Tell whoever started the server."""
    print(sentence, file=sys.stderr, flush=True)


class Messaging:
    """The apps that are set up, from the start of the server to its end.

    Args:
        options: which they are.
    """

    def __init__(self, settings: Settings, options: Options, clock: Clock | None = None) -> None:
        self._settings, self._options, self._clock = settings, options, clock or from_environment()
        self._keeping: Keeping | None = None
        self._desks: list[Desk] = []
        self._apps: list[Any] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._slack: SlackDoor | None = None
        self._whatsapp: WhatsAppDoor | None = None

    def join(self, app: Any) -> None:
        """Take part in the server's start and end."""
        if self._options.slack is not None and self._options.slack.app_token is None:
            app.blueprint(self._slack_routes())
        if self._options.whatsapp is not None:
            app.blueprint(self._whatsapp_routes())

        async def begin(app: Any, _loop: asyncio.AbstractEventLoop) -> None:
            await self.begin(app.ctx.live)

        async def end(_app: Any, _loop: asyncio.AbstractEventLoop) -> None:
            await self.end()

        app.register_listener(begin, "after_server_start")
        app.register_listener(end, "before_server_stop")

    async def begin(self, live: Live) -> None:
        """Start what is set up, and say in one line which apps that are."""
        options = self._options
        for sentence in options.missing:
            say(sentence)
        if options.line is None:
            return
        keeping = self._keeping = Keeping(self._settings.data_dir)
        url = self._settings.journal_url
        journal = Journal(url) if url else Journal.in_folder(self._settings.data_dir)
        pairing = Pairing(journal, self._clock)

        def desk_for(app: App) -> Desk:
            desk = Desk(app, live, pairing, journal, keeping, self._clock)
            self._desks.append(desk)
            self._apps.append(app)
            return desk

        if options.telegram is not None:
            telegram = Telegram(options.telegram.token, options.telegram.api)
            desk = desk_for(telegram)
            self._run(Poller(telegram, desk, keeping, self._clock, say).run())
        if options.slack is not None:
            slack = Slack(options.slack.token, options.slack.api)
            desk = desk_for(slack)
            if options.slack.app_token is not None:
                self._run(SlackSocket(slack, desk, options.slack.app_token, say).run())
            else:
                self._slack = SlackDoor(desk, options.slack.secret or "", self._clock)
            self._run(self._look_back(slack, desk, keeping))
        if options.whatsapp is not None:
            whatsapp = WhatsApp(options.whatsapp)
            desk = desk_for(whatsapp)
            self._whatsapp = WhatsAppDoor(desk, keeping, options.whatsapp, self._clock)
            self._run(whatsapp_app.catch_up(whatsapp, desk, keeping, self._clock))
        for desk in self._desks:
            desk.begin()
            self._run(desk.run())
        say(options.line)

    async def end(self) -> None:
        """Stop; what is not answered is taken up at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for desk in self._desks:
            await desk.close()
        for app in self._apps:
            if hasattr(app, "close"):
                await app.close()
        if self._keeping is not None:
            self._keeping.close()

    async def _look_back(self, slack: Slack, desk: Desk, keeping: Keeping) -> None:
        try:
            await slack.check()
        except Refused:
            say(slack_app.BAD_TOKEN)
            return
        except NotSent:
            pass  # it is tried again with the first message
        await slack_app.catch_up(slack, desk, keeping)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(_report)
        self._tasks.append(task)

    def _slack_routes(self) -> Blueprint:
        routes = Blueprint("spinecoach_slack", url_prefix="/webhooks/slack")

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if self._slack is None or len(request.body) > LARGEST:
                return _no(413 if self._slack else 503)
            if not self._slack.signed(request.body, request.headers):
                return _no(401)
            with suppress(ValueError):
                answer = self._slack.take(request.body, request.content_type)
                return response.json(answer) if answer else response.empty(200)
            return _no(400)

        return routes

    def _whatsapp_routes(self) -> Blueprint:
        routes = Blueprint("spinecoach_whatsapp", url_prefix=whatsapp_app.PATH)

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if self._whatsapp is None or len(request.body) > LARGEST:
                return _no(413 if self._whatsapp else 503)
            try:
                fields = whatsapp_app.fields_of(request.body)
            except ValueError:
                return _no(403)
            if not self._whatsapp.signed(fields, request.headers.get("x-twilio-signature")):
                return _no(403)
            self._whatsapp.take(fields)
            return response.text(_EMPTY, content_type="text/xml")

        @routes.get("/figures/<exercise:str>/<variant:str>/<step:int>.png")
        async def figure(_request: Request, exercise: str, variant: str, step: int) -> HTTPResponse:
            plain = all(re.fullmatch(r"[a-z0-9_]{1,60}", name) for name in (exercise, variant))
            drawn = await png_of(Picture(exercise, variant, step, "")) if plain and 0 <= step < 50 else None
            return response.raw(drawn, content_type="image/png") if drawn else _no(404)

        return routes


def _no(status: int) -> HTTPResponse:
    return response.json({"error": "No."}, status=status)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.error("A messaging app came to an end.", exc_info=error)
        say("A messaging app came to an end. Details are in the log file.")
