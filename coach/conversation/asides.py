"""What is said beside the exercises: of reminders, the person's clock, data, and notes to others."""

from __future__ import annotations

from collections.abc import Callable

from coach.conversation import noting, reminded, reminding, rights, standing, zones
from coach.conversation.talk import Talk


def _missed_days(talk: Talk) -> None:
    """Days without exercises are forgiven, and no one is to feel bad about them."""
    talk.say("missed_days")
    if talk.profile.get("lock"):
        standing.remind(talk)
    else:
        talk.say("missed_days_start")


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
    "missed_days": _missed_days,
    "no_help": lambda talk: talk.say("no_help"),
}
IDLE_ONLY = frozenset({"missed_days", "no_help"})
"""No remarks while an exercise is on or a question is open, or where the words may tell of a symptom."""
SYMPTOMS = frozenset({"report_symptom", "report_worse", "report_pain_score"})
TAKEN: tuple[Callable[[Talk], bool], ...] = (
    noting.join,
    reminded.answered,
    reminding.changed,
    zones.told,
    rights.keeping,
)
"""What looks at the words itself, in this order."""


def meant(talk: Talk, made: str | None) -> str | None:
    """The remark, unless it means something else at this moment."""
    busy = talk.dialogue.ask is not None or talk.dialogue.routine.active or talk.turn.intent in SYMPTOMS
    return None if busy and made in IDLE_ONLY else made


def take(talk: Talk, made: str | None) -> bool:
    """Answer what is said, if it is one of these; `made` is the remark that it makes."""
    if made in REMARKS:
        REMARKS[made](talk)
        return True
    return any(taken(talk) for taken in TAKEN)
