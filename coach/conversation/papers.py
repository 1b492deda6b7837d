"""A page to take to somebody: made here, offered, and sent by nobody but the person."""

from __future__ import annotations

from typing import Any

from coach.conversation import summary
from coach.conversation.phrases import rest, says
from coach.conversation.talk import Talk
from coach.journal import JournalError
from coach.places import kind_of
from coach.records import data
from coach.words import words

CUSTOM: dict[str, Any] = {"papers": list(summary.PAPERS)}
CHATS = frozenset({"telegram", "slack", "whatsapp"})
LONGEST = 200
"""Characters of a question for the doctor."""
WHOM = (
    ("physio", ("physio", "therapist", "chiropractor", "osteopath")),
    ("doctor", ("doctor", "gp", "surgeon", "consultant", "specialist", "nurse", "clinic", "practice")),
)


def take(talk: Talk, text: str) -> bool:
    """Keep a question for the doctor, or make the page; False if the text wants neither."""
    if says("own_question", text):
        _question(talk, text)
    elif says("papers", text):
        talk.dialogue.ask = None
        make(talk)
    else:
        return False
    return True


def _question(talk: Talk, text: str) -> None:
    what = summary.as_said(rest(text, "own_question")[:LONGEST])
    talk.dialogue.ask = None
    if not what:
        talk.say("question_what")
        return
    talk.record("question", words=what, whom=_whom(text))
    talk.say("question_noted", whom=words(_whom(text)), what=what)


def _whom(text: str) -> str:
    low = text.lower()
    return next((whom for whom, names in WHOM if any(name in low for name in names)), "doctor")


def make(talk: Talk) -> None:
    """Make the page and its two files, and say where they are. Nothing is sent."""
    records = data.read(talk.journal, talk.turn.person, talk.now)
    if not any(event.kind not in QUIET for event in records.events):
        talk.say("papers_none")
        return
    whom = words(_whom(talk.turn.text))
    folder = None
    if talk.papers is not None:
        try:
            folder = talk.papers.write(talk.journal, talk.turn.person, talk.now)
        except (OSError, JournalError):
            talk.say("papers_failed")
    where = words("papers_where", where=summary.as_said(str(folder))) if folder is not None else None
    if kind_of(talk.turn.place) in CHATS:
        # there the page is sent, and the other files are not; the app says it in place of where they lie
        talk.say("papers_ready", whom=whom)
        talk.tell(where or words("papers_offered", whom=whom), custom={**CUSTOM, "page": "for_the_chat"})
    elif where is not None:
        talk.say("papers_made", whom=whom)
        talk.tell(where, custom=CUSTOM)
    else:
        talk.tell(words("papers_offered", whom=whom), custom=CUSTOM)


QUIET = frozenset({"consent", "screened", "started", "taken_back"})
"""Events that make no page by themselves."""
