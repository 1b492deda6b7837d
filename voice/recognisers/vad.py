"""Where speech begins and ends: Silero's small network, fed as the sound comes in.

One detector follows the whole stream; a second one, without its memory, looks at each sound that begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from voice.audio.base import INPUT_RATE
from voice.dsp import Pcm, Samples, to_float
from voice.recognisers.second_look import LOOK_BACK, SecondLook

_WINDOW = 512
_CONTEXT = 64
_START = 0.5
_GO_ON = 0.35
"""Lower than the start: a voice that grows quiet is still speech."""
_LEAD = 0.3
"""Seconds kept from before the start, so that a soft first sound is not cut off."""
_KEPT = 2 * LOOK_BACK
"""Windows kept while nobody speaks: a second look finds the start some windows late."""


class SpeechDetector:
    """How likely it is that a window of 32 ms is speech; remembers what came before."""

    def __init__(self) -> None:
        assets = import_module("faster_whisper.utils").get_assets_path()
        model = next(Path(assets).glob("silero_vad*.onnx"))
        onnx = import_module("onnxruntime")
        options = onnx.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        self._session: Any = onnx.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.reset()

    def reset(self) -> None:
        self._h = np.zeros((1, 1, 128), dtype=np.float32)
        self._c = np.zeros((1, 1, 128), dtype=np.float32)
        self._context = np.zeros(_CONTEXT, dtype=np.float32)

    def __call__(self, window: Samples) -> float:
        data = np.concatenate([self._context, window])[None, :].astype(np.float32)
        self._context = window[-_CONTEXT:]
        out, self._h, self._c = self._session.run(None, {"input": data, "h": self._h, "c": self._c})
        return float(np.asarray(out).reshape(-1)[0])


@dataclass(frozen=True)
class Utterance:
    """A stretch of speech; times in seconds of input since the beginning. `voiced` is speech alone."""

    samples: Samples
    start: float
    end: float
    voiced: float


class Endpointer:
    """Cuts the stream into utterances.

    Args:
        end_silence: seconds of silence that end an utterance.
        longest: seconds after which one is ended in any case.
        least: seconds of speech below which it is a noise.
    """

    def __init__(self, end_silence: float = 0.7, longest: float = 14.0, least: float = 0.09) -> None:
        self.end_silence = end_silence
        self.least, self._longest = least, longest
        self._speech = SpeechDetector()
        self._second = SecondLook(SpeechDetector)
        self._rest: Samples = np.zeros(0, dtype=np.float32)
        self._kept: list[Samples] = []
        self._windows = 0
        self._speaking = False
        self._voiced = 0
        self._silent = 0

    def accept(self, frame: Pcm) -> list[Utterance]:
        """Take sound of any length; give the utterances that ended in it."""
        self._rest = np.concatenate([self._rest, to_float(frame)])
        found: list[Utterance] = []
        while len(self._rest) >= _WINDOW:
            window, self._rest = self._rest[:_WINDOW], self._rest[_WINDOW:]
            utterance = self._take(window)
            if utterance is not None:
                found.append(utterance)
        return found

    def finish(self) -> list[Utterance]:
        """The stream is over: what was being said, if anything."""
        utterance = self._end() if self._speaking else None
        return [utterance] if utterance is not None else []

    @property
    def speaking(self) -> bool:
        """Whether somebody is in the middle of an utterance."""
        return self._speaking

    @property
    def pause(self) -> float:
        """Seconds since the last speech of the utterance that is under way; 0 if there is none."""
        return self._silent * _WINDOW / INPUT_RATE if self._speaking else 0.0

    def growing(self) -> Utterance | None:
        """What has been said so far of an utterance that is not over."""
        return self._cut() if self._speaking else None

    def _take(self, window: Samples) -> Utterance | None:
        self._windows += 1
        self._kept.append(window)
        followed, looked = self._speech(window), self._second(window, self._speaking)
        if not self._speaking:
            self._wait(followed >= _START)
            return None
        if max(followed, looked) >= _GO_ON:
            self._voiced += 1
            self._silent = 0
        else:
            self._silent += 1
        if self._silent >= _count(self.end_silence) or len(self._kept) >= _count(self._longest):
            return self._end()
        return None

    def _wait(self, followed: bool) -> None:
        """Nobody was speaking until this window; does somebody now?"""
        if followed:
            self._speaking, self._voiced, self._silent = True, 1, 0
            self._kept = self._kept[-_count(_LEAD) - 1 :]
        elif self._second.began:
            self._speaking, self._voiced, self._silent = True, self._second.found, 0
        else:
            self._kept = self._kept[-_KEPT:]

    def _end(self) -> Utterance | None:
        utterance = self._cut()
        self._speaking, self._kept = False, self._kept[-_count(_LEAD) :]
        self._second.over()
        return utterance if utterance.voiced >= self.least else None

    def _cut(self) -> Utterance:
        end = self._windows * _WINDOW / INPUT_RATE
        samples = np.concatenate(self._kept)
        silence = self._silent * _WINDOW / INPUT_RATE
        start = max(0.0, end - len(samples) / INPUT_RATE)
        return Utterance(samples, start, end - silence, self._voiced * _WINDOW / INPUT_RATE)


def _count(seconds: float) -> int:
    return max(1, round(seconds * INPUT_RATE / _WINDOW))
