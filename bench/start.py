"""Time to the first answer, memory, time for a text turn, training time.

Each start is a process of its own, as a person begins it: `spinecoach chat --json`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from bench.report import machine, percentile, table

STARTS = 5
SCRIPT = [
    "hello",
    "start seated flexion",
    "yes",
    "united kingdom",
    "no",
    "no",
    "no",
    "no",
    "how many left",
    "ready",
    "how many left",
    "hang on",
    "where was i",
    "carry on",
    "stop",
    "finish",
    "2",
    "what is stenosis",
    "why does bending help",
    "what exercises are there",
    "my leg is numb",
    "no",
    "no",
    "no",
    "no",
    "no",
    "no",
    "thank you",
    "the weather is nice",
    "goodbye",
]


def _process(folder: Path, models: Path | None = None) -> subprocess.Popen[str]:
    environment = {**os.environ, "SPINECOACH_DATA_DIR": str(folder)}
    if models is not None:
        environment["SPINECOACH_MODELS"] = str(models)
    return subprocess.Popen(
        [sys.executable, "-m", "spinecoach", "chat", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )


def _ask(process: subprocess.Popen[str], line: str) -> float:
    """Seconds until the last line of the answer."""
    assert process.stdin and process.stdout
    begun = time.perf_counter()
    process.stdin.write(line + "\n")
    process.stdin.flush()
    while "end" not in json.loads(process.stdout.readline()):
        pass
    return time.perf_counter() - begun


def _end(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.close()
    process.wait(timeout=60)


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        begun = time.perf_counter()
        process = _process(folder / "first", folder / "models")
        _ask(process, "hello")
        first = time.perf_counter() - begun
        _end(process)

        starts, memory, turns = [], [], []
        for nth in range(STARTS):
            begun = time.perf_counter()
            process = _process(folder / str(nth), folder / "models")
            _ask(process, SCRIPT[0])
            starts.append(time.perf_counter() - begun)
            turns += [_ask(process, line) for line in SCRIPT[1:]]
            memory.append(psutil.Process(process.pid).memory_info().rss / 1e6)
            _end(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(machine())
    print(
        table(
            ["what", "figure"],
            [
                ["first start, training included, to the first answer", f"{first:.1f} s"],
                [
                    f"second start to the first answer (median, worst of {STARTS})",
                    f"{percentile(starts, 0.5):.1f} s, {max(starts):.1f} s",
                ],
                ["memory after a conversation (resident, median)", f"{percentile(memory, 0.5):.0f} MB"],
                [
                    f"a text turn, p50 / p95 of {len(turns)}",
                    f"{1000 * percentile(turns, 0.5):.0f} ms / {1000 * percentile(turns, 0.95):.0f} ms",
                ],
            ],
        )
    )
