"""A hands-free session: hears, falls silent at once when told to, asks the assistant, speaks.

It goes in ticks of 20 ms. Its time is the output's: the samples given out. With a recording and a WAV
file that time is virtual, everything runs on one thread, and a session repeats to the sample. With
devices the sound runs by itself; recogniser and assistant have threads of their own, so that nothing
stands between two counts, or between "stop" and silence.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from assistant.client import Cause, Elsewhere, ends_set, plays_here
from coach.understand import command
from voice.attending import Attending
from voice.audio import AudioIn, AudioOut
from voice.audio.base import TICK
from voice.care import Care
from voice.dsp import Pcm
from voice.ears import Ears
from voice.echo import CleanEar, EchoCanceller
from voice.events import EventLog
from voice.exchange import Exchange, Line, Reply, Request
from voice.keys import NO_KEYS, Keys
from voice.mixer import Mixer
from voice.mouth import Mouth
from voice.obeying import Obeying
from voice.recognisers.base import Heard
from voice.sheet import PlayingSheet
from voice.stop import Spotter
from voice.trouble import Troubles
from voice.wake import Wake

_URGENT = frozenset({"emergency_now", "urgent_same_day"})


class Session:
    """One session of one person.

    Args:
        sorry: what is said when the assistant fails.
        lines: what is said of each trouble; see `voice.trouble`.
        troubles: where every part tells what went wrong with it.
        keys: the keyboard, beside the voice.
        on_frame: is given each frame of the microphone, for a level meter.
        wake: what begins a session, each time; None begins one at once, and only one.
        on_patience: called with the seconds of silence that this person is to be given.
        advance: moves the assistant's clock on by some seconds, where time is virtual.
        elsewhere: gives what happened to the person in other places since it was last asked; never waits.
        place: where this is, as the assistant knows places.
        canceller: takes the coach's own voice out of what is heard; None where there is none that works.
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
        lines: Mapping[str, Line],
        engine: str,
        troubles: Troubles | None = None,
        keys: Keys = NO_KEYS,
        on_frame: Callable[[Pcm], None] | None = None,
        advance: Callable[[float], None] | None = None,
        after_input: float = 600.0,
        wake: Wake | None = None,
        on_patience: Callable[[float], None] | None = None,
        canceller: EchoCanceller | None = None,
        elsewhere: Callable[[], list[Elsewhere]] = list,
        place: str = "speaker",
    ) -> None:
        self.mixer = Mixer(sink.rate)
        self._ear = CleanEar(self.mixer, canceller)
        self.mouth = Mouth(
            self.mixer, log, on_started=self._sheet_started, on_done=self._sheet_done, on_rep=self._rep
        )
        self._person, self._source, self._sink, self._ears = person, source, sink, ears
        self._spotter = spotter
        self._exchange, self._log, self._engine = exchange, log, engine
        self._sorry = sorry
        self._troubles, self._keys, self._on_frame = troubles or Troubles(), keys, on_frame
        self._advance, self._after_input = advance, after_input
        self._attending = Attending(ears, exchange, log, on_patience)
        self._obeying = Obeying(self.mouth, self._attending, log, self._break_off, self._say)
        self._wake, self._asleep = wake, wake is not None
        self._elsewhere, self._place = elsewhere, place
        self._untold: list[str] = []
        self._turn = 0
        self._sheet_id, self._sheet_seconds = "", 0.0
        self._held = False
        self._leaving = False
        self._input_over: float | None = None
        self._care = Care(self.mouth, log, lines, keys.there, self._alone)
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
        if self._care.over is not None:
            raise self._care.over

    def tick(self) -> None:
        """Twenty milliseconds: sound out, sound in, words, answers."""
        self._sink.pump()
        if self._advance is not None:
            self._advance(TICK)
        self.mouth.tick()
        for trouble in self._troubles.taken():
            self._care.meet(trouble)
        for event in self._elsewhere():
            self._happened(event)
        for text in self._keys.read():
            self._press(text)
        for words in self._listen():
            self._obeying.take(words)
        for reply in self._exchange.replies():
            self._answer(reply)
        self._care.tick()
        if self._untold and self.free:
            self._tell()
        if not self._asleep:
            self._attend()

    @property
    def free(self) -> bool:
        """Whether something unasked may be said now: the coach is silent, and nothing is asked or on."""
        still = self.mouth.quiet and self._exchange.idle and not self._leaving
        return still and self._input_over is None and (self._asleep or self._attending.free)

    def _attend(self) -> None:
        """What is done without a word of the person: see `Attending`."""
        now = self.mixer.now
        if (overdue := self._attending.danger.overdue(now)) is not None:
            self._say(overdue)
        if self.free and self._attending.unanswered(now):
            self._sleep()
            return
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
        frame = self._source.read()
        if frame is not None and self._on_frame is not None:
            self._on_frame(frame)
        if frame is not None and self._asleep:
            return self._doze(frame)
        if frame is not None:
            if len(frame):
                frame = self._ear.clean(frame)
                self._attending.frame(frame, self.mixer.now, self._turn, bool(self.mixer.audible()))
                self._spotter.set_strict(self.mouth.at is None)
                spotted = self._spotter.accept(frame)
                if spotted is not None:
                    self._obeying.spot(spotted)
            return self._ears.hear(frame)
        self._input_over = self.mixer.now
        return self._ears.finish()

    def _over(self) -> bool:
        still = self.mouth.quiet and self._exchange.idle
        if (self._leaving or self._care.over) and still:
            if self._wake is None or self._input_over is not None or self._care.over:
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

    def _press(self, text: str) -> None:
        """A key or a typed sentence."""
        self._care.somebody_is_there()
        self._log.write(self.mixer.now, "heard", text=text, final=True, engine="keys")
        if command(text) == "goodbye" and self._leaving:
            raise KeyboardInterrupt  # asked for twice: no last words then
        self._obeying.press(text)

    def _break_off(self, cause: Cause) -> bool:
        """Silence, and the end of a set that was playing; whether one was."""
        at = self.mouth.hush()
        self._turn += 1
        if at is None:
            return False
        self._hold()
        self._report_stopped(at, cause)
        return True

    def _alone(self) -> None:
        """The person can't be heard, or can't hear: no set goes on, and none begins that was asked for."""
        self._turn += 1
        if self.mouth.sheet is not None:
            self._break_off("lost")

    def _say(self, text: str) -> None:
        self._leaving = self._attending.leaves(text, self._leaving)
        self._exchange.ask(Request("say", self._turn, text=text, at=self.mouth.at))

    # what the assistant answered

    def _answer(self, reply: Reply) -> None:
        if reply.failed:
            self.mouth.speak([self._sorry])
            return
        if reply.taken:
            if self.mouth.sheet is not None and self.mouth.sheet.sheet.id == reply.request.text:
                self._gone()
            return
        if reply.request.kind == "note":
            self._care.unspoken(reply)
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
        for c in custom:
            if c.get("routine"):
                self._log.show("routine", **c["routine"])
        late = reply.request.turn != self._turn
        urgent = any(tier in _URGENT for tier in tiers)
        if late and not tiers and not any(c.get("ask") for c in custom):
            return  # asked before a stop: nothing of it is said any more, unless it is about safety
        if reply.request.kind == "say":
            self.mouth.drop_lines()
        if _ends(custom, self._place) and self.mouth.drop_sheet() is not None:
            self._log.write(now, "silenced")
            self._hold()
        if self._care.unspoken(reply):
            self._report_stopped(0.0, "lost")
        if reply.anew is not None:
            self.mouth.speak_anew(reply.anew)
        changed = reply.sheet is not None or reply.anew is not None
        self._play(reply)
        if reply.request.cause != "symptom":  # what it asks then is answered with the emergency's own words
            self.mouth.speak(reply.lines, kept=urgent, patient=changed)

    def _play(self, reply: Reply) -> None:
        """Begin the set of an answer, or go on with it in a new form; not if it was asked before a stop."""
        if reply.follows and self._care.unspoken(reply):
            self._report_stopped(0.0, "lost")
        if reply.sheet is None:
            return
        if reply.request.turn != self._turn:
            if reply.sheet.sheet.continues is None:
                self._report_stopped(0.0, "lost")  # it is not played, and the assistant has to know
            return
        self.mouth.play(reply.sheet)
        self._untold = []  # who exercises needs no reminder
        if self._held:
            self._held = False
            self._log.write(self.mixer.now, "resumed")

    def _hold(self) -> None:
        self._held = True
        self._log.write(self.mixer.now, "paused")

    # what happens in other places

    def _happened(self, event: Elsewhere) -> None:
        """Fall silent where a set was stopped or taken over elsewhere; take on one that was changed there."""
        sheet = self.mouth.sheet
        if event.standing:
            if sheet is not None and sheet.sheet.id != event.out:
                self._exchange.ask(Request("note", self._turn, text=sheet.sheet.id, at=self.mouth.at))
            return
        if event.place == self._place:
            # a note to somebody is for the screen; only a reminder is said aloud, and to nobody who exercises
            if sheet is None:
                self._untold += [one.text for one in event.messages if (one.custom or {}).get("reminder")]
        self._log.show("elsewhere", place=event.place, text=event.text, said=[m.text for m in event.messages])
        # who speaks in another place from now on is of no matter here
        customs = [
            {name: m.custom[name] for name in m.custom if name != "person"}
            for m in event.messages
            if m.custom
        ]
        self._attending.told_elsewhere(event.messages)
        if sheet is None:
            return
        if _ends(customs, self._place):
            self._gone()
        elif any(one.get("cue_sheet") for one in customs):
            self._exchange.ask(Request("elsewhere", self._turn, given=event.messages))

    def _tell(self) -> None:
        """Say a reminder; who sleeps wakes up for it, and for the answer."""
        if self._asleep:
            self._asleep = False
            self._attending.woken_to_tell(self.mixer.now)
            self._log.write(self.mixer.now, "listening", engine=self._engine, wake="reminder")
        said, self._untold = self._untold[-1], []
        self._exchange.ask(Request("own", self._turn, text=said))

    def _gone(self) -> None:
        """The set that played here is played elsewhere now, or was stopped there: silence, and no report."""
        self.mouth.hush()
        self._turn += 1
        self._hold()

    # what became of a set

    def _report_stopped(self, at: float, cause: Cause) -> None:
        self._exchange.ask(Request("report", self._turn, report="cue_sheet_stopped", at=at, cause=cause))

    def _sheet_started(self) -> None:
        self._exchange.ask(Request("report", self._turn, report="cue_sheet_started", at=0.0))

    def _sheet_done(self) -> None:
        self._exchange.ask(self._done_with(self._sheet_id))

    def _done_with(self, sheet: str) -> Request:
        return Request("report", self._turn, text=sheet, report="cue_sheet_done", at=self._sheet_seconds)

    def _rep(self, sheet: PlayingSheet, at: float) -> None:
        self._sheet_id, self._sheet_seconds = sheet.sheet.id, sheet.sheet.seconds
        self._exchange.ask(Request("note", self._turn, text=sheet.sheet.id, at=at))


def _ends(customs: list[dict[str, Any]], place: str) -> bool:
    """Whether no set goes on here: none is left, it is another place's, or somebody else speaks now."""
    return ends_set(customs) or not plays_here(customs, place) or any(one.get("person") for one in customs)
