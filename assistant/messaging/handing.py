"""Files for a chat: the page for the doctor that was asked for there, and pictures of how it goes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.client import Message
from assistant.papers import KINDS, PICTURES, paper, plot
from coach.clock import Clock
from coach.journal import Journal
from coach.words import words

logger = logging.getLogger(__name__)

MOST_PLOTS = 2
PDF = KINDS["pdf"]
FOR_THE_CHAT = "for_the_chat"


@dataclass(frozen=True)
class File:
    """Something to send beside the words; `alt` says in a sentence what a picture shows."""

    name: str
    kind: str
    content: bytes
    alt: str = ""


class Handing:
    """Makes the files of one app's chats. They are made anew each time, and not kept.

    Args:
        gives: whether the app takes files.
        called: what people call the app.
    """

    def __init__(self, gives: bool, called: str, journal: Journal, clock: Clock) -> None:
        self._gives, self._called, self._journal, self._clock = gives, called, journal, clock

    def worded(self, messages: Sequence[Message]) -> list[Message]:
        """The answer without a place on a disk, which is of no use on a phone."""
        where = words("app_page_here", app=self._called) if self._gives else words("app_page_there")
        return [replace(one, text=where) if _page(one) else one for one in messages]

    def for_others(self, messages: Sequence[Message]) -> list[Message]:
        """An answer that was given in another place, where the page is handed over too."""
        return [one for one in messages if not _page(one)]

    def has_page(self, messages: Sequence[Message]) -> bool:
        """Whether the page for the doctor goes with an answer."""
        return self._gives and any(map(_page, messages))

    def has_files(self, messages: Sequence[Message]) -> bool:
        """Whether anything is to be sent with an answer."""
        plots = any((message.custom or {}).get("plots") for message in messages)
        return self.has_page(messages) or (self._gives and plots)

    async def files(self, person: str, messages: Sequence[Message]) -> list[File]:
        """What goes with an answer, as far as it can be made."""
        customs = [message.custom for message in messages if message.custom]
        plots = [one for custom in customs for one in custom.get("plots") or []][:MOST_PLOTS]
        made = [
            await self._made(
                f"{one['name']}.png",
                PICTURES["png"],
                partial(plot, self._journal, person, self._clock, str(one["name"]), "png"),
                str(one.get("alt") or ""),
            )
            for one in plots
        ]
        if self.has_page(messages):
            made.append(
                await self._made(
                    "spinecoach.pdf",
                    PDF,
                    partial(paper, self._journal, person, self._clock, "pdf", None),
                )
            )
        return [file for file in made if file is not None]

    async def _made(
        self, name: str, kind: str, make: Callable[[], bytes | None], alt: str = ""
    ) -> File | None:
        try:
            content = await asyncio.to_thread(make)
        except Exception:
            logger.exception("A file for a chat could not be made.")
            return None
        return File(name, kind, content, alt) if content is not None else None


def _page(message: Message) -> bool:
    """Whether this is said where the page for the doctor is to be handed over."""
    return (message.custom or {}).get("page") == FOR_THE_CHAT
