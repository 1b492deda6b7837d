"""What this side keeps of people beside the journal, registered to be deleted with them."""

from __future__ import annotations

from functools import partial

from assistant import conversations, lean_imports
from assistant.messaging.keeping import FILE as MESSAGING
from assistant.messaging.keeping import forget_person
from assistant.settings import Settings
from coach.caring import Caring
from coach.clock import SystemClock
from coach.forgetting import Forgetting
from coach.journal import Journal
from coach.records.files import PaperFolder


def forgetting(settings: Settings, journal: Journal) -> Forgetting:
    """The one way to forget somebody: for the chat in every place and for the command line."""
    made = Forgetting(journal, settings.data_dir)
    made.register(paper_folder(settings).forget)
    file = settings.conversations
    made.register(
        partial(conversations.forget, file),
        partial(conversations.forget_words, file),
        "conversation",
        partial(conversations.read, file),
    )
    made.register(partial(forget_person, settings.data_dir / MESSAGING))
    made.register(Caring(journal, SystemClock()).leave)
    return made


def paper_folder(settings: Settings) -> PaperFolder:
    """Where the pages for the doctor are put: in the data folder, drawn with matplotlib itself."""
    return PaperFolder(settings.data_dir / "papers", before=lean_imports.need_pictures)
