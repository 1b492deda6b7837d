"""The names of places: `page:ID/TAB`, `telegram:CHAT`; `terminal:ID` or `speaker:ID` for each process."""

from __future__ import annotations

import secrets

DEVICES = ("speaker", "terminal")
"""Kinds of places on a device of the home: each process is a place, and all of a kind are joined as one."""


def kind_of(place: str) -> str:
    """What kind of place it is: "page", "telegram" and so on."""
    return place.partition(":")[0]


def address(place: str) -> str:
    """The place that can be joined: of the windows of one browser the browser, of terminals the terminal."""
    kind = kind_of(place)
    return kind if kind in DEVICES else place.partition("/")[0]


def one_of(kind: str) -> str:
    """A place of this kind that no other process is."""
    return f"{kind}:{secrets.token_hex(4)}"
