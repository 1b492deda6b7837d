"""What both device libraries share: frames that arrive on a thread of theirs, and a loss that is told."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable

import numpy as np

from voice.audio.base import FRAME, TICK, Pull
from voice.dsp import Pcm, Samples
from voice.errors import DeviceLost, VoiceError

PATIENCE = 3.0
"""Seconds without sound after which a device counts as gone; sound servers pause for up to two."""
FIRST_PATIENCE = 6.0
"""The same for one that has just been opened: some take seconds to begin."""
_KEPT = 500
"""Frames kept while the session is busy: ten seconds, then the oldest are dropped."""
NO_FRAME: Pcm = np.zeros(0, dtype=np.int16)
"""What is read where nothing has come within a tick."""

Monotonic = Callable[[], float]
"""Seconds that only go forward."""


class Alive:
    """Tells whether something that has to happen again and again still does.

    Args:
        gone: the sentence for the person if it does not.
    """

    def __init__(self, gone: str, clock: Monotonic = time.monotonic) -> None:
        self._gone, self._clock = gone, clock
        self._last = clock()
        self._patience = FIRST_PATIENCE
        self._stopped = False

    def begin(self) -> None:
        """From now on it has to happen; the first time may take a little longer."""
        self._last, self._patience = self._clock(), FIRST_PATIENCE

    def beat(self) -> None:
        """It happened. May be called from any thread."""
        self._last, self._patience = self._clock(), PATIENCE

    def stop(self) -> None:
        """The system itself says that it will not happen again."""
        self._stopped = True

    def check(self) -> None:
        """Raise DeviceLost if it stopped, or has not happened for too long."""
        if self._stopped or self._clock() - self._last > self._patience:
            raise DeviceLost(self._gone)


class FrameQueue:
    """Sound of any length goes in, frames of one length come out."""

    def __init__(self, clock: Monotonic = time.monotonic) -> None:
        self._frames: queue.Queue[Pcm] = queue.Queue(_KEPT)
        self._rest = np.zeros(0, dtype=np.int16)
        self.alive = Alive(
            "The microphone gives no sound any more. Check that it is plugged in, then start again.", clock
        )

    def put(self, data: bytes) -> None:
        """Called by the device; never waits."""
        self.alive.beat()
        sound = np.concatenate([self._rest, np.frombuffer(data, dtype=np.int16)])
        whole = len(sound) // FRAME * FRAME
        self._rest = sound[whole:]
        for frame in sound[:whole].reshape(-1, FRAME):
            try:
                self._frames.put_nowait(frame)
            except queue.Full:
                try:
                    self._frames.get_nowait()
                    self._frames.put_nowait(frame)
                except (queue.Empty, queue.Full):
                    pass

    def get(self) -> Pcm:
        """The next frame, waited for, but for no longer than a tick: then it is `NO_FRAME`.

        Raises:
            DeviceLost: if none has come for so long that none will.
        """
        try:
            return self._frames.get(timeout=TICK)
        except queue.Empty:
            self.alive.check()
            return NO_FRAME


class Pulled:
    """The samples a loudspeaker takes, and whether it still takes any."""

    def __init__(self, clock: Monotonic = time.monotonic) -> None:
        self._pull: Pull | None = None
        self.alive = Alive("The loudspeaker takes no sound any more. Check it, then start again.", clock)

    def start(self, pull: Pull) -> None:
        """Samples come from `pull` from now on."""
        self._pull = pull
        self.alive.begin()

    def take(self, count: int) -> Samples:
        """Called by the device."""
        self.alive.beat()
        return self._pull(count) if self._pull else np.zeros(count, dtype=np.float32)


class NoDevice(VoiceError):
    """This machine has no microphone, or no loudspeaker, at all."""


def no_microphone() -> NoDevice:
    return NoDevice("I can't find a microphone. Plug one in, or use --input with a sound file.")


def no_loudspeaker() -> NoDevice:
    return NoDevice("I can't find a loudspeaker. Plug one in, or use --output with the name of a WAV file.")


def unknown(device: str) -> VoiceError:
    return VoiceError(f'There is no sound device or file "{device}". See what there is with --devices.')


def cannot_open(name: str, code: str) -> VoiceError:
    """A device that is there and can't be used; `code` is what the library said."""
    return VoiceError(
        f"I can't use {name}. Another program may be using it, or it is not allowed here. "
        f"Close other programs that use sound and try again ({code})."
    )
