"""For players: whether a word to stop says more than that, so that it must be told to the coach as well."""

from __future__ import annotations

from coach import triage
from coach.understand import extract

TELLING = frozenset({"symptom", "body_part", "pain"})
MOST_WORDS = 6


def says_no_more(text: str) -> bool:
    """Whether words that silence the coach tell of nothing else: no symptom, no danger, no long story."""
    if len(text.split()) > MOST_WORDS or any(entity.entity in TELLING for entity in extract(text)):
        return False
    return not any(finding.value is True for finding in triage.load().spot(text))
