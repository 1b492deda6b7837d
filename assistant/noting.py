"""Brings the weekly note: to the person, and to the place of the one who may have it."""

from __future__ import annotations

from typing import Protocol

from assistant.client import Message
from coach import language
from coach.caring import Caring, Note
from coach.clock import Clock
from coach.conversation import noting
from coach.journal import Journal
from coach.language import ENGLISH


class Reaches(Protocol):
    """What is needed of `assistant.live.Live`."""

    async def send(self, place: str, unasked: list[Message]) -> bool: ...

    def places(self, person: str) -> list[str]: ...


class Noting:
    """Makes and brings what is due.

    Args:
        live: as `assistant.live.Live` reaches places.
    """

    def __init__(self, journal: Journal, clock: Clock, live: Reaches) -> None:
        self._caring, self._journal, self._live = Caring(journal, clock), journal, live

    async def look(self) -> int:
        """Bring the notes that are due; how many went to somebody else."""
        with language.speaking(ENGLISH):
            due = self._caring.due()
        return sum([await self._bring(note) for note in due if self._caring.claim(note)])

    async def _bring(self, note: Note) -> bool:
        sent = False
        if note.place is not None and self._caring.allowed(note):
            sent = await self._live.send(note.place, [Message(note.text)])
            self._caring.settle(note, sent=sent)
        with language.speaking(language.wanted(self._journal.profile(note.person))):
            told = Message(noting.shown(Note(note.person, note.week, note.text, note.place, sent)))
        shown = [await self._live.send(place, [told]) for place in self._live.places(note.person)]
        if any(shown):
            self._caring.settle(note, shown=True)
        return sent
