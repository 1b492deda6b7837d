"""Scraps: a word or three over the coach's voice in a running set that ask for nothing and tell nothing.

They are what a recogniser makes of an echo's rest or of the room. To answer them would disturb the set.
Whatever a person could mean by them, a command, a stop, a symptom, or anything about themselves, is no scrap.
"""

from __future__ import annotations

from coach.understand import command, extract, is_stop
from coach.understand.persons import may_identify
from coach.understand.speaking import speaking_wish
from voice.danger import danger_in
from voice.recognisers.doubt import words_of

_MOST = 3
_THEMSELVES = frozenset(
    {"i", "i'm", "im", "i've", "my", "me", "myself", "it", "it's", "rest", "hold", "set", "pause"}
)
_IDLE = frozenset({None, "affirm", "deny"})
"""What means nothing in a running set, where no question is open."""


def is_scrap(text: str) -> bool:
    """Whether these words, heard over the coach in a running set, can be left alone."""
    words = words_of(text)
    if len(words) > _MOST or _THEMSELVES.intersection(words):
        return False
    if may_identify(text):
        return False  # somebody else wants their turn
    if command(text) not in _IDLE or is_stop(text) or danger_in(text) or speaking_wish(text):
        return False
    return all(entity.entity == "pain" and str(entity.value).isdigit() for entity in extract(text))
