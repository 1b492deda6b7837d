"""What people are called: the name they are kept under, and the one they are spoken to with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coach.journal import Journal, one_name

NOBODY = "me"
"""Under this name is kept who uses this device and has given no name."""


def nameless(person: str, profile: Mapping[str, Any]) -> bool:
    """Whether somebody never said a name: known as the one of this device, or of a chat, only."""
    return not profile.get("called") and (one_name(person) == NOBODY or ":" in person)


def called(person: str, profile: Mapping[str, Any]) -> str | None:
    """What to call somebody; None if they never gave a name."""
    if nameless(person, profile):
        return None
    return str(profile.get("called") or " ".join(part.capitalize() for part in person.split()))


def named_people(journal: Journal) -> dict[str, str]:
    """Everybody who has a name, by it (lower case), with the name under which they are kept."""
    found: dict[str, str] = {}
    for person, profile in journal.profiles().items():
        name = called(person, profile)
        if name is not None:
            found.setdefault(one_name(name), person)
    return found
