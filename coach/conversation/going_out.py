"""The messages of a turn as they go out: short ones joined, the last with where the routine stands."""

from __future__ import annotations

import re
from dataclasses import replace

from coach.conversation import languages, listening, showing, telling
from coach.conversation.dialogue import Message
from coach.conversation.talk import Talk
from coach.routine.machine import Machine

MOST_SENTENCES = 4
"""How many sentences short messages in a row may come to when they are joined."""
SCREENING = ("triage", "screen", "consent", "region", "cleared")


def messages_of(talk: Talk) -> tuple[Message, ...]:
    """The messages of the turn, the last of them with where the routine stands."""
    messages = showing.attached(talk, _joined([_playable(talk, message) for message in talk.messages]))
    if not messages:
        return ()
    routine, ask = talk.dialogue.routine, talk.dialogue.ask
    machine = Machine(talk.library)
    item = routine.item if routine.phase != "idle" else None
    where = machine.position(routine, talk.at()) if routine.playing else None
    shown: str = routine.phase
    if ask is not None and ask.purpose in SCREENING:
        shown = "screening"
    elif ask is not None and ask.purpose.startswith(("pain", "settled")):
        shown = "check_in"
    elif where is not None:
        shown = "resting" if where.resting else "running"
    steps = len(machine.variant(item).steps) if item else 0
    last = messages[-1]
    shown_routine = telling.custom_routine(routine, shown, steps, where)
    plays = {"player": talk.dialogue.player} if routine.playing and talk.dialogue.player else {}
    shown_beside = {**talk.shown, **listening.custom(talk), **languages.custom(talk), **plays}
    custom = {**(last.custom or {}), **shown_beside, "routine": shown_routine}
    messages[-1] = replace(last, custom=custom)
    return tuple(messages)


def _playable(talk: Talk, message: Message) -> Message:
    """Without a cue sheet that is not, or no longer, the one to play."""
    sheet = (message.custom or {}).get("cue_sheet")
    routine = talk.dialogue.routine
    if sheet is None or (routine.playing and routine.sheet is not None and routine.sheet.id == sheet["id"]):
        return message
    custom = {name: value for name, value in (message.custom or {}).items() if name != "cue_sheet"}
    return replace(message, custom=custom or None)


def _joined(messages: list[Message]) -> list[Message]:
    """Short messages in a row become one, up to a few sentences, so that no screen is flooded."""
    joined: list[Message] = []
    for message in messages:
        before = joined[-1] if joined else None
        plain = before is not None and not (
            before.custom or before.buttons or message.custom or message.buttons
        )
        if (
            before is not None
            and plain
            and _sentences(before.text) + _sentences(message.text) <= MOST_SENTENCES
        ):
            joined[-1] = Message(f"{before.text} {message.text}")
        else:
            joined.append(message)
    return joined


def _sentences(text: str) -> int:
    return len(re.findall(r"[.!?](\s|$)", text))
