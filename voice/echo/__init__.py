"""The coach's own voice is taken out of what is heard, so that it hears "stop" over itself."""

from __future__ import annotations

from voice.echo.base import EchoCanceller
from voice.echo.choose import choose_canceller
from voice.echo.ear import CleanEar

__all__ = ["CleanEar", "EchoCanceller", "choose_canceller"]
