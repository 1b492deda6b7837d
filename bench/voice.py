"""The voice from file to file: counts on time, silence after a stop, how soon and how well it hears."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench import timing
from bench.echo import echo
from bench.report import machine, percentile, share, table
from bench.spotter import spotter
from bench.stops import Stops, session_of_stops
from bench.ten import ten_minutes
from bench.whole import Whole, sessions
from bench.words import QUIET, commands, people
from tests.voice.conftest import SHARED_AUDIO
from tests.voice.recordings import Voices
from voice.audio.room import recorded
from voice.dsp import Samples
from voice.recognisers.whisper_engine import WhisperRecogniser

PARTS = ("stop", "time", "echo", "room", "session", "commands", "people", "whole")


def main(parts: Sequence[str] = PARTS) -> None:
    """Measure the named parts, all of them unless told otherwise."""
    folder = Path(tempfile.mkdtemp())
    voices = Voices(folder / "said")
    recogniser = WhisperRecogniser()
    measure: dict[str, Callable[[], str]] = {
        "stop": spotter,
        "time": timing.report,
        "echo": lambda: echo(folder / "coach"),
        "room": lambda: ten_minutes(folder, voices, recogniser, _household()),
        "session": lambda: _stops(session_of_stops(folder, voices, recogniser)),
        "commands": lambda: _commands(voices, recogniser),
        "people": lambda: _people(recogniser),
        "whole": lambda: _whole(sessions(folder, voices)),
    }
    try:
        print(machine(), flush=True)
        for part in PARTS:
            if part in parts:
                print(measure[part](), flush=True)
    finally:
        voices.close()
        shutil.rmtree(folder, ignore_errors=True)


def _household() -> Samples | None:
    """Minutes of household noise, one after the other."""
    files = sorted((SHARED_AUDIO / "noise").glob("*.flac"))[::10]
    return np.concatenate([recorded(path) for path in files]) if files else None


def _stops(found: Stops) -> str:
    who = "people" if found.human else "synthesised voices, as ../shared/audio/stop is not here"
    together = [told + worked for told, worked in zip(found.told, found.worked, strict=True)]
    return (
        f"\nA session of {found.lasted:.0f} s with {found.given} sets and as many stops, said by {who}:\n\n"
        + table(
            ["what", "how many", "median", "p95", "most"],
            [
                ["a count: event against the set's timeline", *_milliseconds(found.late)],
                ["a count: first sound in the output against its event", *_milliseconds(found.first)],
                ["a count: the moment at which it grows loud", *_milliseconds(found.onsets)],
                ["from stop heard to silence, where the coach was speaking", *_milliseconds(found.silence)],
                ["from the word's end to stop heard, on the clock of the files", *_milliseconds(found.told)],
                ["... the recogniser's work, which that clock leaves out", *_milliseconds(found.worked)],
                ["... together, as at a microphone", *_milliseconds(together)],
            ],
        )
        + f"\n\nStops heard: {share(len(found.told), found.given)}; {found.quiet} of them fell between two "
        f"words of the coach. Counts whose onset ran into another sound, not measured: {found.unclear}. "
        f"The session "
        f"took {found.took:.0f} s, all parts loaded: {found.took / found.lasted:.2f} of its length."
    )


def _milliseconds(seconds: list[float]) -> list[object]:
    """How many, median, p95 and the most; signs do not count."""
    times = [1000 * abs(s) for s in seconds]
    if not times:
        return [0, "-", "-", "-"]
    figures = (percentile(times, 0.5), percentile(times, 0.95), max(times))
    return [len(times), *(f"{figure:.1f} ms" if figure < 100 else f"{figure:.0f} ms" for figure in figures)]


def _commands(voices: Voices, recogniser: WhisperRecogniser) -> str:
    rows: list[list[object]] = []
    misheard = []
    for kind, hinted in (("among its hints", True), ("not among them", False)):
        for found in commands(voices, recogniser, hinted):
            rows.append([found.voice, kind, share(found.exact, found.said), share(found.same, found.said)])
            misheard += [f'"{said}" as "{got}" ({found.voice})' for said, got in found.misheard]
    return (
        "\nSynthesised commands, each said alone:\n\n"
        + table(["voice", "sentences", "word for word", "taken for the same"], rows)
        + f"\n\nMisheard: {'; '.join(misheard) or 'none'}."
    )


def _people(recogniser: WhisperRecogniser) -> str:
    rows: list[list[object]] = []
    kinds = (
        ("stop", True, "stop, each in a recording of its own"),
        ("stop", False, f"stop, each after {QUIET:.0f} s of quiet"),
        ("other", True, "other short words, each in a recording of its own"),
        ("other", False, f"other short words, each after {QUIET:.0f} s of quiet"),
        ("noise", True, "household noise, each in a recording of its own"),
    )
    for folder, alone, what in kinds:
        if not any((SHARED_AUDIO / folder).glob("*.flac")):
            rows.append([what, "skipped", f"../shared/audio/{folder} is not here", ""])
            continue
        count, stops, others = people(recogniser, folder, alone)
        rest = ", ".join(f"{text} {n}" for text, n in others.most_common(6)) if folder == "stop" else ""
        rows.append([what, count, share(stops, count), rest])
    return "\nClips of people and of noise, heard as in a set:\n\n" + table(
        ["what it is", "clips", "taken for a stop", "else taken for"], rows
    )


def _whole(runs: list[Whole]) -> str:
    rows: list[list[object]] = [
        [
            f"{nth + 1}",
            f"{run.loading:.1f} s",
            f"{run.took:.1f} s of {run.lasted:.0f} s: {run.took / run.lasted:.2f}",
            f"{run.memory:.0f} MB and {run.speech:.0f} MB",
            "yes" if run.stopped else "no",
        ]
        for nth, run in enumerate(runs)
    ]
    return (
        "\nThe whole session by the command, with the real assistant; "
        "the first time speaks every phrase anew:\n\n"
        + (
            table(
                [
                    "time",
                    "until it listens",
                    "real-time factor",
                    "memory, and its speech process",
                    "stop heard",
                ],
                rows,
            )
        )
    )
