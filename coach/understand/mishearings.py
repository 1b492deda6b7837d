"""Puts words right that are only wrong together, or that no slip of a letter explains.

The tables are data; see mishearings.yml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pydantic
from ruamel.yaml import YAML

from coach.understand.sounds import Names
from coach.understand.text import Token, stem

_FILE = Path(__file__).parent / "data" / "mishearings.yml"
_DRAWN_OUT = re.compile(r"([a-z])\1\1+")  # "sloooower"
# Digits written for a sound: "2nite", "2moro".
_DIGIT_WORDS = {
    **dict.fromkeys(("nite", "night", "nyt", "nght"), "tonight"),
    **dict.fromkeys(("moro", "morow", "morrow", "mrw", "moz", "mora", "morra", "mor"), "tomorrow"),
    **dict.fromkeys(("day", "dai"), "today"),
}


class File(pydantic.BaseModel):
    """The tables as they are written."""

    written: dict[str, str]
    names: dict[str, dict[str, list[str]]]

    class Config:
        extra = "forbid"


class Mishearings:
    """The tables, ready for use."""

    def __init__(self, file: File) -> None:
        self._written: dict[str, list[tuple[list[str], list[str]]]] = {}
        for wrong, right in file.written.items():
            first, *rest = wrong.replace("'", "").split()
            self._written.setdefault(first, []).append((rest, right.split()))
        for choices in self._written.values():
            choices.sort(key=lambda choice: -len(choice[0]))
        self.names: Mapping[str, Names] = {entity: Names(names) for entity, names in file.names.items()}

    def put_right(self, words: Sequence[Token]) -> list[Token]:
        """The words with what the table knows put right; what stands for several keeps their place."""
        out: list[Token] = []
        at = 0
        while at < len(words):
            taken, right = self._found(words, at)
            if not taken:
                out.append(words[at])
                at += 1
                continue
            last = words[at + taken - 1]
            for place, word in enumerate(right):
                before = " " if place else words[at].before
                out.append(Token(word, stem(word), before, words[at].start, last.end))
            at += taken
        return out

    def _found(self, words: Sequence[Token], at: int) -> tuple[int, list[str]]:
        for rest, right in self._written.get(words[at].word, ()):
            following = words[at + 1 : at + 1 + len(rest)]
            if [token.word for token in following] == rest and not any(t.broken for t in following):
                return 1 + len(rest), right
        return 0, []


@lru_cache(maxsize=1)
def load() -> Mishearings:
    """The tables of this package."""
    return Mishearings(File.parse_obj(YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))))


def spelt_as_spoken(words: Sequence[Token], known: Callable[[str], bool]) -> list[Token]:
    """Letters drawn out are shortened ("sloooow"), digits that stand for a sound are read ("2nite")."""
    out: list[Token] = []
    for token in words:
        word = token.word
        if _DRAWN_OUT.search(word):
            double, single = _DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word)
            word = double if known(double) and not known(single) else single
        joined = _DIGIT_WORDS.get(word) if out and out[-1].word == "2" and not token.before else None
        if joined:
            first = out.pop()
            out.append(Token(joined, stem(joined), first.before, first.start, token.end))
        else:
            out.append(token if word == token.word else replace(token, word=word, stem=stem(word)))
    return out
