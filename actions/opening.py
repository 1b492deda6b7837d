"""Makes a coach from the environment: for the action server, which nobody hands one to."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from coach import clock, library, triage
from coach.conversation import Coach
from coach.forgetting import Forgetting
from coach.journal import Journal

CONVERSATIONS = "conversations.db*"
"""Rasa's own file: its store drops what was deleted when the turn is over (assistant/store.py)."""


def from_environment() -> Coach:
    """A coach with the journal at SPINECOACH_JOURNAL_URL, else in the folder SPINECOACH_DATA_DIR.

    Raises:
        JournalError: if the journal cannot be opened.
    """
    url = os.environ.get("SPINECOACH_JOURNAL_URL")
    usual = platformdirs.user_data_dir("spinecoach", appauthor=False)
    folder = Path(os.environ.get("SPINECOACH_DATA_DIR") or usual).expanduser()
    journal = Journal(url) if url else Journal.in_folder(folder)
    forgetting = Forgetting(journal, None if url else folder, (CONVERSATIONS,))
    return Coach(journal, clock.from_environment(), library.load(), triage.load(), forgetting)
