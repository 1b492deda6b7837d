"""Starts the messaging apps that are set up, in the server's process.

What an app needs is imported only where it is set up.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from assistant.live import Live
from assistant.messaging.app import App, NotSent, Refused
from assistant.messaging.desk import Desk
from assistant.messaging.keeping import Keeping
from assistant.messaging.notes import Picture
from assistant.messaging.options import Options, SlackOptions, TelegramOptions, WhatsAppOptions
from assistant.messaging.pictures import png_of
from coach.clock import Clock
from coach.journal import Journal
from coach.pairing import Pairing

logger = logging.getLogger(__name__)

SLACK, WHATSAPP = "/webhooks/slack", "/webhooks/whatsapp"
SIGNED = (f"{SLACK}/", f"{WHATSAPP}/")
"""Addresses that others may call by whatever name this server has: what comes there is signed."""
LARGEST = 1_000_000
"""Bytes of a call; no message of these apps is longer."""
_EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
Take = Callable[[Request], HTTPResponse]


def say(sentence: str) -> None:
    """Tell whoever started the server."""
    print(sentence, file=sys.stderr, flush=True)


class Messaging:
    """The apps that are set up, from the start of the server to its end.

    Args:
        folder: where what must outlive a restart is kept.
        options: which apps are set up.
    """

    def __init__(self, folder: Path, options: Options, journal: Journal, clock: Clock) -> None:
        self._folder, self._options, self._journal, self._clock = folder, options, journal, clock
        self._desks: list[Desk] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._ends: list[Callable[[], Awaitable[None]]] = []
        self._takes: dict[str, Take] = {}
        self._keeping: Keeping | None = None

    def join(self, app: Any) -> None:
        """Take part in the server's start and end."""
        if self._options.slack is not None and self._options.slack.app_token is None:
            app.blueprint(self._routes("slack", SLACK))
        if self._options.whatsapp is not None:
            routes = self._routes("whatsapp", WHATSAPP)
            routes.add_route(_figure, "/figures/<exercise:str>/<variant:str>/<name:str>")
            app.blueprint(routes)

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
        keeping, pairing = Keeping(self._folder), Pairing(self._journal, self._clock)

        def desk_for(app: App) -> Desk:
            self._desks.append(Desk(app, live, pairing, self._journal, keeping, self._clock))
            return self._desks[-1]

        if options.telegram is not None:
            self._telegram(options.telegram, keeping, desk_for)
        if options.slack is not None:
            self._slack(options.slack, keeping, desk_for)
        if options.whatsapp is not None:
            self._whatsapp(options.whatsapp, keeping, desk_for)
        for desk in self._desks:
            desk.begin()
            self._run(desk.run())
        self._keeping = keeping
        say(options.line)

    async def end(self) -> None:
        """Stop; what is not answered is taken up at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for desk in self._desks:
            await desk.close()
        for close in self._ends:
            await close()
        if self._keeping is not None:
            self._keeping.close()

    def _telegram(self, options: TelegramOptions, keeping: Keeping, desk_for: Callable[[App], Desk]) -> None:
        from assistant.messaging.telegram import Poller, Telegram

        telegram = Telegram(options.token, options.api)
        self._ends.append(telegram.close)
        self._run(Poller(telegram, desk_for(telegram), keeping, self._clock, say).run())

    def _slack(self, options: SlackOptions, keeping: Keeping, desk_for: Callable[[App], Desk]) -> None:
        from assistant.messaging.slack import BAD_TOKEN, Slack, SlackDoor, catch_up
        from assistant.messaging.slack_socket import SlackSocket

        slack = Slack(options.token, options.api)
        desk = desk_for(slack)

        async def look_back() -> None:
            try:
                await slack.check()
            except Refused:
                say(BAD_TOKEN)
                return
            except NotSent:
                pass  # it is tried again with the first message
            await catch_up(slack, desk, keeping)

        if options.app_token is not None:
            self._run(SlackSocket(slack, desk, options.app_token, say).run())
        else:
            door = SlackDoor(desk, options.secret or "", self._clock)

            def take(request: Request) -> HTTPResponse:
                if not door.signed(request.body, request.headers):
                    return _no(401)
                with suppress(ValueError):
                    answer = door.take(request.body, request.content_type)
                    return response.json(answer) if answer else response.empty(200)
                return _no(400)

            self._takes["slack"] = take
        self._run(look_back())

    def _whatsapp(self, options: WhatsAppOptions, keeping: Keeping, desk_for: Callable[[App], Desk]) -> None:
        from assistant.messaging.whatsapp import WhatsApp, WhatsAppDoor, catch_up, fields_of

        whatsapp = WhatsApp(options)
        desk = desk_for(whatsapp)
        door = WhatsAppDoor(desk, keeping, options, self._clock)

        def take(request: Request) -> HTTPResponse:
            try:
                fields = fields_of(request.body)
            except ValueError:
                return _no(403)
            if not door.signed(fields, request.headers.get("x-twilio-signature")):
                return _no(403)
            door.take(fields)
            return response.text(_EMPTY, content_type="text/xml")

        self._takes["whatsapp"] = take
        self._ends.append(whatsapp.close)
        self._run(catch_up(whatsapp, desk, keeping, self._clock))

    def _routes(self, app: str, prefix: str) -> Blueprint:
        routes = Blueprint(f"spinecoach_{app}", url_prefix=prefix)

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            if app not in self._takes:
                return _no(503)
            return _no(413) if len(request.body) > LARGEST else self._takes[app](request)

        return routes

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(_report)
        self._tasks.append(task)


async def _figure(_request: Request, exercise: str, variant: str, name: str) -> HTTPResponse:
    """A drawing for WhatsApp: Twilio fetches it by the server's public name."""
    plain = re.fullmatch(r"([0-9]{1,2})\.png", name)
    if plain is None or not all(re.fullmatch(r"[a-z0-9_]{1,60}", one) for one in (exercise, variant)):
        return _no(404)
    drawn = await png_of(Picture(exercise, variant, int(plain.group(1)), ""))
    return response.raw(drawn, content_type="image/png") if drawn else _no(404)


def _no(status: int) -> HTTPResponse:
    return response.json({"error": "No."}, status=status)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        logger.error("A messaging app came to an end.", exc_info=error)
        say("A messaging app came to an end. Details are in the log file.")
