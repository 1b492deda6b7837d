"""How well "stop" is heard over the coach's own voice: with each canceller, and with ducking.

People's recorded stops and the coach's real voice in a simulated room. The coach speaks all the time.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.report import percentile, share, table
from coach import library
from tests.voice.conftest import SHARED_AUDIO
from tests.voice.recordings import RATE, real_voice
from voice.audio.base import OUTPUT_RATE, TICK
from voice.audio.room import Acoustics, Room, recorded, track
from voice.dsp import Pcm, Samples
from voice.echo import CleanEar, EchoCanceller
from voice.echo.engines import KalmanCanceller, SpeexCanceller, WebrtcCanceller
from voice.errors import VoiceError
from voice.mixer import DUCKED, Mixer
from voice.speech import Synthesiser
from voice.stop import OwnSpotter, Spotter
from voice.stop.micro import MicroSpotter

STOPS = 60
Flags = NDArray[np.bool_]
_FIRST, _GAP = 8.0, 1.5
"""Seconds before the first stop, while the canceller learns the room, and between two."""
ALONE = 360.0
"""Seconds of the coach's voice alone, in each room."""
_LATE = 0.6
"""Seconds after the end of a clip within which a detection counts for it."""
_GAIN = -20.0
_NOISES = 25
ENGINES: dict[str, Callable[[], EchoCanceller] | None] = {
    "none": None,
    "speex": SpeexCanceller,
    "webrtc": WebrtcCanceller,
    "kalman": KalmanCanceller,
}
SPOTTERS: dict[str, Callable[[], Spotter]] = {
    "our spotter": OwnSpotter,
    "microWakeWord": lambda: MicroSpotter(SHARED_AUDIO.parent / "models" / "stop.json"),
}
DUCKED_WITH = ("webrtc", "kalman")
ROOMS = {
    "echo -10 dB": Acoustics(echo_db=-10, gain_db=_GAIN),
    "echo 0 dB": Acoustics(echo_db=0, gain_db=_GAIN),
    "echo +10 dB": Acoustics(echo_db=10, gain_db=_GAIN),
    "echo +20 dB": Acoustics(echo_db=20, gain_db=_GAIN),
}
HARDER = {
    "+10 dB, 300 ms late": Acoustics(echo_db=10, delay=0.3, gain_db=_GAIN),
    "+10 dB, T60 0.6 s": Acoustics(echo_db=10, t60=0.6, direct_db=0, gain_db=_GAIN),
    "+10 dB, clocks 30 ppm apart": Acoustics(echo_db=10, drift=30, delay=0.1, gain_db=_GAIN),
    "+10 dB, clocks 100 ppm apart": Acoustics(echo_db=10, drift=100, delay=0.1, gain_db=_GAIN),
    "0 dB, noise at 10 dB": Acoustics(echo_db=0, snr_db=10, gain_db=_GAIN),
    "no echo at all": Acoustics(echo_db=None, gain_db=_GAIN),
}


@dataclass(frozen=True)
class Trial:
    """What is tried in each room: stops, over the coach's voice, and what listens for them."""

    clips: list[Samples]
    voice: Samples
    spotter: Callable[[], Spotter]

    def of(self, count: int) -> Trial:
        """The same with the first of the stops only."""
        return Trial(self.clips[:count], self.voice, self.spotter)


@dataclass
class Heard:
    """One session in a room.

    Attributes:
        heard, said: stops.
        false: detections where nobody said stop, in so many `hours`.
        late: seconds from the end of each clip to its detection.
        reduction: decibels by which the coach's voice was softer after cancelling, before the first stop.
        ducked: stops over which the coach went softer.
        wrongly: share of the time without a stop in which it was softer.
        work: seconds of the processor for a second of sound, canceller and ducking.
    """

    said: int = 0
    heard: int = 0
    false: int = 0
    hours: float = 0.0
    late: list[float] = field(default_factory=list)
    reduction: float = 0.0
    ducked: int = 0
    wrongly: float = 0.0
    work: float = 0.0


def echo(
    folder: Path,
    spotters: dict[str, Callable[[], Spotter]] | None = None,
    stops: int = STOPS,
) -> str:
    """The tables, in Markdown.

    Args:
        folder: where the coach's phrases are kept.
        spotters: what makes each spotter to measure with; our own and microWakeWord's if None.
    """
    clips = people(stops)
    if not clips:
        return "\nStop over the coach's voice: not measured, as ../shared/audio/stop is not here."
    voice = coach(folder, max(ALONE, _FIRST + stops * (_GAP + 2.5)))
    parts = []
    for name, make in (spotters or SPOTTERS).items():
        try:
            make()
        except VoiceError as error:
            parts.append(f"\nStop over the coach's voice, {name}: not measured. {error}")
            continue
        trial = Trial(clips, voice, make)
        parts.append(_table(f"{name}: the coach at the microphone, against the person", ROOMS, trial))
        parts.append(_table(f"{name}: harder rooms", HARDER, trial.of(stops // 2)))
        parts.append(_alone(name, trial))
    return "\n".join(parts)


def people(count: int) -> list[Samples]:
    """People's stops, at even loudness, spread over all speakers."""
    clips = sorted((SHARED_AUDIO / "stop").glob("*.flac"))
    random.Random(3).shuffle(clips)
    return [real_voice(clip) for clip in clips[:count]]


def coach(folder: Path, seconds: float) -> Samples:
    """The coach's own voice, which says its cues and steps without a rest."""
    lines = [
        step.say
        for exercise in library.load().exercises.values()
        for variant in exercise.variants.values()
        for step in variant.steps
    ]
    said = list(dict.fromkeys(line for line in lines if not re.search(r"\bstop\b", line, re.IGNORECASE)))
    speaker = Synthesiser(OUTPUT_RATE, cache=folder)
    try:
        rest = np.zeros(round(0.25 * OUTPUT_RATE), dtype=np.float32)
        sound = np.concatenate([np.concatenate([speaker.render(line), rest]) for line in said[:90]])
    finally:
        speaker.close()
    wanted = int(seconds * OUTPUT_RATE)
    return np.tile(sound, -(-wanted // len(sound)))[:wanted]


def session(
    acoustics: Acoustics,
    trial: Trial,
    canceller: EchoCanceller | None,
    ducks: bool,
) -> Heard:
    """The clips one after the other, while the coach speaks."""
    said, spans, end = _script(trial.clips) if trial.clips else ([], [], ALONE)
    spotter = trial.spotter()
    room = Room(track(said, end + 2.0), acoustics, noise=_noise() if acoustics.snr_db is not None else None)
    mixer = Mixer(OUTPUT_RATE)
    mixer.schedule(trial.voice, 0)
    ear = CleanEar(mixer, canceller, ducks)
    room.mouth.start(mixer.render)
    fired: list[bool] = []
    soft: list[bool] = []
    before: list[float] = []
    after: list[float] = []
    found = Heard(said=len(trial.clips))
    while True:
        room.mouth.pump()
        frame = room.ear.read()
        if frame is None:
            break
        begun = time.process_time()
        clean = ear.clean(frame)
        found.work += time.process_time() - begun
        fired.append(spotter.accept(clean) is not None)
        soft.append(mixer.level <= DUCKED)
        before.append(_power(frame))
        after.append(_power(clean))
    found.work /= len(fired) * TICK
    learned = slice(round(4.0 / TICK), round(_FIRST / TICK))
    found.reduction = 10 * float(np.log10((sum(before[learned]) + 1e-9) / (sum(after[learned]) + 1e-9)))
    _count(found, np.array(fired), np.array(soft), spans)
    return found


def _script(clips: list[Samples]) -> tuple[list[tuple[float, Samples]], list[tuple[float, float]], float]:
    rng = random.Random(5)
    at, said, spans = _FIRST, [], []
    for clip in clips:
        said.append((at, clip))
        spans.append((at, at + len(clip) / RATE))
        at = spans[-1][1] + _GAP + rng.random()
    return said, spans, at


def _count(found: Heard, fired: Flags, soft: Flags, spans: list[tuple[float, float]]) -> None:
    other = np.ones(len(fired), dtype=bool)
    for start, end in spans:
        first, last = round(start / TICK), round((end + _LATE) / TICK)
        hits = np.flatnonzero(fired[first:last])
        if len(hits):
            found.heard += 1
            found.late.append((first + int(hits[0]) + 1) * TICK - end)
        found.ducked += bool(soft[first : round(end / TICK)].any())
        other[first : last + round(1.0 / TICK)] = False
    at = np.flatnonzero(fired & other)
    found.false = int(np.sum(np.diff(at, prepend=-1000) > round(1.0 / TICK)))
    found.hours = float(other.sum()) * TICK / 3600
    found.wrongly = float((soft & other).sum() / max(1, other.sum()))


def _table(
    title: str,
    rooms: dict[str, Acoustics],
    trial: Trial,
) -> str:
    rows: list[list[object]] = []
    for name, make in ENGINES.items():
        for ducks in (False, True) if name in DUCKED_WITH else (False,):
            try:
                found = [session(room, trial, make and make(), ducks) for room in rooms.values()]
            except ImportError as error:
                rows.append([name, *(f"not measured: {error.name} is not here" for _ in rooms)])
                break
            rows.append([name + (" and ducking" if ducks else ""), *map(_cell, found), _sum(found)])
    head = ["canceller", *rooms, "all: false an hour; softened at a stop, without one; work"]
    return f"\n{title}: stops heard of {len(trial.clips)}, echo reduction.\n\n" + table(head, rows)


def _alone(name: str, trial: Trial) -> str:
    """What the spotter makes of the coach's own voice, where nobody says anything."""
    rows: list[list[object]] = []
    for engine, make in ENGINES.items():
        try:
            found = [session(room, trial.of(0), make and make(), False) for room in ROOMS.values()]
        except ImportError:
            continue
        rows.append(
            [engine, *(f.false for f in found), f"{sum(f.false / f.hours for f in found) / len(found):.0f}"]
        )
    return (
        f"\n{name}: false stops from the coach's own voice alone, in {ALONE / 60:.0f} minutes a room:\n\n"
        + table(["canceller", *ROOMS, "an hour, mean"], rows)
    )


def _cell(found: Heard) -> str:
    late = f", p95 {percentile(found.late, 0.95):.2f} s" if found.late else ""
    return f"{share(found.heard / found.said)}; {found.reduction:.0f} dB{late}"


def _sum(found: list[Heard]) -> str:
    hours, said = sum(f.hours for f in found), sum(f.said for f in found)
    wrongly = sum(f.wrongly for f in found) / len(found)
    return (
        f"{sum(f.false for f in found) / hours:.0f} ({sum(f.false for f in found)} in {hours:.2f} h); "
        f"{share(sum(f.ducked for f in found) / said)}, {share(wrongly)}; "
        f"{share(sum(f.work for f in found) / len(found))}"
    )


def _noise() -> Samples:
    """Noises of a house, one after the other, each as loud as the next."""
    clips = sorted((SHARED_AUDIO / "noise").glob("*.flac"))[::_NOISES]
    sounds = [recorded(clip) for clip in clips]
    noise: Samples = np.concatenate([s / (np.sqrt(np.mean(s**2)) + 1e-6) for s in sounds])
    return noise


def _power(frame: Pcm) -> float:
    return float(np.mean(frame.astype(np.float64) ** 2))
