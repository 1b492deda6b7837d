"""Where the assistant finds its files and what was asked of it, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

PROJECT = Path(__file__).resolve().parent.parent
LOOPBACK = "127.0.0.1"
PERSON = "me"
"""What a person is called who gives no name."""


def _flag(value: str | None) -> bool:
    return (value or "").strip().lower() in {"1", "true", "yes", "on"}


@dataclass(frozen=True)
class Settings:
    """Settings of the assistant; every one has a value that works for one person at home.

    Attributes:
        project: the folder that holds config.yml, domain.yml and data/.
        models: the folder of the trained model.
        data_dir: the folder of the conversations and the journal.
        journal_url: a database for the journal in place of the file in `data_dir`.
        encoder: a sentence encoder (ONNX file) to use in place of our own.
        real_tensorflow: load TensorFlow itself instead of the stand-in.
        verbose: show on standard error what otherwise goes to the log file only.
        token: what a caller over HTTP must know; None lets only this machine in.
        person: for whom this machine speaks where nobody says who they are.
    """

    project: Path = PROJECT
    models: Path = PROJECT / "models"
    data_dir: Path = Path(platformdirs.user_data_dir("spinecoach", appauthor=False))
    journal_url: str | None = None
    encoder: Path | None = None
    real_tensorflow: bool = False
    verbose: bool = False
    token: str | None = None
    person: str = PERSON

    @property
    def log_file(self) -> Path:
        """Where warnings and errors of the libraries are kept."""
        return self.data_dir / "spinecoach.log"

    @property
    def conversations(self) -> Path:
        """The SQLite file of the conversations (Rasa's tracker store)."""
        return self.data_dir / "conversations.db"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """The settings that the SPINECOACH_... variables ask for."""
        env = os.environ if environment is None else environment

        def path(name: str, default: Path) -> Path:
            return Path(env[name]).expanduser() if env.get(name) else default

        project = path("SPINECOACH_PROJECT", PROJECT)
        encoder = env.get("SPINECOACH_ENCODER")
        return cls(
            project=project,
            models=path("SPINECOACH_MODELS", project / "models"),
            data_dir=path("SPINECOACH_DATA_DIR", cls.data_dir),
            journal_url=env.get("SPINECOACH_JOURNAL_URL") or None,
            encoder=Path(encoder).expanduser() if encoder else None,
            real_tensorflow=_flag(env.get("SPINECOACH_REAL_TENSORFLOW")),
            verbose=_flag(env.get("SPINECOACH_VERBOSE")),
            token=env.get("SPINECOACH_TOKEN") or None,
            person=env.get("SPINECOACH_PERSON") or PERSON,
        )
