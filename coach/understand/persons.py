"""Who somebody says they are: "this is Bob", "it's Ann's turn", "my code word is bluebird"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML

FILE = Path(__file__).parent / "data" / "persons.yml"
LONGEST = 120
"""Longer texts are stories."""
_ONE = r"[a-z][a-z\-]{1,19}(?:'[a-z]{2,19})?"
_NAME = rf"(?P<name>{_ONE}(?: {_ONE}){{0,2}})"
_WORD = r"(?P<word>[a-z][a-z'\-]{1,29}( [a-z][a-z'\-]{1,29}){0,2})"
_TAIL = re.compile(r"( (again|now|here|speaking|back|please|coach|today|this time))+$")
Kind = Literal["who_is_this", "no_code_word", "code_word", "named", "turn"]


@dataclass(frozen=True)
class Identified:
    """What somebody says of who they are: a name (lower case), a code word, or the question who is meant."""

    kind: Kind
    name: str = ""
    word: str = ""


@dataclass(frozen=True)
class _Data:
    patterns: list[tuple[str, re.Pattern[str]]]
    with_word: list[re.Pattern[str]]
    names: frozenset[str]
    also_words: frozenset[str]
    never: frozenset[str]


def identified(text: str, known: Collection[str] = ()) -> Identified | None:
    """Who somebody says they are, or None. `known` are the names of people who were here before."""
    plain = " ".join(re.findall(r"[a-z0-9'\-]+", text.lower().replace("\u2019", "'")))
    if not plain or len(plain) > LONGEST:
        return None
    whole = _found(plain, known)
    if whole is not None and whole.kind in ("who_is_this", "no_code_word", "code_word"):
        return whole
    for pattern in _data().with_word:
        parts = pattern.match(plain)
        if parts is not None and (before := _found(parts["before"].strip(), known)) is not None:
            return Identified(before.kind, before.name, parts["word"])
    return whole


class _Anybody(frozenset[str]):
    """Everybody is known."""

    def __contains__(self, name: object) -> bool:
        return True


def may_identify(text: str) -> bool:
    """Whether the text says who somebody is, if only the name in it is that of somebody known."""
    return identified(text, _Anybody()) is not None


def _found(plain: str, known: Collection[str]) -> Identified | None:
    data = _data()
    for kind, pattern in data.patterns:
        match = pattern.match(plain)
        if match is None:
            continue
        parts = match.groupdict()
        if kind == "who_is_this":
            return Identified("who_is_this")
        if kind in ("no_code_word", "code_word"):
            asked: Kind = "code_word" if kind == "code_word" else "no_code_word"
            return Identified(asked, word=parts.get("word") or "")
        name, word = _split(_TAIL.sub("", parts["name"]), known)
        if set(name.split()) & data.never:
            continue
        if kind == "perhaps" and not _is_name(name, known, "this is" in plain or "switch" in plain):
            continue
        return Identified("turn" if kind == "turn" else "named", name, word)
    return None


def _split(said: str, known: Collection[str]) -> tuple[str, str]:
    """A name, and a code word that was said right behind it: "ann bluebird"."""
    words = said.split()
    for many in range(len(words), 0, -1):
        if " ".join(words[:many]) in known:
            return " ".join(words[:many]), " ".join(words[many:])
    return said, ""


def _is_name(name: str, known: Collection[str], plainly: bool) -> bool:
    """Whether words are a name: one of somebody known, or a usual one that is not a word as well."""
    data = _data()
    if name in known:
        return True
    first = name.split()[0]
    return first in data.names and len(name.split()) <= 2 and (plainly or first not in data.also_words)


@lru_cache(maxsize=1)
def _data() -> _Data:
    raw = YAML(typ="safe").load(FILE.read_text("utf-8"))
    lists = ("names", "also_words", "never_a_name")
    patterns = [
        (kind, re.compile(pattern.replace("{name}", _NAME).replace("{word}", _WORD)))
        for kind, given in raw.items()
        if kind not in (*lists, "with_word")
        for pattern in given
    ]
    return _Data(
        patterns,
        [re.compile(pattern.replace("{word}", _WORD)) for pattern in raw["with_word"]],
        *(frozenset(raw[name]) for name in lists),
    )
