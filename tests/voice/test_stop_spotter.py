"""The spotter of "stop": hears people and voices it never learnt, through noise, and little else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voice.conftest import SHARED_AUDIO
from tests.voice.recordings import RATE, Voices
from voice.audio.base import FRAME
from voice.audio.files import load
from voice.dsp import Pcm, Samples, to_pcm
from voice.stop import OwnSpotter, Spotted
from voice.stop.network import STEP, Network, Stream
from voice.stop.spotter import _EVEN_ALONE

VOICES = ("en-us+f1", "en-gb-x-rp+f4", "en-gb-scotland+m5")


def spotted(sound: Samples, spotter: OwnSpotter | None = None) -> list[Spotted]:
    """What is taken for a stop in a sound with a second of near silence round it."""
    spotter = spotter or OwnSpotter()
    quiet = np.random.default_rng(1).normal(0, 0.0005, len(sound) + 2 * RATE).astype(np.float32)
    quiet[RATE : RATE + len(sound)] += sound
    pcm = to_pcm(quiet)
    frames = (pcm[first : first + FRAME] for first in range(0, len(pcm) - FRAME + 1, FRAME))
    return [found for frame in frames if (found := spotter.accept(frame)) is not None]


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("text", ["stop", "please stop", "I want to stop"])
def test_it_hears_the_word_soon_after_its_end(voices: Voices, voice: str, text: str) -> None:
    sound = voices.say(text, voice)
    found = spotted(sound)
    assert len(found) == 1
    assert found[0].at < 1 + len(sound) / RATE + 0.25


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize(
    "text", ["ready", "go on", "down", "my leg is numb", "one two three four", "seated flexion"]
)
def test_other_words_are_no_stop(voices: Voices, voice: str, text: str) -> None:
    assert spotted(voices.say(text, voice)) == []


def test_it_hears_the_word_over_noise_as_loud_as_itself(voices: Voices) -> None:
    word = voices.say("stop", VOICES[0])
    loud = float(np.sqrt(np.mean(word.astype(np.float64) ** 2)))
    noise = np.random.default_rng(3).normal(0, loud / 3, len(word)).astype(np.float32)
    assert spotted(word + noise)


def test_a_stop_said_once_is_told_once_and_each_new_one_again(voices: Voices) -> None:
    word, gap = voices.say("stop", VOICES[1]), np.zeros(2 * RATE, np.float32)
    assert len(spotted(np.concatenate([word, gap, word, gap, word]))) == 3


def test_silence_and_a_dead_microphone_are_no_stop() -> None:
    assert spotted(np.zeros(5 * RATE, np.float32)) == []
    assert spotted(np.ones(5 * RATE, np.float32)) == []


def test_strict_asks_for_more_than_a_running_set_does() -> None:
    class Half(Network):
        """Weights with which every sound comes to the score 0.6."""

        def __init__(self) -> None:
            super().__init__()
            self.head, self.head_bias = self.head * 0, self.head_bias * 0
            self.last_bias = float(np.log(0.6 / 0.4)) + _EVEN_ALONE

    spotter = OwnSpotter(of=Half(), second=False)
    spotter.set_strict(True)
    frame: Pcm = np.zeros(STEP, np.int16)
    assert spotter.accept(frame) is None
    spotter.set_strict(False)
    found = spotter.accept(frame)
    assert found is not None and found.score == pytest.approx(0.6, abs=1e-3)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(min_value=1, max_value=4000), min_size=1, max_size=12), st.integers(0, 2**31))
def test_the_scores_do_not_hang_on_how_the_sound_is_cut(lengths: list[int], seed: int) -> None:
    sound = np.random.default_rng(seed).integers(-3000, 3000, sum(lengths)).astype(np.int16)
    whole = Stream().accept(sound)
    stream, parts, first = Stream(), [], 0
    for length in lengths:
        parts += stream.accept(sound[first : first + length])
        first += length
    assert parts == pytest.approx(whole, abs=1e-3)
    stream.reset()
    assert stream.accept(sound) == pytest.approx(whole, abs=1e-3)


def test_people_are_heard_and_their_other_words_are_not() -> None:
    """A floor far below what the bench shows, so that a broken network or front end is noticed."""

    def share(folder: str) -> float:
        files: list[Path] = sorted((SHARED_AUDIO / folder).glob("*.flac"))
        if not files:
            pytest.skip(f"../shared/audio/{folder} is not here")
        chosen = files[:: len(files) // 40][:40]
        return float(np.mean([bool(spotted(load(path)[0])) for path in chosen]))

    assert share("stop") > 0.9
    assert share("other") < 0.1
