"""For players in a process of their own: what happens elsewhere, and whether a set is still theirs.

`GET /live?person=NAME&place=PLACE` is one open connection, on which each thing that happens to the person in
another place comes as an event of the kind that browsers know (`text/event-stream`). The first event tells
which sheet is out, so that a player which was cut off knows what it missed. `POST /place` notes how far a
sheet has come, and answers whether it is still out. Both want the token, or come from this machine only.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import Any

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from assistant import messages
from assistant.channel import body_of, refused
from assistant.messages import BadMessage
from coach.clock import Clock
from coach.conversation.dialogue import seconds_of
from coach.journal import Journal

BEAT = 10.0
"""Seconds after which something is sent, so that both ends know that the other is there."""
MOST_OPEN = 50
"""Players that may follow at a time."""


def blueprint(token: str | None, journal: Journal, clock: Clock) -> Blueprint:
    """The two addresses."""
    routes = Blueprint("spinecoach_following")
    open_now: set[str] = set()

    @routes.get("/live")
    async def live(request: Request) -> HTTPResponse | None:
        if refusal := refused(request, token):
            return response.json({"error": refusal}, status=401)
        try:
            person = messages.named(request.args.get("person") or "")
            place = messages.placed(request.args.get("place") or "")
            if not place:
                raise BadMessage("Say from which place: place=speaker or place=terminal.")
        except BadMessage as error:
            return response.json({"error": str(error)}, status=400)
        if len(open_now) >= MOST_OPEN and place not in open_now:
            return response.json({"error": "Too many players follow already."}, status=503)
        open_now.add(place)
        try:
            await _follow(request, person, place)
        finally:
            open_now.discard(place)
        return None

    @routes.post("/place")
    async def note(request: Request) -> HTTPResponse:
        if refusal := refused(request, token):
            return response.json({"error": refusal}, status=401)
        try:
            body = body_of(request)
            person, sheet, at = (
                messages.named(str(body.get("person") or "")),
                body.get("sheet"),
                body.get("at"),
            )
            seconds = seconds_of(at)
            if not isinstance(sheet, str) or seconds is None:
                raise BadMessage('Send "sheet", and in "at" the seconds since its start.')
        except BadMessage as error:
            return response.json({"error": str(error)}, status=400)
        return response.json({"kept": journal.keep_place(person, sheet, seconds, clock.now())})

    return routes


async def _follow(request: Request, person: str, place: str) -> None:
    """Send what happens elsewhere until the player goes."""
    live, events = request.app.ctx.live, asyncio.Queue[dict[str, Any]]()

    async def deliver(event: dict[str, Any]) -> None:
        events.put_nowait(event)

    stream = await request.respond(content_type="text/event-stream", headers={"Cache-Control": "no-store"})
    live.attach(person, place, deliver)
    try:
        routine = await live.routine(person)
        out = routine.sheet.id if routine.playing and routine.sheet else None
        await stream.send(_event({"place": "", "text": "", "messages": [], "out": out}))
        while True:
            try:
                event = await asyncio.wait_for(events.get(), BEAT)
            except asyncio.TimeoutError:
                await stream.send(": still here\n\n")
                continue
            await stream.send(_event({**event, "messages": [asdict(one) for one in event["messages"]]}))
    finally:
        live.detach(place, deliver)


def _event(told: dict[str, Any]) -> str:
    return f"data: {json.dumps(told, ensure_ascii=False)}\n\n"
