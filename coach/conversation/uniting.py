"""Two records of one person become one: nothing is lost, and in doubt the careful one of two counts."""

from __future__ import annotations

from functools import partial
from typing import Any

from coach.conversation.talk import Talk
from coach.journal import Journal
from coach.triage.models import REASSURING, tier_rank

LAST = 6
"""How many complaints are kept, as `known.carried` keeps them."""


def unite(journal: Journal, place: str, person: str) -> None:
    """Put what was kept under the name of a place to what is kept of the person it belongs to."""
    merged = together(journal.profile(person), journal.profile(place))
    if merged:
        journal.remember(person, **merged)
    journal.move(place, person)


def together(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """One profile of two: ours goes before theirs, but for what keeps somebody safe."""
    both = {**theirs, **{name: value for name, value in ours.items() if value is not None}}
    both["facts"] = _facts(ours.get("facts") or {}, theirs.get("facts") or {})
    both["lock"] = graver(ours.get("lock"), theirs.get("lock"))
    told = sorted([*(ours.get("told_of") or ()), *(theirs.get("told_of") or ())], key=lambda one: one["at"])
    both["told_of"] = told[-LAST:]
    both["left_out"] = {**(theirs.get("left_out") or {}), **(ours.get("left_out") or {})}
    return {name: value for name, value in both.items() if value not in (None, {}, [])}


def graver(one: dict[str, Any] | None, other: dict[str, Any] | None) -> dict[str, Any] | None:
    """The graver of two locks with the flags of both, from the later moment on."""
    if not one or not other:
        return one or other
    first, second = sorted((one, other), key=lambda lock: tier_rank(lock["tier"]), reverse=True)
    flags = [*first["flags"], *(flag for flag in second["flags"] if flag not in first["flags"])]
    return {**first, "flags": flags, "since": max(first["since"], second["since"])}


def hand_lock_on(talk: Talk, person: str) -> None:
    """Keep a lock of whoever speaks for somebody else as well, who is the same as far as anybody knows."""
    lock = graver(talk.journal.profile(person).get("lock"), talk.profile.get("lock"))
    if lock:
        talk.journal.remember(person, lock=lock)


def _facts(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """The later answer to each question; a danger that was told is not taken back by a no elsewhere."""
    found = dict(theirs)
    for name, told in ours.items():
        other = found.get(name)
        found[name] = told if other is None else max(told, other, key=partial(_weight, name))
    return found


def _weight(name: str, told: dict[str, Any]) -> tuple[bool, float]:
    return told["value"] is True and name not in REASSURING, told["at"]
