"""How a session attends to a person: the way of listening, silence, a loud room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.client import Message
from coach.understand import command
from voice.attention import Attention
from voice.danger import Danger
from voice.dsp import Pcm
from voice.ears import Ears
from voice.events import EventLog
from voice.exchange import Exchange, Reply, Request
from voice.recognisers.base import Heard, Mode
from voice.room_noise import TOO_LOUD, RoomNoise
from voice.waiting import Waiting

WAITS_FOR_ANSWER = 60.0
"""Seconds for which a session listens that was woken to tell something."""


class Attending:
    """Everything between the words of one session. What it has to say it asks the exchange to speak.

    Args:
        on_patience: called with the seconds of silence that this person is to be given.
    """

    def __init__(
        self,
        ears: Ears,
        exchange: Exchange,
        log: EventLog,
        on_patience: Callable[[float], None] | None = None,
    ) -> None:
        self._on_patience = on_patience
        self._ears, self._exchange, self._log = ears, exchange, log
        self._room = RoomNoise()
        self.begin()

    def begin(self) -> None:
        """A session begins: nothing of the one before it holds. The room is the same."""
        self.danger = Danger()
        self._attention, self._waiting = Attention(), Waiting()
        self._mode: Mode = "free"
        self._farewell = False
        self._unanswered: float | None = None
        self._ears.set_mode("free")

    def frame(self, frame: Pcm, now: float, turn: int, coach_speaks: bool) -> None:
        """Take a frame of sound, and say once if the room is too loud."""
        if self._room.accept(frame, now, coach_speaks):
            self._log.write(now, "device", state="loud")
            self._exchange.ask(Request("own", turn, text=TOO_LOUD))

    def woken_to_tell(self, now: float) -> None:
        """The session was woken to tell something; nobody may be there."""
        self._unanswered = now

    def unanswered(self, now: float) -> bool:
        """Whether nobody has said anything since the session was woken to tell something, for a while."""
        return self._unanswered is not None and now - self._unanswered > WAITS_FOR_ANSWER

    @property
    def free(self) -> bool:
        """Whether nothing is asked, and no exercise is on or waits: a reminder has a place."""
        return self._attention.situation(False) == "idle"

    def heard(self, heard: Heard, now: float) -> None:
        """Take words that are the person's: nobody is silent now."""
        self._unanswered = None
        self._waiting.heard(now)
        if heard.start is not None and heard.end is not None:
            self._room.voice_heard(heard.end - heard.start)

    def told(self, reply: Reply) -> None:
        """Take an answer of the assistant."""
        self._attention.told(reply.messages)
        for message in reply.messages:
            wish = (message.custom or {}).get("listening") or {}
            if self._on_patience is not None and isinstance(wish.get("patience"), (int, float)):
                self._on_patience(float(wish["patience"]))

    def told_elsewhere(self, messages: Sequence[Message]) -> None:
        """Take an answer that was given in another place: it says how to listen here as well."""
        self._attention.told(messages)

    def leaves(self, text: str, leaving: bool) -> bool:
        """Whether the session ends with these words, or is about to end and still does after them.

        Whoever speaks while it ends for silence is there after all.
        """
        leaving = leaving and not self._farewell
        self._farewell = False
        return leaving or command(text) == "goodbye"

    def tick(self, now: float, turn: int, playing: bool, busy: bool) -> bool:
        """Listen in the way that suits the moment, and bear with silence.

        Args:
            playing: whether a set is under way.
            busy: whether the coach is speaking, thinking or leaving.

        Returns:
            whether the session ends now, after what is then said: nobody has answered for long.
        """
        if (mode := self._attention.mode(playing)) != self._mode:
            self._mode = mode
            self._ears.set_mode(mode)
        prompt = self._waiting.tick(now, self._attention.situation(playing), busy)
        if prompt is None:
            return False
        question = f" {self._attention.question}" if prompt.again else ""
        self._exchange.ask(Request("own", turn, text=prompt.say + question))
        self._farewell = prompt.leave
        return prompt.leave
