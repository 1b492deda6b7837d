"""Where in a running set an answer can be spoken, so that no word of either is talked over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_WAIT = 4.0
"""Seconds an answer waits for room. After that the coach answers, and the set goes on unspoken meanwhile."""

LONGEST_PATIENCE = 12.0
"""Seconds a word about a change may wait for room, as the change itself can be heard: one repetition."""


@dataclass(frozen=True)
class Taken:
    """A stretch of the stream with a cue on it, in samples; a count may be left out, nothing else."""

    start: int
    end: int
    count: bool


def room(length: int, earliest: int, taken: Sequence[Taken], wait: int) -> tuple[int, list[int]]:
    """Where to put `length` samples of speech.

    Args:
        earliest: the first sample that it could begin at.
        taken: the cues, in order.
        wait: samples that it may be put off at most.

    Returns:
        the sample to begin at, and which of `taken` have to stay silent for it.
    """
    tries = [earliest, *(cue.end for cue in taken if earliest < cue.end <= earliest + wait)]
    for start in sorted(tries):
        over = [n for n, cue in enumerate(taken) if cue.start < start + length and cue.end > start]
        if all(taken[n].count and taken[n].start >= start for n in over):
            return start, over
    over = [n for n, cue in enumerate(taken) if cue.start < earliest + length and cue.end > earliest]
    return earliest, over
