"""What reaches a voice session from outside: what the person does in other places, and reminders."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from assistant.client import Assistant, Elsewhere, Follows, Message

_log = logging.getLogger(__name__)

LOOK_EVERY = 20.0
"""Seconds between two looks at what is due."""
Due = Callable[[str], "Message | None"]
"""What a person is to be told now, unasked; it counts as told. It may take its time."""


class Happenings:
    """Taking what happened never waits: it goes on the thread of the sound.

    Args:
        place: where this session is; what is due comes as if it were sent there.
        due: asked now and then, where nobody else brings what is due.
    """

    def __init__(self, assistant: Assistant, person: str, place: str, due: Due | None = None) -> None:
        self._assistant, self._place, self._due = assistant, place, due
        self._events: queue.SimpleQueue[Elsewhere] = queue.SimpleQueue()
        self._let_go: Callable[[], None] = lambda: None
        self._over = threading.Event()
        self.follow(person)

    def follow(self, person: str) -> None:
        """Hear of this person from now on, and of nobody else."""
        self._let_go()
        self._person = person
        self.taken()  # what is left there was for the one before
        if isinstance(self._assistant, Follows):
            self._let_go = self._assistant.follow(person, self._events.put)

    def start(self, free: Callable[[], bool]) -> None:
        """Look what is due from now on, whenever somebody may be told, on a thread of its own."""
        if self._due is not None:
            threading.Thread(target=self._look_on, args=(free,), name="reminders", daemon=True).start()

    def look(self) -> None:
        """See whether the person is to be told something."""
        person = self._person
        message = self._due(person) if self._due is not None else None
        if message is not None and person == self._person:
            self._events.put(Elsewhere(self._place, messages=(message,)))

    def _look_on(self, free: Callable[[], bool]) -> None:
        while not self._over.wait(LOOK_EVERY):
            try:
                if free():
                    self.look()
            except Exception:
                _log.exception("what is due could not be looked at")

    def taken(self) -> list[Elsewhere]:
        """What happened since this was last called."""
        found = []
        while not self._events.empty():
            found.append(self._events.get_nowait())
        return found

    def close(self) -> None:
        """Hear of nobody any more."""
        self._over.set()
        self._let_go()
