"""Where a symptom goes: towards the back is good news, down the leg ends the exercise.

Sources: section of stop rules, MCKENZIE (symptoms that draw in towards the spine are seen to do well).
"""

from __future__ import annotations

import re
from typing import Literal

_PLACES = {
    "toe": 0, "toes": 0, "foot": 0, "feet": 0, "heel": 0, "ankle": 1, "calf": 2, "shin": 2, "leg": 2,
    "knee": 3, "thigh": 4, "hamstring": 4, "groin": 5, "hip": 5, "bottom": 5, "bum": 5, "buttock": 5,
    "buttocks": 5, "backside": 5, "cheek": 5, "back": 6, "spine": 6,
}  # fmt: skip
"""The places along a leg, counted from the toes to the back."""
_PLACE = "|".join(_PLACES)
_FROM_TO = re.compile(
    rf"\b(?:from|out of|left) (?:my |the )?(?:\w+ )?({_PLACE})\b"
    rf"(?: \w+){{0,6}}? (?:to|into|towards?|in) (?:just |only )?(?:my |the )?(?:\w+ )?({_PLACE})\b"
)
_UP = re.compile(
    r"\b(?:moving|moved|moves|gone|going|drawing|drawn|shrinking|shrunk|creeping|coming|come)"
    r" (?:\w+ )?up (?:my|the|to|towards?|into)\b"
    r"|\b(?:closer to|nearer(?: to)?|only in|just in) my (?:lower )?(?:back|bottom|hip)\b(?: now)"
)
_MORE = re.compile(r"\b(?:spread|spreads|spreading|also|too|as well|both|worse|numb\w*|weak\w*|wet)\b")
"""With these it is no shrinking, whatever way it goes."""
DULL = re.compile(r"\b(?:bottom|bum|buttocks?|backside|cheek|groin)\b")
"""Where numbness that arrives is no good news."""


_BEND = re.compile(
    r"\b(?:worse|hurts?|hurting|more|flares?|shoots?|shooting|stings?|burns?|comes on|brings it on)\b"
    r"(?: \w+){0,6}? (?:when(?:ever)?|if|as|every time|each time|on|with|from|while) (?:\w+ ){0,2}?"
    r"(?:bend|bending|lean|leaning|stoop|stooping)\b"
    r"|\b(?:bending|leaning|stooping|(?:when|if) i (?:bend|lean))(?: \w+){0,4}?"
    r" (?:makes?|worsens?|hurts?|brings?|sets?|sends?|shoots?|goes|gets)\b"
)
_QUESTION = re.compile(r"^(?:does|do|did|is|will|would|why|should|can|what|how|could|when will)\b")
_LEG = re.compile(r"\b(?:legs?|calf|shin|thigh|foot|feet|ankle|toes?|sciatica|nerve|it|this|that)\b")
_EASED = re.compile(r"\b(?:eases?|eased|better|less|helps?|goes away|not|no|doesn't|never|fine)\b")


def worse_bending(text: str) -> bool:
    """Whether the text says that bending brings on the leg."""
    plain = _plain(text)
    found = _BEND.search(plain)
    if found is None or _QUESTION.search(plain) or text.rstrip().endswith("?"):
        return False
    return bool(_LEG.search(plain)) and not _EASED.search(plain)


def direction(text: str) -> Literal["shrank", "further_down"] | None:
    """Which way a symptom went, if the text says so."""
    plain = _plain(text)
    found = _FROM_TO.search(plain)
    if found is not None:
        first, last = (_PLACES[place] for place in found.groups())
        if last < first:
            return "further_down"
        return "shrank" if last > first and not _MORE.search(plain) else None
    return "shrank" if _UP.search(plain) and not _MORE.search(plain) else None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("\u2019", "'")))
