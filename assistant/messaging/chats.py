"""What is kept of each chat: how far it was read, and which choices it was shown."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from assistant.messaging.keeping import Keeping
from assistant.messaging.notes import Button, Note, countable

logger = logging.getLogger(__name__)
MOST_REMEMBERED = 8
"""Sets of buttons of a chat that are still known when one of them is pressed."""


@dataclass
class Chat:
    """A chat as it is kept.

    Attributes:
        bot: the app's account that the person wrote to last.
        order: of the newest message that came from there.
        heard: when that was, in seconds since 1970.
        serial: of the newest set of buttons; they never come a second time.
        current: the serial of the choices that a number or a press answers now; 0 for none.
        choices: serial -> what was to choose from, and the fact that was asked about.
        alone: whether the person counts alone; None if they never said.
        told: that the group was told that the coach speaks in private only.
        sorry: when it was last said that something came late.
        details: what the app itself keeps, as the channel of a person in Slack.
    """

    bot: str = ""
    order: float = -1.0
    heard: float = 0.0
    serial: int = 0
    current: int = 0
    choices: dict[str, dict[str, Any]] = field(default_factory=dict)
    alone: bool | None = None
    told: bool = False
    sorry: float = 0.0
    details: dict[str, Any] = field(default_factory=dict)

    def offer(self, note: Note, now: float) -> Note:
        """Give the note's buttons a serial, and remember what stands on them."""
        if not note.buttons:
            return note
        self.serial = max(self.serial + 1, int(now))
        self.current = self.serial
        self.choices[str(self.serial)] = {
            "titles": [button.title for button in note.buttons],
            "payloads": [button.payload for button in note.buttons],
            "fact": note.ask.get("fact"),
            "countable": countable(note.ask),
        }
        for old in sorted(self.choices, key=int)[:-MOST_REMEMBERED]:
            del self.choices[old]
        return replace(note, serial=self.serial)

    def chosen(self, number: int) -> str | None:
        """The words of the choice with this number, where the newest ones have numbers."""
        choices = self.choices.get(str(self.current))
        if not choices or not choices["countable"] or not 1 <= number <= len(choices["payloads"]):
            return None
        return str(choices["payloads"][number - 1])

    def pressed(self, button: str) -> tuple[int, Button, str | None] | None:
        """The serial, the button and the fact asked about, of what `marks` wrote on a button."""
        serial, _, nth = button.partition(":")
        choices = self.choices.get(serial)
        if choices is None or not nth.isdigit() or int(nth) >= len(choices["payloads"]):
            return None
        at = int(nth)
        return int(serial), Button(choices["titles"][at], choices["payloads"][at]), choices["fact"]


def marks(note: Note) -> list[tuple[Button, str]]:
    """The buttons of a note, each with what the app sends back when it is pressed."""
    return [(button, f"{note.serial}:{nth}") for nth, button in enumerate(note.buttons)]


class Chats:
    """The chats of an app. What cannot be read or written is gone without; a chat is never silent for it."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping
        self._names = {one.name for one in fields(Chat)}

    def of(self, place: str) -> Chat:
        """What is kept of a chat."""
        try:
            kept = self._keeping.chat(place)
        except sqlite3.Error:
            logger.exception("A chat could not be read.")
            kept = {}
        return Chat(**{name: value for name, value in kept.items() if name in self._names})

    def keep(self, place: str, chat: Chat) -> None:
        """Keep it."""
        try:
            self._keeping.keep_chat(place, asdict(chat))
        except sqlite3.Error:
            logger.exception("A chat could not be written.")

    def forget(self, place: str) -> None:
        """Delete it."""
        try:
            self._keeping.forget(place)
        except sqlite3.Error:
            logger.exception("A chat could not be deleted.")
