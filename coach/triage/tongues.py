"""Danger in more than one tongue: English and Spanish phrases, whatever language the coach speaks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from coach.triage.models import Finding
from coach.triage.spotter import Spotter, heavier, load_spotter


@dataclass(frozen=True)
class Tongue:
    """A spotter for another tongue than English, and how a text is known to hold words of it.

    `words` are its own words, and `stems` what some of them begin with; none of them is English.
    """

    spotter: Spotter
    words: frozenset[str]
    stems: tuple[str, ...]

    def heard_in(self, text: str) -> bool:
        """Whether the text, without accents, holds a word of this tongue."""
        return any(
            word in self.words or word.startswith(self.stems) for word in re.findall("[a-z]+", text.lower())
        )


class Tongues:
    """Looks for dangers with one spotter for each tongue; of two readings the more urgent one counts."""

    def __init__(self, english: Spotter, *others: Tongue) -> None:
        self._english, self._others = english, others

    def spot(self, text: str) -> list[Finding]:
        """Every fact that `text` tells in one of the tongues; never raises, whatever the text."""
        best = {finding.fact: finding for finding in self._english.spot(text)}
        plain = folded(text)
        for tongue in self._others:
            for finding in tongue.spotter.spot(plain) if tongue.heard_in(plain) else ():
                known = best.get(finding.fact)
                if known is None or heavier(finding, known):
                    best[finding.fact] = finding
        return list(best.values())

    def words(self, fact: str) -> frozenset[str]:
        """The English words that people tell a fact in."""
        return self._english.words(fact)

    def told_in_another(self, text: str) -> bool:
        """Whether something is told in another tongue than English."""
        plain = folded(text)
        return any(
            finding.value is True
            for tongue in self._others
            if tongue.heard_in(plain)
            for finding in tongue.spotter.spot(plain)
        )


def folded(text: str) -> str:
    """The text without accents, as its phrases are written; signs of other scripts stay as they are."""
    whole = unicodedata.normalize("NFC", text)
    return whole if whole.isascii() else "".join(unicodedata.normalize("NFD", sign)[0] for sign in whole)


def load_tongue(raw: Any) -> Tongue:
    """Read the phrases of another tongue, a file such as phrases_es.yml.

    Raises:
        DataError: if a part is missing or a phrase cannot be read.
    """
    spotter = load_spotter(raw, numbers=False)
    parts = " ".join(_texts([raw["facts"], raw["lists"]]))
    both = frozenset(raw["english_too"])
    words = frozenset(re.findall(r"(?<![a-z{])[a-z]+(?![a-z}*])", parts)) - both
    stems = frozenset(re.findall(r"[a-z]{4,}(?=\*)", parts)) - both
    return Tongue(spotter, words, tuple(sorted(stems)))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, (dict, list)):
        for one in part.values() if isinstance(part, dict) else part:
            yield from _texts(one)
    elif isinstance(part, str):
        yield part
