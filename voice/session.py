"""A hands-free session: hears, falls silent at once when told to, asks the assistant, speaks.

It goes in ticks of 20 ms. Its time is the output's: the samples given out. With a recording and a WAV
file that time is virtual, everything runs on one thread, and a session repeats to the sample. With
devices the sound runs by itself; recogniser and assistant have threads of their own, so that nothing
stands between two counts, or between "stop" and silence.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from assistant.client import Cause
from coach.conversation.stopping import says_no_more
from coach.understand import command, is_stop
from voice.attending import Attending
from voice.audio import AudioIn, AudioOut
from voice.audio.base import TICK
from voice.dsp import Pcm
from voice.ears import Ears
from voice.errors import DeviceLost
from voice.events import EventLog
from voice.exchange import Exchange, Line, Reply, Request
from voice.mixer import Mixer
from voice.mouth import Mouth
from voice.recognisers.base import Heard
from voice.sheet import PlayingSheet
from voice.stop import Spotted, Spotter
from voice.wake import Wake

OnPosition = Callable[[str, str, float], None]
"""Called with the person, the cue sheet's id and the seconds into it, at its start and at each repetition."""

_STILL = frozenset({"idle", "screening", "ready", "paused", "check_in", "finished"})
"""States of the routine in which no set may be playing."""
_URGENT = frozenset({"emergency_now", "urgent_same_day"})
_MISHEARD = 2
_SAME_WORD = 4.0
"""Seconds after a stop in which a recogniser may still come with the word that was obeyed."""


class Session:
    """One session of one person.

    Args:
        sorry: what is said when the assistant fails.
        deaf: what is said when the microphone is gone.
        wake: what begins a session, each time; None begins one at once, and only one.
        on_patience: called with the seconds of silence that this person is to be given.
        advance: moves the assistant's clock on by some seconds, where time is virtual.
    """

    def __init__(
        self,
        *,
        person: str,
        source: AudioIn,
        sink: AudioOut,
        spotter: Spotter,
        ears: Ears,
        exchange: Exchange,
        log: EventLog,
        sorry: Line,
        deaf: Line,
        engine: str,
        on_position: OnPosition | None = None,
        advance: Callable[[float], None] | None = None,
        after_input: float = 600.0,
        wake: Wake | None = None,
        on_patience: Callable[[float], None] | None = None,
    ) -> None:
        self.mixer = Mixer(sink.rate)
        self.mouth = Mouth(
            self.mixer, log, on_started=self._sheet_started, on_done=self._sheet_done, on_rep=self._rep
        )
        self._person, self._source, self._sink, self._ears = person, source, sink, ears
        self._spotter = spotter
        self._exchange, self._log, self._engine = exchange, log, engine
        self._sorry, self._deaf = sorry, deaf
        self._on_position, self._advance, self._after_input = on_position, advance, after_input
        self._attending = Attending(ears, exchange, log, on_patience)
        self._wake, self._asleep = wake, wake is not None
        self._turn = 0
        self._obeyed: str | None = None
        self._obeyed_at = 0.0
        self._held = False
        self._leaving = False
        self._input_over: float | None = None
        self._lost: DeviceLost | None = None
        self._live = source.live or sink.live

    def run(self) -> None:
        """From the greeting to the end of the recording, a goodbye, or an interrupt from the keyboard.

        Raises:
            VoiceError: if sound, disk or speech fail.
        """
        self._sink.start(self.mixer.render)
        self._log.write(
            self.mixer.now, "listening", engine=self._engine, input=self._source.name, output=self._sink.name
        )
        try:
            if not self._asleep:
                self._exchange.ask(Request("greet", self._turn))
            while not self._over():
                self.tick()
        except KeyboardInterrupt:
            pass
        finally:
            self._leave()
        if self._lost is not None:
            raise self._lost

    def tick(self) -> None:
        """Twenty milliseconds: sound out, sound in, words, answers."""
        self._sink.pump()
        if self._advance is not None:
            self._advance(TICK)
        self.mouth.tick()
        for words in self._listen():
            self._take(words)
        for reply in self._exchange.replies():
            self._answer(reply)
        if not self._asleep:
            self._attend()

    def _attend(self) -> None:
        """What is done without a word of the person: see `Attending`."""
        now = self.mixer.now
        if (overdue := self._attending.danger.overdue(now)) is not None:
            self._say(overdue)
        busy = self._leaving or self._input_over is not None or not (self.mixer.quiet and self._exchange.idle)
        if self._attending.tick(now, self._turn, self.mouth.sheet is not None, busy):
            self._leaving = True

    def wake_up(self, by: str) -> None:
        """Begin a session, if none is on; `by` is a wake word, a phrase or a key."""
        if not self._asleep:
            return
        self._asleep = False
        self._log.write(self.mixer.now, "listening", engine=self._engine, wake=by)
        self._exchange.ask(Request("greet", self._turn))

    def _sleep(self) -> None:
        """The session is over; wait for the next one."""
        self._log.write(self.mixer.now, "device", state="asleep")
        self._asleep, self._leaving, self._held = True, False, False
        self._turn += 1
        self._attending.begin()

    def _doze(self, frame: Pcm) -> list[Heard]:
        """Wait to be woken. Nothing that is heard meanwhile is kept, but for an emergency."""
        assert self._wake is not None
        called, emergency = self._wake.listen(frame, self._ears)
        if called is not None:
            self.wake_up(called)
        return [] if emergency is None else [emergency]

    def _listen(self) -> list[Heard]:
        if self._input_over is not None:
            if self._live:
                time.sleep(TICK)  # no microphone sets the pace any more
            return []
        try:
            frame = self._source.read()
        except DeviceLost as error:
            return self._go_deaf(error)
        if frame is not None and self._asleep:
            return self._doze(frame)
        if frame is not None:
            self._attending.frame(frame, self.mixer.now, self._turn, bool(self.mixer.audible()))
            self._spotter.set_strict(self.mouth.at is None)
            spotted = self._spotter.accept(frame)
            if spotted is not None:
                self._spot(spotted)
            return self._ears.hear(frame)
        self._input_over = self.mixer.now
        return self._ears.finish()

    def _go_deaf(self, error: DeviceLost) -> list[Heard]:
        """Nobody exercises with a coach that can't hear them: end the set, say so, and leave."""
        self._lost, self._input_over = error, self.mixer.now
        self._log.write(self.mixer.now, "device", state="lost")
        at = self.mouth.hush()
        self._turn += 1
        if at is not None:
            self._report_stopped(at, "lost")
        self.mouth.speak([self._deaf])
        return []

    def _over(self) -> bool:
        still = self.mouth.quiet and self._exchange.idle
        if self._leaving and still:
            if self._wake is None or self._input_over is not None:
                return True
            self._sleep()
        if self._input_over is None:
            return False
        return still or self.mixer.now - self._input_over > self._after_input

    def _leave(self) -> None:
        at = self.mouth.drop_sheet()
        if at is not None:
            self._report_stopped(at, "lost")
        self._exchange.close()
        self._log.write(self.mixer.now, "end")

    # what was heard

    def _take(self, heard: Heard) -> None:
        now = self.mixer.now
        echo = self.mouth.own_voice.is_echo(heard, now)
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
        if heard.final:
            self._obeyed = None

    def _spot(self, spotted: Spotted) -> None:
        """The spotter heard a stop. Its word is enough; what the recogniser makes of it comes later."""
        at = self._silence("stop", spotted.score, spotted.engine)
        if at is None:
            self._say("stop")
        self._obeyed = "set"

    def _obey(self, heard: Heard) -> None:
        if self._obeyed is not None and self.mixer.now - self._obeyed_at > _SAME_WORD:
            self._obeyed = None
        cause = _silencing(heard.text)
        danger = self._attending.danger.heard(heard, self.mixer.now, self.mouth.urgent)
        if danger == "known":
            return  # its answer is being said, and not cut
        if danger == "new":
            self._fall_silent_for(heard)
        elif cause is not None and self._obeyed is None:
            self._obey_at_once(cause, heard)
        if not heard.final:
            return
        self._attending.danger.settled()
        if self._obeyed == "set" and danger is None and _is_the_same(heard.text, cause):
            return  # told already
        self._say(heard.text)

    def _obey_at_once(self, cause: Cause, heard: Heard) -> None:
        at = self._silence(cause, 1.0, heard.engine)
        self._obeyed = "sound" if at is None else "set"

    def _fall_silent_for(self, heard: Heard) -> None:
        """An emergency: silence, but for the answer to another one."""
        if self.mouth.urgent:
            return
        if self._obeyed is None:
            self._obey_at_once("symptom", heard)
        else:
            self.mouth.drop_lines()

    def _silence(self, cause: Cause, score: float, engine: str) -> float | None:
        """Silence first, everything else after. Gives the seconds into the set, if one was playing."""
        if cause == "stop":
            self._log.write(self.mixer.now, "stop_heard", score=score, engine=engine)
        at = self.mouth.hush()
        self._turn += 1
        self._obeyed_at = self.mixer.now
        if at is not None:
            self._hold()
            self._report_stopped(at, cause)
        return at

    def _say(self, text: str) -> None:
        self._leaving = self._attending.leaves(text, self._leaving)
        self._exchange.ask(Request("say", self._turn, text=text, at=self.mouth.at))

    # what the assistant answered

    def _answer(self, reply: Reply) -> None:
        if reply.error is not None:
            raise reply.error
        if reply.failed:
            self.mouth.speak([self._sorry])
            return
        if reply.follows:
            self._play(reply)
            return
        now, custom = self.mixer.now, [m.custom for m in reply.messages if m.custom]
        self._attending.told(reply)
        if reply.request.kind == "say":
            self._log.write(now, "turn", **{"in": reply.request.text, "intent": reply.intent})
        tiers = [c["triage"].get("tier") for c in custom if c.get("triage")]
        for tier in tiers:
            self._log.write(now, "triage", tier=tier)
        urgent = any(tier in _URGENT for tier in tiers)
        if reply.request.turn != self._turn and not tiers and not any(c.get("ask") for c in custom):
            return  # asked before a stop: nothing of it is said any more, unless it is about safety
        if reply.request.kind == "say":
            self.mouth.drop_lines()
        if _ends_set(custom) and self.mouth.drop_sheet() is not None:
            self._log.write(now, "silenced")
            self._hold()
        if reply.anew is not None:
            self.mouth.speak_anew(reply.anew)
        self._play(reply)
        changed = reply.sheet is not None or reply.anew is not None
        if reply.request.cause != "symptom":  # what it asks then is answered with the emergency's own words
            self.mouth.speak(reply.lines, kept=urgent, patient=changed)

    def _play(self, reply: Reply) -> None:
        """Begin the set of an answer, or go on with it in a new form; not if it was asked before a stop."""
        if reply.sheet is None or reply.request.turn != self._turn:
            return
        self.mouth.play(reply.sheet)
        if self._held:
            self._held = False
            self._log.write(self.mixer.now, "resumed")

    def _hold(self) -> None:
        self._held = True
        self._log.write(self.mixer.now, "paused")

    # what became of a set

    def _report_stopped(self, at: float, cause: Cause) -> None:
        self._exchange.ask(Request("report", self._turn, report="cue_sheet_stopped", at=at, cause=cause))

    def _sheet_started(self) -> None:
        self._exchange.ask(Request("report", self._turn, report="cue_sheet_started", at=0.0))

    def _sheet_done(self) -> None:
        self._exchange.ask(Request("report", self._turn, report="cue_sheet_done"))

    def _rep(self, sheet: PlayingSheet, at: float) -> None:
        if self._on_position is not None:
            self._on_position(self._person, sheet.sheet.id, at)


def _silencing(text: str) -> Cause | None:
    """Whether these words mean silence at once; decided here, without the assistant."""
    bare = command(text)
    if is_stop(text) or bare == "stop":
        return "stop"
    return "pause" if bare == "pause" else None


def _is_the_same(text: str, cause: Cause | None) -> bool:
    """Whether words are only the word that was obeyed, heard to its end; not if they say what is wrong."""
    words = len(text.split())
    if cause is None and (words > _MISHEARD or command(text) is not None):
        return False
    return says_no_more(text)


def _ends_set(custom: list[dict[str, Any]]) -> bool:
    """Whether the assistant's answer leaves no set running."""
    state = next((c["routine"].get("state") for c in reversed(custom) if c.get("routine")), None)
    return state in _STILL or any(
        c["triage"].get("exercise") in ("stop", "pause") for c in custom if c.get("triage")
    )
