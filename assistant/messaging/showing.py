"""Brings what the coach says to a chat, in its own messages, with the choices of the moment."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from assistant.client import Message
from assistant.messaging.app import App, Post
from assistant.messaging.chats import Chats
from assistant.messaging.notes import Note, compose, plain
from coach.clock import Clock
from coach.words import words

logger = logging.getLogger(__name__)


class Showing:
    """The way of the coach's words into the chats of one app."""

    def __init__(self, app: App, post: Post, chats: Chats, clock: Clock) -> None:
        self._app, self._post, self._chats, self._clock = app, post, chats, clock

    async def tell(self, place: str, text: str) -> None:
        """Say something of the app's own; open questions stay open."""
        for note in plain(text):
            await self._post.send(place, note)

    async def answer(self, place: str, messages: Sequence[Message], name: str = "") -> None:
        """Show what the coach answers; `name` is what a greeting calls the person by."""
        if any((message.custom or {}).get("ask") and not message.buttons for message in messages):
            self._close_choices(place)
        for note in compose(self._honest(_named(messages, name)), self._app.numbered):
            await self._post.send(place, self.offered(place, note))

    async def unasked(self, place: str, messages: Sequence[Message]) -> bool:
        """Bring messages unasked; False if they did not get there."""
        now, heard, window = self._clock.now().timestamp(), self._chats.of(place).heard, self._app.window
        if window is not None and now - heard > window:
            logger.info("The time in which %s takes a message unasked is over.", self._app.kind)
            return False
        for note in compose(messages, self._app.numbered):
            if await self._post.send(place, self.offered(place, note), tries=1) is None:
                return False
        return True

    def offered(self, place: str, note: Note) -> Note:
        """The note with its buttons numbered; with new ones, what was to choose before is over."""
        if not note.buttons:
            return note
        chat = self._chats.of(place)
        note = chat.offer(note, self._clock.now().timestamp())
        self._chats.keep(place, chat)
        return note

    def _close_choices(self, place: str) -> None:
        """Something else is asked now, to be answered in words; until then a question stays open."""
        chat = self._chats.of(place)
        if chat.current:
            chat.current = 0
            self._chats.keep(place, chat)

    def _honest(self, messages: Sequence[Message]) -> list[Message]:
        """What a chat goes over is more than this device; whoever is asked to agree is told so."""
        stays, here = words("app_stays"), words("app_goes_over", app=self._app.called)
        return [replace(message, text=message.text.replace(stays, here)) for message in messages]


def _named(messages: Sequence[Message], name: str) -> list[Message]:
    """With the person's name in a greeting."""
    hello = words("hello")
    if not (name and messages and messages[0].text.startswith(hello)):
        return list(messages)
    first = messages[0]
    return [replace(first, text=words("app_hello", name=name) + first.text[len(hello) :]), *messages[1:]]
