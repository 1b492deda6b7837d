"""The assistant in this process: Rasa's agent, its actions and the conversations, without a server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Protocol, TypeVar

from actions.understood import Understood, understood
from assistant import conversations, starting
from assistant.client import Cause, Message, ReportName
from assistant.forgetting import forgetting, paper_folder
from assistant.settings import Settings
from assistant.train import Progress, ensure_model
from coach.clock import Clock, from_environment
from coach.conversation import Coach, Outcome, Turn
from coach.journal import Journal

T = TypeVar("T")


class TakesTurns(Protocol):
    """What the action needs of a coach."""

    def turn(self, state: dict[str, Any] | None, turn: Turn) -> Outcome: ...


def load_agent(settings: Settings, model: Path, coach: TakesTurns) -> Any:
    """A Rasa agent with the coach's action in this process and the conversations in the data folder."""
    starting.prepare(settings)
    from rasa.core.agent import Agent

    from actions.actions import ActionCoach
    from assistant import fastpaths
    from assistant.inprocess import InProcessActions
    from assistant.store import CoachTrackerStore

    fastpaths.install()
    agent = Agent(
        action_endpoint=InProcessActions(ActionCoach(coach)),  # type: ignore[arg-type]
        tracker_store=CoachTrackerStore(db=str(settings.conversations)),
    )
    agent.load_model(model)
    return agent


def open_journal(settings: Settings) -> Journal:
    """The journal that the settings name: a database by its address, or the file in the data folder.

    Raises:
        JournalError: if it cannot be opened.
    """
    return Journal(settings.journal_url) if settings.journal_url else Journal.in_folder(settings.data_dir)


def open_coach(settings: Settings, clock: Clock | None = None, journal: Journal | None = None) -> Coach:
    """The coach with its journal in the data folder, or with one that is open already.

    Raises:
        JournalError: if the journal cannot be opened.
    """
    from coach import library, triage

    kept = journal or open_journal(settings)
    made, papers = forgetting(settings, kept), paper_folder(settings)
    at = clock or from_environment()
    made.tidy(at.now())
    return Coach(kept, at, library.load(), triage.load(), made, papers)


class LocalAssistant:
    """Talks with one or more people. Its methods may be called from any thread; turns of one person queue up.

    Args:
        settings: where the model and the conversations are.
        clock: the coach's clock.
        progress: is told what is being done while the model is trained or loaded.
        coach: another coach than the one with the journal in the data folder.
        place: where people talk with it, as in `assistant/live.py`.

    Raises:
        TrainingFailed: if there is no model and none could be trained.
        JournalError: if the journal cannot be opened.
        ConversationsError: if the conversations cannot be read or written.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        clock: Clock | None = None,
        progress: Progress | None = None,
        coach: TakesTurns | None = None,
        place: str = "terminal",
    ) -> None:
        self._place = place
        self.settings = settings or Settings.from_environment()
        self.last_intent: str | None = None
        self._opened: set[str] = set()
        starting.prepare(self.settings)
        conversations.check(self.settings.conversations)
        model = ensure_model(self.settings, progress)
        if progress:
            progress(1.0, "I am getting ready.")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="assistant", daemon=True)
        self._agent = load_agent(self.settings, model, coach or open_coach(self.settings, clock))
        self._thread.start()

    def say(self, person: str, text: str, at: float | None = None) -> list[Message]:
        """What a person said; `at` is seconds into the cue sheet that is playing, if one is."""
        from assistant import messages

        return self._take(messages.words(person, text, at, self._first(person), place=self._place))

    def report(
        self, person: str, name: ReportName, at: float | None = None, cause: Cause | None = None
    ) -> list[Message]:
        """What became of a cue sheet; `at` in seconds from the sheet's start.

        Raises:
            BadMessage: if there is no such report, or its details are not of the right kind.
        """
        from assistant import messages

        return self._take(messages.report(person, name, at, cause, place=self._place))

    def greet(self, person: str) -> list[Message]:
        """The start of a session: a welcome, or the offer to go on after a crash."""
        from assistant import messages

        self._opened.add(person)
        return self._take(messages.greeting(person, place=self._place))

    def parse(self, text: str) -> Understood:
        """How a sentence is understood by itself, without a conversation."""
        return understood(self._wait(self._agent.parse_message(text)))

    def close(self) -> None:
        """Lets go of everything; nothing may be called after it."""
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def __enter__(self) -> LocalAssistant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _first(self, person: str) -> bool:
        """Whether these are the first words of the person since the start of this process."""
        first = person not in self._opened
        self._opened.add(person)
        return first

    def _take(self, message: Any) -> list[Message]:
        from assistant import messages

        answered = messages.received(self._wait(self._agent.handle_message(message)))
        self.last_intent = self._agent.action_endpoint.last_intent
        newcomer = messages.come(answered)
        if newcomer is not None:
            self._opened.add(newcomer)
            greeting = messages.greeting(newcomer, place=self._place, arrived=True)
            answered += messages.received(self._wait(self._agent.handle_message(greeting)))
        return answered

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
