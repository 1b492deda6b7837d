"""A few people who talk with one coach, through crashes, lost states and a failing journal."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Literal

from coach import library, triage
from coach.clock import ManualClock
from coach.conversation import Coach, Outcome, Turn
from coach.journal import Journal, JournalError
from coach.triage import Hint
from coach.triage.models import YES_NO_FACTS
from coach.understand import command, extract
from tests.unit.conversation import hostile

PEOPLE = ("ann", "Bob", "c\u00e9line\u0301", "\u0645\u0631\u064a\u0645", "d" * 300)
HOUR = 3600.0
GRANTED = 3 * HOUR
LEFT_OUT = 13 * HOUR
MOST_TURNS = 40
EXERCISES = ("seated flexion", "single knee to chest", "pelvic tilt", "double knee to chest")
Kept = Literal["kept", "lost", "older", "stale", "broken", "forgotten"]


@dataclass(frozen=True)
class Step:
    """One thing that happens: time passes, the state comes back in some way, and somebody says something.

    `failing` is after how many writes the journal fails in this turn (None: not at all), `emergency` that the
    text holds a plain sentence of danger, `leave` that the person gives sensible answers until a set plays.
    """

    turn: Turn
    wait: float = 1.0
    kept: Kept = "kept"
    damage: tuple[int, Any] = (0, None)
    failing: int | None = None
    emergency: bool = False
    leave: bool = False


@dataclass(frozen=True)
class Seen:
    """What a step came to: the state before and after, and what is known of the person now.

    `warned` says that the person was told to get help at once, and nobody has cleared it.
    """

    step: Step
    before: Any
    outcome: Outcome
    profile: dict[str, Any]
    now: float
    seconds: float
    warned: bool = False

    @property
    def turn(self) -> Turn:
        return self.step.turn

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.outcome.messages]

    @property
    def customs(self) -> list[dict[str, Any]]:
        return [message.custom or {} for message in self.outcome.messages]

    @property
    def plays(self) -> bool:
        return any("cue_sheet" in custom for custom in self.customs)

    @property
    def asked(self) -> dict[str, Any] | None:
        forms = [custom["ask"] for custom in self.customs if "ask" in custom]
        return forms[-1] if forms else None


class ShakyJournal(Journal):
    """A journal that fails after some writes, if told to; reading goes on."""

    writes_left: int | None = None

    def _write(self) -> None:
        if self.writes_left is None:
            return
        if self.writes_left <= 0:
            raise JournalError("The journal cannot be used (disk full). Check that its disk is not full.")
        self.writes_left -= 1

    def add(self, *given: Any, **named: Any) -> None:
        self._write()
        super().add(*given, **named)

    def remember(self, person: str, **changes: Any) -> dict[str, Any]:
        self._write()
        return super().remember(person, **changes)

    def note_place(self, *given: Any, **named: Any) -> None:
        self._write()
        super().note_place(*given, **named)

    def clear_place(self, person: str) -> None:
        self._write()
        super().clear_place(person)

    def delete(self, *given: Any, **named: Any) -> None:
        self._write()
        super().delete(*given, **named)


@dataclass
class World:
    """One coach and its people."""

    clock: ManualClock = field(default_factory=ManualClock)
    journal: ShakyJournal = field(default_factory=ShakyJournal)
    states: dict[str, Any] = field(default_factory=dict)
    older: dict[str, Any] = field(default_factory=dict)
    warned: set[str] = field(default_factory=set)
    last: dict[str, Seen] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.coach = Coach(self.journal, self.clock, library.load(), triage.load())

    def take(self, step: Step) -> Iterator[Seen]:
        """Carry a step out; every turn of it comes back as it was seen."""
        self.clock.advance(step.wait)
        if step.leave:
            yield from self._leave(step)
        else:
            yield self._turn(step)

    def _turn(self, step: Step) -> Seen:
        person = step.turn.person
        before = self._state(person, step)
        if step.kept == "forgotten":
            self.journal.delete(person)
        warned = person in self.warned and step.kept == "kept"
        self.journal.writes_left = step.failing
        begun = time.perf_counter()
        outcome = self.coach.turn(before, step.turn)
        seconds = time.perf_counter() - begun
        self.journal.writes_left = None
        self.older[person] = before
        self.states[person] = json.loads(json.dumps(outcome.state))
        profile, now = self.journal.profile(person), self.clock.now().timestamp()
        seen = Seen(step, before, outcome, profile, now, seconds, warned)
        self._follow(person, seen)
        self.last[person] = seen
        return seen

    def _follow(self, person: str, seen: Seen) -> None:
        """Who was told to get help at once is not through with it until a doctor has cleared it."""
        tiers = [custom["triage"] for custom in seen.customs if "triage" in custom]
        if seen.step.kept != "kept" or any("doctor has cleared you" in text for text in seen.texts):
            self.warned.discard(person)
        if any(one["tier"] == "emergency_now" and one["reasons"] for one in tiers):
            self.warned.add(person)

    def _state(self, person: str, step: Step) -> Any:
        state = json.loads(json.dumps(self.states.get(person)))
        if step.kept == "lost":
            return None
        if step.kept == "stale":
            return self.older.get(person)
        if state is not None and step.kept == "older":
            return {**state, "version": 0}
        return broken(state, *step.damage) if state is not None and step.kept == "broken" else state

    def _leave(self, step: Step) -> Iterator[Seen]:
        """Say stop, ask for an exercise and answer all that is asked, until a set plays."""
        person, seen = step.turn.person, self._turn(replace(step, turn=says(step.turn.person, "stop")))
        yield seen
        for nth in range(MOST_TURNS):
            text, wait = sensible(seen, EXERCISES[nth // 8 % len(EXERCISES)])
            self.clock.advance(wait)
            seen = self._turn(Step(says(person, text), wait, leave=True))
            yield seen
            if seen.plays:
                return
        raise Stuck(person, seen.texts)


class Stuck(AssertionError):
    """No set plays again, whatever is answered."""


def sensible(seen: Seen, exercise: str) -> tuple[str, float]:
    """What somebody who wants to exercise says next, and after how many seconds."""
    ask = seen.asked
    told = " ".join(seen.texts)
    if ask is None:
        if seen.plays or seen.outcome.state["routine"]["phase"] in ("running", "resting"):
            return "done", 30.0
        if "must say yes first" in told:
            return "my surgeon has cleared me", GRANTED
        if seen.profile.get("lock"):
            return "a doctor has cleared it", GRANTED
        return f"start {exercise}", LEFT_OUT if "leave that one out" in told else 2.0
    fact = ask["fact"]
    if fact in ("consent", "cleared", "settled"):
        return "yes", 2.0
    if fact == "ready":
        return ("ready" if "Say ready" in told else "yes"), 2.0
    if fact == "region":
        return "united kingdom", 2.0
    if ask["type"] == "number":
        return "2", 2.0
    return "no", 2.0


def says(person: str, text: str) -> Turn:
    """What a person says, understood without a model."""
    found = {entity.entity: entity.value for entity in extract(text)}
    begins = text.startswith("start ") and "exercise" in found
    intent = command(text) or ("start_exercise" if begins else "nlu_fallback")
    return Turn(person, text=text, intent=intent, entities=found)


def broken(state: Any, where: int, junk: Any) -> Any:
    """The state with one of its parts, counted through, replaced by junk; or junk altogether."""
    places = list(_places(state))
    if where % 40 == 0:
        return junk
    holder, key = places[where % len(places)]
    holder[key] = junk
    return state


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _places(value[key])


JUNK: list[Any] = [
    None,
    0,
    -1,
    10**9,
    1e300,
    "",
    "x",
    "running",
    True,
    False,
    [],
    {},
    [1],
    {"a": {}},
    "ready",
]
WAITS = (1.0, 1.0, 5.0, 20.0, 90.0, 400.0, 1000.0, HOUR, 5 * HOUR, 30 * HOUR, 8 * 24 * HOUR, 40 * 24 * HOUR)
REPORTS = ("cue_sheet_started", "cue_sheet_done", "cue_sheet_stopped", "nonsense", None)
READY = ("start seated flexion", "ready", "ready", "yes", "no", "start", "go on", "2", "done", "skip")
CAUSES = ("stop", "pause", "symptom", "lost", None, "nonsense", ["stop"], 7)
SECONDS: list[Any] = [
    None, 0, 3, 12.5, 40, 200, -1, 1e9, 1e300, float("nan"), float("inf"), -0.0, 10**400, "soon", [1], True,
]  # fmt: skip


def step(rng: Random, person: str, longest: int = 20_000, calm: World | None = None) -> Step:
    """Anything that may happen to a person; with `calm` most answers are sensible."""
    if calm is not None and person in calm.last and rng.random() < 0.5:
        text, wait = sensible(calm.last[person], rng.choice(EXERCISES))
        return Step(says(person, text), wait)
    wait = rng.choice(WAITS[:4]) if rng.random() < 0.8 else rng.choice(WAITS)
    made = Step(_calm_turn(rng, person) if calm is not None else _turn(rng, person, longest), wait)
    if rng.random() < 0.02:
        return replace(made, turn=Turn(person), leave=True)
    if calm is None and rng.random() < 0.05 and made.turn.report is None:
        text = hostile.emergency(rng)
        made = replace(made, turn=replace(made.turn, text=text), emergency=True)
    if rng.random() < 0.06:
        kept: Kept = rng.choice(("lost", "older", "stale", "broken", "broken", "broken", "forgotten"))
        made = replace(made, kept=kept, damage=(rng.randrange(10**6), rng.choice(JUNK)))
    if rng.random() < 0.03:
        made = replace(made, failing=rng.choice((0, 0, 1, 2, 3)))
    return made


def _report(rng: Random, person: str) -> Turn:
    name, at, cause = rng.choice(REPORTS), rng.choice(SECONDS), rng.choice(CAUSES)
    at_all = at if isinstance(at, float) else None
    return Turn(person, report={"name": name, "at": at, "cause": cause}, at=at_all, opened=rng.random() < 0.1)


def _calm_turn(rng: Random, person: str) -> Turn:
    """Commands and answers in any order, and reports."""
    kind = rng.random()
    if kind < 0.2:
        return _report(rng, person)
    if kind < 0.5:
        return says(person, rng.choice(READY))
    heard = says(
        person, rng.choice((*hostile.COMMANDS, *hostile.ANSWERS[:13], *hostile.SCRIPTS, *hostile.ORDERS))
    )
    wanted = heard.intent if rng.random() < 0.6 else rng.choice(hostile.INTENTS)
    found = heard.entities if rng.random() < 0.6 else hostile.entities(rng)
    at = rng.choice((None, None, 0.0, 7.5, 60.0, 1e9, float("nan")))
    return replace(heard, intent=wanted, entities=found, at=at, opened=rng.random() < 0.05)


def _turn(rng: Random, person: str, longest: int) -> Turn:
    kind = rng.random()
    if kind < 0.12:
        return _report(rng, person)
    if kind < 0.24:
        return says(person, rng.choice(READY))
    text = hostile.message(rng, longest)
    heard = says(person, text)
    drawn = rng.random()
    intent = heard.intent if drawn < 0.5 else rng.choice(hostile.INTENTS)
    found = heard.entities if drawn < 0.8 else hostile.entities(rng)
    facts = [rng.choice((*YES_NO_FACTS, "no_such_fact")) for _ in range(rng.choice((0, 0, 0, 1, 3)))]
    return replace(
        heard,
        intent=intent,
        entities=found,
        hints=tuple(Hint(fact=fact, chance=round(rng.random(), 2)) for fact in facts),
        ranking=tuple(
            (rng.choice(hostile.INTENTS), round(rng.random(), 2)) for _ in range(rng.choice((0, 2, 3)))
        ),
        at=rng.choice((None, None, 0.0, 7.5, 60.0, 1e9, -4.0, float("nan"), float("inf"))),
        opened=rng.random() < 0.03,
    )
