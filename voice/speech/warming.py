"""What will likely be said is spoken beforehand, while nothing else is asked of the speech process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from coach.library import Library
from coach.library import load as load_library
from coach.routine import cues, plan
from coach.words import words
from voice.dsp import Samples
from voice.errors import VoiceError
from voice.sheet import parse, speak
from voice.speech.spoken import split
from voice.speech.synthesiser import Synthesiser

BREATH = 0.03
"""Seconds between two phrases, so that hearing never waits for the processor."""
_SOON = (
    "paused", "stopped", "begin", "going_on", "say_ready", "what_do_you_feel", "carry_on", "finished_none",
    "slower", "faster", "rest_longer", "hint_running", "not_understood_twice",
)  # fmt: skip
"""Sentences that no set goes without; the answers to a pause and a stop are the first of them."""
_log = logging.getLogger(__name__)


class Closed(Exception):
    """There is nothing more to be spoken beforehand."""


class Warmer:
    """Speaks beforehand on a thread of its own, one phrase at a time, each only while nobody else speaks.

    Args:
        free: whether nothing is asked of the synthesiser now.
    """

    def __init__(
        self, synthesiser: Synthesiser, free: Callable[[], bool], library: Library | None = None
    ) -> None:
        self.stream_rate = synthesiser.stream_rate
        self._synthesiser, self._free = synthesiser, free
        self._library = library or load_library()
        self._wanted: list[str] = []
        self._done: set[tuple[str, int, str | None]] = set()
        self._news, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="warming", daemon=True)

    @property
    def rate(self) -> int:
        """Words a minute, as the coach speaks now."""
        return self._synthesiser.rate

    def start(self) -> None:
        """Begin with what no session goes without."""
        self._news.set()
        self._thread.start()

    def close(self) -> None:
        """End; at most one phrase is still finished."""
        self._over.set()
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def aim(self, routine: dict[str, Any]) -> None:
        """What `custom.routine` says is on: that exercise first, then the rest of its routine."""
        named = self._library.routines.get(str(routine.get("routine")))
        planned = [item.exercise for item in named.items] if named else []
        on = routine.get("exercise")
        after = planned[planned.index(on) :] if on in planned else planned
        wanted = list(dict.fromkeys([*([str(on)] if on else []), *after]))
        if wanted != self._wanted:
            self._wanted = wanted
            self._news.set()

    def render(self, text: str, rate: int | None = None) -> Samples:
        """A phrase, as soon as nobody else wants one.

        Raises:
            Closed: if the session is over.
        """
        pause = 0.0 if self._synthesiser.has(text, rate) else BREATH
        while not self._over.wait(pause):
            if self._free():
                return self._synthesiser.render(text, rate)
            pause = BREATH
        raise Closed

    def warm(self) -> None:
        """Speak all that is likely, the soonest needed first.

        Raises:
            VoiceError: if the speech engine fails for good.
        """
        for key in _SOON:
            self._once(f"words {key}", partial(self._lines, words(key)))
        for exercise in self._wanted:
            known = self._library.exercises.get(exercise)
            for variant in known.variants if known else ():
                self._once(f"{exercise} {variant}", partial(self._exercise, exercise, variant))

    def _once(self, what: str, speak_it: Callable[[], None]) -> None:
        key = (what, self._synthesiser.rate, self._synthesiser.wanted)
        if key not in self._done:
            speak_it()
            self._done.add(key)

    def _lines(self, text: str) -> None:
        for part in split(text):
            self.render(part)

    def _exercise(self, exercise: str, variant: str) -> None:
        for sheet in sheets(self._library, exercise, variant):
            speak(parse(sheet), self)
        made = self._library.exercises[exercise].variants[variant]
        for line in (*made.setup, *made.out):
            self._lines(line)

    def _run(self) -> None:
        while not self._over.is_set():
            self._news.wait()
            self._news.clear()
            try:
                self.warm()
            except Closed:
                return
            except VoiceError as error:
                _log.warning("nothing is spoken beforehand: %s", error)
                return


def sheets(library: Library, exercise: str, variant: str) -> Iterator[dict[str, Any]]:
    """The sets of one variant, at each dose that the exercise has."""
    known, seen = library.exercises[exercise], set()
    for level in range(len(known.levels)):
        item = plan.item(library, exercise, level, variant)
        dose = cues.SetDose(item.reps, item.hold_seconds, item.seconds)
        if dose not in seen:
            seen.add(dose)
            yield cues.build("warm", exercise, known.variants[variant], dose, sets=item.sets).as_dict()
