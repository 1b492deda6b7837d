"""The evaluation sets that were written apart, and the assistant that is measured on them.

The top-level sets are scored and never shown: nothing here prints a sentence of theirs.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.local import LocalAssistant
from assistant.settings import PROJECT, Settings
from spinecoach import evaluate

FOLDER = PROJECT / "tests" / "evaluation"
PICTURES = PROJECT / "docs" / "pictures"
Rows = list[dict[str, Any]]


def held_out(kind: str) -> dict[str, Rows]:
    """The sets of a kind ("intents" or "triage") by their letter."""
    needed = ("text", "gold") if kind == "triage" else ("text", "intent")
    return {name: evaluate.rows(FOLDER / f"{kind}-{name}.jsonl", *needed) for name in ("a", "b")}


@contextmanager
def assistant() -> Iterator[LocalAssistant]:
    """The assistant with the model of this project and an empty data folder.

    A training that is due runs in a process of its own, so that it counts for none of the figures.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = {"SPINECOACH_DATA_DIR": folder}
        command = [sys.executable, "-m", "spinecoach", "train"]
        subprocess.run(command, env={**os.environ, **home}, check=True, capture_output=True)
        settings = dataclasses.replace(Settings.from_environment(), data_dir=Path(folder))
        with LocalAssistant(settings) as opened:
            yield opened
