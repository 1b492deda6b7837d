"""What is done at once about what was heard or typed: silence, with no assistant in the way."""

from __future__ import annotations

from collections.abc import Callable

from assistant.client import Cause
from coach.conversation.stopping import says_no_more
from coach.understand import command, silencing
from voice.attending import Attending
from voice.events import EventLog
from voice.mouth import Mouth
from voice.recognisers.base import Heard
from voice.scraps import is_scrap
from voice.stop import Spotted

_MISHEARD = 2
_SAME_WORD = 4.0
"""Seconds after a stop in which a recogniser may still come with the word that was obeyed."""


class Obeying:
    """Falls silent for a stop, a pause or an emergency, once each, and passes on what is to be answered.

    Args:
        break_off: makes silence and ends a set that was playing; whether one was.
        say: hands words to the assistant.
    """

    def __init__(
        self,
        mouth: Mouth,
        attending: Attending,
        log: EventLog,
        break_off: Callable[[Cause], bool],
        say: Callable[[str], None],
    ) -> None:
        self._mouth, self._attending, self._log = mouth, attending, log
        self._break_off, self._say = break_off, say
        self._obeyed: str | None = None  # what the last stop ended, until its word is heard to the end
        self._obeyed_at = 0.0

    def press(self, text: str) -> None:
        """A key or a typed sentence: as if it were heard, and in no doubt. A stop silences in this tick."""
        if command(text) == "goodbye":
            self._silence("stop", 1.0, "keys")
        obeyed, self._obeyed = self._obeyed, None
        self._obey(Heard(text, True, "keys"))
        self._obeyed = obeyed

    def take(self, heard: Heard) -> None:
        """What a recogniser heard, in part or to its end."""
        now = self._mouth.mixer.now
        own = self._mouth.own_voice
        echo = own.is_echo(heard, now)
        if self._mouth.sheet is not None and own.sounded(heard, now):
            echo = echo or is_scrap(heard.text)
        self._log.write(
            now,
            "heard",
            text=heard.text,
            final=heard.final,
            engine=heard.engine,
            **({"own_voice": True} if echo else {}),
        )
        if not echo:
            self._attending.heard(heard, now)
            self._obey(heard)
        if heard.final and silencing(heard.text) is not None:
            self._obeyed = None

    def spot(self, spotted: Spotted) -> None:
        """The spotter heard a stop. Its word is enough; what the recogniser makes of it comes later."""
        if self._mouth.own_voice.saying("stop", self._mouth.mixer.now):
            return
        self._silence("stop", spotted.score, spotted.engine)
        if self._obeyed == "sound":
            self._say("stop")
            self._obeyed = "set"

    def _obey(self, heard: Heard) -> None:
        if self._obeyed is not None and self._mouth.mixer.now - self._obeyed_at > _SAME_WORD:
            self._obeyed = None
        cause = silencing(heard.text)
        danger = self._attending.danger.heard(heard, self._mouth.mixer.now, self._mouth.urgent)
        if danger == "known":
            return  # its answer is being said, and not cut
        if danger == "new":
            self._fall_silent_for(heard)
        elif cause is not None and self._obeyed is None:
            self._silence(cause, 1.0, heard.engine)
        if not heard.final:
            return
        self._attending.danger.settled()
        if self._obeyed == "set" and danger is None and _is_the_same(heard.text, cause):
            return  # told already
        self._say(heard.text)

    def _fall_silent_for(self, heard: Heard) -> None:
        """An emergency: silence, but for the answer to another one."""
        if self._mouth.urgent:
            return
        if self._obeyed is None:
            self._silence("symptom", 1.0, heard.engine)
        else:
            self._mouth.drop_lines()

    def _silence(self, cause: Cause, score: float, engine: str) -> None:
        """Silence first, everything else after."""
        if cause == "stop":
            self._log.write(self._mouth.mixer.now, "stop_heard", score=score, engine=engine)
        self._obeyed_at = self._mouth.mixer.now
        self._obeyed = "set" if self._break_off(cause) else "sound"


def _is_the_same(text: str, cause: Cause | None) -> bool:
    """Whether words are only the word that was obeyed, heard to its end; not if they say what is wrong."""
    words = len(text.split())
    if cause is None and (words > _MISHEARD or command(text) is not None):
        return False
    return says_no_more(text)
