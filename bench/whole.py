"""A whole session by the command, as a person begins it, from file to file: how long, and how much memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from assistant.settings import Settings
from assistant.train import ensure_model
from coach.journal import Journal
from tests.voice.conftest import events
from tests.voice.recordings import Voices, seated_flexion_session
from tests.voice.test_whole_session import KNOWN, PERSON, READY_AT, STOP_AT

_LOOK = 0.05


@dataclass
class Whole:
    """One run of the command. Seconds and megabytes.

    Attributes:
        loading: from the command to the moment when it listens.
        took: from there to its end.
        lasted: seconds of the session, on its own clock.
        memory: the most that the process held at once (resident).
        speech: the same for the process that speaks.
        stopped: whether the stop was heard.
    """

    loading: float
    took: float
    lasted: float
    memory: float
    speech: float
    stopped: bool


def sessions(folder: Path, voices: Voices, times: int = 2) -> list[Whole]:
    """The same session several times; from the second time on the spoken phrases are there."""
    home = folder / "home"
    home.mkdir()
    ensure_model(Settings(data_dir=home))
    Journal.in_folder(home).remember(PERSON, **KNOWN)
    recording = seated_flexion_session(folder / "whole.wav", voices, ready_at=READY_AT, stop_at=STOP_AT)
    return [_session(folder, home, recording, nth) for nth in range(times)]


def _session(folder: Path, home: Path, recording: Path, nth: int) -> Whole:
    log = folder / f"whole{nth}.jsonl"
    arguments = [
        "--person",
        PERSON,
        "--input",
        recording,
        "--output",
        folder / "whole-out.wav",
        "--events",
        log,
    ]
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "spinecoach", "voice", *map(str, arguments), "--recognizer", "whisper"],
        env={**os.environ, "SPINECOACH_DATA_DIR": str(home)},
        stderr=subprocess.DEVNULL,
    )
    listening, memory, speech = begun, 0.0, 0.0
    while process.poll() is None:
        if listening == begun and log.exists() and log.stat().st_size:
            listening = time.perf_counter()
        held, by_children = _memory(process.pid)
        memory, speech = max(memory, held), max(speech, by_children)
        time.sleep(_LOOK)
    if process.returncode:
        raise RuntimeError("the session failed; run `spinecoach voice` by hand to see why")
    happened = events(log)
    return Whole(
        loading=listening - begun,
        took=time.perf_counter() - listening,
        lasted=happened[-1]["t"],
        memory=memory,
        speech=speech,
        stopped=any(event["event"] == "stop_heard" for event in happened),
    )


def _memory(pid: int) -> tuple[float, float]:
    """Megabytes of a process, and of those that it started."""
    try:
        process = psutil.Process(pid)
        children = [child.memory_info().rss for child in process.children(recursive=True)]
        return process.memory_info().rss / 1e6, sum(children) / 1e6
    except psutil.NoSuchProcess:
        return 0.0, 0.0
