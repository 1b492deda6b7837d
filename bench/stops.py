"""One long session with many stops, from file to file: real recogniser, synthesiser and mixer; the assistant
is a stand-in that begins a set at each "ready"."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.sound import first_sound, silent_after, sounds_at, word_end
from coach.clock import ManualClock
from tests.voice.conftest import SHARED_AUDIO, events
from tests.voice.measure import onset_near, read
from tests.voice.recordings import RATE, VOICES, Spoken, Voices, make_recording, real_voice
from tests.voice.stand_in import StandInAssistant, cue_sheet
from voice.dsp import Pcm
from voice.options import VoiceOptions
from voice.recognisers.base import Heard, Mode, Recogniser
from voice.run import run_session

STOPS = 30
ROUND = 17.0
"""Seconds from one "ready" to the next."""
STOP = 9.0
"""Seconds from "ready" to the earliest stop, when the counting is under way."""
_STEP = 0.37
_LATEST = 3.0


def human_stops(count: int) -> list[tuple[Path, float]]:
    """Clips of people who say stop, spread over all there are, each with the second of the word's end."""
    clips = sorted((SHARED_AUDIO / "stop").glob("*.flac"))
    ends = [(clip, word_end(real_voice(clip), RATE)) for clip in clips]
    plain = [(clip, end) for clip, end in ends if end is not None]
    return plain[:: max(1, len(plain) // count)][:count]


class Timed:
    """A recogniser with a watch: how long it worked on each thing that it heard."""

    def __init__(self, recogniser: Recogniser) -> None:
        self.name = recogniser.name
        self.worked: list[tuple[float, float]] = []
        """Second of the input, seconds of work."""
        self._recogniser = recogniser
        self._taken = 0

    def accept(self, frame: Pcm) -> list[Heard]:
        begun = time.perf_counter()
        heard = self._recogniser.accept(frame)
        self._taken += len(frame)
        if heard:
            self.worked.append((self._taken / RATE, time.perf_counter() - begun))
        return heard

    def work_at(self, t: float) -> float:
        """Seconds of work on what was heard at second `t`."""
        return min(self.worked, key=lambda entry: abs(entry[0] - t))[1]

    def set_mode(self, mode: Mode) -> None:
        self._recogniser.set_mode(mode)

    def finish(self) -> list[Heard]:
        return self._recogniser.finish()

    def restart(self) -> None:
        self._recogniser.restart()
        self._taken = 0

    def close(self) -> None:
        self._recogniser.close()


@dataclass
class Stops:
    """What the session came to. All in seconds.

    Attributes:
        first: how far each count's first sound in the output lies from its time in the events file.
        onsets: the same for the moment at which it grows loud.
        unclear: counts whose onset could not be told from what sounded before.
        late: how far each count's time in the events file lies from the time that the set gives it.
        given: stops that were said.
        silence: from each stop that was heard while the coach spoke, to its last sound.
        quiet: stops that came between two words of the coach.
        told: from the end of each word to `stop_heard`, on the clock of the files.
        worked: how long the recogniser worked on each of them, which that clock does not count.
        human: whether people said them.
        lasted: seconds of the session.
        took: seconds that it took, all parts loaded.
    """

    first: list[float] = field(default_factory=list)
    onsets: list[float] = field(default_factory=list)
    unclear: int = 0
    late: list[float] = field(default_factory=list)
    given: int = 0
    silence: list[float] = field(default_factory=list)
    quiet: int = 0
    told: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    human: bool = True
    lasted: float = 0.0
    took: float = 0.0


def session_of_stops(folder: Path, voices: Voices, recogniser: Recogniser) -> Stops:
    """Hold the session and measure it. Where there are no clips of people, synthesised voices say stop."""
    clips = human_stops(STOPS)
    found = Stops(human=bool(clips), given=STOPS if not clips else len(clips))
    lines, ends = _lines(clips, voices)
    source = make_recording(folder / "stops.wav", lines, voices, seconds=found.given * ROUND + 3.0)
    out, log = folder / "stops-out.wav", folder / "stops.jsonl"
    timed = Timed(recogniser)
    options = VoiceOptions(input=str(source), output=str(out), events=log, data_dir=folder)
    begun = time.perf_counter()
    status = run_session(
        options, StandInAssistant(sheet=cue_sheet(reps=4, hold=6)), clock=ManualClock(), recogniser=timed
    )
    found.took = time.perf_counter() - begun
    if status:
        raise RuntimeError("the session of the stops failed")
    happened = events(log)
    found.lasted = happened[-1]["t"]
    _counts(found, out, happened)
    _silences(found, out, happened)
    _delays(found, ends, happened, timed)
    return found


def _lines(clips: list[tuple[Path, float]], voices: Voices) -> tuple[list[Spoken], list[float]]:
    """What is said, and the second at which each stop is over."""
    lines, ends = [], []
    for nth in range(len(clips) or STOPS):
        at = 2.0 + nth * ROUND
        stop = at + STOP + (nth * _STEP) % _LATEST  # at another moment of the counting each time
        lines.append(Spoken(at, "ready", VOICES[nth % len(VOICES)]))
        if clips:
            clip, end = clips[nth]
            lines.append(Spoken(stop, "stop", clip=clip))
        else:
            voice = VOICES[nth % len(VOICES)]
            lines.append(Spoken(stop, "stop", voice))
            end = len(voices.say("stop", voice)) / RATE
        ends.append(stop + end)
    return lines, ends


def _counts(found: Stops, out: Path, happened: list[dict[str, Any]]) -> None:
    sound, rate = read(out)
    for event in happened:
        if event["event"] != "cue" or event["kind"] != "count" or event.get("muted"):
            continue
        first, onset = first_sound(sound, rate, event["t"]), onset_near(sound, rate, event["t"])
        found.late.append(event["t"] - event["due"])
        if onset is None or first is None:
            found.unclear += 1
        else:
            found.first.append(first - event["t"])
            found.onsets.append(onset - event["t"])


def _silences(found: Stops, out: Path, happened: list[dict[str, Any]]) -> None:
    sound, rate = read(out)
    for nth, event in enumerate(happened):
        if event["event"] != "stop_heard":
            continue
        if not sounds_at(sound, rate, event["t"]):
            found.quiet += 1
            continue
        answer = next(e["t"] for e in happened[nth:] if e["event"] == "say")
        found.silence.append(silent_after(sound, rate, event["t"], answer))


def _delays(found: Stops, ends: list[float], happened: list[dict[str, Any]], timed: Timed) -> None:
    heard = [event["t"] for event in happened if event["event"] == "stop_heard"]
    for end in ends:
        t = next((t for t in heard if end - 0.5 < t < end + ROUND - STOP - _LATEST), None)
        if t is not None:
            found.told.append(t - end)
            found.worked.append(timed.work_at(t))
