"""How loud the room is. Where it is too loud to hear the person, this is said, and the keyboard offered."""

from __future__ import annotations

from collections import deque

import numpy as np

from voice.audio.base import TICK
from voice.dsp import Pcm

TOO_LOUD = "It is loud here, so I may not hear you well. Turn down the sound if you can. Or use the keyboard."

_SECONDS = 6.0
_EVERY = 25
"""Frames between two looks."""
_FLOOR_PERCENT = 20
"""The part of the time that is quieter than the noise: the gaps in speech show it."""
LOUD_DB = -30.0
"""Noise, in dB below full scale, that drowns a person three metres away; used until a voice was heard."""
LEAST_SNR = 6.0
"""How far, in dB, a voice must stand above the noise."""
SOFT_DB = -50.0
"""Below this a room is not loud, however soft the voice."""
_MARGIN = 6.0
"""How much, in dB, quieter a loud room must get to count as quiet."""
_LASTS = 8.0
"""Seconds that it must be loud: a kettle or a lorry is over by then."""
_QUIET_FOR = 60.0
_AGAIN = 600.0
"""Seconds after which it is said once more, if it was quiet in between."""


class RoomNoise:
    """Estimates the noise from the frames in which the coach is silent. All times on the session's clock."""

    def __init__(self) -> None:
        self._levels: deque[float] = deque(maxlen=round(_SECONDS / TICK))
        self._frames = 0
        self._voice: float | None = None
        self._loud_since: float | None = None
        self._quiet_since: float | None = None
        self._said: float | None = None

    @property
    def noise(self) -> float | None:
        """The noise in dB below full scale; None while too little was heard."""
        if len(self._levels) < self._levels.maxlen * 0.5:  # type: ignore[operator]
            return None
        return float(np.percentile(list(self._levels), _FLOOR_PERCENT))

    @property
    def snr(self) -> float | None:
        """How far the person's voice stands above the noise, in dB; None while no voice was heard."""
        noise = self.noise
        return None if noise is None or self._voice is None else self._voice - noise

    def voice_heard(self, seconds: float) -> None:
        """Words were understood that lasted so long and end about now: this is how loud the person is."""
        count = min(len(self._levels), max(10, round(seconds / TICK)))
        if count < 10:
            return
        level = float(np.percentile(list(self._levels)[-count:], 80))
        self._voice = level if self._voice is None else 0.7 * self._voice + 0.3 * level

    def accept(self, frame: Pcm, now: float, coach_speaks: bool) -> bool:
        """Take one frame. True at the moment at which the person should be told that it is too loud.

        Args:
            coach_speaks: whether the coach can be heard in the frame; such frames say nothing of the room.
        """
        if coach_speaks:
            return False
        power = float(np.mean(frame.astype(np.float64) ** 2)) / 32768**2
        self._levels.append(10 * np.log10(power + 1e-12))
        self._frames += 1
        noise = self.noise
        if self._frames % _EVERY or noise is None:
            return False
        return self._judge(noise, now)

    def _judge(self, noise: float, now: float) -> bool:
        limit = LOUD_DB if self._voice is None else max(SOFT_DB, min(LOUD_DB, self._voice - LEAST_SNR))
        if noise < limit - _MARGIN:
            self._loud_since = None
            self._quiet_since = now if self._quiet_since is None else self._quiet_since
        elif noise >= limit:
            self._loud_since = now if self._loud_since is None else self._loud_since
        lasted = self._loud_since is not None and now - self._loud_since >= _LASTS
        if not lasted or not self._may_say(now):
            return False
        self._said, self._quiet_since = now, None
        return True

    def _may_say(self, now: float) -> bool:
        if self._said is None:
            return True
        quiet = self._quiet_since is not None and (self._loud_since or now) - self._quiet_since >= _QUIET_FOR
        return quiet and now - self._said >= _AGAIN
