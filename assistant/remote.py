"""The assistant over HTTP, for a front end on the same machine or another one."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from assistant.client import Cause, Message, ReportName, Tell
from assistant.line import Line, message_of
from coach.errors import PlainError

ANSWER_WITHIN = 30.0  # seconds; a turn takes a few hundredths, a server that is just starting some seconds


NOTED_WITHIN = 2.0
"""Seconds that a note of the place in a set may take: a count waits for it at most that long."""


class AssistantUnreachable(PlainError, RuntimeError):
    """The assistant did not answer; the message says what to do."""


class RemoteAssistant:
    """Talks with an assistant that `spinecoach serve` runs.

    Args:
        url: its address, like http://127.0.0.1:5005
        token: the secret it wants, if it wants one.
        place: where people talk with it, as in `assistant/live.py`.

    Raises:
        ValueError: if the address is not one of the web.
    """

    def __init__(
        self, url: str, token: str | None = None, timeout: float = ANSWER_WITHIN, place: str = "speaker"
    ) -> None:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise ValueError(f"{url} is not an address of the web. It looks like http://127.0.0.1:5005.")
        self._url = url.rstrip("/")
        self._token, self._timeout, self._place = token, timeout, place
        self._opened: set[str] = set()
        self._lines: list[Line] = []

    def say(self, person: str, text: str, at: float | None = None) -> list[Message]:
        """What a person said; `at` is seconds into the cue sheet that is playing, if one is.

        Raises:
            AssistantUnreachable: if there is no answer.
        """
        metadata: dict[str, Any] = {"at": at} if at is not None else {}
        if person not in self._opened:
            metadata["opened"] = True
        answer = self._post("rest", {"sender": person, "message": text, "metadata": metadata})
        self._opened.add(person)
        self._opened.update(m.custom["person"] for m in answer if m.custom and m.custom.get("person"))
        return answer

    def report(
        self, person: str, name: ReportName, at: float | None = None, cause: Cause | None = None
    ) -> list[Message]:
        """What became of a cue sheet; `at` in seconds from the sheet's start.

        Raises:
            AssistantUnreachable: if there is no answer.
        """
        details = {"name": name, "at": at, "cause": cause}
        known = {key: value for key, value in details.items() if value is not None}
        return self._post("player", {"person": person, "report": known})

    def greet(self, person: str) -> list[Message]:
        """The start of a session: a welcome, or the offer to go on after a crash.

        Raises:
            AssistantUnreachable: if there is no answer.
        """
        answer = self._post("player", {"person": person, "opened": True})
        self._opened.add(person)
        return answer

    def note(self, person: str, sheet: str, seconds: float) -> bool:
        """Note how far a sheet has come; False if it is no longer the one that is out.

        A coach that cannot be reached, or takes no notes, takes nothing away.
        """
        body = {"person": person, "sheet": sheet, "at": seconds}
        try:
            with urllib.request.urlopen(self._request("/place", body), timeout=NOTED_WITHIN) as answer:
                return json.load(answer).get("kept") is not False
        except (OSError, ValueError):
            return True

    def follow(self, person: str, tell: Tell) -> Callable[[], None]:
        """Have `tell` called, from a thread, with all that happens to a person in other places."""
        query = urlencode({"person": person, "place": self._place})
        line = Line(lambda: self._request(f"/live?{query}"), tell)
        self._lines.append(line)
        line.start()
        return line.close

    def close(self) -> None:
        """Let go of what is followed; between two turns nothing else is held open."""
        for line in self._lines:
            line.close()

    def _request(self, path: str, body: dict[str, Any] | None = None) -> urllib.request.Request:
        return _asked(f"{self._url}{path}", self._token, body)

    def _post(self, channel: str, body: dict[str, Any]) -> list[Message]:
        request = self._request(f"/webhooks/{channel}/webhook", {**body, "place": self._place})
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                return [message_of(m) for m in json.load(answer)]
        except urllib.error.HTTPError as error:
            raise AssistantUnreachable(_reason(error, self._url)) from None
        except (OSError, ValueError) as error:
            raise AssistantUnreachable(
                f"The coach at {self._url} does not answer. Is `spinecoach serve` running there?"
            ) from error


def _asked(url: str, token: str | None, body: dict[str, Any] | None) -> urllib.request.Request:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method="GET" if body is None else "POST")
    if body is not None:
        request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    return request


def _reason(error: urllib.error.HTTPError, url: str) -> str:
    try:
        said = json.load(error).get("error")
    except (OSError, ValueError, AttributeError):
        said = None
    return str(said or f"The coach at {url} answered with an error ({error.code}).")
