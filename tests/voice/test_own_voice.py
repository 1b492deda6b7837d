"""The coach does not act on its own words: its lines are worded for it, and a guard covers the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from coach import library
from coach.understand import command, is_stop
from coach.words import sentences as own_words
from voice.exchange import sentences
from voice.own_voice import OwnVoice
from voice.recognisers.base import Heard
from voice.recognisers.doubt import words_of

SAID_AT, LASTS = 10.0, 3.0


def _in_a_set() -> Iterator[str]:
    """All that is spoken while a set runs."""
    for exercise in library.load().exercises.values():
        for variant in exercise.variants.values():
            yield from variant.cues.dict().values()
            yield from (step.say for step in variant.steps)


def _all() -> list[str]:
    lines = [*own_words().values(), *(line for line in _in_a_set() if line)]
    return sorted({part for line in lines for part in sentences(re.sub(r"\{.*?\}", "it", line))})


def _silences(words: str) -> bool:
    return is_stop(words) or command(words) in ("stop", "pause")


def test_no_line_in_a_set_holds_the_word_that_the_spotter_acts_on() -> None:
    lines = [line for line in _in_a_set() if line]
    assert len(lines) > 50
    assert [line for line in lines if "stop" in words_of(line)] == []


def test_whatever_part_of_its_lines_comes_back_is_not_obeyed() -> None:
    """Each run of words of each line, as a recogniser may give it, half of a second after it was said."""
    unguarded, tried = [], 0
    for line in _all():
        guard = OwnVoice()
        guard.said(line, SAID_AT, SAID_AT + LASTS)
        words = words_of(line)
        for size in range(1, 5):
            for n in range(len(words) - size + 1):
                part = " ".join(words[n : n + size])
                if not _silences(part):
                    continue
                tried += 1
                start = SAID_AT + LASTS * n / len(words)
                heard = Heard(part, False, "script", start, start + 0.5)
                if not guard.is_echo(heard, start + 1.0):
                    unguarded.append((line, part))
    assert tried and unguarded == []


@pytest.mark.parametrize(
    ("at", "own"), [(9.0, False), (10.2, False), (10.8, True), (11.2, True), (13.0, False)]
)
def test_a_spotter_is_not_believed_while_the_coach_says_that_very_word(at: float, own: bool) -> None:
    guard = OwnVoice()
    guard.said("You can say stop at any time you like.", 10.0, 13.0)
    assert guard.saying("stop", at) is own


def test_any_other_sentence_leaves_the_spotter_free() -> None:
    guard = OwnVoice()
    guard.said("Slowly lower your shoulders and head. Keep to the top of it.", 10.0, 13.0)
    assert not any(guard.saying("stop", 10 + n / 10) for n in range(30))


def test_after_silence_the_rest_of_the_sentence_was_not_said() -> None:
    guard = OwnVoice()
    guard.said("You can say many things, and at any time also stop.", 10.0, 14.0)
    guard.silenced(11.0)
    assert not any(guard.saying("stop", 10 + n / 10) for n in range(40))
