"""Ten minutes in a simulated room: the coach's voice comes back, household noise runs, people say stop.

Real recogniser, spotter, canceller, synthesiser and mixer; the assistant is a stand-in that begins a set at
each "ready".
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from bench.report import percentile, share, table
from bench.stops import human_stops
from coach.clock import ManualClock
from tests.voice.conftest import events
from tests.voice.measure import onset_near, read
from tests.voice.recordings import VOICES, Voices, real_voice
from tests.voice.stand_in import StandInAssistant, cue_sheet
from voice.audio.files import FileOut
from voice.audio.room import Acoustics, Room, RoomDevices, track
from voice.dsp import Samples
from voice.options import VoiceOptions
from voice.recognisers import Recogniser
from voice.run import run_session

ROUNDS = 24
ROUND = 25.0
"""Seconds from one "ready" to the next: a set of 16 s and its ends."""
STOP = 12.0
"""Seconds from "ready" to a stop, in every third round."""
ROOM = Acoustics(echo_db=0, delay=0.06, t60=0.35, snr_db=20, drift=30, gain_db=-12)


def ten_minutes(folder: Path, voices: Voices, recogniser: Recogniser, noise: Samples | None) -> str:
    """Hold the session, and tell in Markdown what came of it."""
    clips = human_stops(ROUNDS // 3)
    said: list[tuple[float, Samples]] = []
    ends: list[float] = []
    for nth in range(ROUNDS):
        at = 2.0 + nth * ROUND
        said.append((at, voices.say("ready", VOICES[nth % len(VOICES)])))
        if nth % 3 == 2 and clips:
            clip, end = clips[nth // 3]
            said.append((at + STOP, real_voice(clip)))
            ends.append(at + STOP + end)
    out, log = folder / "ten-out.wav", folder / "ten.jsonl"
    room = Room(track(said, 2.0 + ROUNDS * ROUND), ROOM, noise=noise, recording=FileOut(out))
    assistant = StandInAssistant(sheet=cue_sheet(reps=2, hold=4))
    begun = time.perf_counter()
    status = run_session(
        VoiceOptions(events=log, data_dir=folder),
        assistant,
        clock=ManualClock(),
        recogniser=recogniser,
        devices=RoomDevices(room),
        tell=lambda _: None,
    )
    took = time.perf_counter() - begun
    if status:
        raise RuntimeError("the session in the room failed")
    happened = events(log)
    cues = [event for event in happened if event["event"] == "cue"]
    stops = [event["t"] for event in happened if event["event"] == "stop_heard"]
    heard = [end for end in ends if any(-0.3 < t - end < 1.5 for t in stops)]
    false = [t for t in stops if not any(-0.3 < t - end < 1.5 for end in ends)]
    own = sum(bool(event.get("own_voice")) for event in happened if event["event"] == "heard")
    finished = len(assistant.reports("cue_sheet_done"))
    begun_sets = len(assistant.reports("cue_sheet_started"))
    late = [abs(event["t"] - event["due"]) * 1000 for event in cues]
    sound, rate = read(out)
    onsets = [
        (onset - event["t"]) * 1000
        for event in cues
        if event["kind"] == "count" and (onset := onset_near(sound, rate, event["t"])) is not None
    ]
    each = len(assistant.sheet["cues"])
    delays = [next(t for t in stops if -0.3 < t - end < 1.5) - end for end in heard]
    rows: list[list[object]] = [
        ["length of the session, time it took", f"{happened[-1]['t']:.0f} s, {took:.0f} s"],
        ["sets begun of those asked for", share(begun_sets, ROUNDS)],
        ["sets played to their end, of those without a stop", share(finished, ROUNDS - len(ends))],
        ["cues in these, of all they hold", f"{_whole(cues, each)} of {finished * each}"],
        ["a cue: event against the set's timeline, most", f"{max(late, default=0.0):.2f} ms"],
        ["a count: where it grows loud in the recording, p95, most", _spread(onsets)],
        ["drift, the last ten counts against the first ten", f"{_drift(onsets):+.2f} ms"],
        ["stops heard over the coach", share(len(heard), len(ends))],
        ["from the word's end to the stop, p50, most", _seconds(delays)],
        ["false stops", len(false)],
        ["words of its own that it heard and left alone", own],
    ]
    about = (
        f"the coach as loud at the microphone as the person, {ROOM.delay * 1000:.0f} ms late, the room rings "
        f"{ROOM.t60} s, noise {ROOM.snr_db:.0f} dB below the voice, clocks {ROOM.drift:.0f} ppm apart"
    )
    return f"\nTen minutes in a simulated room ({about}):\n\n" + table(["what", "figure"], rows)


def _whole(cues: list[dict[str, object]], each: int) -> int:
    """Cues of sets that were played to their end: those up to each "done"."""
    count = run = 0
    for cue in cues:
        run = 1 if cue["kind"] == "prepare" else run + 1
        if cue["kind"] == "done":
            count += min(run, each)
    return count


def _spread(values: list[float]) -> str:
    sizes = [abs(value) for value in values]
    return f"{percentile(sizes, 0.95):.1f} ms, {max(sizes):.1f} ms ({len(sizes)})" if sizes else "-"


def _drift(values: list[float]) -> float:
    return float(np.mean(values[-10:]) - np.mean(values[:10])) if len(values) >= 20 else 0.0


def _seconds(values: list[float]) -> str:
    return f"{percentile(values, 0.5):.2f} s, {max(values):.2f} s" if values else "-"
