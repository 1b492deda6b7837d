"""`spinecoach evaluate stop`: which engine listens, over what noise, and the figures that come of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from coach.understand import is_stop
from voice.audio.base import INPUT_RATE
from voice.dsp import Pcm
from voice.errors import UsageError
from voice.options import VoiceOptions
from voice.recognisers import Recogniser, choose
from voice.stop import OwnSpotter, Spotted, Spotter
from voice.stop.scoring import clips, noise, score


class Recognised:
    """A recogniser as a spotter: a stop is what it understands as one."""

    def __init__(self, recogniser: Recogniser) -> None:
        self.name = recogniser.name
        self._recogniser = recogniser
        self.restart()

    def set_strict(self, strict: bool) -> None:
        """What it understands does not hang on that."""

    def restart(self) -> None:
        self._recogniser.restart()
        self._recogniser.set_mode("command")
        self._taken, self._told = 0, False

    def accept(self, frame: Pcm) -> Spotted | None:
        self._taken += len(frame)
        for heard in self._recogniser.accept(frame):
            told, self._told = self._told, not heard.final and (self._told or is_stop(heard.text))
            if is_stop(heard.text) and not told:
                return Spotted(1.0, self._taken / INPUT_RATE, self.name)
        return None


def engine(name: str, asked: argparse.Namespace, settings: Settings) -> Spotter:
    """The engine by its name.

    Raises:
        UsageError: if it needs something that was not given.
        VoiceError: if it does not work here.
    """
    if name == "stop":
        return OwnSpotter(asked.threshold)
    if name == "microwakeword":
        from voice.stop.micro import MicroSpotter

        if asked.model is None:
            raise UsageError("The engine microwakeword needs --model with the JSON file of its model.")
        return MicroSpotter(asked.model, asked.threshold or 0.5)
    options = VoiceOptions(recognizer=name, vosk_model=asked.model, data_dir=settings.data_dir)
    return Recognised(choose(options, lambda line: print(line, file=sys.stderr)))


def evaluate(
    asked: argparse.Namespace, settings: Settings
) -> tuple[dict[str, float | None], list[dict[str, Any]]]:
    """The figures, and the clips that went wrong.

    Raises:
        UsageError: if the folders or options make no sense.
        VoiceError: if a clip can't be read or the engine does not work here.
    """
    if (asked.noise is None) != (asked.snr is None):
        raise UsageError(
            "Give --noise and --snr together: a folder of noise, and by how many dB the word is louder."
        )
    if asked.threshold is not None and not 0 < asked.threshold < 1:
        raise UsageError("A threshold lies between 0 and 1.")
    found = clips(asked.file)
    behind = noise(asked.noise, asked.snr) if asked.noise is not None else None
    result = score(found, engine(asked.engine, asked, settings), behind, _progress)
    wrong = [{"missed": _named(path, asked.file)} for path in result.missed]
    wrong += [{"taken for a stop": _named(path, asked.file)} for path in result.wrong]
    return result.figures(), wrong


def _named(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty() and (done % 20 == 0 or done == of):
        print(f"\r{done} of {of} clips", end="\n" if done == of else "", file=sys.stderr, flush=True)
