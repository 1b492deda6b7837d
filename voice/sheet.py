"""A cue sheet as it is played: checked, spoken beforehand, and laid on the stream sample by sample."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pydantic import BaseModel, ValidationError

from voice.dsp import Samples
from voice.errors import VoiceError
from voice.mixer import Mixer, Placed
from voice.speech import Synthesiser

_QUICKER = (1.0, 1.2, 1.4)
"""How much faster a cue is spoken, if it would otherwise run into the next one."""
_RAMP = 0.015


class Cue(BaseModel):
    """One thing to say; `at` and `seconds` count from the start of the sheet."""

    at: float
    kind: str
    say: str = ""
    seconds: float = 0.0
    rep: int | None = None
    n: int | None = None

    class Config:
        allow_mutation = False


class Sheet(BaseModel):
    """One set as a timeline, as in custom.cue_sheet."""

    id: str
    exercise: str = ""
    seconds: float
    cues: list[Cue]

    class Config:
        allow_mutation = False


def parse(raw: dict[str, Any]) -> Sheet:
    """Check what the assistant sent.

    Raises:
        VoiceError: if it is not a cue sheet.
    """
    try:
        sheet = Sheet.parse_obj(raw)
    except ValidationError as error:
        where = error.errors()[0]["loc"]
        raise VoiceError(f"The assistant sent a set that can't be played: {where}.") from error
    return sheet.copy(update={"cues": sorted(sheet.cues, key=lambda cue: cue.at)})


@dataclass(frozen=True)
class SpokenSheet:
    """A sheet with the sound of each of its cues."""

    sheet: Sheet
    clips: list[Samples]


def speak(sheet: Sheet, synthesiser: Synthesiser) -> SpokenSheet:
    """Make every sound of the sheet before it starts, each short enough not to run into the next.

    Raises:
        VoiceError: if the speech engine fails.
    """
    clips = []
    ends = [cue.at for cue in sheet.cues[1:]] + [float("inf")]
    for cue, end in zip(sheet.cues, ends, strict=True):
        clips.append(_fitting(cue.say, end - cue.at, synthesiser))
    return SpokenSheet(sheet, clips)


def _fitting(say: str, seconds: float, synthesiser: Synthesiser) -> Samples:
    clip: Samples = np.zeros(0, dtype=np.float32)
    for quicker in _QUICKER:
        clip = synthesiser.render(say, round(synthesiser.rate * quicker))
        if len(clip) <= seconds * synthesiser.stream_rate:
            return clip
    clip = clip[: int(seconds * synthesiser.stream_rate)].copy()
    ramp = min(len(clip), int(_RAMP * synthesiser.stream_rate))
    clip[len(clip) - ramp :] *= np.linspace(1, 0, ramp, dtype=np.float32)
    return clip


@dataclass(frozen=True)
class CueLabel:
    """What the mixer carries with a cue's sound."""

    cue: Cue
    due: float


@dataclass
class PlayingSheet:
    """A sheet on the stream; `start` is the sample of its second 0."""

    sheet: Sheet
    start: int
    rate: int
    placed: list[Placed] = field(default_factory=list)
    started: bool = False
    rep: int | None = None

    @classmethod
    def lay(cls, spoken: SpokenSheet, mixer: Mixer, start: int) -> PlayingSheet:
        """Put each cue on exactly its sample: the sheet's start and the cue's `at`."""
        playing = cls(spoken.sheet, start, mixer.rate)
        for cue, clip in zip(spoken.sheet.cues, spoken.clips, strict=True):
            at = start + round(cue.at * mixer.rate)
            playing.placed.append(mixer.schedule(clip, at, CueLabel(cue, at / mixer.rate)))
        return playing

    @property
    def end(self) -> int:
        return self.start + round(self.sheet.seconds * self.rate)

    def at(self, position: int) -> float:
        """Seconds into the sheet, never outside it."""
        return round(min(max(0.0, (position - self.start) / self.rate), self.sheet.seconds), 3)
