"""Fixtures of the tests round Rasa."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.local import LocalAssistant
from assistant.settings import Settings
from tests.assistant.echo import Echo


@pytest.fixture(scope="session")
def tiny(tiny_project: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The small project, trained."""
    from assistant.train import ensure_model

    project = tiny_project(tmp_path_factory.mktemp("tiny"))
    settings = Settings(project=project, models=project / "models", data_dir=project / "home")
    ensure_model(settings)
    return settings


@pytest.fixture(scope="module")
def echo(tiny: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAssistant]:
    """The small project with a coach that says back what reached it."""
    with LocalAssistant(replace(tiny, data_dir=tmp_path_factory.mktemp("home")), coach=Echo()) as assistant:
        yield assistant


@pytest.fixture
def person(request: pytest.FixtureRequest) -> str:
    """Somebody who talks in this test only."""
    return str(request.node.name)[:150]
