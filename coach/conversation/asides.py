"""What is said beside the exercises: of reminders, the person's clock, data, and notes to others."""

from __future__ import annotations

from collections.abc import Callable

from coach.conversation import reminded, reminding, rights, zones
from coach.conversation.talk import Talk

REMARKS: dict[str, Callable[[Talk], None]] = {
    "reminder_when": reminding.asked,
    "my_data": rights.hand_out,
    "how_long_kept": rights.asked,
}


def take(talk: Talk, made: str | None) -> bool:
    """Answer what is said, if it is one of these; `made` is the remark that it makes."""
    if made in REMARKS:
        REMARKS[made](talk)
        return True
    return reminded.answered(talk) or reminding.changed(talk) or zones.told(talk) or rights.keeping(talk)
