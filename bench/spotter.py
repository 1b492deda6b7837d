"""The stop spotter by itself: recall over noise, false stops an hour, how soon, and what it costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench.report import percentile, share, table
from coach import library
from tests.voice.conftest import SHARED_AUDIO
from voice.audio.base import FRAME, INPUT_RATE
from voice.audio.files import load
from voice.dsp import Pcm, Samples, resample, to_pcm
from voice.exchange import sentences
from voice.speech import Synthesiser
from voice.stop import OwnSpotter, Spotter
from voice.stop.scoring import Clip, Noise, clips, noise, score

SNRS: tuple[float | None, ...] = (None, 20, 10, 5, 0)
TALK = Path("/usr/share/games/fillets-ng/sound")
"""Actors' talk, where Debian's packages fillets-ng-data-cs and -nl are installed; nothing learnt from it."""
THRESHOLDS = (0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.98, 0.99)
MICRO = SHARED_AUDIO.parent / "models" / "stop.json"
MOST = 400
"""Clips of a kind at most."""


def spotter() -> str:
    """All of it as Markdown."""
    if not SHARED_AUDIO.is_dir():
        return "\nThe stop spotter: skipped, ../shared/audio is not here."
    engines: dict[str, Callable[[], Spotter]] = {
        "our own": OwnSpotter,
        "our own, first look alone": lambda: OwnSpotter(second=False),
    }
    micro = _micro()
    if micro is not None:
        engines["microWakeWord's model, 0.5"] = micro
    parts = [_recall(engines), _false(engines), _curve(), _own_voice(_lines()), _cost()]
    return "\n".join(parts)


def _micro() -> Callable[[], Spotter] | None:
    try:
        import pymicro_wakeword  # type: ignore[import-not-found, unused-ignore]  # noqa: F401
    except ImportError:
        return None
    from voice.stop.micro import MicroSpotter

    return (lambda: MicroSpotter(MICRO)) if MICRO.exists() else None


def _of(folder: str, stop: bool) -> list[Clip]:
    found = [Clip(clip.path, stop) for clip in clips(SHARED_AUDIO / folder)]
    return found[:: max(1, len(found) // MOST)]


def _recall(engines: dict[str, Callable[[], Spotter]]) -> str:
    said = _of("stop", True)
    loud = noise(SHARED_AUDIO / "noise", 0)
    rows: list[list[object]] = []
    for name, make in engines.items():
        for snr in SNRS:
            result = score(said, make(), None if snr is None else Noise(loud.sounds, snr))
            late = result.latency
            rows.append(
                [
                    name,
                    "clean" if snr is None else f"{snr:.0f} dB",
                    share(result.found, result.stops),
                    f"{percentile(late, 0.5):.2f} s, {percentile(late, 0.95):.2f} s" if late else "-",
                ]
            )
    head = ["engine", "noise", "stops heard", "after the word's end, p50, p95"]
    return (
        "\nRecorded stops, each a stream of its own, over household noise, weather and crowds:\n\n"
        + table(head, rows)
    )


def _false(engines: dict[str, Callable[[], Spotter]]) -> str:
    rows: list[list[object]] = []
    kinds = [(f"{kind}/", _of(kind, False)) for kind in ("other", "digits", "speech", "noise")]
    if TALK.is_dir():
        found = [Clip(path, False) for path in sorted(TALK.rglob("*.ogg"))]
        kinds.append(("actors' talk, Czech and Dutch", found[:: max(1, len(found) // (2 * MOST))]))
    for name, make in engines.items():
        for kind, chosen in kinds:
            result = score(chosen, make())
            rows.append(
                [
                    name,
                    kind,
                    f"{result.hours:.2f} h",
                    len(result.wrong),
                    f"{len(result.wrong) / result.hours:.1f}",
                ]
            )
    return "\nWhat else is taken for a stop while a set runs:\n\n" + table(
        ["engine", "sound", "length", "false stops", "an hour"], rows
    )


def _curve() -> str:
    """Recall against false stops an hour, for one threshold after the other."""
    loud = noise(SHARED_AUDIO / "noise", 0)
    peaks: dict[str, list[float]] = {}
    for snr in (None, 10, 0):
        peaks[f"{snr}"] = _peaks(_of("stop", True), None if snr is None else Noise(loud.sounds, snr))
    hours = 0.0
    wrong: dict[str, list[float]] = {}
    for kind in ("other", "speech", "noise"):
        chosen = _of(kind, False)
        wrong[kind] = _peaks(chosen, None)
        hours = sum(len(load(clip.path)[0]) for clip in chosen) / INPUT_RATE / 3600
        peaks[f"hours {kind}"] = [hours]
    rows: list[list[object]] = []
    for threshold in THRESHOLDS:
        recall = [f"{np.mean(np.array(peaks[snr]) > threshold):.1%}" for snr in ("None", "10", "0")]
        false = [
            f"{sum(p > threshold for p in wrong[kind]) / peaks[f'hours {kind}'][0]:.1f}" for kind in wrong
        ]
        rows.append([threshold, *recall, *false])
    return "\nThe same by threshold (0.5 holds while a set runs, 0.9 else):\n\n" + table(
        ["score", "heard clean", "at 10 dB", "at 0 dB", "false an hour: single words", "talk", "noise"], rows
    )


def _peaks(chosen: list[Clip], behind: Noise | None) -> list[float]:
    found, one = [], OwnSpotter()
    for clip in chosen:
        score([clip], one, behind)
        found.append(one.peak)
    return found


def _lines() -> list[str]:
    """What the coach has to say about its exercises and of knowledge, sentence by sentence."""
    found: dict[str, None] = {}

    def collect(node: object) -> None:
        if isinstance(node, dict):
            for value in node.values():
                collect(value)
        elif isinstance(node, (list, tuple)):
            for value in node:
                collect(value)
        elif isinstance(node, str) and " " in node and "://" not in node:
            found.update(dict.fromkeys(sentences(node)))

    whole = library.load()
    for exercise in whole.exercises.values():
        collect(exercise.dict())
    for item in whole.education.values():
        collect(item.dict())
    return list(found)


def _own_voice(lines: list[str]) -> str:
    coach = Synthesiser(INPUT_RATE)
    one, seconds, wrong = OwnSpotter(), 0.0, []
    gap: Samples = np.zeros(INPUT_RATE // 4, dtype=np.float32)
    try:
        for line in lines:
            said = np.concatenate([coach.render(line), gap])
            seconds += len(said) / INPUT_RATE
            wrong += [line] * len(_played(one, to_pcm(said)))
    finally:
        coach.close()
    return (
        f"\nThe coach's own voice straight into the spotter, no echo cancelling, {seconds / 60:.0f} minutes: "
        f"{len(wrong)} false stops{': ' + '; '.join(wrong[:5]) if wrong else ''}."
    )


def _played(one: Spotter, sound: Pcm) -> list[float]:
    frames = (sound[first : first + FRAME] for first in range(0, len(sound) - FRAME + 1, FRAME))
    return [found.at for frame in frames if (found := one.accept(frame)) is not None]


def _cost() -> str:
    rows: list[list[object]] = []
    for kind in ("speech", "noise"):
        sound = np.concatenate([resample(*load(clip.path), INPUT_RATE) for clip in _of(kind, False)[:60]])
        one = OwnSpotter()
        begun = time.process_time()
        _played(one, to_pcm(sound))
        took, seconds = time.process_time() - begun, len(sound) / INPUT_RATE
        rows.append(
            [f"{kind}/", f"{seconds:.0f} s", f"{took / seconds:.3f}", f"{one.looks / seconds * 60:.0f}"]
        )
    return "\nWhat it costs, in parts of one core:\n\n" + table(
        ["sound", "length", "processor time by length", "second looks a minute"], rows
    )
