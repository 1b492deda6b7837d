"""Assistants for whole conversations: the real one, over the model that is trained once per run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.local import LocalAssistant
from assistant.settings import Settings
from coach.clock import ManualClock


@pytest.fixture
def start_assistant(trained: Settings) -> Iterator[Callable[[Path, ManualClock], LocalAssistant]]:
    begun: list[LocalAssistant] = []

    def start(folder: Path, clock: ManualClock) -> LocalAssistant:
        begun.append(LocalAssistant(replace(trained, data_dir=folder), clock))
        return begun[-1]

    yield start
    for assistant in begun:
        assistant.close()
