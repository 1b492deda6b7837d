"""A second look at each sound that begins, because a detector that has listened long grows dull.

Silero remembers what came before. After seconds of quiet it needs more to be convinced, and a soft or
distant "stop" slips by. So when the loudness rises, a detector without memory looks at the last quarter of
a second and what follows, at an even loudness. It runs only then, so it costs next to nothing in quiet.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

import numpy as np

from voice.dsp import Samples

RISE_DB = 8.0
"""How far above the quiet of the last seconds a sound must come to be looked at."""
LOOK_BACK = 8
"""Windows before the rise that are looked at as well: a word begins softer than it goes on."""
_LOOKED_AT = 31
"""Windows that one look lasts: about a second."""
_SURE = 0.5
_OFTEN = 3
"""Windows that must be speech; a knock or a cough is shorter."""
_REMEMBERED = 96
"""Windows from which the quiet is taken: about three seconds."""
_LOUD, _FULL, _MOST_GAIN = 0.3, 0.7, 30.0


class Detector(Protocol):
    """How likely it is that a window is speech."""

    def __call__(self, window: Samples) -> float: ...

    def reset(self) -> None: ...


class SecondLook:
    """Looks at beginnings only. `began` is true from the moment at which speech is found."""

    def __init__(self, make: Callable[[], Detector]) -> None:
        self._detector = make()
        self._levels: deque[float] = deque(maxlen=_REMEMBERED)
        self._last: deque[Samples] = deque(maxlen=LOOK_BACK)
        self._left = 0
        self.found = 0
        """Windows of this look that were speech."""
        self._gain = 1.0

    def __call__(self, window: Samples, speaking: bool) -> float:
        """The chance that this window is speech, 0 where there is no need to look.

        Args:
            speaking: whether an utterance is under way; a look that found it goes on to its end.
        """
        level = 10 * np.log10(float(np.mean(window * window)) + 1e-10)
        self._levels.append(level)
        if self._left == 0 and not speaking and self._rises(level):
            self._begin()
        chance = 0.0
        if self._left > 0:
            chance = self._look(window)
            self._left = self._left if speaking and self.began else self._left - 1
        self._last.append(window)
        return chance

    @property
    def began(self) -> bool:
        return self._left > 0 and self.found >= _OFTEN

    def over(self) -> None:
        """The utterance has ended."""
        self._left = self.found = 0

    def _rises(self, level: float) -> bool:
        quiet = float(np.percentile(list(self._levels), 20))
        return len(self._last) == LOOK_BACK and level > quiet + RISE_DB

    def _begin(self) -> None:
        self._detector.reset()
        self._left, self.found = _LOOKED_AT, 0
        peak = max(float(np.abs(window).max()) for window in self._last)
        self._gain = min(_MOST_GAIN, _LOUD / max(peak, 1e-4))
        for window in self._last:
            self._detector(window * np.float32(self._gain))

    def _look(self, window: Samples) -> float:
        self._gain = min(self._gain, _FULL / max(float(np.abs(window).max()), 1e-4))
        chance = self._detector(window * np.float32(self._gain))
        self.found += chance >= _SURE
        return chance
