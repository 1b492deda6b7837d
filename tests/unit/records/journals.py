"""Journals for the tests of the records: orderly ones, and ones with anything in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as some

from coach.journal import Journal

NOW = datetime(2026, 3, 20, 18, 0, tzinfo=timezone.utc)
"""A Friday."""
Line = Callable[[float], float]


def at(days_ago: float) -> datetime:
    return NOW - timedelta(days=days_ago)


def filled(
    days: int,
    back: Line | None = None,
    leg: Line | None = None,
    walk: Line | None = None,
    person: str = "p",
    zone: str = "UTC",
) -> Journal:
    """A journal of so many days with a session on each; each line says how its number went from 0 to 1."""
    journal = Journal()
    journal.remember(person, zone=zone, region="uk", consent=1.0)
    for n in range(days + 1):
        when, gone = at(days - n), n / max(1, days)
        for part, line in (("back", back), ("leg", leg)):
            if line is not None:
                where = {"part": part} if leg is not None else {}
                journal.add(person, "pain", {"score": round(line(gone)), "moment": "before", **where}, when)
        if walk is not None and n % 7 == 0:
            journal.add(person, "walk", {"minutes": round(walk(gone)), "words": ""}, when)
        done = {"exercise": "back_flexion_sitting"}
        journal.add(
            person,
            "set",
            {**done, "variant": "full", "level": 1, "set": 1, "reps": 4, "hold_seconds": 2},
            when,
        )
        journal.add(person, "exercise_done", done, when)
    return journal


KINDS = (
    "pain walk set exercise_done away score goal goal_score goal_dropped question symptom answer triage "
    "cleared settled felt level taken_back started finished no_such_kind"
).split()
WORDS = some.text(max_size=60) | some.sampled_from(
    ["=1+1", "@SUM(A1)", "-2+3", "\t=x", 'say "no"', "a,b\r\nc", "\ud800", "\x00", "\u202e", "Ω Ж é", "{x}"]
)
VALUES = (
    some.none()
    | some.booleans()
    | some.integers(-(10**6), 10**6)
    | some.floats()
    | WORDS
    | some.sampled_from(
        ["back", "leg", "before", "after", "rmdq", "odi", "2026-03-01", "2027-01-01", "self_care", "fever"]
    )
)
FIELDS = (
    "score moment part minutes words exercise variant level set reps seconds hold_seconds day late mark "
    "first last reason name answers skipped goal symptom body_part side fact value tier fine how routine"
).split()
LIKELY: dict[str, some.SearchStrategy[Any]] = {
    "score": some.integers(0, 24),
    "moment": some.sampled_from(["before", "after", "during", "return"]),
    "part": some.sampled_from(["back", "leg"]),
    "minutes": some.floats(0, 90),
    "exercise": some.sampled_from(["back_flexion_sitting", "pelvic_tilt", "cycling", None]),
    "level": some.integers(0, 6),
    "day": some.dates(NOW.date() - timedelta(days=99), NOW.date()).map(str),
    "first": some.dates(NOW.date() - timedelta(days=99), NOW.date()).map(str),
    "last": some.dates(NOW.date() - timedelta(days=99), NOW.date()).map(str),
    "late": some.booleans(),
    "goal": some.integers(1, 4),
    "name": some.sampled_from(["rmdq", "odi", "eq5d", "mskhq"]),
    "answers": some.dictionaries(some.integers(1, 24).map(str), some.booleans(), max_size=24),
    "tier": some.sampled_from(["emergency_now", "urgent_same_day", "see_doctor_soon", "self_care"]),
    "fact": some.sampled_from(["fever", "bilateral", "saddle_numbness"]),
    "value": some.booleans(),
}


def _field(name: str) -> some.SearchStrategy[tuple[str, Any]]:
    likely = LIKELY.get(name, VALUES)
    return some.tuples(some.just(name), likely | likely | likely | VALUES)


EVENTS = some.tuples(
    some.sampled_from(KINDS),
    some.lists(some.sampled_from(FIELDS).flatmap(_field), max_size=10).map(dict),
    some.floats(0, 400),
)


@some.composite
def any_journal(draw: some.DrawFn) -> Journal:
    """A journal with anything in it, as an earlier version or a damaged disk may leave it."""
    journal = Journal()
    if draw(some.booleans()):
        journal.remember("p", **draw(PROFILES))
    for kind, data, days in draw(some.lists(EVENTS, max_size=25)):
        journal.add("p", kind, _written(data), at(days))
    return journal


PROFILES = some.fixed_dictionaries(
    {},
    optional={
        "zone": some.sampled_from(
            ["Europe/London", "Asia/Kolkata", "Pacific/Auckland", "Nowhere/Land", "", 7]
        ),
        "region": some.sampled_from(["uk", "us", "nowhere", None]),
        "lock": some.just(
            {"tier": "urgent_same_day", "reason": "Told of =1+1 {x}.", "flags": [], "since": 1.0}
        )
        | some.just("junk"),
        "pseudonym": some.sampled_from(["junk", 3]),
    },
)


def _written(value: Any) -> Any:
    """The value as a database takes it: without numbers that JSON lacks and halves of characters."""
    if isinstance(value, dict):
        return {_written(key): _written(one) for key, one in value.items()}
    if isinstance(value, float):
        return value if abs(value) < 1e300 else None  # no NaN either: every comparison with one is false
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return value
