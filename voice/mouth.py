"""Everything the coach lets be heard: sentences one after the other, a set on its timeline, and silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voice.events import EventLog
from voice.exchange import Line
from voice.gaps import LONGEST_PATIENCE, LONGEST_WAIT, Taken, room
from voice.mixer import Mixer, Placed
from voice.own_voice import OwnVoice
from voice.sheet import CueLabel, PlayingSheet, SpokenSheet

SPEECH_LEAD = 0.1
"""Seconds from a reply to its first word."""
SENTENCE_GAP = 0.4
"""Seconds between two sentences: who moves while listening needs a moment after each."""
SHEET_LEAD = 0.5
"""Seconds between the last word and the beginning of a set."""


@dataclass(frozen=True)
class LineLabel:
    """What the mixer carries with a sentence; one that is to be `kept` is not dropped for a newer answer."""

    text: str
    kept: bool


class Mouth:
    """Lays sentences and sets on the mixer and tells what became of them.

    Args:
        on_started: called when a set begins.
        on_done: called when a set is over, all of it played.
        on_rep: called with the seconds into the set at its beginning and at each new repetition.
    """

    def __init__(
        self,
        mixer: Mixer,
        log: EventLog,
        *,
        on_started: Callable[[], None],
        on_done: Callable[[], None],
        on_rep: Callable[[PlayingSheet, float], None],
    ) -> None:
        self.mixer = mixer
        self.own_voice = OwnVoice()
        self.sheet: PlayingSheet | None = None
        self._log = log
        self._on_started, self._on_done, self._on_rep = on_started, on_done, on_rep
        self._lines: list[Placed] = []

    @property
    def at(self) -> float | None:
        """Seconds into the set that is playing or about to begin; None if there is none."""
        return self.sheet.at(self.mixer.position) if self.sheet else None

    @property
    def quiet(self) -> bool:
        """True if nothing is said, nothing waits to be said, and no set is under way."""
        return self.sheet is None and self.mixer.quiet

    @property
    def urgent(self) -> bool:
        """True while something is being said, or waits to be, that must not be cut for a newer answer."""
        return any(placed.label.kept for placed in self._pending())

    def speak(self, lines: list[Line], kept: bool = False, patient: bool = False) -> None:
        """Say the sentences after what is already being said; in a running set, where there is room.

        Args:
            patient: whether they may wait for longer, so that no count has to stay silent for them.
        """
        for line in lines:
            start = self._next_free()
            if self.sheet is not None:
                start = self._in_sheet(start, len(line.clip), patient)
            self._lines.append(self.mixer.schedule(line.clip, start, LineLabel(line.text, kept)))

    def play(self, spoken: SpokenSheet) -> None:
        """Begin a set as soon as everything is said. One that is under way gives way to it.

        A sheet that continues the one that is under way takes over from its next cue on.
        """
        old, continues = self.sheet, spoken.sheet.continues
        if old is not None and continues is not None and old.sheet.id == continues.id:
            self.sheet = old.go_on(spoken, self.mixer)
            if old.started:
                self._start(self.sheet, self.sheet.at(self.mixer.position))
            return
        self.drop_sheet()
        lead = round(SHEET_LEAD * self.mixer.rate)
        start = max(self.mixer.position, *(placed.end for placed in self._pending()), 0) + lead
        self.sheet = PlayingSheet.lay(spoken, self.mixer, start)

    def speak_anew(self, spoken: SpokenSheet) -> None:
        """Say what is to come of the set that is under way as it was spoken now."""
        if self.sheet is not None and self.sheet.sheet.id == spoken.sheet.id:
            self.sheet.speak_anew(spoken, self.mixer)

    def drop_lines(self) -> None:
        """A newer answer takes the place of what was still to be said, but for what has to be kept."""
        for placed in self._pending():
            if not placed.label.kept:
                self.mixer.cancel(placed)

    def unsay(self, text: str) -> None:
        """Take back a sentence that is not true any more, said or still to be said."""
        for placed in self._pending():
            if placed.label.text == text:
                self.mixer.cancel(placed)

    def drop_sheet(self) -> float | None:
        """End the set where it is, and give the seconds it had got to; what else is said goes on."""
        sheet, at = self.sheet, self.at
        if sheet is None:
            return None
        for placed in sheet.placed:
            self.mixer.cancel(placed)
        self.sheet = None
        return at

    def hush(self) -> float | None:
        """Silence, at once, of everything. Gives the seconds into the set that was playing, if one was."""
        at = self.at
        silent = self.mixer.flush()
        self.sheet = None
        self._lines.clear()
        self.own_voice.silenced(silent / self.mixer.rate)
        self._log.write(silent / self.mixer.rate, "silenced")
        return at

    def tick(self) -> None:
        """Tell what began and what ended since the last time. Call it once a tick."""
        for placed in self.mixer.begun():
            t = placed.start / self.mixer.rate
            label = placed.label
            if isinstance(label, CueLabel):
                self._tell_cue(t, label, placed)
            elif isinstance(label, LineLabel):
                self._log.write(t, "say", text=label.text)
                self.own_voice.said(label.text, t, placed.end / self.mixer.rate)
        sheet = self.sheet
        if sheet is None:
            return
        if not sheet.started and self.mixer.position >= sheet.start:
            self._start(sheet)
        if self.sheet is sheet and self.mixer.position >= sheet.end:
            self.sheet = None
            self._on_done()

    def _tell_cue(self, t: float, label: CueLabel, placed: Placed) -> None:
        cue = label.cue
        muted = {"muted": True} if cue.say and not len(placed.samples) else {}
        self._log.write(
            t, "cue", kind=cue.kind, n=cue.n, rep=cue.rep, due=round(label.due, 4), say=cue.say, **muted
        )
        self.own_voice.said(cue.say, t, placed.end / self.mixer.rate)
        sheet = self.sheet
        if sheet is None or placed not in sheet.placed:
            return
        if not sheet.started:
            self._start(sheet)
        if cue.rep is not None and cue.rep != sheet.rep:
            sheet.rep = cue.rep
            self._on_rep(sheet, cue.at)

    def _start(self, sheet: PlayingSheet, at: float = 0.0) -> None:
        sheet.started = True
        self._on_rep(sheet, at)
        self._on_started()

    def _pending(self) -> list[Placed]:
        position = self.mixer.position
        self._lines = [line for line in self._lines if line.end > position and not line.cancelled]
        return self._lines

    def _next_free(self) -> int:
        rate = self.mixer.rate
        ends = [placed.end + round(SENTENCE_GAP * rate) for placed in self._pending()]
        return max([self.mixer.position + round(SPEECH_LEAD * rate), *ends])

    def _in_sheet(self, earliest: int, length: int, patient: bool) -> int:
        assert self.sheet is not None
        cues = [placed for placed in self.sheet.placed if placed.end > self.mixer.position]
        taken = [Taken(placed.start, placed.end, placed.label.cue.kind == "count") for placed in cues]
        if patient:
            between = [Taken(cue.start, cue.end, False) for cue in taken]
            wait = round(LONGEST_PATIENCE * self.mixer.rate)
            start, muted = room(length, earliest, between, wait)
            if not muted:
                return start
        start, muted = room(length, earliest, taken, round(LONGEST_WAIT * self.mixer.rate))
        for n in muted:
            self.mixer.mute(cues[n])
        return start
