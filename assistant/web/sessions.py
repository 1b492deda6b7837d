"""Who a browser speaks for: a signed cookie that no page from elsewhere can use and nobody can guess.

On this machine, without a token, every browser speaks for the person of the command line. With a token a
browser gives it once, or a pairing code. The signature hangs on the token, so a new one ends all sessions.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from coach.pairing import Pairing

COOKIE = "spinecoach"
KEY_BYTES = 32
ID_BYTES = 18
"""144 bits; the cookie ends with a signature of 256."""
YEAR = 365 * 24 * 3600
WRONG_TOKENS = 10
"""Wrong tokens that all browsers together may try in `WITHIN` seconds."""
WITHIN = 600.0

Kind = Literal["own", "guest"]


@dataclass(frozen=True)
class Session:
    """A browser: "own" speaks for the person of the command line, "guest" for who gave it a code."""

    id: str
    kind: Kind

    @property
    def place(self) -> str:
        """The browser among the places where a person meets the coach."""
        return f"page:{self.id}"


class Sessions:
    """The sessions of browsers. None is kept here: the cookie says all, and is signed.

    Args:
        folder: where the key of the signatures is kept, so that sessions outlive a restart.
        token: what a browser must know; None where only this machine can reach the server.
        person: for whom this machine's browsers speak.
        pairing: which browsers were joined to a person by a code.
        now: seconds that only go forward.
    """

    def __init__(
        self,
        folder: Path,
        token: str | None,
        person: str,
        pairing: Pairing,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._key = hmac.new(_key(folder / "page.key"), (token or "").encode(), hashlib.sha256).digest()
        self._token, self._person, self._pairing, self._now = token, person, pairing, now
        self._wrong: deque[float] = deque()

    @property
    def open(self) -> bool:
        """Whether this machine's browsers come in without being asked."""
        return self._token is None

    def of(self, request: Any) -> Session | None:
        """The session that a request comes from, if it has one that we have signed."""
        given = str(request.cookies.get(COOKIE) or "")
        known, _, signature = given.rpartition(".")
        identity, _, kind = known.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(known).encode()):
            return None
        return Session(identity, "own" if kind == "own" else "guest")

    def person(self, session: Session | None) -> str | None:
        """For whom a browser speaks; None if it has to say so first."""
        if session is None:
            return None
        if self._pairing.joined(session.place):
            return self._pairing.person_of(session.place)
        return self._person if session.kind == "own" else None

    def begin(self, kind: Kind, before: Session | None = None) -> tuple[Session, str]:
        """A session, of a browser that had one or a new one, and its cookie."""
        session = Session(before.id if before else secrets.token_urlsafe(ID_BYTES), kind)
        known = f"{session.id}.{session.kind}"
        return session, f"{known}.{self._sign(known)}"

    def knows_token(self, given: str) -> bool | None:
        """Whether it is the token; None if too many wrong ones were tried of late, and none is looked at."""
        while self._wrong and self._wrong[0] < self._now() - WITHIN:
            self._wrong.popleft()
        if len(self._wrong) >= WRONG_TOKENS:
            return None
        if self._token is not None and hmac.compare_digest(given.strip().encode(), self._token.encode()):
            return True
        self._wrong.append(self._now())
        return False

    def _sign(self, known: str) -> str:
        return hmac.new(self._key, known.encode(), hashlib.sha256).hexdigest()


def same_origin(request: Any) -> bool:
    """Whether a request was made by our own page: browsers say where it comes from, and pages cannot lie."""
    origin = urlsplit(request.headers.get("origin") or "")
    return origin.scheme in ("http", "https") and origin.netloc.lower() == (request.host or "").lower()


def _key(file: Path) -> bytes:
    """The key of the signatures, made at the first start; one for this start only if it cannot be kept."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_bytes(KEY_BYTES)
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                opened.write(made)
        except FileExistsError:
            kept = file.read_bytes()
            if len(kept) == KEY_BYTES:
                return kept
            file.write_bytes(made)  # it was cut short: whoever was in comes in anew
        return made
    except OSError:
        return secrets.token_bytes(KEY_BYTES)
