"""`/mine/everything.json`: all that is kept of the person, for the browser that speaks for them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from coach.errors import PlainError
from coach.words import words


def add(app: Any, person_of: Callable[[Request], str | None]) -> None:
    """Add the address; whose data it is comes from the page's session, never from the address."""

    @app.get("/mine/everything.json")  # type: ignore[untyped-decorator]
    async def everything(request: Request) -> HTTPResponse:
        person = person_of(request)
        if person is None:
            return response.json({"error": words("page_closed")}, status=401)
        try:
            export = app.ctx.forgetting.export
            whole = await asyncio.get_running_loop().run_in_executor(None, export, person)
        except PlainError as error:
            return response.json({"error": str(error)}, status=503)
        shown = {
            "Content-Disposition": 'attachment; filename="spinecoach.json"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
        return response.text(text, content_type="application/json", headers=shown)
