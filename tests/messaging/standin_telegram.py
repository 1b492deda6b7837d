"""A stand-in of Telegram's Bot API on loopback, written from its public documentation. It is not Telegram.

It speaks the real wire format: requests as forms, answers as {"ok", "result"} or {"ok", "error_code",
"description", "parameters"}, updates that are handed out until a higher offset confirms them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "123456789:stand-in-token"


@dataclass
class Shown:
    """A message in the chat, as the person sees it now."""

    id: int
    text: str
    keyboard: list[list[dict[str, str]]] = field(default_factory=list)
    photo: bytes | None = None
    versions: list[str] = field(default_factory=list)

    @property
    def buttons(self) -> list[str]:
        return [button["text"] for row in self.keyboard for button in row]


class TelegramStandIn:
    """The service. `down` breaks each connection; `refuse` answers the next calls of a method so."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.chats: dict[str, dict[int, Shown]] = {}
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.refusals: list[tuple[str, int, dict[str, Any]]] = []
        self.down, self.down_for = False, 0
        """Whether each call is cut off, or how many are."""
        self.api = ""
        self._next = {"update": 1000, "message": 1}
        self.answered: list[str] = []
        self.news, self.takes_files = asyncio.Event(), asyncio.Event()
        self.takes_files.set()

    def number(self, of: str) -> int:
        self._next[of] += 1
        return self._next[of]

    def refuse(self, method: str, code: int, description: str, times: int = 1, **parameters: Any) -> None:
        told: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
        if parameters:
            told["parameters"] = parameters
        self.refusals += [(method, code, told)] * times

    def update(self, **content: Any) -> dict[str, Any]:
        made = {"update_id": self.number("update"), **content}
        self.updates.append(made)
        self.news.set()
        return made

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.down_for -= self.down_for > 0
        if self.down or self.down_for:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        token, method = request.match_info["token"], request.match_info["method"]
        if token != TOKEN:
            return _error(401, "Unauthorized")
        posted = await request.post()
        fields = {
            name: value if isinstance(value, str) else value.file.read() for name, value in posted.items()
        }
        self.calls.append((method, {k: v for k, v in fields.items() if isinstance(v, str)}))
        for refusal in self.refusals:
            if refusal[0] == method:
                self.refusals.remove(refusal)
                return web.json_response(refusal[2], status=refusal[1])
        return await getattr(self, f"_{method}", _unknown)(fields)

    async def _getUpdates(self, fields: dict[str, Any]) -> web.Response:
        assert json.loads(fields["allowed_updates"]) == ["message", "edited_message", "callback_query"]
        offset = int(fields.get("offset", 0))
        self.updates = [one for one in self.updates if one["update_id"] >= offset]
        if not self.updates and int(fields["timeout"]):
            self.news.clear()
            await self.news.wait()
        return _ok(self.updates[:100])

    async def _sendMessage(self, fields: dict[str, Any]) -> web.Response:
        text = fields["text"]
        if not text.strip():
            return _error(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            return _error(400, "Bad Request: message is too long")
        return self._put(fields, text)

    async def _sendPhoto(self, fields: dict[str, Any]) -> web.Response:
        assert fields["photo"].startswith(b"\x89PNG")
        if len(fields.get("caption", "").encode("utf-16-le")) // 2 > 1024:
            return _error(400, "Bad Request: message caption is too long")
        return self._put(fields, fields.get("caption", ""), fields["photo"])

    async def _sendDocument(self, fields: dict[str, Any]) -> web.Response:
        assert fields["document"].startswith(b"%PDF")
        await self.takes_files.wait()
        return self._put(fields, fields.get("caption", ""), fields["document"])

    def _put(self, fields: dict[str, Any], text: str, photo: bytes | None = None) -> web.Response:
        shown = Shown(self.number("message"), text, _keyboard(fields), photo, [text])
        self.chats.setdefault(fields["chat_id"], {})[shown.id] = shown
        chat = {"id": int(fields["chat_id"]), "type": "private"}
        return _ok({"message_id": shown.id, "date": 0, "chat": chat, "text": text})

    async def _editMessageText(self, fields: dict[str, Any]) -> web.Response:
        shown = self.chats.get(fields["chat_id"], {}).get(int(fields["message_id"]))
        if shown is None:
            return _error(400, "Bad Request: message to edit not found")
        if (shown.text, shown.keyboard) == (fields["text"], _keyboard(fields)):
            return _error(400, "Bad Request: message is not modified")
        shown.text, shown.keyboard = fields["text"], _keyboard(fields)
        shown.versions.append(shown.text)
        return _ok({"message_id": shown.id})

    async def _editMessageReplyMarkup(self, fields: dict[str, Any]) -> web.Response:
        self.chats[fields["chat_id"]][int(fields["message_id"])].keyboard = _keyboard(fields)
        return _ok({"message_id": int(fields["message_id"])})

    async def _answerCallbackQuery(self, fields: dict[str, Any]) -> web.Response:
        self.answered.append(fields["callback_query_id"])
        return _ok(True)

    async def _deleteWebhook(self, fields: dict[str, Any]) -> web.Response:
        return _ok(True)


def _keyboard(fields: dict[str, Any]) -> list[list[dict[str, str]]]:
    rows = json.loads(fields.get("reply_markup", "{}")).get("inline_keyboard", [])
    for row in rows:
        for button in row:
            assert 1 <= len(button["callback_data"].encode()) <= 64
    return list(rows)


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _error(code: int, description: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": code, "description": description}, status=code)


async def _unknown(_fields: dict[str, Any]) -> web.Response:
    return _error(404, "Not Found")


@asynccontextmanager
async def listening(app: web.Application) -> AsyncIterator[str]:
    """The address of an application on a free port of this machine."""
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def telegram_standin() -> AsyncIterator[TelegramStandIn]:
    """The stand-in, listening on a free port of this machine."""
    standin = TelegramStandIn()
    app = web.Application(client_max_size=64 * 1024**2)
    app.router.add_post("/bot{token}/{method}", standin.handle)
    async with listening(app) as standin.api:
        yield standin
