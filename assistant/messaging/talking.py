"""The turns of one app's chats: what was said goes to the coach, what it answers goes to the chat."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from assistant.client import Cause, Message, ends_set
from assistant.live import Live
from assistant.messaging.app import App, Post
from assistant.messaging.chats import Chats
from assistant.messaging.handing import PDF, Handing
from assistant.messaging.heard import SAID_BY_YES, YES, Heard, dangerous, friendly, number_in
from assistant.messaging.notes import Note, compose
from assistant.messaging.playing import STOP, Playing, Sets
from assistant.messaging.showing import Showing
from assistant.messaging.wishes import counting_wish, is_done
from coach.clock import Clock
from coach.conversation.stopping import says_no_more
from coach.journal import Journal, JournalError
from coach.language import ENGLISH, speaking, spoken_language, wanted
from coach.pairing import Pairing
from coach.understand import silencing
from coach.understand.text import LONGEST
from coach.words import words

logger = logging.getLogger(__name__)

OPEN_FOR = 900.0
"""Seconds after the last word for which a chat is shown what is said elsewhere."""
Locked = Callable[[str, Coroutine[Any, Any, None]], Awaitable[None]]


class Talking:
    """Everything here but `halt`, `deliver` and `rest` is called in the chat's turn."""

    def __init__(
        self,
        app: App,
        post: Post,
        chats: Chats,
        live: Live,
        pairing: Pairing,
        journal: Journal,
        clock: Clock,
        locked: Locked,
        aside: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._app, self._post, self._chats, self._live = app, post, chats, live
        self._pairing, self._journal, self._clock, self._locked = pairing, journal, clock, locked
        self._aside = aside
        self.sets = Sets(post, journal, clock)
        self.showing = Showing(app, post, chats, clock)
        self._handing = Handing(app.gives, app.called, journal, clock)
        self._halts: Counter[str] = Counter()
        self._attached: dict[str, tuple[str, float]] = {}

    def language(self, place: str) -> str:
        """In which language the person wants to be spoken to."""
        try:
            return wanted(self._journal.profile(self._pairing.person_of(place)))
        except JournalError:
            return ENGLISH

    # -- what was said ------------------------------------------------------------------------------------

    async def hear(self, heard: Heard) -> None:
        """Words of the person."""
        place, text = heard.place, heard.text
        wish = counting_wish(text)
        if wish is not None:
            await self._count(place, wish == "alone")
            return
        number = number_in(text) if self._app.numbered else None
        if number is not None:
            text = self._chats.of(place).chosen(number) or text
        if len(text) > LONGEST:
            piece = dangerous(text)
            if piece is None:
                await self.tell(place, words("too_long"))
                return
            text = piece
        await self._say(place, text, heard.name)

    async def press(self, heard: Heard, late: bool) -> None:
        """A button that was pressed; one from before does nothing, but for "stop" and for a danger."""
        place, chat = heard.place, self._chats.of(heard.place)
        pressed = chat.pressed(heard.button)
        if pressed is None:
            await self.tell(place, words("app_old_button"))
            return
        serial, button, fact = pressed
        playing = self.sets.of(place)
        current = (
            serial == (playing.serial if playing is not None else chat.current) or serial == chat.current
        )
        if (current and not late) or button.payload == STOP:
            if heard.source and not (playing is not None and playing.message == heard.source):
                chosen = f"{heard.text} \u2713 {button.title}" if heard.text else ""
                await self._post.change(place, heard.source, Note(chosen), tries=1)
            await self._say(place, button.payload, heard.name)
        elif button.title in YES and fact in SAID_BY_YES:
            await self._say(place, SAID_BY_YES[fact], heard.name)
        else:
            await self.tell(place, words("app_old_button"))

    async def greet(self, heard: Heard) -> None:
        """Somebody opens the chat."""
        person = self._attend(heard.place)
        messages = await self._live.greet(person, heard.place)
        await self._show(heard.place, person, messages, self._halts[heard.place], friendly(heard.name))

    async def join(self, heard: Heard, code: str) -> None:
        """The person is known elsewhere, and gives the code from there."""
        place = heard.place
        before = self._pairing.person_of(place)
        person = self._pairing.join(place, code)
        if person is None:
            await self.tell(place, words("app_bad_code"))
            return
        playing = self.sets.of(place)
        if playing is not None and playing.person == before:
            self.halt(place, "pause")
            await self._live.report(before, "cue_sheet_stopped", self.sets.at(playing), "pause", place)
            await self.sets.end(place)
        await self.tell(place, words("app_joined"))
        await self.greet(heard)

    async def _say(self, place: str, text: str, name: str = "") -> None:
        person = self._attend(place)
        playing, cause = self.sets.of(place), silencing(text)
        halts, known = self._halts[place], self._known(person)
        if playing is not None and cause is not None:
            self.sets.halt(place, cause)
            await self._report_stop(place, playing, cause)
            if says_no_more(text):
                return
            playing = None
        if playing is not None and playing.alone and playing.halted is None:
            ready = is_done(text)
            if ready == "done":
                await self.through(place)
                return
            if ready == "ready":
                await self.tell(place, words("app_own_pace"))
                return
        at = self.sets.at(playing) if playing is not None else None
        messages = await self._live.say(person, text, place, at)
        await self._show(place, person, messages, halts, friendly(name))
        if playing is not None and playing.halted is not None and self.sets.of(place) is playing:
            if playing.halted[1] == "symptom" and dangerous(text):
                # the coach would have gone on; whoever tells of a danger is asked first
                await self._report_stop(place, playing, "symptom")
        if known and not self._known(person):
            self._chats.forget(place)

    async def _count(self, place: str, alone: bool) -> None:
        """Who counts, from now on: the coach, or the person."""
        self._attend(place)
        if not alone and not self._app.counts:
            await self.tell(place, words("app_cannot_count"))
            return
        chat = self._chats.of(place)
        chat.alone = alone
        self._chats.keep(place, chat)
        await self.tell(place, words("app_count_alone" if alone else "app_count_for_you"))
        playing = self.sets.of(place)
        if playing is not None and playing.halted is None and alone != playing.alone:
            if alone:
                await self.sets.end(place)
                await self._put_up(place, replace(playing, alone=True, over=False))
            # a set that the person counts stays theirs: nobody knows where in it they are

    # -- sets ---------------------------------------------------------------------------------------------

    def halt(self, place: str, cause: Cause) -> None:
        """Nothing moves in this chat from now on, and no set begins that was asked for before."""
        self._halts[place] += 1
        self.sets.halt(place, cause)

    async def through(self, place: str) -> None:
        """The set is done: by the clock, or because the person says so."""
        playing = self.sets.of(place)
        if playing is None or playing.halted is not None:
            return
        halts = self._halts[place]
        if not playing.alone:
            await self.sets.show(place, playing)
        await self.sets.end(place)
        messages = await self._live.report(playing.person, "cue_sheet_done", None, None, place)
        await self._show(place, playing.person, messages, halts)

    async def lost(self, place: str) -> None:
        """The person could not be reached for a while: the set is paused at what they saw last."""
        playing = self.sets.of(place)
        if playing is None or playing.halted is not None:
            return
        playing.halted = (playing.seen, "lost")
        await self._report_stop(place, playing, "lost")

    async def _report_stop(self, place: str, playing: Playing, cause: Cause) -> None:
        at, halts = self.sets.at(playing), self._halts[place]
        messages = await self._live.report(playing.person, "cue_sheet_stopped", at, cause, place)
        if cause == "lost":
            messages = [Message(words("app_lost")), *messages]
        await self.sets.end(place)
        await self._show(place, playing.person, messages, halts)

    async def _begin(self, place: str, person: str, sheet: dict[str, Any], halts: int) -> None:
        if self._halts[place] != halts:
            return  # stopped meanwhile; the word to stop is the next thing that the coach is told
        old = self.sets.of(place)
        follows = (sheet.get("continues") or {}).get("id")
        if old is not None and old.halted is None and follows == old.sheet["id"]:
            self.sets.go_on_as(old, sheet)
            await self._live.report(person, "cue_sheet_started", 0.0, None, place)
            return
        await self.sets.end(place)
        alone = self._chats.of(place).alone
        by_person = not self._app.counts or alone is True
        begun = self._clock.monotonic()
        await self._put_up(place, Playing(person, sheet, by_person, begun, language=spoken_language()))
        playing = self.sets.of(place)
        if playing is None:
            await self._live.report(person, "cue_sheet_stopped", 0.0, "lost", place)
        elif self._halts[place] == halts:
            await self._live.report(person, "cue_sheet_started", 0.0, None, place)
        else:
            self.sets.halt(place, "stop")

    async def _put_up(self, place: str, playing: Playing) -> None:
        """Show the set; it plays from the moment at which its message is there."""
        note = self.sets.note_for(playing.sheet, playing.alone)
        begun = playing.started
        for part in compose([_as_message(note)], self._app.numbered):
            part = self.showing.offered(place, part)
            sent = await self._post.send(place, part)
            if sent is None:
                return
            playing.message, playing.serial, playing.text = sent, part.serial, part.text
        if begun and playing.seen == 0.0:
            playing.started = self._clock.monotonic()
        self.sets.begin(place, playing)

    async def tell(self, place: str, text: str) -> None:
        """Say something of the app's own; open questions stay open."""
        await self.showing.tell(place, text)

    async def deliver(self, place: str, messages: list[Message]) -> bool:
        """Bring messages unasked; False if they did not get there."""
        return await self.showing.unasked(place, messages)

    async def _show(
        self, place: str, person: str, messages: Sequence[Message], halts: int, name: str = ""
    ) -> None:
        """Show what the coach answers, and begin or end a set as it says."""
        ended = _ended(messages)
        if ended:
            self.sets.halt(place, "symptom")
        await self.showing.answer(place, self._handing.worded(messages), name)
        if ended:
            await self.sets.end(place)
        sheets = [m.custom["cue_sheet"] for m in messages if m.custom and m.custom.get("cue_sheet")]
        if sheets:
            await self._begin(place, person, sheets[-1], halts)
        if self._handing.has_files(messages):
            # aside: whoever writes meanwhile is answered first
            self._aside(self._hand_over(place, person, messages))

    async def _hand_over(self, place: str, person: str, messages: Sequence[Message]) -> None:
        files, page = await self._handing.files(person, messages), False
        for file in files:
            page |= await self._post.give(place, file) and file.kind == PDF
        if self._handing.has_page(messages) and not page:
            with speaking(self.language(place)):
                await self.tell(place, words("app_page_failed"))

    # -- elsewhere ----------------------------------------------------------------------------------------

    def _attend(self, place: str) -> str:
        """Whose chat it is; from now on it is shown what the person says elsewhere, for a while."""
        person = self._pairing.person_of(place)
        until = self._clock.monotonic() + OPEN_FOR
        if self._attached.get(place, ("", 0.0))[0] != person:
            self._live.attach(person, place, partial(self._elsewhere, place, person))
        self._attached[place] = (person, until)
        return person

    async def _elsewhere(self, place: str, person: str, event: dict[str, Any]) -> None:
        messages: list[Message] = event["messages"]
        if event["place"] == place:
            await self._locked(place, self._unasked(place, messages))
            return
        if _ended(messages) or any((m.custom or {}).get("cue_sheet") for m in messages):
            self.halt(place, "stop")  # one set at a time: it goes on there, or not at all
        await self._locked(place, self._show_elsewhere(place, event["text"], messages))

    async def _unasked(self, place: str, messages: list[Message]) -> None:
        await self.deliver(place, messages)

    async def _show_elsewhere(self, place: str, text: str, messages: list[Message]) -> None:
        playing = self.sets.of(place)
        if playing is not None and playing.halted is not None:
            await self.sets.end(place)
        said = [Message(words("app_elsewhere", text=" ".join(text.split())[:200]))] if text.strip() else []
        shown = self._handing.for_others(messages)
        if any(message.text for message in shown):
            await self.deliver(place, [*said, *shown])

    def rest(self) -> None:
        """Show a chat nothing more from elsewhere, when nothing was said there for a while."""
        now = self._clock.monotonic()
        for place, (_, until) in list(self._attached.items()):
            if now > until and self.sets.of(place) is None:
                self._live.detach(place)
                del self._attached[place]

    def close(self) -> None:
        """Let go of all chats."""
        for place in self._attached:
            self._live.detach(place)
        self._attached.clear()

    def _known(self, person: str) -> bool:
        # not the profile: a safety lock stays there when all else is deleted
        return bool(self._journal.events(person))


def _ended(messages: Sequence[Message]) -> bool:
    return ends_set([message.custom for message in messages if message.custom])


def _as_message(note: Note) -> Message:
    return Message(note.text, tuple({"title": b.title, "payload": b.payload} for b in note.buttons))
