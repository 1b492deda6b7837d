"""A recording as microphone, a WAV file as loudspeaker."""

from __future__ import annotations

import contextlib
import wave
from importlib import import_module
from pathlib import Path

import numpy as np

from voice.audio.base import FRAME, INPUT_RATE, OUTPUT_RATE, TICK, Pull
from voice.dsp import Pcm, Samples, resample, to_pcm
from voice.errors import VoiceError, writing

_BUFFER_SECONDS = 1.0


def check_readable(path: Path) -> None:
    """Raise a VoiceError if there is no such file."""
    if not path.exists():
        raise VoiceError(f"There is no file {path}. Check the name.")
    if path.is_dir():
        raise VoiceError(f"{path} is a folder. Name a WAV or FLAC file.")


def load(path: Path) -> tuple[Samples, int]:
    """A sound file, its channels mixed to one, with its rate.

    Raises:
        VoiceError: if there is no such file, or it is not sound that can be read.
    """
    check_readable(path)
    soundfile = import_module("soundfile")
    try:
        samples, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, OSError, RuntimeError) as error:
        raise VoiceError(f"{path} is not a sound file that I can read. Use WAV or FLAC.") from error
    return samples.mean(axis=1, dtype=np.float32), int(rate)


class FileIn:
    """A recording, frame by frame."""

    live = False

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        samples, rate = load(path)
        self._pcm = to_pcm(resample(samples, rate, INPUT_RATE))
        self._next = 0

    def read(self) -> Pcm | None:
        if self._next >= len(self._pcm):
            return None
        frame = self._pcm[self._next : self._next + FRAME]
        self._next += FRAME
        return np.pad(frame, (0, FRAME - len(frame)))

    def close(self) -> None:
        """Nothing is held open."""


class FileOut:
    """A WAV file that is whole at any moment, so that a session that is cut off leaves what it has."""

    live = False

    def __init__(self, path: Path, rate: int = OUTPUT_RATE) -> None:
        self.name = str(path)
        self.rate = rate
        self._path = path
        self._pull: Pull | None = None
        self._buffer: list[Pcm] = []
        self._wave: wave.Wave_write | None = None
        with writing(path):
            self._file = path.open("wb")
        try:
            with writing(path):
                self._wave = wave.Wave_write(self._file)
                self._wave.setnchannels(1)
                self._wave.setsampwidth(2)
                self._wave.setframerate(rate)
                self._flush()
        except VoiceError:
            self._give_up()
            raise

    def start(self, pull: Pull) -> None:
        self._pull = pull

    def pump(self) -> None:
        """Write one tick of the stream.

        Raises:
            VoiceError: if the disk is full.
        """
        if self._pull is None:
            return
        self._buffer.append(to_pcm(self._pull(round(self.rate * TICK))))
        if len(self._buffer) * TICK >= _BUFFER_SECONDS:
            self._flush()

    def close(self) -> None:
        if self._wave is None:
            return
        try:
            self._flush()
            with writing(self._path):
                self._wave.close()
                self._file.close()
            self._wave = None
        finally:
            self._give_up()

    def _flush(self) -> None:
        if self._wave is None:
            return
        data = b"".join(block.tobytes() for block in self._buffer)
        self._buffer.clear()
        try:
            with writing(self._path):
                self._wave.writeframes(data)
                self._file.flush()
        except VoiceError:
            self._give_up()
            raise

    def _give_up(self) -> None:
        """Let go of a file that can't be written; the wave module would try once more and complain."""
        wave_file, self._wave = self._wave, None
        if wave_file is not None:
            wave_file._file = None  # type: ignore[attr-defined]
        with contextlib.suppress(OSError):
            self._file.close()
