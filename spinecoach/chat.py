"""`chat`: a conversation in the terminal, with the counts shown as they fall due."""

from __future__ import annotations

import shutil
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

from assistant.client import Assistant, Elsewhere, Follows, Message, ends_set, newcomer, plays_here
from coach.clock import Clock
from coach.conversation import reminded
from coach.conversation.stopping import says_no_more
from coach.journal import Journal, JournalError
from coach.understand import silencing
from spinecoach.player import SheetPlayer

WIDEST = 90
TERMINAL = "terminal"
"""The kind of place; each process has one of its own."""
GONE = 'Your set has left this place. You can say "what happened", or "continue" to go on here.'
NUDGE_EVERY = 20.0
"""Seconds between two looks for a reminder that is due."""
QUIT = frozenset({"/quit", "/exit", "/q"})


class Chat:
    """One person's conversation. Replies and counts go to `show`, one line each.

    `place` is the one as which the assistant was opened.
    """

    def __init__(
        self,
        assistant: Assistant,
        journal: Journal,
        clock: Clock,
        person: str,
        show: Callable[[str, str], None],
        place: str = TERMINAL,
    ) -> None:
        self._assistant, self._journal, self._clock, self._person = assistant, journal, clock, person
        self._show, self._place = show, place
        self._player: SheetPlayer | None = None
        self._asked: float | None = None
        self._lock = threading.RLock()
        self._let_go: Callable[[], None] = lambda: None

    def open(self) -> None:
        """Greet, or offer to go on where a set was broken off."""
        self._follow()
        self._take(self._assistant.greet(self._person))

    def _follow(self) -> None:
        """Hear what happens to the person elsewhere, where the assistant tells of it."""
        self._let_go()
        if isinstance(self._assistant, Follows):
            self._let_go = self._assistant.follow(self._person, self._elsewhere)

    def _elsewhere(self, event: Elsewhere) -> None:
        """Show what happened elsewhere; a set that was stopped or taken over there is silent here."""
        with self._lock:
            player = self._player if self._player is not None and self._player.playing else None
            if event.standing:
                if player is not None and event.out != player.sheet["id"] and not player.kept():
                    self._gone(player)
                return
            if event.text:
                self._show("elsewhere", f"(you, elsewhere) {event.text}")
            self._take(list(event.messages), elsewhere=True)

    def _gone(self, player: SheetPlayer) -> None:
        """The set that played here goes on elsewhere, or was stopped there."""
        with self._lock:
            if self._player is player:
                player.stop()
                self._player = None
                self._show("coach", GONE)

    def hear(self, text: str) -> None:
        """Something typed. A word to stop acts before anything is asked of the assistant."""
        with self._lock:
            player = self._player if self._player is not None and self._player.playing else None
            cause = silencing(text)
            if player is not None and cause is not None:
                at = player.stop()
                self._player = None
                self._take(self._assistant.report(self._person, "cue_sheet_stopped", at=at, cause=cause))
                if says_no_more(text):
                    return
                player = None
            self._take(self._assistant.say(self._person, text, at=player.at() if player else None))

    def nudge(self) -> None:
        """Tell of a reminder that is due, unless a set is counting or a question is open."""
        with self._lock, suppress(JournalError):
            counting = self._player is not None and self._player.playing
            asked = self._asked is not None and self._clock.monotonic() - self._asked < reminded.QUESTION
            if not counting and not asked:
                due = reminded.nudge(self._journal, self._clock, self._person)
                self._take([Message(due.text, due.buttons)] if due is not None else [])

    def leave(self) -> None:
        """The person goes: a set that is counting is paused where it stands."""
        with self._lock:
            if self._player is not None and self._player.playing:
                at = self._player.stop()
                self._assistant.report(self._person, "cue_sheet_stopped", at=at, cause="pause")
            self._let_go()

    def _take(self, messages: list[Message], elsewhere: bool = False) -> None:
        sheet = None
        if messages:
            asks = any((message.custom or {}).get("ask") for message in messages)
            self._asked = self._clock.monotonic() if asks else None
        for message in messages:
            if message.text:
                self._show("elsewhere" if elsewhere else "coach", message.text)
            if message.buttons and not elsewhere:
                self._show("choices", " / ".join(button["title"] for button in message.buttons))
            custom = message.custom or {}
            shown = custom.get("figure", {})
            if message.image and shown.get("asked"):
                self._show("choices", f"[Picture: {shown['alt']}]")
            sheet = custom.get("cue_sheet", sheet)
        customs = [message.custom for message in messages if message.custom]
        here = plays_here(customs, self._place)
        somebody_else = None if elsewhere else newcomer(messages)
        if self._player is not None and (sheet or not here or somebody_else or ends_set(customs)):
            self._player.stop()
            self._player = None
        if somebody_else:
            self._person = somebody_else
            self._follow()
        if sheet and here and (not elsewhere or sheet.get("continues")):
            self._assistant.report(self._person, "cue_sheet_started", at=0.0)
            self._play(sheet)

    def _play(self, sheet: dict[str, Any]) -> None:
        person = self._person

        def note(sheet_id: str, seconds: float) -> bool:
            if isinstance(self._assistant, Follows):
                return self._assistant.note(person, sheet_id, seconds)
            return self._journal.keep_place(person, sheet_id, seconds, self._clock.now())

        def lost() -> None:
            self._gone(player)

        player = SheetPlayer(sheet, self._clock, note, self._cue, self._done, lost)
        self._player = player

    def _cue(self, cue: dict[str, Any]) -> None:
        self._show("count" if cue["kind"] == "count" else "cue", cue["say"])

    def _done(self) -> None:
        with self._lock:
            self._take(self._assistant.report(self._person, "cue_sheet_done"))


def converse(chat: Chat, terminal: bool) -> None:
    """Talk until the input ends."""
    chat.open()
    over = threading.Event()
    threading.Thread(target=_nudged, args=(chat, over), name="reminders", daemon=True).start()
    for line in _typed() if terminal else sys.stdin:
        text = line.strip()
        if text.lower() in QUIT:
            break
        if text:
            chat.hear(text)
    over.set()
    chat.leave()


def _nudged(chat: Chat, over: threading.Event) -> None:
    while not over.wait(NUDGE_EVERY):
        chat.nudge()


def _typed() -> Iterator[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import InMemoryHistory

    session: PromptSession[str] = PromptSession(history=InMemoryHistory())
    while True:
        try:
            yield session.prompt("> ")
        except (EOFError, KeyboardInterrupt):
            return


def lines_on_screen(terminal: bool) -> Callable[[str, str], None]:
    """Shows lines: plainly for a pipe, with some colour and the counts set in for a terminal."""
    if not terminal:
        return lambda kind, text: print(
            f"  {text}" if kind in ("cue", "count", "choices", "elsewhere") else text, flush=True
        )
    from prompt_toolkit import print_formatted_text
    from prompt_toolkit.formatted_text import FormattedText

    styles = {
        "coach": "bold",
        "elsewhere": "ansigray",
        "choices": "ansicyan",
        "cue": "ansigreen",
        "count": "ansibrightgreen bold",
    }
    indents = {"coach": "", "elsewhere": "  ", "choices": "   ", "cue": "    ", "count": "        "}

    def show(kind: str, text: str) -> None:
        width = min(WIDEST, shutil.get_terminal_size().columns - 1)
        whole = textwrap.fill(text, width, initial_indent=indents[kind], subsequent_indent=indents[kind])
        print_formatted_text(FormattedText([(styles[kind], whole)]))

    return show


@contextmanager
def screen(terminal: bool) -> Iterator[None]:
    """Keeps what is shown above the line that is being typed."""
    if terminal:
        from prompt_toolkit.patch_stdout import patch_stdout

        context: Any = patch_stdout()
    else:
        context = nullcontext()
    with context:
        yield
