"""The open connection on which a player hears what happens elsewhere: kept up, and never in anybody's way."""

from __future__ import annotations

import json
import logging
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from assistant.client import Elsewhere, Message, Tell

logger = logging.getLogger(__name__)

SILENT = 30.0
"""Seconds without a sign of life after which the connection is taken to be dead; see `following.BEAT`."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 10.0
"""Seconds between two attempts to connect: twice as long each time, up to the longest."""


class Line:
    """One connection in a thread of its own; what comes on it is told from there.

    Args:
        ask: makes the request that opens it.
        tell: is given what comes; it must not take long.
    """

    def __init__(self, ask: Callable[[], urllib.request.Request], tell: Tell) -> None:
        self._ask, self._tell = ask, tell
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="elsewhere", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Tell nothing more; the thread ends by itself."""
        self._over.set()

    def _run(self) -> None:
        wait = FIRST_WAIT
        while not self._over.is_set():
            try:
                with urllib.request.urlopen(self._ask(), timeout=SILENT) as stream:
                    for line in stream:
                        if self._over.is_set():
                            return
                        wait = FIRST_WAIT
                        self._take(line)
            except urllib.error.HTTPError as error:
                if error.code in (400, 401, 403, 404):
                    logger.warning("This coach does not tell what happens elsewhere (%s).", error.code)
                    return
            except (OSError, ValueError) as error:
                logger.info("The connection to the coach was lost (%s).", error)
            self._over.wait(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    def _take(self, line: bytes) -> None:
        if not line.startswith(b"data:"):
            return
        event = json.loads(line[5:])
        told = Elsewhere(
            place=str(event.get("place") or ""),
            text=str(event.get("text") or ""),
            messages=tuple(message_of(one) for one in event.get("messages") or ()),
            standing="out" in event,
            out=event.get("out"),
        )
        try:
            self._tell(told)
        except Exception:  # whoever is told must not end the connection
            logger.exception("What happened elsewhere could not be taken.")


def message_of(data: dict[str, Any]) -> Message:
    """A message as it comes over HTTP."""
    buttons = tuple({"title": b["title"], "payload": b["payload"]} for b in data.get("buttons") or ())
    return Message(data.get("text") or "", buttons, data.get("image"), data.get("custom") or None)
