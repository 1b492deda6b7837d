"""A stand-in of Slack on loopback, written from its public documentation. It is not Slack.

It speaks the real wire format: the Web API with bearer tokens and {"ok", "error"}, calls signed with v0
HMAC-SHA256 over the raw body, files in three steps, and Socket Mode with its envelopes over a WebSocket.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.messaging.standin_telegram import Shown, listening

TOKEN, APP_TOKEN, SECRET = "xoxb-stand-in", "xapp-stand-in", "8f742231b10e8888abcd99yyyzzz85a5"


class SlackStandIn:
    """The service, with the direct messages of each person."""

    def __init__(self) -> None:
        self.api = ""
        self.channels: dict[str, dict[str, Shown]] = {}
        self.history: dict[str, list[dict[str, Any]]] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refusals: list[tuple[str, int, dict[str, Any], dict[str, str]]] = []
        self.down = False
        self.uploads: dict[str, bytes] = {}
        self.line: web.WebSocketResponse | None = None
        self.taken: list[str] = []
        self.came = asyncio.Event()
        self._stamp = 1_700_000_000.0

    def stamp(self) -> str:
        """A message's name, which is when it came."""
        self._stamp += 0.01
        return f"{self._stamp:.6f}"

    def refuse(self, method: str, status: int, error: str, times: int = 1, **headers: str) -> None:
        self.refusals += [(method, status, {"ok": False, "error": error}, headers)] * times

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.down:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        method = request.match_info["method"]
        wanted = APP_TOKEN if method == "apps.connections.open" else TOKEN
        if request.headers.get("Authorization") != f"Bearer {wanted}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        sent = await request.json() if "json" in request.content_type else dict(await request.post())
        fields = {**request.query, **sent}
        self.calls.append((method, fields))
        for refusal in self.refusals:
            if refusal[0] == method:
                self.refusals.remove(refusal)
                return web.json_response(refusal[2], status=refusal[1], headers=refusal[3])
        return web.json_response({"ok": True, **getattr(self, "_" + method.replace(".", "_"))(fields)})

    def _auth_test(self, _fields: dict[str, Any]) -> dict[str, Any]:
        return {"user_id": "UBOT", "team_id": "T1"}

    def _apps_connections_open(self, _fields: dict[str, Any]) -> dict[str, Any]:
        return {"url": self.api.replace("http://", "ws://").replace("/api/", "/line")}

    def _conversations_open(self, fields: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": "D" + fields["users"][1:]}}

    def _conversations_history(self, fields: dict[str, Any]) -> dict[str, Any]:
        kept = self.history.get(fields["channel"], [])
        found = [one for one in kept if float(one["ts"]) > float(fields["oldest"])]
        return {"messages": found[::-1], "has_more": False}

    def _chat_postMessage(self, fields: dict[str, Any]) -> dict[str, Any]:
        stamp = self.stamp()
        shown = Shown(len(self.calls), *_read(fields), versions=[_read(fields)[0]])
        self.channels.setdefault(fields["channel"], {})[stamp] = shown
        return {"channel": fields["channel"], "ts": stamp, "message": {"text": fields["text"]}}

    def _chat_update(self, fields: dict[str, Any]) -> dict[str, Any]:
        shown = self.channels[fields["channel"]][fields["ts"]]
        shown.text, shown.keyboard = _read(fields)
        shown.versions.append(shown.text)
        return {"channel": fields["channel"], "ts": fields["ts"]}

    def _files_getUploadURLExternal(self, fields: dict[str, Any]) -> dict[str, Any]:
        name = f"F{len(self.calls)}"
        assert int(fields["length"]) > 0 and fields["filename"]
        return {"upload_url": self.api.replace("/api/", f"/upload/{name}"), "file_id": name}

    def _files_completeUploadExternal(self, fields: dict[str, Any]) -> dict[str, Any]:
        files = json.loads(fields["files"]) if isinstance(fields["files"], str) else fields["files"]
        name = files[0]["id"]
        shown = Shown(len(self.calls), "", photo=self.uploads[name])
        self.channels.setdefault(fields["channel_id"], {})[self.stamp()] = shown
        return {"files": [{"id": name, "title": files[0]["title"]}]}

    async def upload(self, request: web.Request) -> web.Response:
        body = await request.read()
        assert body.startswith((b"\x89PNG", b"%PDF"))
        self.uploads[request.match_info["name"]] = body
        return web.Response(text="OK")

    async def open_line(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        self.line = line
        await line.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        self.came.set()
        async for message in line:
            told = json.loads(message.data)
            self.taken.append(told["envelope_id"])
            self.came.set()
        return line

    async def send_down_the_line(self, kind: str, payload: dict[str, Any], envelope: str) -> None:
        """Hand over by Socket Mode, and wait until it was taken."""
        assert self.line is not None
        self.came.clear()
        await self.line.send_json(
            {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": False}
        )
        while envelope not in self.taken:
            await self.came.wait()
            self.came.clear()


def _read(fields: dict[str, Any]) -> tuple[str, list[list[dict[str, str]]]]:
    """What the person sees: the blocks, as the text beside them is for notices only."""
    blocks = fields["blocks"]
    blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
    assert blocks[0]["type"] == "section" and blocks[0]["text"]["type"] == "plain_text"
    text, row = blocks[0]["text"]["text"], []
    assert 0 < len(text) <= 3000 and fields["text"]
    for block in blocks[1:]:
        assert block["type"] == "actions" and len(block["elements"]) <= 25
        seen = set()
        for one in block["elements"]:
            assert one["type"] == "button" and len(one["text"]["text"]) <= 75 and len(one["action_id"]) <= 255
            assert one["action_id"] not in seen
            seen.add(one["action_id"])
            row.append(
                {"text": one["text"]["text"], "callback_data": one["value"], "action_id": one["action_id"]}
            )
    return text, [row] if row else []


def signed(body: bytes, at: float, secret: str = SECRET) -> dict[str, str]:
    """The headers with which Slack calls."""
    base = b"v0:" + str(int(at)).encode() + b":" + body
    mark = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(int(at)), "X-Slack-Signature": mark}


def form(payload: dict[str, Any]) -> bytes:
    """A press as Slack sends it."""
    return urlencode({"payload": json.dumps(payload)}).encode()


@asynccontextmanager
async def slack_standin() -> AsyncIterator[SlackStandIn]:
    """The stand-in, listening on a free port of this machine."""
    standin = SlackStandIn()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", standin.handle)
    app.router.add_post("/upload/{name}", standin.upload)
    app.router.add_get("/line", standin.open_line)
    async with listening(app) as address:
        standin.api = f"{address}/api/"
        yield standin
