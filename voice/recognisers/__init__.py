"""Speech to words: engines behind one small interface."""

from voice.recognisers.base import Heard, Mode, Recogniser
from voice.recognisers.choose import choose

__all__ = ["Heard", "Mode", "Recogniser", "choose"]
