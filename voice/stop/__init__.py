"""The way from the word "stop" to silence that no model of the assistant and no recogniser stands in."""

from voice.stop.base import Spotted, Spotter
from voice.stop.spotter import OwnSpotter

__all__ = ["OwnSpotter", "Spotted", "Spotter"]
