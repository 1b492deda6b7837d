"""What is said beside the exercises: of reminders, the person's clock, data, and notes to others."""

from __future__ import annotations

from collections.abc import Callable

from coach.conversation import noting, reminded, reminding, rights, zones
from coach.conversation.talk import Talk

REMARKS: dict[str, Callable[[Talk], None]] = {
    "reminder_when": reminding.asked,
    "my_data": rights.hand_out,
    "how_long_kept": rights.asked,
    "note_end": noting.end,
    "note_allow": noting.allow,
    "note_others": noting.others,
    "note_advice": noting.with_advice,
    "note_code": noting.code,
    "note_last": noting.last,
}
TAKEN: tuple[Callable[[Talk], bool], ...] = (
    noting.join,
    reminded.answered,
    reminding.changed,
    zones.told,
    rights.keeping,
)
"""What looks at the words itself, in this order."""


def take(talk: Talk, made: str | None) -> bool:
    """Answer what is said, if it is one of these; `made` is the remark that it makes."""
    if made in REMARKS:
        REMARKS[made](talk)
        return True
    return any(taken(talk) for taken in TAKEN)
