"""What a call of Slack tells, in the one form for all apps."""

from __future__ import annotations

import html
import re
from typing import Any

from assistant.messaging.heard import Heard, Kind

QUIET = frozenset({None, "file_share", "message_changed", "thread_broadcast", "me_message"})
"""Kinds of message that a person writes; the others tell of joining, topics and the like."""


def heard_in(told: dict[str, Any]) -> Heard | None:
    """What a call of Slack tells; None if it is nothing of a person's."""
    if told.get("type") == "block_actions":
        return _pressed(told)
    event = told.get("event")
    if told.get("type") != "event_callback" or not isinstance(event, dict):
        return None
    if event.get("type") == "app_mention":
        event = {**event, "channel_type": "channel"}
    elif event.get("type") != "message":
        return None
    return message_in(event, str(told.get("event_id") or ""), told.get("event_time"))


def message_in(event: dict[str, Any], event_id: str, at: Any) -> Heard | None:
    """What one message of a chat tells; `at` is when it was written, else its stamp says so."""
    if event.get("subtype") not in QUIET:
        return None
    edited = event.get("subtype") == "message_changed"
    message = event["message"] if edited else event
    user = message.get("user")
    if not user or message.get("bot_id") or event.get("bot_id"):
        return None
    text = _read(str(message.get("text") or ""))
    if edited and text == _read(str((event.get("previous_message") or {}).get("text") or "")):
        return None  # Slack itself has changed it: a link was unfolded
    private = event.get("channel_type") == "im"
    kind: Kind = "edited" if edited else _kind(message.get("files") or [])
    stamp = str(message["ts"])
    return Heard(
        place=f"slack:{user}" if private else f"slack:{event['channel']}",
        # what comes again, or is found in the chat's history, has the same stamp
        key=event_id if edited else f"{event['channel']}:{stamp}",
        kind=kind,
        text=text,
        order=float(stamp),
        sent=float(at if at is not None else stamp),
        private=private,
    )


def _pressed(told: dict[str, Any]) -> Heard:
    action, message = told["actions"][0], told.get("message") or {}
    channel = str((told.get("channel") or {}).get("id") or "")
    return Heard(
        place=f"slack:{told['user']['id']}",
        key=f"{message.get('ts')}:{action['action_id']}:{action.get('action_ts')}",
        kind="button",
        text=_read(str(message.get("text") or "")),
        private=channel.startswith("D"),
        button=str(action.get("value") or ""),
        source=str(message["ts"]) if message.get("ts") else None,
    )


def _kind(files: list[dict[str, Any]]) -> Kind:
    kinds = [str(file.get("mimetype") or "") for file in files]
    if not kinds:
        return "words"
    if any(kind.startswith("audio/") for kind in kinds):
        return "voice"
    return "picture" if any(kind.startswith(("image/", "video/")) for kind in kinds) else "file"


def _read(text: str) -> str:
    """A text of Slack as it was typed: without the marks round names and links."""
    plain = re.sub(r"<(?:[^<>|]*\|)?([^<>|]*)>", r"\1", text)
    return html.unescape(plain)
