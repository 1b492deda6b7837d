"""A text as words: folded, split, stemmed, with the place each word had in what was said."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 5_000  # characters looked at; nobody says more at once, and it bounds the time taken
MOST_PIECES = 10  # of that length, in a text without end
OVERLAP = 200  # characters that two pieces share, so that no sentence is cut in both

_WORD = re.compile(r"\d+|[a-z]+(?:['`\u2019][a-z]+)*")
_APOSTROPHE = re.compile("['`\u2019]")
# What speech recognisers and careless typing cut off a word: "don t", "that s", "8 p m".
_TAILS = frozenset({"t", "s", "m", "d", "ll", "re", "ve"})
_VOWEL = re.compile("[aeiouy]")


@dataclass(frozen=True)
class Token:
    """One word or number.

    `word` is folded and without apostrophes, `stem` is what inflections of a word share, `before` is
    what stood between it and the word before it (at most eight characters), `start` and `end` are
    offsets into the text as given.
    """

    word: str
    stem: str
    before: str
    start: int
    end: int

    @property
    def number(self) -> bool:
        return self.word[0].isdigit()

    @property
    def broken(self) -> bool:
        """Whether a sentence or clause ended before this word."""
        return any(mark in self.before for mark in ".,;?!\n")


def pieces(text: str) -> list[str]:
    """A text of any length in pieces that can be understood; of one without end its first and last words."""
    most = MOST_PIECES * LONGEST
    found = [text[at : at + LONGEST] for at in range(0, max(1, min(len(text), most)), LONGEST - OVERLAP)]
    return [*found, text[-LONGEST:]] if len(text) > most else found


def fold(text: str) -> tuple[str, list[int] | None]:
    """The text without case and accents, and for each of its characters the offset it came from.

    The offsets are None where nothing moved. Upper case first: some letters only meet in upper case,
    and the same words must come out alike however they were written.
    """
    if text.isascii():
        return text.lower(), None
    out: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(text):
        for part in _fold_char(char):
            out.append(part)
            offsets.append(offset)
    return "".join(out), offsets


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in "\u2019\u2018\u02bc\u00b4":
        return "'"
    if char == "\u00bd":  # one half
        return " and a half"
    low = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).upper()).casefold()
    return "".join(c for c in low if not unicodedata.combining(c))


def tokens(text: str) -> list[Token]:
    """The words of a text. Never fails; looks at the first 5,000 characters."""
    folded, offsets = fold(text[:LONGEST])
    found: list[Token] = []
    last = 0
    for match in _WORD.finditer(folded):
        word = _APOSTROPHE.sub("", match.group())
        before = folded[last : match.start()][-8:]
        last = match.end()
        start, end = match.span()
        if offsets is not None:
            start, end = offsets[start], offsets[end - 1] + 1
        previous = found[-1] if found else None
        if previous and not previous.number and word in _TAILS and set(before) <= set(" '.") and before:
            joined = previous.word + word
            found[-1] = Token(joined, stem(joined), previous.before, previous.start, end)
            continue
        found.append(Token(word, stem(word), before, start, end))
    return found


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """What the inflections of an English word have in common; meant for comparing, not for reading."""
    if len(word) < 4 or not word.isalpha():
        return word
    base = word
    if base.endswith("ies") and len(base) > 4:
        base = base[:-3] + "y"
    elif base.endswith(("sses", "shes", "ches", "xes", "zes")):
        base = base[:-2]
    elif base.endswith("s") and not base.endswith(("ss", "us", "is")):
        base = base[:-1]
    for ending in ("ing", "ed"):
        if base.endswith(ending) and len(base) - len(ending) >= 3 and _VOWEL.search(base[: -len(ending)]):
            base = base[: -len(ending)]
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "sz":
                base = base[:-1]
            break
    if base.endswith("ll"):
        base = base[:-1]
    if len(base) > 3 and base.endswith("e"):
        base = base[:-1]
    return base
