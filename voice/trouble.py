"""What can go wrong in the middle of a session, and what the person is told of it."""

from __future__ import annotations

import queue
from dataclasses import dataclass, field
from typing import Any

LINES = {
    "microphone lost": "I can't hear the microphone any more. We wait here, and I keep your place.",
    "microphone back": "I can hear you again. I wait for your word.",
    "microphone gone": "I still can't hear you, so we end here. Your place is kept.",
    "loudspeaker lost": "The speaker is gone, so you can't hear me. We wait here, and I keep your place.",
    "loudspeaker back": "You can hear me again. I wait for your word.",
    "loudspeaker gone": "The speaker is still gone, so we end here. Your place is kept.",
    "voice": "My voice does not work just now. Please look at the screen. We wait with the exercise.",
    "set": "Something is wrong with this exercise, so I can't count it. Please choose another one.",
    "words again": "I had a fault in hearing words. I can hear you again.",
    "words gone": "I can't understand words any more. We wait here. Please use the keys.",
    "words end": "I can't understand words any more, so we end here. Your place is kept.",
    "events": "The disk is full, so I keep no record of this session. You can do the exercise as before.",
    "place": "I can't write down how far we are. The disk may be full. You can do the exercise as before.",
}
"""Each kind of trouble with the sentence that is said and shown. It holds no command by itself."""

PAUSES = frozenset({"microphone lost", "loudspeaker lost", "words gone"})
"""Nobody exercises with a coach that can't hear them, or that they can't hear."""
SAFE_END = 300.0
"""Seconds that a device may be away, with no key pressed, before the session ends."""
AWAY = {"microphone lost": "microphone", "loudspeaker lost": "loudspeaker"}
BACK = {"microphone back": "microphone", "loudspeaker back": "loudspeaker"}
GONE = {
    "microphone": "The microphone was gone for too long. Check that it is plugged in, then start again.",
    "loudspeaker": "The loudspeaker was gone for too long. Check that it is plugged in, then start again.",
    "words": "The recogniser has failed. Start again, or use another --recognizer.",
}
"""What is left on the screen after a session that ended for want of one of these."""


@dataclass(frozen=True)
class Trouble:
    """Something that happened: one of the kinds of `LINES`, with details for the events file."""

    kind: str
    details: dict[str, Any] = field(default_factory=dict)


class Troubles:
    """Where every part of a session, on whatever thread, tells what went wrong with it."""

    def __init__(self) -> None:
        self._told: queue.SimpleQueue[Trouble] = queue.SimpleQueue()

    def tell(self, kind: str, **details: Any) -> None:
        """Say what happened. Never waits."""
        self._told.put(Trouble(kind, details))

    def taken(self) -> list[Trouble]:
        """What was told since this was last asked."""
        found = []
        while True:
            try:
                found.append(self._told.get_nowait())
            except queue.Empty:
                return found
