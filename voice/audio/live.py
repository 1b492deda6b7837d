"""What both device libraries share: frames that arrive on a thread of theirs, and silence that is told."""

from __future__ import annotations

import queue

import numpy as np

from voice.audio.base import FRAME
from voice.dsp import Pcm
from voice.errors import DeviceLost, VoiceError

_PATIENCE = 3.0
"""Seconds without a frame after which the microphone counts as gone."""
_KEPT = 500
"""Frames kept while the session is busy: ten seconds, then the oldest are dropped."""


class FrameQueue:
    """Sound of any length goes in, frames of one length come out."""

    def __init__(self) -> None:
        self._frames: queue.Queue[Pcm] = queue.Queue(_KEPT)
        self._rest = np.zeros(0, dtype=np.int16)

    def put(self, data: bytes) -> None:
        """Called by the device; never waits."""
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
        """The next frame, waited for.

        Raises:
            DeviceLost: if none comes.
        """
        try:
            return self._frames.get(timeout=_PATIENCE)
        except queue.Empty:
            raise DeviceLost(
                "The microphone gives no sound any more. Check that it is plugged in, then start again."
            ) from None


def no_microphone() -> VoiceError:
    return VoiceError("I can't find a microphone. Plug one in, or use --input with a sound file.")


def no_loudspeaker() -> VoiceError:
    return VoiceError("I can't find a loudspeaker. Plug one in, or use --output with the name of a WAV file.")


def unknown(device: str) -> VoiceError:
    return VoiceError(f'There is no sound device or file "{device}". See what there is with --devices.')


def cannot_open(name: str, code: str) -> VoiceError:
    """A device that is there and can't be used; `code` is what the library said."""
    return VoiceError(
        f"I can't use {name}. Another program may be using it, or it is not allowed here. "
        f"Close other programs that use sound and try again ({code})."
    )
