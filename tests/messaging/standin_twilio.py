"""A stand-in of Twilio's API for WhatsApp on loopback, from its public documentation. It is not Twilio.

It speaks the real wire format: forms with basic authentication, answers with sids or {"code", "message"}, and
calls signed with HMAC-SHA1 over the address and the sorted fields.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import format_datetime
from typing import Any

from aiohttp import BasicAuth, web

from coach.clock import Clock
from tests.messaging.standin_telegram import Shown, listening

ACCOUNT, SECRET, NUMBER = "AC" + "0" * 32, "stand-in-secret", "+14155238886"
URL = "https://coach.example.org"


class TwilioStandIn:
    """The service, with what each number was sent. `inbox` is what people sent, as its log has it."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.api = ""
        self.chats: dict[str, list[Shown]] = {}
        self.calls: list[dict[str, str]] = []
        self.inbox: list[dict[str, Any]] = []
        self.refusals: list[tuple[int, dict[str, Any]]] = []
        self.down = False

    def refuse(self, status: int, code: int, times: int = 1) -> None:
        self.refusals += [(status, {"code": code, "message": "no", "status": status})] * times

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.down:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if request.headers.get("Authorization") != BasicAuth(ACCOUNT, SECRET).encode():
            return web.json_response({"code": 20003, "message": "Authenticate"}, status=401)
        assert request.match_info["account"] == ACCOUNT
        if request.method == "GET":
            assert request.query["To"] == f"whatsapp:{NUMBER}"
            found = [one for one in self.inbox if one["day"] >= request.query["DateSent>"]]
            return web.json_response({"messages": found[::-1], "page": 0})
        fields = {name: str(value) for name, value in (await request.post()).items()}
        self.calls.append(fields)
        if self.refusals:
            status, told = self.refusals.pop(0)
            return web.json_response(told, status=status)
        assert fields["From"] == f"whatsapp:{NUMBER}" and fields["To"].startswith("whatsapp:+")
        if len(fields.get("Body", "")) > 1600 or not (fields.get("Body") or fields.get("MediaUrl")):
            return web.json_response({"code": 21617, "message": "body"}, status=400)
        media = fields.get("MediaUrl")
        shown = Shown(len(self.calls), fields.get("Body", ""), photo=media.encode() if media else None)
        self.chats.setdefault(fields["To"], []).append(shown)
        return web.json_response({"sid": f"SM{len(self.calls):032}", "status": "queued"}, status=201)

    def log(self, sender: str, sid: str, body: str) -> None:
        """Keep what somebody sent in Twilio's own log."""
        now = self.clock.now()
        self.inbox.append(
            {
                "sid": sid, "direction": "inbound", "from": sender, "to": f"whatsapp:{NUMBER}", "body": body,
                "num_media": "0", "date_created": format_datetime(now), "day": now.strftime("%Y-%m-%d"),
            }
        )  # fmt: skip


def signature(
    fields: dict[str, str], url: str = f"{URL}/webhooks/whatsapp/webhook", secret: str = SECRET
) -> str:
    """How Twilio signs a call."""
    whole = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(secret.encode(), whole.encode(), hashlib.sha1).digest()).decode()


@asynccontextmanager
async def twilio_standin(clock: Clock) -> AsyncIterator[TwilioStandIn]:
    """The stand-in, listening on a free port of this machine."""
    standin = TwilioStandIn(clock)
    app = web.Application()
    app.router.add_route("*", "/2010-04-01/Accounts/{account}/Messages.json", standin.handle)
    async with listening(app) as address:
        standin.api = address
        yield standin
