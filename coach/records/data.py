"""What a journal says of a person, put in order: pain, walking, days done, doses, absences, scores.

An event that is not as it must be (from an earlier version, or damaged) is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any, Literal

from coach.journal import Event, Journal
from coach.records.periods import EARLIEST
from coach.zone import zone_of

Part = Literal["back", "leg"]
PARTS: tuple[Part, ...] = ("back", "leg")
LEG = frozenset({"leg", "calf", "thigh", "foot", "toe", "ankle", "shin", "knee", "heel", "sole"})
"""Parts of the body that count as leg."""
LEG_DAYS = timedelta(days=60)
"""For how long leg pain that was told of counts as known."""
LONGEST_WALK = 600.0
"""Minutes; more is no walk until a rest."""
LONGEST_ABSENCE = 366


@dataclass(frozen=True)
class Pain:
    """A pain number from 0 to 10 at a moment (before, after, during, return); `part` is None if not told."""

    at: datetime
    day: date
    score: int
    moment: str
    part: Part | None


@dataclass(frozen=True)
class Walk:
    """How long somebody can walk until a rest is needed, in minutes; a distance stays in their own words."""

    at: datetime
    day: date
    minutes: float | None
    words: str


@dataclass(frozen=True)
class Done:
    """An exercise that was done, None if it was not named; `late` if it was told afterwards."""

    at: datetime
    day: date
    exercise: str | None
    late: bool = False


@dataclass(frozen=True)
class SetDone:
    """A set, or the part of one, with its dose: whole repetitions or seconds, hold in seconds."""

    at: datetime
    day: date
    exercise: str
    variant: str
    level: int
    number: int
    reps: int | None
    seconds: int | None
    hold_seconds: int | None


@dataclass(frozen=True)
class Away:
    """Days that do not count, from `first` to `last`: ill, on holiday, or away."""

    at: datetime
    first: date
    last: date
    reason: str


@dataclass(frozen=True)
class Score:
    """The score of a questionnaire on a day; `answers` by number where it was asked here."""

    at: datetime
    day: date
    name: str
    value: float
    answers: dict[str, bool] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Goal:
    """Something a person wants to do again, in own words, with how well it goes (0 to 10) on its days."""

    id: int
    words: str
    at: datetime
    ratings: tuple[tuple[datetime, date, int], ...] = ()
    dropped: bool = False


@dataclass(frozen=True)
class Records:
    """Everything of one person in a stretch of days, in the person's own zone."""

    person: str
    now: datetime
    first: date
    last: date
    profile: dict[str, Any]
    events: tuple[Event, ...]
    pains: tuple[Pain, ...]
    walks: tuple[Walk, ...]
    done: tuple[Done, ...]
    sets: tuple[SetDone, ...]
    aways: tuple[Away, ...]
    scores: tuple[Score, ...]
    goals: tuple[Goal, ...]

    @property
    def today(self) -> date:
        """The day it is for the person."""
        return self.now.date()

    @property
    def days(self) -> frozenset[date]:
        """The days on which exercises were done."""
        return frozenset(one.day for one in self.done)

    def excused(self, day: date) -> str | None:
        """Why a day does not count, if it does not."""
        return next((one.reason for one in self.aways if one.first <= day <= one.last), None)

    @property
    def begun(self) -> date | None:
        """The first day of which something is noted."""
        days = (_day(event, self.now.tzinfo or timezone.utc) for event in self.events)
        return min(days, default=None)

    def day_of(self, at: datetime) -> date:
        """The day of a moment, where the person is."""
        return at.astimezone(self.now.tzinfo).date()

    @property
    def leg_pain_known(self) -> bool:
        """Whether pain in the leg was told of lately; three noughts in a row end it."""
        scores = [one for one in self.pains if one.part == "leg"]
        if len(scores) >= 3 and all(one.score == 0 for one in scores[-3:]):
            return False
        since = self.now - LEG_DAYS
        if any(one.score > 0 and one.at >= since for one in scores):
            return True
        told = (event for event in self.events if event.kind == "symptom" and event.at >= since)
        return any(event.data.get("body_part") in LEG for event in told)


def read(
    journal: Journal, person: str, now: datetime, first: date | None = None, last: date | None = None
) -> Records:
    """What the journal holds of a person from `first` to `last` (both included; all, if not named)."""
    profile = journal.profile(person)
    return order(person, journal.events(person), profile, now, first, last)


def order(
    person: str,
    events: Iterable[Event],
    profile: dict[str, Any],
    now: datetime,
    first: date | None = None,
    last: date | None = None,
) -> Records:
    """The events of a person put in order. What was taken back is gone; what has no sense is passed over."""
    zone = zone_of(profile)
    here = now.astimezone(zone)
    start, end = first or EARLIEST, last or here.date()
    kept = [event for event in _standing(events) if start <= _day(event, zone) <= end]
    goals = _goals(_standing(events), zone, end)
    return Records(
        person=person,
        now=here,
        first=start,
        last=end,
        profile=profile,
        events=tuple(kept),
        pains=_all(kept, "pain", _pain, zone),
        walks=_all(kept, "walk", _walk, zone),
        done=tuple(sorted(_all(kept, "exercise_done", _done, zone), key=lambda one: (one.day, one.at))),
        sets=_all(kept, "set", _set, zone),
        aways=_all(list(_standing(events)), "away", _away, zone),
        scores=tuple(sorted(_all(kept, "score", _score, zone), key=lambda one: (one.day, one.at))),
        goals=goals,
    )


def _standing(events: Iterable[Event]) -> list[Event]:
    """The events without those that were taken back (`taken_back` names the mark of an event)."""
    told = [event for event in events if isinstance(event.data, dict)]
    gone = {str(event.data.get("mark")) for event in told if event.kind == "taken_back"}
    return [event for event in told if event.kind != "taken_back" and str(event.data.get("mark")) not in gone]


def _all(events: list[Event], kind: str, make: Any, zone: tzinfo) -> tuple[Any, ...]:
    made = (make(event, zone) for event in events if event.kind == kind)
    return tuple(one for one in made if one is not None)


def _day(event: Event, zone: tzinfo) -> date:
    """The day an event is of: the one it names, if it was told late, else that of its moment."""
    return _date(event.data.get("day")) or event.at.astimezone(zone).date()


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _whole(value: Any, least: int, most: int) -> int | None:
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value <= most
    return round(value) if fits else None


def own_words(value: Any) -> str:
    """A person's own words as they can be shown anywhere: without signs that steer a screen or a file."""
    text = value if isinstance(value, str) else ""
    shown = "".join(sign if sign.isprintable() and sign not in '{}"' else " " for sign in text)
    return " ".join(shown.split())


def _pain(event: Event, zone: tzinfo) -> Pain | None:
    score = _whole(event.data.get("score"), 0, 10)
    part = event.data.get("part")
    moment = event.data.get("moment")
    if score is None:
        return None
    known = part if part in PARTS else None
    return Pain(event.at, _day(event, zone), score, moment if isinstance(moment, str) else "during", known)


def _walk(event: Event, zone: tzinfo) -> Walk | None:
    minutes = event.data.get("minutes")
    fits = (
        isinstance(minutes, (int, float)) and not isinstance(minutes, bool) and 0 <= minutes <= LONGEST_WALK
    )
    words = own_words(event.data.get("words"))
    if not fits and not words:
        return None
    return Walk(event.at, _day(event, zone), float(minutes or 0) if fits else None, words)


def _done(event: Event, zone: tzinfo) -> Done | None:
    exercise = event.data.get("exercise")
    day = _day(event, zone)
    named = exercise if isinstance(exercise, str) else None
    return Done(event.at, day, named, late=event.data.get("late") is True)


def _set(event: Event, zone: tzinfo) -> SetDone | None:
    data = event.data
    exercise = data.get("exercise")
    if not isinstance(exercise, str):
        return None
    return SetDone(
        event.at,
        _day(event, zone),
        exercise,
        str(data.get("variant") or ""),
        _whole(data.get("level"), 0, 100) or 0,
        _whole(data.get("set"), 1, 1000) or 1,
        _whole(data.get("reps"), 0, 10_000),
        _whole(data.get("seconds"), 0, 100_000),
        _whole(data.get("hold_seconds"), 0, 10_000),
    )


def _away(event: Event, zone: tzinfo) -> Away | None:
    first, last = _date(event.data.get("first")), _date(event.data.get("last"))
    if first is None or last is None or not 0 <= (last - first).days <= LONGEST_ABSENCE:
        return None
    return Away(event.at, first, last, own_words(event.data.get("reason")) or "away")


def _score(event: Event, zone: tzinfo) -> Score | None:
    name, value = event.data.get("name"), event.data.get("score")
    if not isinstance(name, str) or isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if value != value or abs(value) > 1000:
        return None
    told = event.data.get("answers")
    answers = (
        {str(key): one for key, one in told.items() if isinstance(one, bool)}
        if isinstance(told, dict)
        else {}
    )
    skipped = event.data.get("skipped")
    left = tuple(str(one) for one in skipped) if isinstance(skipped, list) else ()
    return Score(event.at, _day(event, zone), name, float(value), answers, left)


def _goals(events: list[Event], zone: tzinfo, last: date) -> tuple[Goal, ...]:
    """The goals with all their ratings, whenever they were set."""
    goals: dict[int, Goal] = {}
    for event in events:
        number = _whole(event.data.get("goal"), 1, 100_000)
        day = _day(event, zone)
        if number is None or day > last:
            continue
        if event.kind == "goal" and own_words(event.data.get("words")):
            goals[number] = Goal(number, own_words(event.data.get("words")), event.at)
        elif event.kind == "goal_score" and number in goals:
            rating = _whole(event.data.get("score"), 0, 10)
            if rating is not None:
                old = goals[number]
                goals[number] = Goal(
                    number, old.words, old.at, (*old.ratings, (event.at, day, rating)), old.dropped
                )
        elif event.kind == "goal_dropped" and number in goals:
            old = goals[number]
            goals[number] = Goal(number, old.words, old.at, old.ratings, True)
    return tuple(goals.values())
