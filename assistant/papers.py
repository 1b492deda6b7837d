"""The papers and pictures of a person over HTTP, for the page: `/papers/summary.pdf`, `.csv`, `.json` and
`/papers/plots/NAME.svg` or `.png`.

Whose they are comes from the page's session, never from the address; who has none gets nothing. A picture's
name may end in a period, such as `pain-this_month`. They are drawn beside the conversations, one at a time,
and no browser keeps them.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from datetime import date
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from assistant import lean_imports
from coach import records
from coach.clock import Clock
from coach.journal import Journal, JournalError
from coach.language import ENGLISH, speaking, wanted

PersonOf = Callable[[Request], str | None]
"""Who asks, by the session of the page; None if nobody is known."""
KINDS = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "json": "application/fhir+json"}
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}
WHO = "Open the page of the coach first."
_ONE_AT_A_TIME = threading.Lock()
"""What draws is no friend of company."""
NOT_THERE = "There is no such paper."


def blueprint(person_of: PersonOf, journal: Journal, clock: Clock) -> Blueprint:
    """The addresses of the papers, for whoever `person_of` says is asking."""
    routes = Blueprint("spinecoach_papers", url_prefix="/papers")

    async def answer(
        request: Request, make: Callable[[str], bytes | None], kind: str, name: str
    ) -> HTTPResponse:
        person = person_of(request)
        if person is None:
            return response.text(WHO, status=401, headers=HEADERS)
        try:
            made = await asyncio.get_running_loop().run_in_executor(None, make, person)
        except JournalError as error:
            return response.text(str(error), status=503, headers=HEADERS)
        if made is None:
            return response.text(NOT_THERE, status=404, headers=HEADERS)
        shown = {**HEADERS, "Content-Disposition": f'inline; filename="{name}"'}
        return response.raw(made, content_type=kind, headers=shown)

    @routes.get("/<name:str>")
    async def summary(request: Request, name: str) -> HTTPResponse:
        stem, _, kind = name.rpartition(".")
        kind = kind if stem == "summary" else ""
        since = _day(request.args.get("since"))
        return await answer(
            request,
            lambda person: paper(journal, person, clock, kind, since),
            KINDS.get(kind, "text/plain"),
            f"spinecoach.{kind}" if kind in KINDS else "spinecoach.txt",
        )

    @routes.get("/plots/<name:str>")
    async def picture(request: Request, name: str) -> HTTPResponse:
        stem, _, kind = name.rpartition(".")
        return await answer(
            request,
            lambda person: plot(journal, person, clock, stem, kind),
            PICTURES.get(kind, "text/plain"),
            f"spinecoach.{kind}" if kind in PICTURES else "spinecoach.txt",
        )

    return routes


def paper(journal: Journal, person: str, clock: Clock, kind: str, since: date | None) -> bytes | None:
    """The page for the doctor in one of the kinds; None if there is no such kind."""
    now = clock.now()
    makers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: records.pdf(journal, person, now, since),
        "csv": lambda: records.csv(journal, person, now, since).encode("utf-8"),
        "json": lambda: _json(records.fhir(journal, person, now, since)),
    }
    with _ONE_AT_A_TIME, speaking(ENGLISH):
        lean_imports.need_pictures()
        return makers[kind]() if kind in makers else None


def plot(journal: Journal, person: str, clock: Clock, stem: str, kind: str) -> bytes | None:
    """A picture of how it goes, by the name in its address; None if there is no such picture."""
    name, _, period = stem.partition("-")
    with _ONE_AT_A_TIME, speaking(wanted(journal.profile(person))):
        lean_imports.need_pictures()
        made = records.plots(journal, person, clock.now(), period or "all").get(name)
        if made is None or kind not in PICTURES:
            return None
        return made.svg() if kind == "svg" else made.png()


def _json(bundle: dict[str, Any]) -> bytes:
    return json.dumps(bundle, ensure_ascii=False).encode("utf-8")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
