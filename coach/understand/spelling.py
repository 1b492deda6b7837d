"""Puts misspelt words right, where it is safe: only towards words the lexicon knows, and only from
strings that are no words of their own ("bank" is never a slip for "back")."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

_LONGEST = 18  # longer strings are not slips of a word we know


class Speller:
    """Corrects slips of one letter, of two in long words, towards a fixed vocabulary."""

    def __init__(self, vocabulary: Iterable[str], real_words: Iterable[str], known: dict[str, str]) -> None:
        words = {word for word in vocabulary if word.isalpha()}
        self.right = words | set(real_words)
        self._known = known
        self._near: dict[str, list[str]] = {}
        for word in sorted(word for word in words if len(word) >= 4):
            for form in _shortened(word, _allowed(word)):
                self._near.setdefault(form, []).append(word)
        self._cached = lru_cache(maxsize=8192)(self._search)

    def correct(self, word: str) -> str:
        """The word meant, or the word itself. Time is bounded by its length alone."""
        if word in self._known:
            return self._known[word]
        if len(word) < 4 or len(word) > _LONGEST or word in self.right or not word.isalpha():
            return word
        return self._cached(word)

    def _search(self, word: str) -> str:
        limit = _allowed(word)
        best, best_distance = word, limit + 1
        for form in _shortened(word, limit):
            for candidate in self._near.get(form, ()):
                # People rarely get the first letter wrong, and other words begin with it.
                if word[0] != candidate[0] and word[:2] != candidate[1::-1]:
                    continue
                most = min(limit, _allowed(candidate))
                found = distance(word, candidate, most)
                if found > most:
                    continue
                if found < best_distance or (found == best_distance and candidate < best):
                    best, best_distance = candidate, found
        return best


def _allowed(word: str) -> int:
    return 2 if len(word) >= 8 else 1


def _shortened(word: str, letters: int) -> set[str]:
    """The word with up to `letters` letters left out: two words within that distance share one."""
    forms = {word}
    edge = {word}
    for _ in range(letters):
        edge = {form[:i] + form[i + 1 :] for form in edge for i in range(len(form))}
        forms |= edge
    return forms


def distance(one: str, other: str, limit: int) -> int:
    """Letters to change, add, leave out or swap to make one word of the other; `limit` + 1 if more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before_last, last = last, row
    return last[-1]
