"""The live connection of an open page: words, reports and places in, messages out.

All is JSON with a `type`. The page numbers what it asks (`n`) and asks again after a lost connection; it is
answered once. A cue sheet is played in the browser: nothing here stands between two cues.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import secrets
from dataclasses import asdict
from typing import Any

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from assistant.client import Message
from assistant.live import Live, Playing
from assistant.messages import come
from assistant.web.answers import Answers
from assistant.web.sessions import Session, Sessions, same_origin
from assistant.web.site import build_name
from coach import library
from coach.clock import Clock
from coach.conversation.dialogue import seconds_of
from coach.errors import PlainError
from coach.journal import Journal
from coach.pairing import Pairing
from coach.routine.sets import title
from coach.routine.state import RoutineState
from coach.words import words

logger = logging.getLogger(__name__)

PATH = "/page/live"
MOST_BYTES = 65_536
MOST_OPEN = 100
"""Pages that may be open at once."""
_TAB = re.compile(r"[A-Za-z0-9_-]{8,64}")


class BadRequest(PlainError, ValueError):
    """What the page sent is not as it must be."""


class Pages:
    """What all open pages share."""

    def __init__(self, live: Live, journal: Journal, clock: Clock, pairing: Pairing) -> None:
        self.live, self.journal, self.clock, self.pairing = live, journal, clock, pairing
        self.library = library.load()
        self.answers = Answers()
        self.boot = secrets.token_urlsafe(9)  # a page sees by it that the server was started anew
        self.build = build_name()
        self.many = 0


def add(app: Any, sessions: Sessions) -> None:
    """Add the live connection; `app.ctx.pages` must be there when the first page comes."""
    app.config.WEBSOCKET_MAX_SIZE = MOST_BYTES

    @app.middleware("request")  # type: ignore[untyped-decorator]
    async def only_ours(request: Request) -> HTTPResponse | None:
        if request.path.rstrip("/") != PATH:
            return None
        if not same_origin(request):
            return response.json({"error": words("page_foreign")}, status=403)
        if sessions.person(sessions.of(request)) is None:
            return response.json({"error": words("page_closed")}, status=401)
        return None

    @app.websocket(PATH)  # type: ignore[untyped-decorator]
    async def talk(request: Request, socket: Any) -> None:
        session = sessions.of(request)
        person, pages = sessions.person(session), request.app.ctx.pages
        if session is None or person is None or pages.many >= MOST_OPEN:
            return
        pages.many += 1
        try:
            await Connection(pages, socket, session, person).run()
        finally:
            pages.many -= 1


class Connection:
    """One open page."""

    def __init__(self, pages: Pages, socket: Any, session: Session, person: str) -> None:
        self._pages, self._socket, self._person = pages, socket, person
        self._session = session
        self._place = ""

    async def run(self) -> None:
        """Answer until the page goes."""
        try:
            while (raw := await self._socket.recv()) is not None:
                await self._take(raw)
        finally:
            if self._place:
                self._pages.live.detach(self._place, self._elsewhere)

    async def _take(self, raw: Any) -> None:
        told: dict[str, Any] = {}
        try:
            told = _object(raw)
            kind = told.get("type")
            if kind == "ping":
                await self._send({"type": "pong"})
            elif kind == "hello":
                await self._hello(told)
            elif not self._place:
                raise BadRequest("Say hello first.")
            elif kind == "note":
                self._note(told)
            elif kind in ("say", "report", "code"):
                number = told.get("n")
                if isinstance(number, bool) or not isinstance(number, int):
                    raise BadRequest("Number what you ask.")
                answer = await self._pages.answers.once(
                    self._place, number, lambda: self._answer(told, number)
                )
                await self._send(answer)
            else:
                raise BadRequest("There is no such request.")
        except PlainError as error:
            await self._send({"type": "trouble", "n": told.get("n"), "text": str(error)})
        except asyncio.CancelledError:
            raise
        except Exception:
            logger.exception("A page could not be answered.")
            await self._send({"type": "trouble", "n": told.get("n"), "text": words("page_trouble")})

    async def _hello(self, told: dict[str, Any]) -> None:
        """A page opens, or comes back after its connection was lost."""
        if not isinstance(told.get("tab"), str) or not _TAB.fullmatch(told["tab"]):
            raise BadRequest("A page needs a name.")
        live = self._pages.live
        self._place = f"{self._session.place}/{told['tab']}"
        routine = await live.routine(self._person)
        out = routine.sheet.id if routine.playing and routine.sheet else None
        elsewhere = live.playing(self._person)
        live.attach(self._person, self._place, self._elsewhere)
        welcome: dict[str, Any] = {
            "type": "welcome",
            "boot": self._pages.boot,
            "build": self._pages.build,
            "person": self._person,
            "joined": self._pages.pairing.joined(self._session.place),
            "phase": routine.phase,
        }
        sheet, at = _place(told.get("playing"))
        fresh, owing = told.get("fresh") is True, told.get("owing") is True
        answered: list[Message] | None = None
        if sheet is not None and sheet == out and not fresh:
            live.plays_on(self._person, self._place, sheet, at)
        elif sheet is not None and sheet == out:
            answered = await live.report(self._person, "cue_sheet_stopped", at, "lost", self._place)
        elif fresh or sheet is not None or (out is not None and elsewhere is None and not owing):
            # it opens; or what it plays was ended elsewhere; or a set is out that nobody plays
            welcome["halt"] = True
            answered = await live.greet(self._person, self._place)
        here = live.playing(self._person)
        if here is not None and here.place != self._place:
            welcome["halt"], welcome["follow"] = True, self._following(here, await live.routine(self._person))
        if answered is not None:
            welcome.update(self._shown(answered, await live.routine(self._person)))
        await self._send(welcome)

    async def _greet(self) -> list[Message]:
        return await self._pages.live.greet(self._person, self._place)

    async def _answer(self, told: dict[str, Any], number: int) -> dict[str, Any]:
        live = self._pages.live
        if told["type"] == "code":
            code = self._pages.pairing.code_for(self._person)
            return {
                "type": "code",
                "n": number,
                "code": code,
                "minutes": self._pages.pairing.minutes_left(code),
            }
        if told["type"] == "say":
            if not isinstance(told.get("text"), str):
                raise BadRequest("Send the words as a text.")
            answered = await live.say(self._person, told["text"], self._place, seconds_of(told.get("at")))
        else:
            answered = await self._report(told)
        newcomer = come(answered)
        if newcomer is not None:  # it was said who is there: this browser is theirs from now on
            self._person = newcomer
            self._pages.pairing.settle(self._session.place, newcomer)
        return {
            "type": "answer",
            "n": number,
            **self._shown(answered, await live.routine(self._person)),
        }

    async def _report(self, told: dict[str, Any]) -> list[Message]:
        """A report holds for the sheet it names; of one that is out no more it is passed over."""
        live = self._pages.live
        routine = await live.routine(self._person)
        sheet = routine.sheet.id if routine.playing and routine.sheet else None
        if told.get("sheet") != sheet:
            # after a lost connection the page needs to hear where things stand
            return await self._greet() if told.get("again") is True else []
        return await live.report(
            self._person, str(told.get("name")), told.get("at"), told.get("cause"), self._place
        )

    def _note(self, told: dict[str, Any]) -> None:
        """Keep how far the set has come, for the case of a power cut."""
        sheet, at = _place(told)
        playing = self._pages.live.playing(self._person)
        if sheet is None or playing is None or (playing.place, playing.sheet["id"]) != (self._place, sheet):
            return
        self._pages.journal.note_place(self._person, sheet, at, self._pages.clock.now())

    async def _elsewhere(self, event: dict[str, Any]) -> None:
        routine = await self._pages.live.routine(self._person)
        kind = event["place"].partition(":")[0]
        await self._send(
            {
                "type": "elsewhere",
                "where": "here" if event["place"].startswith(self._session.place) else kind,
                "said": event["text"],
                **self._shown(event["messages"], routine),
            }
        )

    def _shown(self, messages: list[Message], routine: RoutineState) -> dict[str, Any]:
        """Messages as the page takes them, and whether a cue sheet among them is its own to play."""
        playing = self._pages.live.playing(self._person)
        return {
            "messages": [{**asdict(message), "buttons": list(message.buttons)} for message in messages],
            "plays": playing is None or playing.place == self._place,
            "phase": routine.phase,
            "figure": self._figure(routine),
        }

    def _following(self, playing: Playing, routine: RoutineState) -> dict[str, Any]:
        """What another place plays, and how far it is: to be shown here as well."""
        at = asyncio.get_running_loop().time() - playing.started
        sheet = playing.sheet if "cues" in playing.sheet else None
        return {"sheet": sheet, "at": round(at, 3), "figure": self._figure(routine)}

    def _figure(self, routine: RoutineState) -> dict[str, Any] | None:
        """Which figure goes with the exercise that is on, and what it is called."""
        item = routine.item if routine.active else None
        if item is None:
            return None
        exercise = self._pages.library.exercises.get(item.exercise)
        name = title(exercise, item.variant) if exercise is not None else item.exercise
        return {"exercise": item.exercise, "variant": item.variant, "step": routine.step, "name": name}

    async def _send(self, told: dict[str, Any]) -> None:
        await self._socket.send(json.dumps(told, ensure_ascii=False))


def _object(raw: Any) -> dict[str, Any]:
    try:
        told = json.loads(raw)
    except (ValueError, TypeError, RecursionError):
        raise BadRequest("That is no JSON.") from None
    if not isinstance(told, dict):
        raise BadRequest("That is no JSON object.")
    return told


def _place(told: Any) -> tuple[str | None, float]:
    """A sheet and the seconds into it, as the page tells them."""
    if not isinstance(told, dict) or not isinstance(told.get("sheet"), str):
        return None, 0.0
    return told["sheet"], seconds_of(told.get("at")) or 0.0
