"""Turns what was typed or heard into plain words, each with its place in the original."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+(?:['’`][^\W\d_]+)*|[.!?;:,\n…—–]")
SENTENCE_END = frozenset(".!?;:\n…")
PAUSE = frozenset(",—–")
IS_AFTER = frozenset("it that there what he she who how where here everything".split())
ENDINGS = (("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would"), ("'m", "am"))
LONGEST = 5000
"""Characters looked at; what comes after is left alone, so that the time stays bounded."""

WINDOW, OVERLAP = 100, 20
"""A sentence of more words is looked at in pieces that overlap, so that the time grows only with length."""


@dataclass(frozen=True)
class Sentence:
    """One sentence: its plain words, and where each stood in the original text."""

    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    asks: bool
    line: str
    """The words, each followed by one space."""
    starts: tuple[int, ...]
    """Where each word begins in `line`."""

    def word_at(self, offset: int) -> int:
        """The number of the word that holds this place of `line`."""
        return bisect_right(self.starts, offset) - 1


def sentences(text: str, spellings: Mapping[str, str]) -> Iterator[Sentence]:
    """The sentences of `text`, in plain lower-case words. `spellings` says how odd spellings are read."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for match in TOKEN.finditer(text[:LONGEST]):
        token = match.group().lower().replace("’", "'").replace("`", "'")
        if token in SENTENCE_END:
            if words:
                yield _sentence(words, places, token == "?")
            words, places = [], []
            continue
        for word in [","] if token in PAUSE else _plain(token, spellings):
            words.append(word)
            places.append(match.span())
        if len(words) >= WINDOW:
            yield _sentence(words, places, False)
            words, places = words[-OVERLAP:], places[-OVERLAP:]
    if words:
        yield _sentence(words, places, False)


def masked(sentence: Sentence, spans: list[tuple[int, int]]) -> Sentence:
    """The same sentence with some words (first, last) made unreadable."""
    words = list(sentence.words)
    for first, last in spans:
        words[first : last + 1] = ["_"] * (last + 1 - first)
    return _sentence(words, list(sentence.places), sentence.asks)


def _sentence(words: list[str], places: list[tuple[int, int]], asks: bool) -> Sentence:
    starts, offset = [], 0
    for word in words:
        starts.append(offset)
        offset += len(word) + 1
    return Sentence(tuple(words), tuple(places), asks, "".join(f"{word} " for word in words), tuple(starts))


def _plain(token: str, spellings: Mapping[str, str]) -> list[str]:
    if token in spellings:
        return spellings[token].split()
    for ending, word in ENDINGS:
        if token.endswith(ending) and len(token) > len(ending):
            return [*_plain(token[: -len(ending)], spellings), word]
    if "'" in token:
        stem, _, ending = token.partition("'")
        return [stem, "is"] if ending == "s" and stem in IS_AFTER else [stem]
    return [token]
