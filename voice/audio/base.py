"""What the session needs of sound in and sound out, whichever way it comes and goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from voice.dsp import Pcm, Samples

INPUT_RATE = 16000
"""Samples a second that the recognisers work on."""
OUTPUT_RATE = 24000
"""Samples a second of the coach's voice: enough for speech, and a whole number of samples in 20 ms."""
TICK = 0.02
"""Seconds of one step of the session."""
FRAME = int(INPUT_RATE * TICK)
"""Samples of one frame of input."""

Pull = Callable[[int], Samples]
"""Gives the next samples of the output stream."""


class AudioIn(Protocol):
    """Where the person's voice comes from."""

    name: str
    live: bool

    def read(self) -> Pcm | None:
        """The next frame of `FRAME` samples; an empty one if none came within a tick; None when a file ends.

        Raises:
            DeviceLost: if the microphone gives nothing any more.
        """
        ...

    def close(self) -> None: ...


class AudioOut(Protocol):
    """Where the coach's voice goes to."""

    name: str
    live: bool
    rate: int

    def start(self, pull: Pull) -> None:
        """Begin; a device then takes samples by itself from a thread of its own."""
        ...

    def pump(self) -> None:
        """Take one tick of samples, where nothing does so by itself (a file).

        Raises:
            DeviceLost: if the loudspeaker takes nothing any more.
        """
        ...

    def close(self) -> None: ...


class Backend(Protocol):
    """A library that reaches microphones and loudspeakers."""

    name: str

    def inputs(self) -> list[str]: ...

    def outputs(self) -> list[str]: ...

    def open_input(self, device: str | None) -> AudioIn: ...

    def open_output(self, device: str | None) -> AudioOut: ...

    def usual(self) -> tuple[int | None, int | None]:
        """The numbers of the microphone and the loudspeaker that are the system's own choice, if known."""
        ...

    def refresh(self) -> None:
        """Look again at what is plugged in."""
        ...


def find(device: str, names: list[str]) -> int | None:
    """The device that is meant by a number in the list or by a part of its name."""
    if device.isdigit() and int(device) < len(names):
        return int(device)
    wanted = device.casefold()
    exact = [n for n, name in enumerate(names) if name.casefold() == wanted]
    partly = [n for n, name in enumerate(names) if wanted in name.casefold()]
    return next(iter(exact or partly), None)
