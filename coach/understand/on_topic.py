"""Whether a yes or a no answers what was asked: "I haven't" does, "I haven't got my glasses" does not.

The words that may stand beside an answer are data; see beside.yml.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ruamel.yaml import YAML

from coach.understand import lexicon
from coach.understand.numbers import numbers
from coach.understand.patterns import Match
from coach.understand.text import Token

_ANSWERS = frozenset({"yes", "no", "unsure", "well", "loss"})
_SELF = frozenset({"i", "im", "ive", "id", "me", "mine", "myself"})
_FELT = frozenset({"symptom", "body_part", "side", "severity"})


def alone(words: Sequence[Token], answers: Sequence[Match], asked: Collection[str], told: bool) -> bool:
    """Whether nothing is told but the answer, and what was asked about.

    A plain "yes" or "no" is one whatever else is told, unless it belongs to what follows ("no milk left").

    Args:
        answers: the phrases in the words that say yes, no or how sure.
        asked: the stems of what was asked about.
        told: whether the answer tells of trouble; then more words may belong to it than to one that calms.
    """
    known = _known()
    beside = known.beside | known.health if told else known.beside
    explained = {
        at for match in answers if match.value in _ANSWERS for at in range(match.hits[0], match.hits[-1] + 1)
    }
    explained |= {at for number in numbers(words) for at in range(number.first, number.last + 1)}
    felt = [match for match in lexicon.load().finder.find(list(words)) if match.entity in _FELT]
    explained |= {at for match in felt for at in match.hits}
    stray = {
        at
        for at, token in enumerate(words)
        if at not in explained and token.word not in beside and token.stem not in asked
    }
    if not stray:
        return True
    said = {token.word for token in words}
    if said & known.elsewhere or told and said & known.others and not said & _SELF:
        return False
    line = " ".join(token.word for token in words) + " "
    return line.startswith(known.openings) or any(
        token.word in known.particles and not _belongs(words, at + 1, stray) for at, token in enumerate(words)
    )


def _belongs(words: Sequence[Token], at: int, stray: Collection[int]) -> bool:
    """Whether what follows a particle is of something else: "no milk", "no, that's the postman"."""
    while at < len(words) and words[at].word in _known().pointing and not words[at].broken:
        at += 1
    return at in stray and not words[at].broken


@dataclass(frozen=True)
class _Known:
    particles: frozenset[str]
    beside: frozenset[str]
    health: frozenset[str]
    pointing: frozenset[str]
    elsewhere: frozenset[str]
    others: frozenset[str]
    openings: tuple[str, ...]


@lru_cache(maxsize=1)
def _known() -> _Known:
    raw = YAML(typ="safe").load((lexicon.DATA / "beside.yml").read_text(encoding="utf-8"))
    beside = frozenset(word for group in raw["beside"] for word in group)
    lists = {
        name: frozenset(raw[name]) for name in ("particles", "health", "pointing", "elsewhere", "others")
    }
    return _Known(beside=beside, openings=tuple(f"{one} " for one in raw["openings"]), **lists)
