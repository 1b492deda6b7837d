"""Scores a stop spotter on a folder of clips: what it hears, what it takes for a stop, and how soon."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from voice.audio.base import FRAME, INPUT_RATE
from voice.audio.files import load
from voice.dsp import Pcm, Samples, resample, to_pcm
from voice.errors import UsageError
from voice.stop.base import Spotter

SOUNDS = (".wav", ".flac")
LEAD = 1.0
"""Seconds of what is behind the clip, before it."""
TAIL = 1.0
_HEARD = 0.1
_HOP = INPUT_RATE // 100
_QUIET = 1e-4


@dataclass(frozen=True)
class Clip:
    """A sound file; `stop` says whether the word is said in it."""

    path: Path
    stop: bool


@dataclass(frozen=True)
class Noise:
    """What is mixed in: pieces of the files of a folder, so loud that the word stands `snr` dB above it."""

    sounds: list[Samples]
    snr: float


@dataclass
class Result:
    """What came of a set. Times in seconds, scores as the engine gives them.

    Attributes:
        stops: how many clips hold the word, and `found` how many of them were heard.
        hours: how long the other clips last together, without what was put round them.
        wrong: the other clips in which something was taken for a stop, once for each time.
        latency: from the word's end, at the last tenth of its loudest moment, to the frame that told it.
    """

    clips: int = 0
    stops: int = 0
    found: int = 0
    hours: float = 0.0
    wrong: list[Path] = field(default_factory=list)
    missed: list[Path] = field(default_factory=list)
    latency: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, float | None]:
        """The figures by the names of the evaluation; None where there is nothing to count."""
        ordered = sorted(self.latency)

        def at(share: float) -> float | None:
            return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 3) if ordered else None

        return {
            "clips": self.clips,
            "recall": round(self.found / self.stops, 4) if self.stops else None,
            "false_per_hour": round(len(self.wrong) / self.hours, 3) if self.hours else None,
            "latency_p50_s": at(0.5),
            "latency_p95_s": at(0.95),
        }


def clips(folder: Path) -> list[Clip]:
    """All sound files under a folder; those under a folder called "stop" hold the word.

    Raises:
        UsageError: if there is no such folder, or no sound in it.
    """
    if not folder.is_dir():
        raise UsageError(
            f"There is no folder {folder}. Name one that holds stop/ and other/ with sound files."
        )
    found = [
        Clip(path, "stop" in path.relative_to(folder).parts[:-1])
        for path in sorted(folder.rglob("*"))
        if path.suffix.casefold() in SOUNDS
    ]
    if not found:
        raise UsageError(f"{folder} holds no WAV or FLAC files. Put clips into stop/ and other/ in it.")
    return found


def noise(folder: Path, snr: float) -> Noise:
    """The noise of a folder.

    Raises:
        UsageError: if there is none.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. Name one with sound files of noise.")
    sounds = [sound(clip.path) for clip in clips(folder)]
    return Noise([one for one in sounds if np.abs(one).max(initial=0) > _QUIET], snr)


def sound(path: Path) -> Samples:
    """A file at the rate that the engines work on."""
    samples, rate = load(path)
    return resample(samples, rate, INPUT_RATE)


def heard(samples: Samples) -> tuple[int, int]:
    """From which sample to which a clip is heard: above a tenth of its loudest 10 ms."""
    whole = samples[: len(samples) // _HOP * _HOP].reshape(-1, _HOP)
    if not len(whole):
        return 0, len(samples)
    loud = np.sqrt(np.mean(whole.astype(np.float64) ** 2, axis=1))
    above = np.flatnonzero(loud > _HEARD * loud.max())
    return (int(above[0]) * _HOP, (int(above[-1]) + 1) * _HOP) if len(above) else (0, len(samples))


def score(
    found: list[Clip],
    spotter: Spotter,
    behind: Noise | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Play each clip to the spotter as a stream of its own, with a second before and after it.

    The same clip gets the same noise each time, whatever else is in the folder.
    """
    result = Result(clips=len(found))
    for count, clip in enumerate(found):
        samples = sound(clip.path)
        begin, end = heard(samples)
        spotter.restart()
        times = list(_stops(spotter, _stream(samples, (begin, end), behind, clip.path.name)))
        if clip.stop:
            result.stops += 1
            # Known before the word begins is no answer to it.
            after = [t - LEAD - end / INPUT_RATE for t in times if t > LEAD + begin / INPUT_RATE]
            if after:
                result.found += 1
                result.latency.append(after[0])
            else:
                result.missed.append(clip.path)
        else:
            result.hours += len(samples) / INPUT_RATE / 3600
            result.wrong += [clip.path] * len(times)
        if progress is not None:
            progress(count + 1, len(found))
    return result


def _stops(spotter: Spotter, stream: Pcm) -> Iterator[float]:
    """The seconds, at the end of a frame, at which something was taken for a stop."""
    for first in range(0, len(stream) - FRAME + 1, FRAME):
        if spotter.accept(stream[first : first + FRAME]) is not None:
            yield (first + FRAME) / INPUT_RATE


def _stream(samples: Samples, span: tuple[int, int], behind: Noise | None, name: str) -> Pcm:
    lead, tail = int(LEAD * INPUT_RATE), int(TAIL * INPUT_RATE)
    stream: Samples = np.pad(samples, (lead, tail))
    if behind is not None and behind.sounds:
        draw = np.random.default_rng(zlib.crc32(name.encode()))
        piece = behind.sounds[int(draw.integers(len(behind.sounds)))]
        first = int(draw.integers(len(piece)))
        piece = np.take(piece, np.arange(first, first + len(stream)), mode="wrap")
        word = samples[span[0] : span[1]].astype(np.float64)
        wanted = np.sqrt(np.mean(word**2)) * 10 ** (-behind.snr / 20) if len(word) else 0.0
        loud = float(np.sqrt(np.mean(piece.astype(np.float64) ** 2)))
        stream = (stream + piece * (wanted / max(loud, _QUIET))).astype(np.float32)
        peak = float(np.abs(stream).max(initial=0))
        if peak > 1:
            stream = stream / np.float32(peak)
    return to_pcm(stream)
