"""How the coach speaks to this person: changed on a wish, remembered, and told to whoever plays it."""

from __future__ import annotations

from typing import Any

from coach.conversation import exercising
from coach.conversation.talk import Talk
from coach.manner import SPEECH_STEP, VOLUME_STEP, Manner
from coach.routine.commands import ChangeChatter
from coach.routine.state import Chatty

_STEPS: dict[str, tuple[str, int, str]] = {
    "speech_slower": ("rate", -SPEECH_STEP, "speech_slower_limit"),
    "speech_faster": ("rate", SPEECH_STEP, "speech_faster_limit"),
    "louder": ("volume", VOLUME_STEP, "louder_limit"),
    "quieter": ("volume", -VOLUME_STEP, "quieter_limit"),
}
"""What changes, by how much, and what is said where it is at its end."""
_CHATTY: dict[str, Chatty] = {"say_less": "less", "say_more": "more", "say_as_usual": "normal"}


def change(talk: Talk, wish: str) -> None:
    """Grant a wish of `coach.understand.speaking_wish`; what is at its end already is said to be so."""
    manner = talk.manner
    if wish in _STEPS:
        name, step, _ = _STEPS[wish]
        changed = manner.with_changes({name: getattr(manner, name) + step})
    elif wish in _CHATTY:
        changed = manner.with_changes({"chatty": _CHATTY[wish]})
    else:
        voice = "woman" if manner.voice != "woman" else "man"
        changed = manner.with_changes({"voice": voice if wish == "other_voice" else wish})
    if wish in _STEPS and changed == manner:
        talk.say(_STEPS[wish][2])
        return
    talk.remember(voice=changed.as_dict())
    talk.shown["voice"] = changed.as_dict()
    if wish in _CHATTY:
        exercising.command(talk, ChangeChatter(_CHATTY[wish], wish, talk.at()))
    else:
        talk.say("other_voice" if wish in ("man", "woman") else wish)


def custom_voice(talk: Talk) -> dict[str, Any]:
    """`custom.voice` for a session that was just opened by somebody who has wishes."""
    kept = talk.profile.get("voice")
    return {"voice": Manner().with_changes(kept).as_dict()} if kept else {}
