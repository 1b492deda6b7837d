"""What comes in from a messaging app, in one form for all of them."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from typing import Literal

from coach import triage
from coach.conversation.safety import alarming
from coach.understand import extract
from coach.understand.text import LONGEST, pieces

YES = frozenset({"Yes", "S\u00ed"})
SAID_BY_YES = {
    "saddle_numbness": "I have new numbness between my legs",
    "bladder_change": "I cannot hold my urine any more",
    "bowel_change": "I have lost control of my bowels",
    "chest_pain": "I have chest pain",
    "stroke_signs": "One side of my face droops",
    "foot_drop": "My foot slaps the ground and I cannot lift my toes",
    "weakness": "My legs give way and get weaker",
    "cold_pale_leg": "My leg has suddenly gone cold and pale",
    "self_harm": "I want to end my life",
    "fever": "I have a fever",
}
"""What a yes means that comes when its question is no longer open: a danger not told of before."""

Kind = Literal[
    "words", "start", "button", "edited", "voice", "picture", "sticker", "file", "location", "other"
]
UNREADABLE: dict[str, str] = {
    "voice": "app_voice",
    "picture": "app_picture",
    "sticker": "app_sticker",
    "file": "app_file",
    "location": "app_location",
    "other": "app_other",
}
"""What cannot be taken, and what is said to it."""
_CODE = re.compile(
    r"\s*(?:/?start\s+)?(?:(?:hi|hello)[,.! ]*)?(?:(?:my|the|this) )?(?:code(?: is|:)?\s*)?"
    r"(\d{3})[\s-]?(\d{3})[\s.!]*",
    re.I,
)
_NUMBER = re.compile(r"\s*(\d{1,2})\uFE0F?\u20E3?\s*[.):]?\s*")


@dataclass(frozen=True)
class Heard:
    """One thing that came from a person's chat.

    Attributes:
        place: where, as in `assistant.live`.
        key: what makes it known when it comes a second time.
        text: the words, also those under a picture.
        order: grows with each message of a chat, where the app tells it.
        sent: when it was sent, in seconds since 1970, where the app tells it.
        name: what the app calls the person.
        private: whether nobody else reads along.
        button: what the button says that was pressed.
        source: the message that was changed, or whose button was pressed.
        answer: under which the app wants to hear that a press was taken.
        bot: which of the app's accounts it was written to; the order of messages holds for one of them.
        late: that it was waiting here or at the service for so long that it is not acted on blindly.
    """

    place: str
    key: str
    kind: Kind = "words"
    text: str = ""
    order: float | None = None
    sent: float | None = None
    name: str = ""
    private: bool = True
    button: str = ""
    source: str | None = None
    answer: str | None = None
    bot: str = ""
    late: bool = False

    def dump(self) -> str:
        """As a line to keep on the disk."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, line: str) -> Heard:
        """Back from the disk, where it lay since the coach went off: so it is late."""
        return replace(cls(**json.loads(line)), late=True)


def dangerous(text: str) -> str | None:
    """The piece of a text that tells of a danger sign, however long the text is; None if none does."""
    return next((piece for piece in pieces(text) if alarming(triage.load().spot(piece))), None)


def cannot_wait(text: str) -> str | None:
    """The piece of a late message that is passed on: a danger sign, or something that is felt."""
    found = dangerous(text)
    if found is not None or len(text) > LONGEST:
        return found
    return text if any(entity.entity == "symptom" for entity in extract(text)) else None


def code_in(text: str) -> str | None:
    """The six digits with which a person joins this chat to what the coach knows of them."""
    found = _CODE.fullmatch(text) if len(text) < 80 else None
    return found.group(1) + found.group(2) if found else None


def number_in(text: str) -> int | None:
    """The number of a choice, typed alone."""
    found = _NUMBER.fullmatch(text) if len(text) < 12 else None
    return int(found.group(1)) if found else None


def friendly(name: str) -> str:
    """What the app calls the person, if that is something to be called by; else nothing."""
    first = " ".join(name.split())[:40]
    fine = first and all(sign.isalpha() or sign in " '.-" for sign in first) and first[0].isalpha()
    return first if fine else ""
