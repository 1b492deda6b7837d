"""Plays sets in chats: one message that is changed as the clock goes on, or one that waits for "done"."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from assistant.client import Cause
from assistant.messaging.app import NotSent, Post, TooFast, Unreachable
from assistant.messaging.notes import Button, Note
from assistant.messaging.sets import alone, shown_at, starts
from coach.clock import Clock
from coach.journal import Journal
from coach.language import ENGLISH, SPANISH, speaking, spoken_language
from coach.words import words

LOST_AFTER = 15.0
"""Seconds without a way to the person after which a set is paused."""
DONE, STOP = "done", "stop"


@dataclass
class Playing:
    """A set on its way in a chat.

    Attributes:
        alone: that the person counts; the clock only tells roughly how far they are.
        started: the clock's seconds at the sheet's start.
        halted: at which second of the sheet it was broken off, and why.
        leaving: that its end is on its way already.
        seen: the second of the sheet that the person was last shown.
        serial: of its buttons.
    """

    person: str
    sheet: dict[str, Any]
    alone: bool
    started: float
    language: str = ENGLISH
    message: str = ""
    serial: int = 0
    halted: tuple[float, Cause] | None = None
    seen: float = 0.0
    text: str = ""
    noted: int = 0
    gap: float = 1.0
    not_before: float = 0.0
    lost_since: float | None = None
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    leaving: bool = False
    over: bool = False


class Sets:
    """The sets that play in the chats of one app, one in each at most."""

    def __init__(self, post: Post, journal: Journal, clock: Clock) -> None:
        self._post, self._journal, self._clock = post, journal, clock
        self._playing: dict[str, Playing] = {}

    def of(self, place: str) -> Playing | None:
        """The set that plays in a chat, or was just halted there."""
        return self._playing.get(place)

    def at(self, playing: Playing) -> float:
        """Seconds into the sheet. Who counts alone is never past the start of the last repetition."""
        if playing.halted is not None:
            return playing.halted[0]
        passed = max(0.0, self._clock.monotonic() - playing.started)
        if playing.alone:
            return min(passed, max([0.0, *starts(playing.sheet)]))
        return float(min(passed, playing.sheet["seconds"]))

    def halt(self, place: str, cause: Cause) -> bool:
        """Show nothing more, from this moment on; whether a set was playing."""
        playing = self._playing.get(place)
        if playing is None or playing.halted is not None:
            return False
        playing.halted = (self.at(playing), cause)
        return True

    def note_for(self, sheet: dict[str, Any], by_person: bool) -> Note:
        """The message of a set."""
        stop = _stop()
        if not by_person:
            return Note(shown_at(sheet, 0.0), (stop,))
        whole = " ".join((alone(sheet), words("app_tell_done")))
        return Note(whole, (Button(words("app_done"), DONE), stop))

    def begin(self, place: str, playing: Playing) -> None:
        """It plays from now on."""
        playing.gap = self._post.app.gap
        playing.not_before = self._clock.monotonic() + playing.gap
        self._playing[place] = playing
        self._note_place(playing)

    def go_on_as(self, playing: Playing, sheet: dict[str, Any]) -> None:
        """Let a sheet that continues the one that plays take its place in the same message."""
        playing.started += sheet["continues"]["at"]
        playing.sheet, playing.noted = sheet, 0
        self._note_place(playing)

    async def end(self, place: str) -> Playing | None:
        """Let go of a set; its message keeps what it showed last, without buttons."""
        playing = self._playing.pop(place, None)
        if playing is not None and playing.message and not playing.over:
            playing.over = True
            async with playing.changing:
                await self._post.change(place, playing.message, Note(playing.text or "."))
        return playing

    def due(self) -> list[tuple[str, Playing]]:
        """The sets whose message is to be changed now. Notes in the journal how far each has come."""
        now, found = self._clock.monotonic(), []
        for place, playing in self._playing.items():
            if playing.halted is not None or playing.alone:
                continue
            self._note_place(playing)
            if now >= playing.not_before and not playing.changing.locked():
                with speaking(playing.language):
                    if shown_at(playing.sheet, self.at(playing)) != playing.text:
                        found.append((place, playing))
        return found

    def through(self) -> list[str]:
        """Where a set has come to its end by the clock; each is told once."""
        now = self._clock.monotonic()
        return self._leaving(lambda one: not one.alone and now - one.started >= one.sheet["seconds"])

    def lost(self) -> list[str]:
        """Where the person could not be reached for too long; each is told once."""
        now = self._clock.monotonic()
        return self._leaving(lambda one: one.lost_since is not None and now - one.lost_since >= LOST_AFTER)

    def _leaving(self, which: Callable[[Playing], bool]) -> list[str]:
        found = []
        for place, playing in self._playing.items():
            if playing.halted is None and not playing.leaving and which(playing):
                playing.leaving = True
                found.append(place)
        return found

    async def show(self, place: str, playing: Playing) -> None:
        """Change the message of a set to what holds now."""
        async with playing.changing:
            if playing.halted is not None:
                return
            with speaking(playing.language):
                await self._show(place, playing)

    async def _show(self, place: str, playing: Playing) -> None:
        at, now = self.at(playing), self._clock.monotonic()
        text = shown_at(playing.sheet, at)
        playing.not_before = now + playing.gap
        try:
            stop = (_stop(),)
            await self._post.app.change(place, playing.message, Note(text, stop, serial=playing.serial))
        except TooFast as error:
            # the clock goes on; what is shown next is what holds then
            playing.gap = min(2 * playing.gap, 10.0)
            playing.not_before = now + error.seconds
        except Unreachable:
            if playing.lost_since is None:
                playing.lost_since = now
        except NotSent:
            playing.text = text
        else:
            playing.text, playing.seen, playing.lost_since = text, at, None

    def _note_place(self, playing: Playing) -> None:
        at = self.at(playing)
        begun = [start for start in starts(playing.sheet) if start <= at]
        if len(begun) > playing.noted:
            playing.noted = len(begun)
            self._journal.note_place(playing.person, playing.sheet["id"], begun[-1], self._clock.now())


def _stop() -> Button:
    # not among the sentences: what a loudspeaker says must not hold the word
    return Button("Parar" if spoken_language() == SPANISH else "Stop", STOP)
