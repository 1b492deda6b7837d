"""Time: how counts fall on their beat in the samples and in a recording of the output, and how fast a set is
spoken that nobody has spoken before. `report()` gives the figures as Markdown."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.report import machine, percentile, table
from bench.sound import first_sound
from coach import library
from coach.routine import cues, plan
from tests.voice.measure import onset_near
from tests.voice.test_timing import ten_minutes
from voice.audio.base import OUTPUT_RATE
from voice.dsp import Samples, envelope, level
from voice.mixer import Mixer
from voice.sheet import PlayingSheet, parse, speak
from voice.speech import DEFAULT_RATE, Synthesiser
from voice.speech.loudness import loudness
from voice.speech.warming import Warmer

COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HEARD = (0.05, 0.1, 0.2)
"""Parts of its loudest moment at which a word may be taken to begin."""
_APART = 0.05
"""Seconds of quiet that a set leaves before each cue; a cue that ends just there was cut short."""
_CONSONANTS, _VOWELS = 0.65, 0.25
"""Weights of what comes before and after the vowel's onset, in the usual model of when a word is felt."""


def report() -> str:
    """All tables, measured now."""
    folder = Path(tempfile.mkdtemp())
    made = Synthesiser(OUTPUT_RATE, cache=folder / "speech")
    try:
        return "\n\n".join((_session(folder), _words(made), _speed(folder), _room(made), _loudness(made)))
    finally:
        made.close()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    print(machine(), report(), sep="\n\n")


def _session(folder: Path) -> str:
    (folder / "speech").mkdir(exist_ok=True)
    run = ten_minutes(folder, folder / "speech")
    happened = [e for e in run.events if e["event"] == "cue"]
    counts = [e for e in happened if e["kind"] == "count"]
    planned = len(run.sheets) * len(run.sheets[0]["cues"])
    exact = [abs(e["t"] - e["due"]) for e in happened]
    first = [(f - e["due"]) for e in counts if (f := first_sound(run.sound, run.rate, e["due"])) is not None]
    loud = [(f - e["due"]) for e in counts if (f := onset_near(run.sound, run.rate, e["due"])) is not None]
    tenth = max(1, len(loud) // 10)
    drift = float(np.median(loud[-tenth:]) - np.median(loud[:tenth]))
    rows: list[list[object]] = [
        [what, len(errors), *(f"{1000 * f:.2f} ms" for f in _spread(errors))]
        for what, errors in (
            ("a cue: its sample against when it is due", exact),
            ("a count: its first sound in the recording", first),
            ("a count: where it grows loud (5 % of its peak)", loud),
        )
    ]
    return (
        f"A session from file to file, {happened[-1]['due'] - happened[0]['due']:.0f} s of counting, "
        f"{len(happened)} of {planned} cues given, {sum(bool(e.get('muted')) for e in happened)} muted; "
        f"drift of the counts over it {1000 * drift:.2f} ms:\n\n"
        + table(["what", "how many", "median", "p95", "most"], rows)
    )


def _spread(errors: list[float]) -> tuple[float, float, float]:
    sizes = [abs(error) for error in errors] or [float("nan")]
    return percentile(sizes, 0.5), percentile(sizes, 0.95), max(sizes)


def _words(made: Synthesiser) -> str:
    rows: list[list[object]] = []
    for word in COUNTS:
        clip = made.render(f"{word},")
        heard = [f"{1000 * _reaches(clip, part):.0f}" for part in _HEARD]
        rows.append([word, f"{len(clip) / OUTPUT_RATE:.2f} s", *heard, f"{1000 * _felt(clip):.0f}"])
    felt = [_felt(made.render(f"{word},")) for word in COUNTS]
    return (
        "Each count word as it is played: ms from its sample to where it reaches a part of its loudest "
        "moment, and to the moment it is felt by a model of perceived beats (0.65 of the sounds before the "
        "vowel's onset and 0.25 of those after it). "
        f"The felt moments spread over {1000 * (max(felt) - min(felt)):.0f} ms "
        f"(standard deviation {1000 * float(np.std(felt)):.0f} ms):\n\n"
        + table(["word", "length", *(f"{100 * p:.0f} %" for p in _HEARD), "felt"], rows)
    )


def _reaches(clip: Samples, part: float) -> float:
    loud = envelope(clip, OUTPUT_RATE)
    return float(np.flatnonzero(loud > part * loud.max())[0]) / OUTPUT_RATE


def _felt(clip: Samples) -> float:
    vowel = _reaches(clip, 0.5)
    return _CONSONANTS * vowel + _VOWELS * (len(clip) / OUTPUT_RATE - vowel)


def _speed(folder: Path) -> str:
    """How long a set takes to be spoken: with nothing in the cache, from the disk, and from memory."""
    known = library.load()
    rows: list[list[object]] = []
    for exercise in ("back_flexion_sitting", "abdominal_curl_up", "hook_lying_march"):
        item = plan.item(known, exercise, known.exercises[exercise].start_level)
        dose = cues.SetDose(item.reps, item.hold_seconds, item.seconds)
        sheet = parse(
            cues.build("s", exercise, known.exercises[exercise].variants[item.variant], dose).as_dict()
        )
        times = []
        cache = folder / f"cold-{exercise}"
        cold = Synthesiser(OUTPUT_RATE, cache=cache)
        try:
            cold.render("Hello.")
            for synthesiser in (cold, Synthesiser(OUTPUT_RATE, cache=cache)):
                begun = time.perf_counter()
                speak(sheet, synthesiser)
                times.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            speak(sheet, cold)
            times.append(time.perf_counter() - begun)
        finally:
            cold.close()
        rows.append([exercise, len({c.say for c in sheet.cues}), *(f"{1000 * t:.0f} ms" for t in times)])
    return (
        "A set spoken before it begins, while the words before it are heard; its cues are laid on the "
        "stream only then, so that none is ever late for want of its sound:\n\n"
        + table(["set", "phrases", "nothing cached", "from the disk", "from memory"], rows)
        + f"\n\nBeforehand, in idle time, for the full routine: {_warmed(folder)}."
    )


def _warmed(folder: Path) -> str:
    cache = folder / "warm"
    made = Synthesiser(OUTPUT_RATE, cache=cache)
    warmer = Warmer(made, free=lambda: True)
    try:
        warmer.aim({"routine": "full", "exercise": "pelvic_tilt"})
        begun = time.perf_counter()
        warmer.warm()
        took = time.perf_counter() - begun
    finally:
        made.close()
    files = list(cache.rglob("*.wav"))
    return f"{len(files)} phrases in {took:.0f} s, {sum(f.stat().st_size for f in files) / 1e6:.0f} MB"


def _room(made: Synthesiser) -> str:
    """Which cues have to be hurried or cut at each speed of speech and of counting, over all exercises."""
    known = library.load()
    rows: list[list[object]] = []
    for rate, tempo in ((DEFAULT_RATE, 1.0), (DEFAULT_RATE, 0.8), (100, 1.0), (200, 1.0)):
        made.rate = rate
        told = hurried = cut = 0
        for exercise in known.exercises.values():
            item = plan.item(known, exercise.id, exercise.start_level)
            dose = cues.SetDose(min(item.reps, 3) if item.reps else None, item.hold_seconds, item.seconds)
            variant = exercise.variants[item.variant]
            sheet = parse(cues.build("s", exercise.id, variant, dose, tempo=tempo).as_dict())
            spoken = speak(sheet, made)
            placed = PlayingSheet.lay(spoken, Mixer(OUTPUT_RATE), 0).placed
            for nth, (cue, clip) in enumerate(zip(sheet.cues, spoken.clips, strict=True)):
                told += 1
                hurried += len(clip) < 0.97 * len(made.render(cue.say))
                next_one = placed[nth + 1].start if nth + 1 < len(placed) else None
                cut += next_one is not None and abs(next_one - placed[nth].end - _APART * OUTPUT_RATE) < 3
        rows.append([rate, tempo, told, hurried, cut])
    made.rate = DEFAULT_RATE
    return (
        "Cues spoken quicker than asked for, so as not to run into the next, and those cut short:\n\n"
        + table(["words a minute", "seconds of a count", "cues", "quicker", "cut"], rows)
    )


def _loudness(made: Synthesiser) -> str:
    phrases = [f"{word}," for word in COUNTS]
    phrases += ["Hold.", "Slowly back up.", "And relax.", "Say ready when you are there."]
    rows: list[list[object]] = []
    for volume in (20, 60, 85, 100):
        made.volume = volume
        levels = [loudness(made.render(phrase), OUTPUT_RATE) for phrase in phrases]
        peak = max(float(np.abs(made.render(phrase)).max()) for phrase in phrases)
        rows.append(
            [volume, f"{np.mean(levels):.1f} dB", f"{max(levels) - min(levels):.2f} dB", f"{peak:.2f}"]
        )
    made.volume = 60
    before = [loudness(level(made.render(phrase), OUTPUT_RATE), OUTPUT_RATE) for phrase in phrases]
    return (
        f"Loudness of {len(phrases)} phrases as the ear weighs it. By plain power, as before, it spread over "
        f"{max(before) - min(before):.2f} dB:\n\n" + table(["volume", "mean", "spread", "highest peak"], rows)
    )
