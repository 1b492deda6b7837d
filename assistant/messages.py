"""What goes into Rasa and what comes out, as every channel of ours does it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from assistant.client import Message, newcomer
from coach.conversation.dialogue import seconds_of
from coach.errors import PlainError
from coach.journal import one_name
from coach.understand.text import LONGEST

REPORTS = {
    "cue_sheet_started": (),
    "cue_sheet_done": (),
    "cue_sheet_stopped": ("at", "cause"),
}
CAUSES = frozenset({"stop", "pause", "symptom", "lost"})
LONGEST_NAME = 200


class BadMessage(PlainError, ValueError):
    """A message from outside is not as it must be; the sentence says how."""


class WholeMessages(CollectingOutputChannel):  # type: ignore[misc]
    """Collects what the assistant answers, one entry for each message with all its parts.

    Rasa's own collector takes a message apart, and cuts its words at empty lines.
    """

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        kept = {key: message[key] for key in ("text", "buttons", "image", "custom") if message.get(key)}
        self.messages.append({"recipient_id": recipient_id, **kept})


def plain(text: str) -> str:
    """A person's words. What starts with a slash is an order to Rasa; here it is words like any other.

    Halves of characters, which no file and no model takes, and NUL go first: behind one a slash would stay.
    """
    whole = text[:LONGEST].encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return re.sub(r"^[\s/]+", "", whole)


def named(person: str) -> str:
    """The name under which a person is kept.

    Raises:
        BadMessage: if it is empty, too long, or has characters in it that no database takes.
    """
    name = one_name(person)
    steering = any(unicodedata.category(sign) in ("Cc", "Cs") for sign in name)
    if not name or len(name) > LONGEST_NAME or steering:
        raise BadMessage(f"Say who speaks: a plain name of 1 to {LONGEST_NAME} characters.")
    return name


def words(
    person: str,
    text: str,
    at: float | None = None,
    opened: bool = False,
    channel: str | None = None,
    place: str = "",
) -> UserMessage:
    """What a person said; `at` is seconds into the cue sheet that plays, `opened` that a session began."""
    metadata = _metadata(seconds_of(at), opened, place)
    return UserMessage(plain(text), WholeMessages(), named(person), input_channel=channel, metadata=metadata)


def greeting(person: str, channel: str | None = None, place: str = "", arrived: bool = False) -> UserMessage:
    """The start of a session, before anything was said; `arrived` if the person came by a code or a name."""
    metadata = {**_metadata(None, True, place), **({"arrived": True} if arrived else {})}
    return _settled(person, "greet", {}, metadata, channel)


def report(
    person: str,
    name: str,
    at: float | None = None,
    cause: str | None = None,
    opened: bool = False,
    channel: str | None = None,
    place: str = "",
) -> UserMessage:
    """What a player tells of a cue sheet.

    Raises:
        BadMessage: if there is no such report, or its details are not of the right kind.
    """
    if name not in REPORTS:
        raise BadMessage(f"A report must be one of {', '.join(REPORTS)}.")
    if at is not None and (isinstance(at, bool) or not isinstance(at, (int, float)) or not 0 <= at < 1e6):
        raise BadMessage('In a report, "at" must be the seconds since the start of the cue sheet.')
    if cause is not None and (not isinstance(cause, str) or cause not in CAUSES):
        raise BadMessage(f'In a report, "cause" must be one of {", ".join(sorted(CAUSES))}.')
    details = {key: value for key, value in (("at", at), ("cause", cause)) if value is not None}
    return _settled(person, name, details, _metadata(at, opened, place), channel)


def _metadata(at: float | None, opened: bool, place: str) -> dict[str, Any]:
    told = {"at": at, "opened": opened or None, "place": placed(place) or None}
    return {name: value for name, value in told.items() if value is not None}


def placed(place: str) -> str:
    """The name of a place, as it may be kept.

    Raises:
        BadMessage: if it is too long, or has characters in it that no database takes.
    """
    steering = any(unicodedata.category(sign) in ("Cc", "Cs") for sign in place)
    if len(place) > LONGEST_NAME or steering:
        raise BadMessage(f"A place has a plain name of {LONGEST_NAME} characters at most.")
    return place.strip()


def _settled(
    person: str, intent: str, details: dict[str, Any], metadata: dict[str, Any], channel: str | None
) -> UserMessage:
    # The meaning is handed over next to the text, never inside it: there is nothing for a person to imitate.
    parsed = {
        "text": "",
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [{"entity": key, "value": value, "start": 0, "end": 0} for key, value in details.items()],
    }
    return UserMessage(
        "", WholeMessages(), named(person), parse_data=parsed, input_channel=channel, metadata=metadata
    )


def received(answered: list[dict[str, Any]] | None) -> list[Message]:
    """What a channel collected, as the front ends know it."""
    return [
        Message(
            text=m.get("text") or "",
            buttons=tuple(
                {"title": str(b["title"]), "payload": str(b["payload"])} for b in m.get("buttons") or ()
            ),
            image=m.get("image"),
            custom=m.get("custom") or None,
        )
        for m in answered or []
    ]


def come(answered: list[Message]) -> str | None:
    """The person to whom a turn hands over the place in which it was said, if it does."""
    return newcomer(answered)


def sent(answered: list[Message], person: str) -> list[dict[str, Any]]:
    """Messages as Rasa's own channels send them."""
    return [
        {"recipient_id": person, **{name: part for name, part in asdict(one).items() if part}}
        for one in answered
    ]
