"""A whole session from file to file with all real parts: recogniser, assistant, synthesiser, mixer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.local import LocalAssistant
from assistant.settings import Settings
from coach.clock import ManualClock
from coach.journal import Journal
from tests.voice.conftest import events
from tests.voice.measure import onset_near, quiet_from, read
from tests.voice.recordings import Voices, seated_flexion_session
from voice.options import VoiceOptions
from voice.recognisers.whisper_engine import WhisperRecogniser
from voice.run import run_session

PERSON = "Ann"
READY_AT, STOP_AT = 26.0, 45.0
KNOWN = {"consent": 1.0, "region": "uk", "screened": 4e9}


@pytest.fixture
def home(tmp_path: Path, speech_cache: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "speech").symlink_to(speech_cache)
    Journal.in_folder(home).remember(PERSON, **KNOWN)
    return home


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def assistant(trained: Settings, home: Path, clock: ManualClock) -> Iterator[LocalAssistant]:
    with LocalAssistant(replace(trained, data_dir=home), clock, place="speaker") as made:
        yield made


def hold_a_session(
    folder: Path,
    home: Path,
    recording: Path,
    assistant: LocalAssistant,
    clock: ManualClock,
    recogniser: WhisperRecogniser,
) -> tuple[Path, Path]:
    out, log = folder / "out.wav", folder / "events.jsonl"
    options = VoiceOptions(
        person=PERSON, input=str(recording), output=str(out), events=log, data_dir=home, after_input=30.0
    )
    assert run_session(options, assistant, clock=clock, recogniser=recogniser) == 0
    return out, log


def test_start_ready_stop(
    tmp_path: Path,
    home: Path,
    voices: Voices,
    human_stops: list[Path],
    clock: ManualClock,
    assistant: LocalAssistant,
    whisper: WhisperRecogniser,
) -> None:
    recording = seated_flexion_session(
        tmp_path / "in.wav", voices, ready_at=READY_AT, stop_at=STOP_AT, stop_clip=human_stops[0]
    )
    out, log = hold_a_session(tmp_path, home, recording, assistant, clock, whisper)
    happened = events(log)
    names = [event["event"] for event in happened]
    assert [event["intent"] for event in happened if event["event"] == "turn"][:2] == [
        "start_exercise",
        "done",
    ]

    sound, rate = read(out)
    counts = [
        event
        for event in happened
        if event["event"] == "cue" and event["kind"] == "count" and not event.get("muted")
    ]
    assert len(counts) >= 2
    for count in counts:
        assert abs(count["t"] - count["due"]) < 0.001
        onset = onset_near(sound, rate, count["t"])
        assert onset is None or abs(onset - count["t"]) < 0.02, count

    stopped = next(event for event in happened if event["event"] == "stop_heard")
    silenced = next(event for event in happened if event["event"] == "silenced")
    assert STOP_AT <= stopped["t"] < STOP_AT + 3 and silenced["t"] - stopped["t"] < 0.05
    after = [event for event in happened if event["t"] > silenced["t"]]
    assert any(event["event"] == "say" and "Say go on" in event["text"] for event in after)
    assert not any(event["event"] == "cue" for event in after)
    spoken_next = next(event["t"] for event in after if event["event"] == "say")
    assert quiet_from(sound, rate, silenced["t"] + 0.03, spoken_next)
    assert names[-1] == "end"


def test_the_same_recording_gives_the_same_session(
    tmp_path: Path, home: Path, voices: Voices, trained: Settings, whisper: WhisperRecogniser
) -> None:
    recording = seated_flexion_session(tmp_path / "in.wav", voices, ready_at=READY_AT, stop_at=STOP_AT)
    logs = []
    for nth in ("first", "second"):
        folder = tmp_path / nth
        (folder / "home").mkdir(parents=True)
        (folder / "home" / "speech").symlink_to(home / "speech")
        Journal.in_folder(folder / "home").remember(PERSON, **KNOWN)
        clock = ManualClock()
        with LocalAssistant(replace(trained, data_dir=folder / "home"), clock, place="speaker") as assistant:
            whisper.restart()
            logs.append(hold_a_session(folder, folder / "home", recording, assistant, clock, whisper)[1])
    said = [
        [(event["event"], event.get("text"), round(event["t"], 2)) for event in events(log)] for log in logs
    ]
    assert said[0] == said[1]


@pytest.mark.slow
def test_by_the_command(tmp_path: Path, home: Path, voices: Voices, trained: Settings) -> None:
    recording = seated_flexion_session(tmp_path / "in.wav", voices, ready_at=READY_AT, stop_at=STOP_AT)
    log = tmp_path / "events.jsonl"
    environment = {**os.environ, "SPINECOACH_DATA_DIR": str(home), "SPINECOACH_MODELS": str(trained.models)}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "spinecoach",
            "voice",
            "--person",
            PERSON,
            "--input",
            str(recording),
            "--output",
            str(tmp_path / "out.wav"),
            "--events",
            str(log),
            "--recognizer",
            "whisper",
        ],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert [event["event"] for event in events(log)].count("stop_heard") == 1
    assert (tmp_path / "out.wav").stat().st_size > 1_000_000
