"""What the recogniser makes of single words and sentences: people's stops, and synthesised commands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from coach.understand import command, is_stop
from tests.voice.conftest import SHARED_AUDIO
from tests.voice.listening import hear
from tests.voice.recordings import RATE, VOICES, Voices, real_voice
from voice.dsp import Samples
from voice.recognisers.base import Mode, Recogniser
from voice.recognisers.doubt import words_of
from voice.recognisers.settings import hearing

CLIPS = 60
UNHINTED = (
    "skip this one",
    "go back",
    "easier please",
    "a bit harder",
    "how long do I hold it",
    "why does this help",
    "start again",
    "two more",
    "four",
    "seven",
    "my back hurts",
    "both legs feel weak",
    "I feel dizzy",
    "I need a rest",
    "help",
    "goodbye",
)
"""Sentences that are not among the recogniser's hints."""
QUIET = 10.0
"""Seconds of the faint noise of a room; in a set nobody speaks for as long."""
_ROOM = np.random.default_rng(7).normal(0, 0.0005, int(QUIET * RATE)).astype(np.float32)
_REST = np.zeros(RATE, dtype=np.float32)


@dataclass
class Words:
    """Commands of one voice. `exact` and `same` count those heard word for word, and those taken rightly."""

    voice: str
    said: int = 0
    exact: int = 0
    same: int = 0
    misheard: list[tuple[str, str]] = field(default_factory=list)


def commands(voices: Voices, recogniser: Recogniser, hinted: bool) -> list[Words]:
    """Each sentence in each of the three voices, by itself."""
    lines = hearing().prompt if hinted else UNHINTED
    results = []
    for voice in VOICES:
        found = Words(voice, said=len(lines))
        for line in lines:
            got = _text(recogniser, voices.say(line, voice), "free")
            exact = words_of(got) == words_of(line)
            found.exact += exact
            found.same += exact or (command(line) is not None and command(got) == command(line))
            if not exact:
                found.misheard.append((line, got))
        results.append(found)
    return results


def people(recogniser: Recogniser, folder: str, alone: bool) -> tuple[int, int, Counter[str]]:
    """Clips of a folder of ../shared/audio, spread over all: how many, how many were taken for a stop, and
    what the others were taken for, as often as it came.

    Args:
        alone: each in a recording of its own; else all in one, with a quiet room before each.
    """
    clips = _spread(sorted((SHARED_AUDIO / folder).glob("*.flac")))
    recogniser.restart()
    heard = [_text(recogniser, real_voice(clip), "command", alone) for clip in clips]
    stops = [text for text in heard if is_stop(text)]
    others = Counter(" ".join(words_of(text)) or "nothing" for text in heard if not is_stop(text))
    return len(clips), len(stops), others


def _spread(clips: list[Path]) -> list[Path]:
    return clips[:: max(1, len(clips) // CLIPS)][:CLIPS]


def _text(recogniser: Recogniser, sound: Samples, mode: Mode, alone: bool = True) -> str:
    recogniser.set_mode(mode)
    if alone:
        recogniser.restart()
    before = _REST if alone else _ROOM
    return " ".join(h.text for h in hear(recogniser, np.concatenate([before, sound, _REST])))
