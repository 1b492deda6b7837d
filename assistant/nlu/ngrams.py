"""Which words and letter groups a sentence has, weighted by how rare they are.

The sentence encoder knows what a sentence means; these know its exact words, which is what tells "slower"
from "faster" and survives a mistyped letter.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

_WORD = re.compile(r"\w[\w']*")
_LETTERS = (2, 3, 4)
_SEEN_AT_LEAST = 2  # what one person said once teaches nothing about another


def words(text: str) -> Iterator[str]:
    """Single words and pairs of neighbours."""
    found = _WORD.findall(text.lower())
    yield from found
    for pair in itertools.pairwise(found):
        yield " ".join(pair)


def letters(text: str) -> Iterator[str]:
    """Groups of two to four letters inside each word, its edges marked by a space."""
    for word in _WORD.findall(text.lower()):
        padded = f" {word} "
        for n in _LETTERS:
            for start in range(max(1, len(padded) - n + 1)):
                yield padded[start : start + n]


_KINDS = {"word": words, "letter": letters}


class Counted:
    """One kind of group: which ones are known and how much each tells."""

    def __init__(self, kind: str, known: Sequence[str], rarity: npt.NDArray[np.float32]) -> None:
        self.kind = kind
        self.known = list(known)
        self.rarity = rarity
        self._index = {gram: i for i, gram in enumerate(self.known)}

    @classmethod
    def learn(cls, kind: str, texts: Sequence[str]) -> Counted:
        """Take up every group that stands in at least two of the texts."""
        within = Counter(gram for text in texts for gram in set(_KINDS[kind](text)))
        known = sorted(gram for gram, count in within.items() if count >= _SEEN_AT_LEAST)
        counts = np.array([within[g] for g in known], dtype=np.float64)
        rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls(kind, known, rarity.astype(np.float32))

    def __call__(self, texts: Iterable[str]) -> sparse.csr_matrix:
        """One row of length 1 for each text (all zero where nothing is known)."""
        data: list[npt.NDArray[np.float32]] = []
        columns: list[int] = []
        ends = [0]
        for text in texts:
            seen = Counter(self._index[g] for g in _KINDS[self.kind](text) if g in self._index)
            at = list(seen)
            row = (
                (1 + np.log(np.array(list(seen.values()), dtype=np.float32))) * self.rarity[at]
                if at
                else None
            )
            if row is not None:
                data.append((row / np.linalg.norm(row)).astype(np.float32))
                columns.extend(at)
            ends.append(len(columns))
        values = np.concatenate(data) if data else np.zeros(0, dtype=np.float32)
        return sparse.csr_matrix((values, columns, ends), shape=(len(ends) - 1, len(self.known)))

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What has to be stored to have it again (no objects, only text and numbers)."""
        return {f"{self.kind}_known": np.array(self.known, dtype=np.str_), f"{self.kind}_rarity": self.rarity}

    @classmethod
    def from_arrays(cls, kind: str, stored: Any) -> Counted:
        return cls(kind, stored[f"{kind}_known"].tolist(), stored[f"{kind}_rarity"])
