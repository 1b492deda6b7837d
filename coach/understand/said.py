"""A text being read: its words by place, and the numbers in it, found once."""

from __future__ import annotations

from collections.abc import Sequence

from coach.understand.numbers import Number, numbers
from coach.understand.text import Token


class Said:
    """The words of one text. Places beyond its ends hold the empty word."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.words = frozenset(token.word for token in tokens)
        self.numbers = numbers(tokens)
        self._number_at = {number.first: number for number in self.numbers}

    def __len__(self) -> int:
        return len(self.tokens)

    def word(self, at: int) -> str:
        """The word at a place."""
        return self.tokens[at].word if 0 <= at < len(self.tokens) else ""

    def before(self, at: int) -> str:
        """What stands between this word and the one before it."""
        return self.tokens[at].before if 0 <= at < len(self.tokens) else ""

    def number(self, at: int) -> Number | None:
        """The number that begins at a place."""
        return self._number_at.get(at)

    def near(self, at: int, reach: int, options: frozenset[str]) -> bool:
        """Whether one of these words is among the `reach` words before a place."""
        return any(self.word(place) in options for place in range(at - reach, at))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from one place to another stand in the text."""
        first, last = max(first, 0), min(last, len(self.tokens) - 1)
        return self.tokens[first].start, self.tokens[last].end
