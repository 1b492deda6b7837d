"""In which language, and how plainly, the coach speaks: one setting, which holds for the whole of a turn.

It is a context variable, so that two people whose turns are answered at the same time, in two threads or two
tasks, never hear each other's language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from coach.places import kind_of

ENGLISH, PLAIN, SPANISH = "en", "en-plain", "es"
LANGUAGES = (ENGLISH, PLAIN, SPANISH)
"""What the coach can speak; each but English is a folder of coach/words with the texts that differ."""

ALOUD = "speaker"
"""The kind of place where people talk with the coach aloud."""

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def spoken_language() -> str:
    """The language of the turn that is being answered; English outside of one."""
    return _spoken.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language until the block ends, whatever is switched to inside of it."""
    token = _spoken.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(token)


def switch(language: str) -> None:
    """Speak another language for the rest of the turn. Only within `speaking`."""
    _spoken.set(language)


def wanted(profile: Mapping[str, Any], place: str = "") -> str:
    """The language that a person has asked for; where the coach speaks and listens, it knows English only."""
    if profile.get("language") == SPANISH and kind_of(place) != ALOUD:
        return SPANISH
    return PLAIN if profile.get("plain") is True else ENGLISH
