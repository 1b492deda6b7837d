"""The pictures of the exercises over HTTP: `/figures/EXERCISE/VARIANT/STEP.svg`, `.png` and
`/figures/EXERCISE/VARIANT.json`.

They are the same for everybody and tell nothing about anybody, so they need no token. Names are looked up
among the pictures there are and never among files.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from coach import figures
from coach.errors import PlainError

NOT_THERE = "There is no such picture."
A_DAY = "public, max-age=86400"
KINDS = {"svg": "image/svg+xml", "png": "image/png"}
SEALED = "default-src 'none'; style-src 'unsafe-inline'"
"""What a picture may load when it is opened by itself: nothing."""


def blueprint() -> Blueprint:
    """The addresses of the pictures."""
    routes = Blueprint("spinecoach_figures", url_prefix="/figures")

    @routes.get("/<exercise:str>/<variant:str>/<name:str>")
    async def picture(request: Request, exercise: str, variant: str, name: str) -> HTTPResponse:
        step, _, kind = name.rpartition(".")
        if kind not in KINDS or not _number(step):
            return _missing(NOT_THERE)
        return await _answer(request, KINDS[kind], _drawer(kind, exercise, variant, int(step), request))

    @routes.get("/<exercise:str>/<name:str>")
    async def moving(request: Request, exercise: str, name: str) -> HTTPResponse:
        variant, _, kind = name.rpartition(".")
        if kind != "json":
            return _missing(NOT_THERE)
        return await _answer(
            request, "application/json", lambda: json.dumps(figures.animation(exercise, variant)).encode()
        )

    return routes


def _drawer(kind: str, exercise: str, variant: str, step: int, request: Request) -> Callable[[], bytes]:
    if kind == "svg":
        return lambda: figures.svg(exercise, variant, step).encode()
    width = request.args.get("width", str(figures.USUAL))
    return lambda: figures.png(exercise, variant, step, int(width) if _number(width) else 0)


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


async def _answer(request: Request, kind: str, draw: Callable[[], bytes]) -> HTTPResponse:
    try:
        # drawing takes a moment in which others must be answered
        body = await asyncio.get_running_loop().run_in_executor(None, draw)
    except PlainError as error:
        return _missing(str(error))
    mark = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {
        "Cache-Control": A_DAY,
        "ETag": mark,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": SEALED,
    }
    if mark in request.headers.get("if-none-match", ""):
        return response.empty(status=304, headers=headers)
    return response.raw(body, headers=headers, content_type=kind)


def _missing(sentence: str) -> HTTPResponse:
    return response.text(sentence, status=404)
