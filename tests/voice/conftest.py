"""Parts that are slow to load, once for all tests of the voice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.voice.recordings import Voices
from voice.audio.base import OUTPUT_RATE
from voice.recognisers.whisper_engine import WhisperRecogniser
from voice.speech import Synthesiser

SHARED_AUDIO = Path(__file__).resolve().parents[2].parent / "shared" / "audio"


@pytest.fixture(scope="session")
def speech_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("speech")


@pytest.fixture(scope="session")
def synthesiser(speech_cache: Path) -> Iterator[Synthesiser]:
    """The real coach's voice, through the real worker."""
    made = Synthesiser(OUTPUT_RATE, cache=speech_cache)
    yield made
    made.close()


@pytest.fixture(scope="session")
def voices(speech_cache: Path) -> Iterator[Voices]:
    made = Voices(speech_cache)
    yield made
    made.close()


@pytest.fixture(scope="session")
def loaded_whisper() -> WhisperRecogniser:
    return WhisperRecogniser()


@pytest.fixture
def whisper(loaded_whisper: WhisperRecogniser) -> WhisperRecogniser:
    loaded_whisper.set_mode("free")
    loaded_whisper.restart()
    return loaded_whisper


@pytest.fixture
def human_stops() -> list[Path]:
    clips = sorted((SHARED_AUDIO / "stop").glob("*.flac"))
    if not clips:
        pytest.skip("recorded voices (../shared/audio/stop) are not here")
    return clips


def events(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
