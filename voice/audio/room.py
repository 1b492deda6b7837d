"""A room on files: the microphone hears the person, the coach's own voice and noise, as it would be live.

It closes the loop for proofs. What the coach gives out comes back through a loudspeaker and the room, is
added to a recording of a person, and is heard by the session. Everything is computed in step with the
session, on one thread, so it is faster than real time and the same each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voice.audio.base import FRAME, INPUT_RATE, OUTPUT_RATE, TICK, AudioIn, AudioOut, Pull
from voice.audio.files import load
from voice.dsp import TARGET_RMS, Pcm, Samples, resample, to_pcm
from voice.stream import StreamDelay, StreamFilter, StreamResampler

_EARLY = 0.002
"""Seconds after the direct sound before the first reflection."""


@dataclass(frozen=True)
class Acoustics:
    """What the room is like. Decibels are relative to the person's voice at the microphone.

    Attributes:
        echo_db: how loud the coach's voice arrives; None if it does not arrive at all (headphones).
        delay: seconds from giving out a sample to hearing it, which buffers and the way through the air take.
        t60: seconds in which sound in the room dies away by 60 dB.
        direct_db: the direct sound against all reflections together.
        drive: how hard the loudspeaker is driven; 0 is clean, 1 bends the peaks of speech mildly.
        snr_db: how far the noise lies below the person's voice.
        drift: by how much the loudspeaker's clock is slower than the microphone's, in parts per million.
        person_level: the loudness of the person's voice in the recording, root mean square over speech.
        gain_db: how far the microphone is turned up or down, so that a loud echo does not overdrive it.
        far: whether the person is heard through the room as well, from three metres away.
    """

    echo_db: float | None = 0.0
    delay: float = 0.04
    t60: float = 0.3
    direct_db: float = 3.0
    drive: float = 1.0
    snr_db: float | None = None
    drift: float = 0.0
    person_level: float = TARGET_RMS
    gain_db: float = -12.0
    far: bool = False
    seed: int = 7


def impulse_response(acoustics: Acoustics, direct_db: float, seed: int) -> Samples:
    """How the room answers a click: the direct sound, then reflections that die away. It adds no energy."""
    rng = np.random.default_rng(seed)
    t = np.arange(int(max(acoustics.t60, 0.01) * INPUT_RATE)) / INPUT_RATE
    tail = rng.normal(size=len(t)) * 10 ** (-3 * t / max(acoustics.t60, 0.01))
    tail[t < _EARLY] = 0
    power = float(np.sum(tail**2))
    response = tail * (10 ** (-direct_db / 20) / np.sqrt(power)) if power else tail
    response[0] = 1.0
    whole: Samples = (response / np.sqrt(np.sum(response**2))).astype(np.float32)
    return whole


class Room:
    """Joins a loudspeaker and a microphone. `mouth` is where the coach gives out, `ear` is what it hears.

    Args:
        person: what the person says, at 16 kHz; the session lasts as long.
        noise: a noise at 16 kHz, repeated as long as it is needed; its own loudness does not matter.
        recording: where what the coach gave out goes as well.
    """

    def __init__(
        self,
        person: Samples,
        acoustics: Acoustics,
        *,
        noise: Samples | None = None,
        recording: AudioOut | None = None,
    ) -> None:
        self.acoustics = acoustics
        self._person = person
        if acoustics.far:
            self._person = StreamFilter(impulse_response(acoustics, -3.0, acoustics.seed + 1))(person)
        self._noise = _at_level(noise, acoustics)
        self._gain = np.float32(10 ** (acoustics.gain_db / 20))
        loud = acoustics.person_level / TARGET_RMS * 10 ** ((acoustics.echo_db or 0.0) / 20)
        self._loud = np.float32(loud if acoustics.echo_db is not None else 0.0)
        self._slow = StreamResampler(OUTPUT_RATE, INPUT_RATE)
        late = max(0, round((acoustics.delay - self._slow.delay) * INPUT_RATE))
        self._way = StreamDelay(late, acoustics.drift * 1e-6)
        self._walls = StreamFilter(impulse_response(acoustics, acoustics.direct_db, acoustics.seed))
        self._air: list[Samples] = []
        self._heard = 0
        self.mouth = _Mouth(self, recording)
        self.ear = _Ear(self)

    def give(self, samples: Samples) -> None:
        """The loudspeaker gives out these samples."""
        echo = self._walls(self._way(self._slow(_driven(samples, self.acoustics.drive)))) * self._loud
        self._air.append(echo)

    def hear(self) -> Pcm | None:
        """What the microphone picks up in the next tick; None when the person's recording is over."""
        start, self._heard = self._heard, self._heard + FRAME
        if start >= len(self._person):
            return None
        frame = np.zeros(FRAME, dtype=np.float32)
        said = self._person[start : start + FRAME]
        frame[: len(said)] = said
        if self._air:
            echo = self._air.pop(0)
            frame[: len(echo)] += echo[:FRAME]
        if self._noise is not None:
            frame += np.take(self._noise, np.arange(start, start + FRAME), mode="wrap")
        return to_pcm(frame * self._gain)


class RoomDevices:
    """A room in the place of a machine's sound devices, for whole sessions in it."""

    name = "a room"

    def __init__(self, room: Room) -> None:
        self._room = room

    def inputs(self) -> list[str]:
        return [self.name]

    def outputs(self) -> list[str]:
        return [self.name]

    def usual(self) -> tuple[int | None, int | None]:
        return 0, 0

    def refresh(self) -> None:
        """A room is always the same."""

    def open_input(self, device: str | None) -> AudioIn:
        return self._room.ear

    def open_output(self, device: str | None) -> AudioOut:
        return self._room.mouth


class _Mouth:
    """The loudspeaker's end of a room."""

    live = False
    rate = OUTPUT_RATE

    def __init__(self, room: Room, recording: AudioOut | None) -> None:
        self.name = "a room"
        self._room, self._recording = room, recording
        self._pull: Pull | None = None

    def start(self, pull: Pull) -> None:
        self._pull = pull
        if self._recording is not None:
            self._recording.start(self._give)

    def pump(self) -> None:
        if self._recording is not None:
            self._recording.pump()
        else:
            self._give(round(self.rate * TICK))

    def close(self) -> None:
        if self._recording is not None:
            self._recording.close()

    def _give(self, count: int) -> Samples:
        assert self._pull is not None
        samples = self._pull(count)
        self._room.give(samples)
        return samples


class _Ear:
    """The microphone's end of a room."""

    live = False

    def __init__(self, room: Room) -> None:
        self.name = "a room"
        self._room = room

    def read(self) -> Pcm | None:
        return self._room.hear()

    def close(self) -> None:
        """Nothing is held open."""


def track(said: list[tuple[float, Samples]], seconds: float) -> Samples:
    """A recording in which each clip at 16 kHz begins at its second."""
    sound = np.zeros(int(seconds * INPUT_RATE), dtype=np.float32)
    for at, clip in said:
        start = int(at * INPUT_RATE)
        clip = clip[: max(0, len(sound) - start)]
        sound[start : start + len(clip)] += clip
    return sound


def recorded(path: Path) -> Samples:
    """A sound file as a person's or a noise's track at 16 kHz.

    Raises:
        VoiceError: if it is not there or can't be read.
    """
    samples, rate = load(path)
    return resample(samples, rate, INPUT_RATE)


def _driven(samples: Samples, drive: float) -> Samples:
    """A small loudspeaker bends what is loud; what is soft stays as it was."""
    if drive <= 0:
        return samples
    bent: Samples = (np.tanh(samples * np.float32(drive)) / np.float32(drive)).astype(np.float32)
    return bent


def _at_level(noise: Samples | None, acoustics: Acoustics) -> Samples | None:
    if noise is None or acoustics.snr_db is None:
        return None
    own = float(np.sqrt(np.mean(noise.astype(np.float64) ** 2)))
    wanted = acoustics.person_level * 10 ** (-acoustics.snr_db / 20)
    return (noise * np.float32(wanted / max(own, 1e-9))).astype(np.float32)
