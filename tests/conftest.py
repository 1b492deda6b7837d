"""What tests of several folders share: one model, trained once and again only when its inputs changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest

from assistant.settings import Settings

# How long an example takes hangs on what else the machine does: no test's pass mark.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def model_folder(pytestconfig: pytest.Config) -> Path:
    """The folder of the model that the tests use; it outlives the run, so the next one need not train."""
    cache = pytestconfig.cache
    assert cache is not None
    return cache.mkdir("spinecoach-models")


@pytest.fixture(scope="session")
def trained(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the real project with its trained model and a data folder of its own."""
    from assistant.train import ensure_model

    settings = Settings(models=model_folder, data_dir=tmp_path_factory.mktemp("home"))
    ensure_model(settings)
    return settings


@pytest.fixture
def settings(trained: Settings, tmp_path: Path) -> Settings:
    """The trained project, with an empty data folder for this test."""
    return replace(trained, data_dir=tmp_path / "home")


@pytest.fixture(scope="session")
def tiny_project(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Makes a small project that trains in about a second, into the folder it is given."""

    def make(folder: Path) -> Path:
        from tests.assistant.tiny import write

        write(folder)
        return folder

    return make
