"""One agent with the real model for all conversations in messaging apps; the tests move the time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.local import load_agent
from assistant.settings import Settings
from assistant.train import ensure_model
from coach import library, triage
from coach.clock import ManualClock
from coach.conversation import Coach
from coach.journal import Journal
from tests.messaging.world import World


@pytest.fixture(scope="session")
def coached(trained: Settings, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Journal, ManualClock]:
    """Rasa's agent, the journal and the clock that its coach goes by."""
    settings = replace(trained, data_dir=tmp_path_factory.mktemp("messaging"))
    clock, journal = ManualClock(), Journal.in_folder(settings.data_dir)
    agent = load_agent(settings, ensure_model(settings), Coach(journal, clock, library.load(), triage.load()))
    return agent, journal, clock


@pytest.fixture
def world(coached: tuple[Any, Journal, ManualClock], tmp_path: Path) -> World:
    """The coach's house, with an empty file of the messaging apps."""
    return World(*coached, tmp_path / "house")
