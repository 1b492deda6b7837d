"""Keeps the coach from acting on its own voice: what matches what is being said is not taken as heard.

It goes by words and their time, and comes after echo cancelling, for what is left. It is also why the coach's
lines hold no bare command.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from voice.recognisers.base import Heard
from voice.recognisers.doubt import words_of

_TAIL = 0.35
"""Seconds that a room and a recogniser lag behind the loudspeaker."""
_ALIKE = 0.8
_LONG = 4
_LATELY = 20.0
"""Seconds for which a whole sentence of the coach, of so many words, is its own wherever it is heard."""
_GUESS = 1.0
"""Seconds a word is taken to have lasted where the recogniser does not say."""


@dataclass(frozen=True)
class _Said:
    text: str
    start: float
    end: float
    planned: float
    """Where the end would have been, had it not been cut."""


class OwnVoice:
    """Remembers what was just said aloud, with its time on the output's clock."""

    def __init__(self) -> None:
        self._said: deque[_Said] = deque(maxlen=40)

    def said(self, text: str, start: float, end: float) -> None:
        """Note that `text` sounds from `start` to `end`, in seconds."""
        if end > start:
            self._said.append(_Said(text, start, end, end))

    def saying(self, word: str, at: float) -> bool:
        """Whether this very word is being said at second `at`: for a spotter, which knows but one word.

        When a word of a sentence falls is worked out from the letters before it, so there is some room on
        both sides. A sentence without the word never counts, however long it is.
        """
        return any(
            start - _TAIL < at < end + _TAIL
            for said in self._said
            for spoken, start, end in _word_times(said)
            if spoken == word
        )

    def silenced(self, now: float) -> None:
        """Nothing is being said any more from `now` on."""
        self._said = deque(
            (replace(said, end=min(said.end, now)) for said in self._said if said.start < now),
            maxlen=self._said.maxlen,
        )

    def sounded(self, heard: Heard, now: float) -> bool:
        """Whether the coach was saying anything at the time of what was heard."""
        end = heard.end if heard.end is not None else now
        start = heard.start if heard.start is not None else end - _GUESS
        return any(said.start < end + _TAIL and said.end + _TAIL > start for said in self._said)

    def is_echo(self, heard: Heard, now: float) -> bool:
        """Whether what was heard is a run of the words that were sounding at that time."""
        words = words_of(heard.text)
        if not words:
            return False
        if len(words) >= _LONG and any(
            said.start < now < said.end + _LATELY
            and SequenceMatcher(None, words, words_of(said.text), autojunk=False).ratio() >= _ALIKE
            for said in self._said
        ):
            return True  # nobody asks for something in the coach's own sentence
        end = heard.end if heard.end is not None else now
        start = heard.start if heard.start is not None else end - _GUESS
        over = [said for said in self._said if said.start < end and said.end + _TAIL > start]
        covered = sum(min(said.end + _TAIL, end) - max(said.start, start) for said in over)
        if not over or covered < 0.5 * max(end - start, 0.01):
            return False
        spoken = [word for said in over for word in words_of(said.text)]
        size = len(words)
        runs = [spoken[n : n + size] for n in range(max(1, len(spoken) - size + 1))]
        return any(SequenceMatcher(None, words, run, autojunk=False).ratio() >= _ALIKE for run in runs)


def _word_times(said: _Said) -> list[tuple[str, float, float]]:
    """The words of a sentence with the seconds at which each is said, as far as its letters tell."""
    words = words_of(said.text)
    each = (said.planned - said.start) / max(1, sum(len(word) + 1 for word in words))
    times, start = [], said.start
    for word in words:
        end = start + each * (len(word) + 1)
        times.append((word, start, min(end, said.end)))
        start = end
    return [(word, start, end) for word, start, end in times if start < end]
