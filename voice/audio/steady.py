"""A microphone and a loudspeaker that may go away and come back; meanwhile there is silence.

The session reads and writes on as if nothing were: time goes on, captions come when they are due. What
happened is told to it as a trouble, and it decides what that means for the person.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from voice.audio.attempts import Attempts
from voice.audio.base import FRAME, OUTPUT_RATE, TICK, AudioIn, AudioOut, Backend, Pull
from voice.audio.live import Monotonic
from voice.dsp import Pcm, Samples
from voice.errors import DeviceLost, VoiceError
from voice.trouble import Troubles

OWN_TRIES = 5
"""Tries for the device that the person had; after that the system's own choice will do as well."""
_MOST_FRAMES = 600
_FAR_BEHIND = 10.0
"""Seconds of silence that are made up for at most, after the machine was asleep."""


D = TypeVar("D")


def _again(
    backend: Backend,
    way: Callable[[Backend], Callable[[str | None], D]],
    name: str | None,
    tries: int,
) -> D:
    """Open the device of that name, or after some tries the system's own choice."""
    backend.refresh()
    opening = way(backend)
    if name is None or tries < OWN_TRIES:
        return opening(name)
    try:
        return opening(name)
    except VoiceError:
        return opening(None)


class SteadyIn:
    """The microphone.

    Args:
        first: the microphone as it was opened; None if there is none yet.
        name: which one to open again; None for the system's own choice.
        live: whether time is that of the world, so that silence has to be waited for.
    """

    def __init__(
        self,
        backend: Backend,
        first: AudioIn | None,
        name: str | None,
        troubles: Troubles,
        clock: Monotonic,
        live: bool,
    ) -> None:
        self.name = first.name if first else "no microphone"
        self.live = live
        self._device, self._troubles, self._clock = first, troubles, clock
        self._attempts: Attempts[AudioIn] = Attempts(
            lambda tries: _again(backend, lambda devices: devices.open_input, name, tries), clock, live
        )
        self._due = clock()
        self._begun = False

    def read(self) -> Pcm | None:
        """As of a microphone, but never lost: silence, at the pace of time, while there is none."""
        if self._device is None:
            self._device = self._attempts.poll()
            if self._device is None:
                return self._silence()
            self.name = self._device.name
            self._troubles.tell("microphone back", name=self.name)
        self._drop_the_old(self._device)
        try:
            frame = self._device.read()
        except DeviceLost:
            lost, self._device = self._device, None
            self._attempts.begin(lost)
            self._troubles.tell("microphone lost", name=self.name)
            return self._silence()
        if frame is None or len(frame):
            self._due = self._clock() + TICK
        return frame

    def close(self) -> None:
        self._attempts.close()
        if self._device is not None:
            self._device.close()

    def _drop_the_old(self, device: AudioIn) -> None:
        """What was said before the session began, while it was being made ready, was not said to it."""
        tries = 0 if self._begun or not self.live else _MOST_FRAMES
        self._begun = True
        with contextlib.suppress(DeviceLost):  # the next reading tells
            while tries and _any(device.read()):
                tries -= 1

    def _silence(self) -> Pcm:
        now = self._clock()
        if now - self._due > _FAR_BEHIND:
            self._due = now
        if self.live and self._due > now:
            time.sleep(min(TICK, self._due - now))
        self._due += TICK
        return np.zeros(FRAME, dtype=np.int16)


def _any(frame: Pcm | None) -> bool:
    return frame is not None and len(frame) > 0


class SteadyOut:
    """The loudspeaker. While there is none the stream goes on in time, and nobody hears it.

    Args: as of `SteadyIn`.
    """

    rate = OUTPUT_RATE

    def __init__(
        self,
        backend: Backend,
        first: AudioOut | None,
        name: str | None,
        troubles: Troubles,
        clock: Monotonic,
        live: bool,
    ) -> None:
        self.name = first.name if first else "no loudspeaker"
        self.live = live
        self._device, self._troubles, self._clock = first, troubles, clock
        self._pull: Pull | None = None
        self._gate = _Gate()
        self._backend, self._wanted = backend, name
        self._attempts: Attempts[_Opened] = Attempts(self._open, clock, live)
        self._since, self._given = clock(), 0

    def start(self, pull: Pull) -> None:
        self._pull = pull
        self._since, self._given = self._clock(), 0
        if self._device is not None:
            self._gate = _Gate(pull)
            self._device.start(self._gate.take)

    def pump(self) -> None:
        """As of a loudspeaker, but never lost."""
        if self._device is None:
            found = self._attempts.poll()
            if found is None:
                self._unheard()
                return
            self._device, self._gate, self.name = found.device, found.gate, found.device.name
            self._gate.pull = self._pull
            self._troubles.tell("loudspeaker back", name=self.name)
        try:
            self._device.pump()
        except DeviceLost:
            lost, self._device = self._device, None
            self._gate.pull = None  # whatever it may still ask for, the stream is given out once
            self._attempts.begin(lost)
            self._since, self._given = self._clock(), 0
            self._troubles.tell("loudspeaker lost", name=self.name)

    def close(self) -> None:
        self._attempts.close()
        if self._device is not None:
            self._device.close()

    def _open(self, tries: int) -> _Opened:
        device = _again(self._backend, lambda devices: devices.open_output, self._wanted, tries)
        gate = _Gate()
        try:
            device.start(gate.take)
        except VoiceError:
            device.close()
            raise
        return _Opened(device, gate)

    def _unheard(self) -> None:
        if self._pull is None:
            return
        due = round((self._clock() - self._since) * self.rate) - self._given
        if due > _FAR_BEHIND * self.rate:
            self._since, self._given, due = self._clock(), 0, 0
        if due > 0:
            self._given += due
            self._pull(due)


class _Gate:
    """Lets the stream through to a device, or silence."""

    def __init__(self, pull: Pull | None = None) -> None:
        self.pull = pull

    def take(self, count: int) -> Samples:
        pull = self.pull
        return np.zeros(count, dtype=np.float32) if pull is None else pull(count)


class _Opened:
    """A loudspeaker that plays silence already."""

    def __init__(self, device: AudioOut, gate: _Gate) -> None:
        self.device, self.gate = device, gate

    def close(self) -> None:
        self.device.close()
