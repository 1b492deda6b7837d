"""Talking with the assistant: asked here, answered when it is ready, with everything already spoken.

A model call or a slow disk must never stand in the way of sound, so in a live session this runs on a
thread of its own. From file to file it runs at once, and time stands still meanwhile.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np

from assistant.client import Assistant, Cause, Message, ReportName, TellsIntent, newcomer, plays_here
from coach.manner import Manner
from voice.dsp import Samples
from voice.errors import VoiceError
from voice.sheet import Sheet, SpokenSheet, parse, speak
from voice.speech import Synthesiser, speakable
from voice.speech.spoken import split

_log = logging.getLogger(__name__)
_READING = 0.06
"""Seconds to read a letter."""


@dataclass(frozen=True)
class Request:
    """Something for the assistant. `turn` counts up at each silence: so a late answer is known as late.

    A "note" is for the journal: the place `at` in the sheet called `text`. It goes this way so that it is
    written in its turn, and a slow disk holds up no sound. "own" is what the session says of itself; it goes
    the same way to be spoken, and asks nobody. "elsewhere" is an answer that was given in another place and
    changes the set that plays here: only the set in it is taken.
    """

    kind: Literal["greet", "say", "report", "note", "own", "elsewhere"]
    turn: int
    text: str = ""
    report: ReportName | None = None
    at: float | None = None
    cause: Cause | None = None
    given: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Line:
    """A sentence with its sound."""

    text: str
    clip: Samples


@dataclass(frozen=True)
class Reply:
    """What came back. `failed` if the assistant broke down over it.

    The words of an answer come first, and a set that begins after them in a second reply, marked as one that
    `follows`, while the words are spoken; `more` says that there will be one. `anew` is the set that is
    playing, spoken in the manner that this answer brought.

    `taken` says that the sheet of a note is no longer this player's: another place plays it, or it was
    stopped there.

    `trouble` says what can't be done with it, `error` why. `lines` are there in any case; without a voice
    they are silent, and as long as it takes to read them.
    """

    request: Request
    messages: list[Message] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    sheet: SpokenSheet | None = None
    intent: str | None = None
    failed: bool = False
    trouble: str | None = None
    error: VoiceError | None = None
    anew: SpokenSheet | None = None
    more: bool = False
    follows: bool = False
    taken: bool = False


def sentences(text: str) -> list[str]:
    """A text cut into sentences that can each be spoken alone."""
    found = [speakable(part) for part in split(text)]
    return [part for part in found if any(c.isalnum() for c in part)]


class Exchange(Protocol):
    """Requests in, replies out, in the same order."""

    def ask(self, request: Request) -> None: ...

    def replies(self) -> list[Reply]: ...

    @property
    def idle(self) -> bool:
        """True if nothing is under way and no reply waits to be taken."""
        ...

    def close(self) -> None: ...


Note = Callable[[str, str, float], "bool | None"]
"""Keeps the place in a set: the person, the sheet's id, the seconds into it. False if it is ours no more."""
Perform = Callable[[Request], Iterator[Reply]]


def to_read(text: str, rate: int) -> Line:
    """A sentence to be read instead of heard, shown for as long as that takes."""
    return Line(text, np.zeros(round((1.0 + _READING * len(text)) * rate), dtype=np.float32))


def performer(
    assistant: Assistant,
    synthesiser: Synthesiser,
    person: str,
    note: Note | None = None,
    given: Mapping[str, Any] | None = None,
    on_routine: Callable[[dict[str, Any]], None] | None = None,
    place: str = "speaker",
    on_person: Callable[[str], None] | None = None,
) -> Perform:
    """What turns a request into replies: asks the assistant and speaks what it says.

    Args:
        note: keeps the place in a set: the person, the sheet's id and the seconds into it.
        given: how the coach is to speak, as told on the command line: it goes before what is kept.
        on_routine: is given where the routine stands, whenever the assistant tells it.
        place: where this is, as the assistant knows places.
        on_person: is told who speaks from now on, when somebody else takes over.
    """
    who = [person]
    said: list[Sheet] = []
    manner = [Manner().with_changes(given)]

    def ask(request: Request) -> list[Message]:
        person = who[0]
        if request.kind == "elsewhere":
            return list(request.given)
        if request.kind == "own":
            return [Message(request.text)]
        if request.kind == "greet":
            return assistant.greet(person)
        if request.kind == "say":
            return assistant.say(person, request.text, request.at)
        assert request.report is not None
        at = None if request.report == "cue_sheet_done" else request.at
        return assistant.report(person, request.report, at, request.cause)

    def adopt(request: Request, messages: list[Message]) -> bool:
        """Change the manner of speaking, if the assistant says so."""
        told = [m.custom["voice"] for m in messages if m.custom and m.custom.get("voice")]
        for changes in told:
            changed = manner[0].with_changes(changes)
            manner[0] = changed.with_changes(given) if request.kind == "greet" else changed
            synthesiser.adopt(manner[0])
        return bool(told)

    def kept(request: Request) -> bool:
        """Note the place in a set; False if the set is not ours any more."""
        if note is None or request.at is None or not request.text:
            return True
        try:
            return note(who[0], request.text, request.at) is not False
        except Exception:
            if request.kind == "note":
                raise
            return True  # what cannot be noted is no reason not to tell that the set is done

    def perform(request: Request) -> Iterator[Reply]:
        try:
            if request.kind == "note" or request.report == "cue_sheet_done":
                ours = kept(request)
                if request.kind == "note" or not ours:
                    yield Reply(request, taken=not ours)
                    return
            messages = ask(request)
        except Exception:
            _log.exception("the assistant failed over %r", request)
            yield Reply(request, trouble="place") if request.kind == "note" else Reply(request, failed=True)
            return
        intent = assistant.last_intent if isinstance(assistant, TellsIntent) else None
        for message in messages:
            if on_routine is not None and message.custom and message.custom.get("routine"):
                on_routine(message.custom["routine"])
        somebody_else = newcomer(messages)
        if somebody_else is not None and request.kind != "elsewhere":
            who[0] = somebody_else
            if on_person is not None:
                on_person(somebody_else)
        quiet = request.kind == "elsewhere"
        parts = [] if quiet else [part for m in messages for part in sentences(m.text)]
        customs = [m.custom for m in messages if m.custom]
        raw = [one["cue_sheet"] for one in customs if one.get("cue_sheet")]
        if not plays_here(customs, place):
            raw = []
        trouble, worded = "set", False
        try:
            sheet = parse(raw[-1]) if raw else None
            trouble = "voice"
            changed = adopt(request, messages)
            lines = [Line(part, synthesiser.render(part)) for part in parts]
            anew = speak(said[-1], synthesiser) if changed and said and sheet is None else None
            later = sheet is not None and sheet.continues is None
            if sheet is not None:
                said[:] = [sheet]
            now = speak(sheet, synthesiser) if sheet is not None and not later else None
            worded = True
            yield Reply(request, messages, lines, now, intent, anew=anew, more=later)
            if later and sheet is not None:
                yield Reply(request, sheet=speak(sheet, synthesiser), follows=True)
        except VoiceError as error:
            _log.warning("this can't be spoken: %s", error)
            silent = [] if worded else [to_read(part, synthesiser.stream_rate) for part in parts]
            yield Reply(request, messages, silent, None, intent, trouble=trouble, error=error, follows=worded)

    return perform


class InlineExchange:
    """Answers at once, on the same thread: for sessions from file to file."""

    def __init__(self, perform: Perform) -> None:
        self._perform = perform
        self._replies: list[Reply] = []

    def ask(self, request: Request) -> None:
        self._replies += self._perform(request)

    def replies(self) -> list[Reply]:
        replies, self._replies = self._replies, []
        return replies

    @property
    def idle(self) -> bool:
        return not self._replies

    def close(self) -> None:
        """Nothing is held open."""


class ThreadedExchange:
    """Answers from a thread of its own: for live sessions."""

    def __init__(self, perform: Perform) -> None:
        self._requests: queue.Queue[Request | None] = queue.Queue()
        self._replies: queue.Queue[Reply] = queue.Queue()
        self._open = 0
        self._perform = perform
        self._thread = threading.Thread(target=self._work, name="assistant", daemon=True)
        self._thread.start()

    def ask(self, request: Request) -> None:
        self._open += 1
        self._requests.put(request)

    def replies(self) -> list[Reply]:
        found = []
        while True:
            try:
                found.append(self._replies.get_nowait())
            except queue.Empty:
                self._open -= sum(not reply.more for reply in found)
                return found

    @property
    def idle(self) -> bool:
        return self._open == 0

    def close(self) -> None:
        """Wait for what was asked, so that nothing that was told is lost; not longer than some seconds."""
        self._requests.put(None)
        self._thread.join(timeout=10)

    def _work(self) -> None:
        while (request := self._requests.get()) is not None:
            for reply in self._perform(request):
                self._replies.put(reply)
