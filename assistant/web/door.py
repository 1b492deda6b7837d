"""How a browser comes in: at once on this machine, else with the token or a pairing code, in plain words."""

from __future__ import annotations

import logging
from typing import Any

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from assistant.channel import is_loopback
from assistant.web.sessions import COOKIE, YEAR, Session, Sessions, same_origin
from assistant.web.site import build_name
from coach.errors import PlainError
from coach.pairing import Pairing
from coach.words import words

logger = logging.getLogger(__name__)


class _Refused(PlainError):
    """A browser may not come in, or not this way; the sentence says what to do."""

    def __init__(self, status: int, sentence: str, need: str | None = None) -> None:
        super().__init__(sentence)
        self.code, self.need = status, need


def add(app: Any, sessions: Sessions, pairing: Pairing) -> None:
    """Add `/page/session`: a browser asks to come in, with `token` or `code`, or gives its pairing up."""

    @app.post("/page/session")  # type: ignore[untyped-decorator]
    async def enter(request: Request) -> HTTPResponse:
        try:
            session, cookie = _enter(request, sessions, pairing)
        except _Refused as refused:
            return response.json({"error": str(refused), "need": refused.need}, status=refused.code)
        except PlainError as error:
            return response.json({"error": str(error), "need": None}, status=503)
        answer = response.json(
            {
                "person": sessions.person(session),
                "joined": pairing.joined(session.place),
                "build": build_name(),
            }
        )
        answer.cookies[COOKIE] = cookie
        made = answer.cookies[COOKIE]
        made["httponly"], made["samesite"], made["path"], made["max-age"] = True, "Strict", "/", YEAR
        if (request.headers.get("origin") or "").startswith("https:"):
            made["secure"] = True
        return answer


def _enter(request: Request, sessions: Sessions, pairing: Pairing) -> tuple[Session, str]:
    body = _body(request)
    before = sessions.of(request)
    if sessions.open and not is_loopback(request.ip):
        raise _Refused(403, words("page_this_machine"))
    if body.get("leave") is True and before is not None:
        pairing.leave(before.place)
    if isinstance(body.get("code"), str):
        session, cookie = sessions.begin(
            before.kind if before else "own" if sessions.open else "guest", before
        )
        if not pairing.may_try(session.place):
            raise _Refused(429, words("page_wait"), "code")
        if pairing.join(session.place, body["code"]) is None:
            raise _Refused(401, words("page_wrong_code"), "code")
        return session, cookie
    if isinstance(body.get("token"), str) and not sessions.open:
        known = sessions.knows_token(body["token"])
        if known is None:
            raise _Refused(429, words("page_wait"), "token")
        if not known:
            raise _Refused(401, words("page_wrong_token"), "token")
        return sessions.begin("own", before)
    if sessions.open or (before is not None and before.kind == "own"):
        return sessions.begin("own", before)
    if before is not None and sessions.person(before) is not None:
        return sessions.begin("guest", before)
    raise _Refused(401, words("page_closed"), "token")


def _body(request: Request) -> dict[str, Any]:
    if not same_origin(request):
        raise _Refused(403, words("page_foreign"))
    if request.content_type.partition(";")[0].strip().lower() != "application/json":
        raise _Refused(400, words("page_foreign"))
    try:
        body = request.json
    except Exception:
        raise _Refused(400, words("page_foreign")) from None
    return body if isinstance(body, dict) else {}
