"""What an update of Telegram tells, in the one form for all apps."""

from __future__ import annotations

import logging
from typing import Any

from assistant.messaging.heard import Heard, Kind

logger = logging.getLogger(__name__)

_KINDS: tuple[tuple[str, Kind], ...] = (
    ("voice", "voice"), ("audio", "voice"), ("video_note", "voice"), ("photo", "picture"),
    ("video", "picture"), ("animation", "picture"), ("sticker", "sticker"), ("document", "file"),
    ("location", "location"), ("venue", "location"),
)  # fmt: skip


def heard_in(update: dict[str, Any], bot: str) -> Heard | None:
    """What an update of Telegram tells; None if it is nothing of a person's."""
    key = f"{bot}:{update['update_id']}"
    pressed = update.get("callback_query")
    try:
        if isinstance(pressed, dict):
            return _pressed(key, pressed)
        edited = update.get("edited_message")
        message = edited or update.get("message")
        return _message(key, bot, message, bool(edited)) if isinstance(message, dict) else None
    except (KeyError, TypeError, ValueError):
        logger.warning("An update of Telegram is not as it should be.")
        return None


def _pressed(key: str, pressed: dict[str, Any]) -> Heard | None:
    message = pressed.get("message")
    if not message:
        return None
    return Heard(
        place=f"telegram:{message['chat']['id']}",
        key=key,
        kind="button",
        text=str(message.get("text") or ""),
        name=_name(pressed["from"]),
        private=message["chat"].get("type") == "private",
        button=str(pressed.get("data") or ""),
        source=str(message["message_id"]),
        answer=str(pressed["id"]),
    )


def _message(key: str, bot: str, message: dict[str, Any], edited: bool) -> Heard | None:
    sender = message.get("from") or {}
    if sender.get("is_bot"):
        return None
    private = message["chat"].get("type") == "private"
    text = str(message.get("text") or message.get("caption") or "")
    found: Kind | None = next((kind for name, kind in _KINDS if name in message), None)
    if found is None and "text" not in message:
        if any(name in message for name in ("new_chat_members", "left_chat_member", "pinned_message")):
            return None
        found = "other"
    command = text.split(maxsplit=1)[0].partition("@") if text.startswith("/") else ("", "", "")
    if command[1]:  # "/stop@SomeBot" is "/stop"
        text = command[0] + text[len("".join(command)) :]
    kind: Kind = "edited" if edited else found or ("start" if command[0] == "/start" else "words")
    return Heard(
        place=f"telegram:{message['chat']['id']}",
        key=key,
        kind=kind,
        text=text,
        order=float(message["message_id"]),
        sent=float(message["date"]) if not edited else float(message.get("edit_date") or message["date"]),
        name=_name(sender),
        private=private,
        bot=bot,
    )


def _name(sender: dict[str, Any]) -> str:
    return str(sender.get("first_name") or "")
