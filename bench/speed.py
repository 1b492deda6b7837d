"""How long a message and a training take, and how much memory understanding needs."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import psutil

from assistant.settings import PROJECT
from bench.report import SEED, percentile
from bench.sets import assistant

WARM_UP = 20
ONE_MORE = """version: "3.1"
nlu:
  - intent: thanks
    examples: |
      - cheers for the count
"""


@dataclass(frozen=True)
class Taken:
    """Milliseconds of one message, by the clock and of the processor; whether the table settled it."""

    ms: float
    busy: float
    settled: bool


def messages(texts: list[str]) -> list[list[object]]:
    """Rows on the time of a message and on memory, measured in a process that does nothing else."""
    shuffled = random.Random(SEED).sample(texts, len(texts))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        taken, memory = alone.submit(_parse, shuffled).result()
    ways = {
        "a message": [one.ms for one in taken],
        "... of the processor's time, which other work delays less": [one.busy for one in taken],
        "... that the table of commands settles": [one.ms for one in taken if one.settled],
        "... for the model": [one.ms for one in taken if not one.settled],
    }
    rows: list[list[object]] = [
        [
            f"{way} ({len(times)}), p50 / p95",
            f"{percentile(times, 0.5):.1f} ms / {percentile(times, 0.95):.1f} ms",
        ]
        for way, times in ways.items()
        if times
    ]
    return [*rows, ["memory of the process after them (resident)", f"{memory:.0f} MB"]]


def _parse(texts: list[str]) -> tuple[list[Taken], float]:
    """What each message took; megabytes of this process after all of them."""
    taken = []
    with assistant() as opened:
        for text in texts[:WARM_UP]:
            opened.parse(text)
        for text in texts:
            begun, busy = time.perf_counter(), time.process_time()
            understood = opened.parse(text)
            ms, busy_ms = 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - busy)
            taken.append(Taken(ms, busy_ms, len(understood.ranking) == 1))
        return taken, psutil.Process().memory_info().rss / 1e6


def training(times: int) -> list[list[object]]:
    """Rows on `spinecoach train` with nothing there, and with one sentence more than the last time."""
    anew, again = [], []
    folder = Path(tempfile.mkdtemp())
    models = folder / "models"
    try:
        for nth in range(times):
            shutil.rmtree(models, ignore_errors=True)
            anew.append(_train(PROJECT, models))
            project = folder / f"project{nth}"
            shutil.copytree(PROJECT / "data", project / "data")
            for name in ("config.yml", "domain.yml"):
                shutil.copy(PROJECT / name, project / name)
            (project / "data" / "nlu" / "one_more.yml").write_text(ONE_MORE, encoding="utf-8")
            again.append(_train(project, models))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [
        [f"training from nothing, the command as a whole (median, most of {times})", _seconds(anew)],
        [f"training after one new sentence (median, most of {times})", _seconds(again)],
    ]


def _seconds(times: list[float]) -> str:
    return f"{percentile(times, 0.5):.0f} s, {max(times):.0f} s"


def _train(project: Path, models: Path) -> float:
    settings = {"SPINECOACH_PROJECT": project, "SPINECOACH_MODELS": models, "SPINECOACH_DATA_DIR": models}
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "spinecoach", "train"],
        env={**os.environ, **{name: str(path) for name, path in settings.items()}},
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - begun
