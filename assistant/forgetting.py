"""What this side keeps of people beside the journal, registered to be deleted with them."""

from __future__ import annotations

from assistant import conversations
from assistant.settings import Settings
from coach.forgetting import Forgetting
from coach.journal import Journal


def forgetting(settings: Settings, journal: Journal) -> Forgetting:
    """The one way to forget somebody: for the chat in every place and for the command line."""
    made = Forgetting(journal, settings.data_dir)
    made.register(lambda person: conversations.forget(settings.conversations, person))
    return made
