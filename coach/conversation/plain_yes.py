"""What counts as a plain yes, where a yes starts a set, lifts a lock, or deletes what is kept."""

from __future__ import annotations

import re

from coach.conversation.talk import Talk
from coach.understand import Answer, command, extract, past
from coach.zone import zone_of

SHORT = {"y": "yes", "n": "no", "s\u00ed": "yes", "si": "yes"}
"""Answers that are yes or no by themselves; who is asked in English may well say "s\u00ed"."""
SURE = re.compile(
    r"((yes|yeah|yep|ok|okay|oh|of course|sure)[, ]+)*(please )?(i am|i'm|im)? ?"
    r"((quite|very|absolutely|really|completely) )?(sure|certain|positive)"
    r"( of it| about (it|that))?( please| thanks| thank you)*"
)
"""A plain yes to "are you sure?"."""
PLAINLY = ("carry_on", "delete", "keep", "note")
PLAIN = ("affirm", "resume", "done", "next")
PLAIN_YES = re.compile(r"(oh |well )?(yes|yeah|yep|yup|aye|(he|she|they|the doctor|my \w+) (has|have|did))\b")
AGREES = re.compile(
    r"\b(agree|agreed|consent|accept|happy (to|with)|fine|ok|okay|sure|go ahead|go on|of course|certainly"
    r"|all ?right|alright|sounds good|please do|by all means|definitely|absolutely)\b"
)
"""A yes to the question of consent in other words."""
DID_THESE = re.compile(
    r"\b(?:did|done|do) (?:my|the|all|some|both|them|these|those|it|a|an|one|two|three|four|five|\d+)\b"
)
"""A "did" with what was done: no short answer."""
DOUBT = re.compile(
    r"\b(not|never|no|but|can't|cannot|mustn't|shouldn't|isn't|hasn't|haven't|won't|worse|will|calling|tomorrow"
    r"|later|soon|going|appointment)\b"
)
"""Words that make a yes to "are you cleared?" no plain yes."""


def agrees(text: str) -> bool:
    """Whether this is plainly a yes, with no doubt beside it."""
    bare = text.lower().replace("\u2019", "'")
    plain = command(text) in PLAIN or PLAIN_YES.match(bare) or AGREES.search(bare)
    return bool(plain) and not DOUBT.search(bare)


def short(text: str, purpose: str) -> str:
    """The text, or "yes" or "no" where it is no more than that."""
    bare = text.lower().replace("\u2019", "'").strip(" .!\u00a1")
    return "yes" if purpose in PLAINLY and SURE.fullmatch(bare) else SHORT.get(bare, text)


def did_exercises(talk: Talk, text: str) -> bool:
    """Whether a text tells of exercises done on another day, and of nothing else."""
    plain = text.lower().strip()
    today = talk.now.astimezone(zone_of(talk.profile)).date()
    return (
        PLAIN_YES.match(plain) is None
        and DID_THESE.search(plain) is not None
        and past.done_then(text, today) is not None
        and not any(entity.entity == "symptom" for entity in extract(text))
    )


def alone(talk: Talk, answer: Answer) -> bool:
    """Whether it is a yes and nothing beside it."""
    plain = command(short(talk.turn.text, PLAINLY[0])) == "affirm"
    return plain and answer.kind == "value" and answer.value is True
