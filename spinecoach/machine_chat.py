"""`chat --json`: one message a line in, lines of JSON out, for programs that talk with the coach."""

from __future__ import annotations

import json
import re
import sys
from typing import Any, TextIO

from assistant.client import Assistant, Message, ends_set, newcomer, plays_here
from coach.clock import Clock
from coach.conversation.dialogue import seconds_of
from coach.errors import PlainError
from coach.journal import Journal, JournalError
from spinecoach.chat import TERMINAL
from spinecoach.player import SheetPlayer

REPORT = re.compile(r"^/(cue_sheet_started|cue_sheet_done|cue_sheet_stopped)\s*(\{.*\})?\s*$", re.S)
"""What a player sends back. The program at the other end of the pipe is the player, so here it may."""
BAD_LINE = 'I cannot read that line. Send plain words, or an object with "text" and, if you like, "person".'

BAD_PLACE = 'In a report, "at" must be the seconds since the start of the cue sheet.'


class MachineChat:
    """The conversation of a program: it speaks for one or more people and plays the cue sheets itself.

    `place` is the one as which the assistant was opened.
    """

    def __init__(
        self, assistant: Assistant, journal: Journal, clock: Clock, person: str, place: str = TERMINAL
    ) -> None:
        self._place = place
        self._assistant, self._journal, self._clock, self._person = assistant, journal, clock, person
        self._players: dict[str, SheetPlayer] = {}

    def run(self, lines: TextIO, out: TextIO) -> None:
        """Answer every line until the input ends."""
        for number, line in enumerate(lines, start=1):
            for message in self._safely(line.rstrip("\r\n")):
                print(
                    json.dumps(
                        {
                            "in": number,
                            "text": message.text,
                            "buttons": list(message.buttons),
                            "image": message.image,
                            "custom": message.custom or {},
                        },
                        ensure_ascii=False,
                    ),
                    file=out,
                )
            print(json.dumps({"in": number, "end": True}), file=out, flush=True)
        for player in self._players.values():
            player.stop()

    def _safely(self, line: str) -> list[Message]:
        """A line that cannot be taken is answered with what is wrong, and the next one is read."""
        try:
            return self._answer(line.lstrip("\ufeff"))
        except PlainError as error:
            return [Message(str(error))]

    def _answer(self, line: str) -> list[Message]:
        read = self._read(line)
        if read is None:
            return [Message(BAD_LINE)]
        person, text = read
        report = REPORT.match(text)
        if report is None:
            messages = self._assistant.say(person, text)
        else:
            details = _object(report.group(2)) if report.group(2) else {}
            if details is None:
                return [Message(BAD_LINE)]
            at, cause = seconds_of(details.get("at")), details.get("cause")
            if at is None and details.get("at") is not None:
                return [Message(BAD_PLACE)]
            messages = self._assistant.report(
                person,
                report.group(1),  # type: ignore[arg-type]
                at=at,
                cause=cause if isinstance(cause, str) else None,  # type: ignore[arg-type]
            )
        self._follow(person, messages)
        return messages

    def _read(self, line: str) -> tuple[str, str] | None:
        """Who says what, or None for a line that starts as an object and is none."""
        if not line.lstrip().startswith("{"):
            return self._person, _whole(line)
        data = _object(line)
        if data is None or not isinstance(data.get("text"), str):
            return None
        person = data.get("person", self._person)
        if not isinstance(person, str):
            return None
        return _whole(person).strip() or self._person, _whole(data["text"])

    def _follow(self, person: str, messages: list[Message]) -> None:
        """Keep count of where the person's set stands by the clock, for the case of a power cut."""
        customs = [message.custom for message in messages if message.custom]
        sheets = [custom["cue_sheet"] for custom in customs if "cue_sheet" in custom]
        old = self._players.get(person)
        somebody_else = newcomer(messages)
        here = plays_here(customs, self._place)
        if old is not None and (sheets or not here or somebody_else or ends_set(customs)):
            old.stop()
            self._players.pop(person)
        if somebody_else and person == self._person:
            self._person = somebody_else
        if sheets and here:
            self._players[person] = SheetPlayer(sheets[-1], self._clock, self._note(person))

    def _note(self, person: str) -> Any:
        def note(sheet: str, seconds: float) -> bool:
            try:
                return self._journal.keep_place(person, sheet, seconds, self._clock.now())
            except JournalError as error:
                print(str(error), file=sys.stderr)
                return True

        return note


def _whole(text: str) -> str:
    """The text without halves of characters, which no file and no database takes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _object(text: str) -> dict[str, Any] | None:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
