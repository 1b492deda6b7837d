"""How words sound, roughly: what a recogniser wrote is often another word that sounds nearly the same.

The key of a text keeps its consonants in classes people and recognisers mix up (b and p, d and t, m and n)
and one mark for every run of vowels. It says nothing about where words begin: "sky attica" is one sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from coach.understand.spelling import distance
from coach.understand.text import Token

_REACH = 80  # words of a text that are listened to; it bounds the time taken
_MOST_WORDS = 5  # that a name may have been torn into
_SURE, _LONG = 8, 12  # letters of a key: shorter ones have to be heard exactly, longer ones may differ more
# A name torn into other words neither begins nor ends with one of these, unless it sounds just the same.
_EDGES = frozenset(
    (
        "the to in on and or of for is it its this that these those each how what when where why do does did "
        "any not just can should would will if so then been are was i you he she they we at by with from "
        "there please them again up down always other exercise exercises exercising exercised "
        "said sudden must may"
    ).split()
)
_REWRITES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^psych", "sak"), (r"^ps(?=[yi])", "s"), (r"^kn", "n"), (r"^wr", "r"), (r"^wh", "w"),
        (r"ough$", "of"), (r"igh", "i"), (r"ph", "f"), (r"alf$", "af"), (r"alves$", "aves"), (r"mb$", "m"),
        (r"tch", "C"), (r"c?[tsc]ion|ction", "kCn"), (r"xion", "kCn"), (r"ch|sh|j|dge", "C"), (r"th", "t"),
        (r"sc(?=[eiy])", "s"), (r"c(?=[eiy])", "s"), (r"ck|[cqg]", "k"), (r"x", "ks"), (r"z", "s"),
        (r"b", "p"), (r"d", "t"), (r"v", "f"), (r"m", "n"), (r"(?<=[^aeiouy])e$", ""),
        (r"r(?![aeiouy])", ""), (r"h", ""), (r"(?<=.)w", ""), (r"[aeiouy]+", "a"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=8192)
def key(word: str) -> str:
    """What words that sound nearly alike have in common."""
    for pattern, sound in _REWRITES:
        word = pattern.sub(sound, word)
    return word


def joint(words: Iterable[str]) -> str:
    """The key of several words said in one go."""
    return re.sub(r"(.)\1+", r"\1", "".join(key(word) for word in words))


def _allowed(length: int) -> int:
    return 0 if length < _SURE else 1 if length < _LONG else 2


class Names:
    """Names to listen for, by the value each stands for."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._values = {joint(name.split()): value for value, said in names.items() for name in said}
        self._longest = max((len(sound) + _allowed(len(sound)) for sound in self._values), default=0)

    def nearest(self, words: Sequence[Token]) -> tuple[str, int, int] | None:
        """The value whose name the words sound most like, with the places of the first and last word."""
        best: tuple[float, str, int, int] | None = None
        words = words[:_REACH]
        for first in range(len(words)):
            for last in range(first, min(first + _MOST_WORDS, len(words))):
                if last > first and words[last].broken or words[last].number:
                    break
                sound = joint(token.word for token in words[first : last + 1])
                if len(sound) > self._longest:
                    break
                near = self._near(sound)
                if near and near[0] and {words[first].word, words[last].word} & _EDGES:
                    continue
                if near and (best is None or near[0] < best[0]):
                    best = (*near, first, last)
        return best and best[1:]

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one for each kind of name, for good
    def _near(self, sound: str) -> tuple[float, str] | None:
        """How far the nearest name is, as a share of its length, and the value it stands for."""
        found = []
        for name, value in self._values.items():
            limit = _allowed(len(name))
            if abs(len(name) - len(sound)) <= limit:
                apart = distance(sound, name, limit)
                if apart <= limit and sound[:1] == name[:1]:
                    found.append((apart / len(name), value))
        return min(found, default=None)
