"""Words that cannot wait: emergencies, known from half a sentence, in whatever way is being listened."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from coach import triage
from voice.recognisers.base import Heard

WAIT = 2.0
"""Seconds after which an emergency half heard is told as it is, if its end does not come."""
_SAME = 3.0
"""Seconds within which the same emergency is the same one, heard to its end."""


@lru_cache(maxsize=256)
def danger_in(text: str) -> frozenset[str]:
    """The danger signs in a text, if they make it an emergency by themselves; else none."""
    screen = triage.load()
    facts = {finding.fact: True for finding in screen.spot(text) if finding.value is True}
    if not facts or screen.alarm(facts, exercising=True) is None:
        return frozenset()
    return frozenset(facts)


class Danger:
    """Sees to it that each emergency is acted on once, and told in any case."""

    def __init__(self) -> None:
        triage.load()  # now, so that the first words that are heard need not wait for it
        self._half: tuple[str, float] | None = None
        self._told: frozenset[str] = frozenset()
        self._told_at = float("-inf")

    def heard(self, heard: Heard, now: float, answering: bool) -> Literal["new", "known"] | None:
        """What these words are: a new emergency, one that is known, or none.

        Args:
            answering: whether an urgent answer is being said. It is not cut for the same words said again.
        """
        facts = danger_in(heard.text)
        if not facts:
            return None
        if facts <= self._told and (answering or now - self._told_at < _SAME):
            return "known"
        if heard.final:
            self._is_told(facts, now)
        elif self._half is None or not danger_in(self._half[0]) >= facts:
            self._half = (heard.text, now if self._half is None else self._half[1])
        return "new"

    def overdue(self, now: float) -> str | None:
        """Words half heard whose end did not come; from now on they count as told."""
        if self._half is None or now - self._half[1] < WAIT:
            return None
        text = self._half[0]
        self._is_told(danger_in(text), now)
        return text

    def settled(self) -> None:
        """The sentence has ended, whatever it came to: its end is told, so its beginning need not be."""
        self._half = None

    def _is_told(self, facts: frozenset[str], now: float) -> None:
        self._half, self._told, self._told_at = None, facts, now
