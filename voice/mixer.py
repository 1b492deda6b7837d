"""One output stream, mixed here, so that a word falls on its sample and silence comes at once.

The mixer's clock is the number of samples it has given out. It is the clock of the session: with a
device it runs as the device takes sound, with a file as fast as the machine can.
"""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from voice.dsp import Samples

FADE_SECONDS = 0.015
"""How long a sound that is cut takes to die away: short enough to be at once, long enough not to click."""

DUCKED = 0.25
"""How loud the coach is while somebody talks over it: 12 dB down."""
_DUCK_SECONDS = 0.03
_RISE_SECONDS = 0.3


@dataclass
class Placed:
    """A sound at its place on the stream; `start` and `end` in samples from the stream's beginning."""

    samples: Samples
    start: int
    label: Any = None
    cancelled: bool = False
    began: bool = False
    fade_from: int | None = field(default=None, repr=False)

    @property
    def end(self) -> int:
        return self.start + len(self.samples)


class Mixer:
    """Places sounds on a stream and gives the stream out block by block. Safe to use from two threads."""

    def __init__(self, rate: int, fade: float = FADE_SECONDS) -> None:
        self.rate = rate
        self._fade = max(1, int(rate * fade))
        self._lock = threading.Lock()
        self._order = itertools.count()
        self._waiting: list[tuple[int, int, Placed]] = []
        self._sounding: list[Placed] = []
        self._begun: list[Placed] = []
        self._position = 0
        self._level = self._wanted = 1.0
        self.listener: Callable[[Samples], None] | None = None
        """Is given every block as it is given out, on the thread that takes it."""

    @property
    def position(self) -> int:
        """Samples given out so far."""
        return self._position

    @property
    def now(self) -> float:
        """Seconds given out so far."""
        return self._position / self.rate

    @property
    def level(self) -> float:
        """How loud the stream is at this moment: 1, or less while somebody talks over the coach."""
        return self._level

    def schedule(self, samples: Samples, at: int, label: Any = None) -> Placed:
        """Put a sound on the stream at sample `at`; one that is late begins with the next block."""
        with self._lock:
            placed = Placed(samples, max(at, self._position), label)
            heapq.heappush(self._waiting, (placed.start, next(self._order), placed))
            return placed

    def cancel(self, placed: Placed) -> None:
        """Take one sound off the stream; if it sounds already it fades."""
        with self._lock:
            self._cut(placed)

    def withdraw(self, placed: Placed) -> bool:
        """Take a sound off the stream if it has not begun; False if it has, and then it goes on."""
        with self._lock:
            if not placed.began:
                self._cut(placed)
            return not placed.began

    def exchange(self, placed: Placed, samples: Samples) -> None:
        """Give a sound that has not begun another form, at the same time; a muted one stays silent."""
        with self._lock:
            if not placed.began and len(placed.samples):
                placed.samples = samples

    def mute(self, placed: Placed) -> None:
        """Take the sound out of one that has not begun; it still begins, at its time, without a sound."""
        with self._lock:
            if not placed.began:
                placed.samples = placed.samples[:0]

    def flush(self) -> int:
        """Silence: what sounds fades out, what waits never sounds.

        Returns:
            the sample from which on there is nothing to be heard.
        """
        with self._lock:
            audible = [placed for placed in self._sounding if placed.end > self._position]
            for placed in [*self._sounding, *(entry[2] for entry in self._waiting)]:
                self._cut(placed)
            self._waiting.clear()
            return self._position + (self._fade if audible else 0)

    def duck(self, down: bool) -> None:
        """Speak softer from the next sample on, or as loud as before; what is due when stays as it is."""
        with self._lock:
            self._wanted = DUCKED if down else 1.0

    def begun(self) -> list[Placed]:
        """The sounds that began since this was last asked, in the order of their beginning."""
        with self._lock:
            begun, self._begun = self._begun, []
            return begun

    def audible(self) -> list[Placed]:
        """What sounds at this moment."""
        with self._lock:
            return [placed for placed in self._sounding if not placed.cancelled]

    def waiting(self) -> list[Placed]:
        """What has yet to begin, the earliest first."""
        with self._lock:
            return [
                entry[2]
                for entry in sorted(self._waiting, key=lambda entry: entry[:2])
                if not entry[2].cancelled
            ]

    @property
    def quiet(self) -> bool:
        """True if nothing sounds and nothing waits."""
        return not self.audible() and not self.waiting()

    def render(self, count: int) -> Samples:
        """The next `count` samples of the stream."""
        with self._lock:
            start, end = self._position, self._position + count
            while self._waiting and self._waiting[0][0] < end:
                placed = heapq.heappop(self._waiting)[2]
                if not placed.cancelled:
                    placed.began = True
                    self._begun.append(placed)
                    self._sounding.append(placed)
            block = np.zeros(count, dtype=np.float32)
            for placed in self._sounding:
                self._add(block, placed, start, end)
            self._sounding = [placed for placed in self._sounding if self._until(placed) > end]
            self._position = end
            block = np.clip(self._at_level(block), -1, 1)
            if self.listener is not None:
                self.listener(block)
            return block

    def _at_level(self, block: Samples) -> Samples:
        """The block as loud as it is to be, on a ramp towards it: quickly down, slowly up."""
        if self._level == self._wanted == 1.0:
            return block
        seconds = _DUCK_SECONDS if self._wanted < self._level else _RISE_SECONDS
        step = (1 - DUCKED) / (seconds * self.rate) * (1 if self._wanted > self._level else -1)
        ramp = self._level + step * np.arange(1, len(block) + 1, dtype=np.float32)
        low, high = sorted((self._level, self._wanted))
        ramp = np.clip(ramp, low, high)
        if len(ramp):
            self._level = float(ramp[-1])
        ducked: Samples = (block * ramp).astype(np.float32)
        return ducked

    def _cut(self, placed: Placed) -> None:
        if placed.cancelled:
            return
        placed.cancelled = True
        if placed.began:
            placed.fade_from = self._position

    def _until(self, placed: Placed) -> int:
        return placed.end if placed.fade_from is None else min(placed.end, placed.fade_from + self._fade)

    def _add(self, block: Samples, placed: Placed, start: int, end: int) -> None:
        first, last = max(start, placed.start), min(end, self._until(placed))
        if last <= first:
            return
        part = placed.samples[first - placed.start : last - placed.start]
        if placed.fade_from is not None:
            passed = np.arange(first, last, dtype=np.float32) - placed.fade_from
            part = part * (1 - passed / self._fade)
        block[first - start : last - start] += part
