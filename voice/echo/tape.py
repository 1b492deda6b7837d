"""What was given out, kept at the microphone's rate until the microphone's frames come for it."""

from __future__ import annotations

import threading
from collections import deque

import numpy as np

from voice.audio.base import FRAME, INPUT_RATE
from voice.dsp import Pcm, Samples, to_pcm
from voice.stream import StreamResampler

_WATCHED = 100
"""Frames over which too much on the tape has to be there all the time before it counts as too much."""
_KEPT = 500
"""Frames kept at most: as many as wait for a session that is busy, so that both stay in step meanwhile."""


class Tape:
    """One clock for playing and recording: for each frame heard, the frame given out meanwhile.

    The loudspeaker's thread puts in, the session takes out. Both go at the same pace, but not evenly, and two
    devices' clocks drift apart. Only whole frames are left out or put in between, and seldom.
    """

    def __init__(self, rate: int) -> None:
        self._slow = StreamResampler(rate, INPUT_RATE)
        self._lock = threading.Lock()
        self._sound: Samples = np.zeros(0, dtype=np.float32)
        self._spare: deque[int] = deque(maxlen=_WATCHED)

    def put(self, samples: Samples) -> None:
        """Given out just now, at the mixer's rate."""
        slow = self._slow(samples)
        with self._lock:
            self._sound = np.concatenate([self._sound, slow])[-_KEPT * FRAME :]

    def take(self) -> Pcm:
        """What was given out while the microphone's next frame came in; silence if nothing was."""
        with self._lock:
            if len(self._sound) < FRAME:
                self._spare.clear()
                return np.zeros(FRAME, dtype=np.int16)
            frame, self._sound = self._sound[:FRAME], self._sound[FRAME:]
            self._spare.append(len(self._sound) // FRAME)
            if len(self._spare) == _WATCHED and min(self._spare):
                self._sound = self._sound[min(self._spare) * FRAME :]
                self._spare.clear()
        return to_pcm(frame)
