"""Held-out sentences spoken by synthesised voices and heard by Whisper: how many are still understood."""

from __future__ import annotations

import itertools
import random
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.report import SEED, share, table
from bench.sets import Rows
from spinecoach import evaluate
from spinecoach.evaluate import Judged, Understand
from tests.voice.listening import hear
from tests.voice.recordings import RATE, VOICES, Voices
from voice.recognisers.doubt import words_of
from voice.recognisers.whisper_engine import WhisperRecogniser

_REST = np.zeros(RATE, dtype=np.float32)


@dataclass(frozen=True)
class Heard:
    """One sentence as it was written and as it was heard, and how many of its words went wrong."""

    voice: str
    written: Judged
    heard: Judged
    words: int
    wrong: int


def table_of_voices(rows: Rows, understand: Understand, sample: int) -> str:
    """A row for each voice and one for all. Only sentences whose register is "spoken" are drawn."""
    said = [row for row in rows if row["register"] == "spoken"]
    drawn = random.Random(SEED).sample(said, min(sample, len(said)))
    by_voice = defaultdict(list)
    for one in _listen(drawn, understand):
        by_voice[one.voice].append(one)
    everyone = [one for those in by_voice.values() for one in those]
    cells = [_cells(voice, those) for voice, those in by_voice.items()]
    return table(
        ["voice", "right as written", "right as heard", "right ones that stay right", "words misheard"],
        [*cells, _cells("all", everyone)],
    )


def _cells(voice: str, those: Sequence[Heard]) -> list[object]:
    right = [one for one in those if one.written.right]
    return [
        voice,
        share(len(right), len(those)),
        share(sum(one.heard.right for one in those), len(those)),
        share(sum(one.heard.right for one in right), len(right)),
        share(sum(one.wrong for one in those) / max(1, sum(one.words for one in those))),
    ]


def _listen(rows: Rows, understand: Understand) -> list[Heard]:
    """Each sentence in each voice."""
    folder = Path(tempfile.mkdtemp())
    voices, recogniser = Voices(folder), WhisperRecogniser()
    recogniser.set_mode("free")
    found = []
    try:
        for row, voice in itertools.product(rows, VOICES):
            recogniser.restart()
            sound = np.concatenate([_REST, voices.say(row["text"], voice), _REST])
            text = " ".join(heard.text for heard in hear(recogniser, sound) if heard.final)
            written, heard = evaluate.nlu([row, {**row, "text": text}], understand).judged
            said, got = words_of(row["text"]), words_of(text)
            found.append(Heard(voice, written, heard, len(said), misheard(said, got)))
    finally:
        voices.close()
        shutil.rmtree(folder, ignore_errors=True)
    return found


def misheard(said: Sequence[str], got: Sequence[str]) -> int:
    """How many words have to be changed, put in or left out to come from the one to the other."""
    before = list(range(len(got) + 1))
    for nth, word in enumerate(said, start=1):
        now = [nth]
        for place, other in enumerate(got, start=1):
            now.append(min(before[place] + 1, now[-1] + 1, before[place - 1] + (word != other)))
        before = now
    return before[-1]
