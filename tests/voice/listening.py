"""Lets a recogniser listen to a sound as it would in a session: frame by frame, to its end."""

from __future__ import annotations

from voice.audio.base import FRAME
from voice.dsp import Samples, to_pcm
from voice.recognisers.base import Heard, Recogniser


def hear(recogniser: Recogniser, sound: Samples) -> list[Heard]:
    """All that is heard in the sound, which is at 16 kHz."""
    pcm = to_pcm(sound)
    heard: list[Heard] = []
    for start in range(0, len(pcm) - FRAME + 1, FRAME):
        heard += recogniser.accept(pcm[start : start + FRAME])
    return heard + recogniser.finish()
