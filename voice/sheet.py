"""A cue sheet as it is played: checked, spoken beforehand, and laid on the stream sample by sample."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from pydantic import BaseModel, ValidationError

from voice.dsp import Samples
from voice.errors import VoiceError
from voice.mixer import Mixer, Placed

_QUICKEST = 240
"""Words a minute, to which a cue is hurried at most if it would otherwise run into the next one."""
_SPARE = 1.06
_APART = 0.05
"""Seconds of quiet before each cue, so that it is heard to begin."""
_RAMP = 0.015
_AHEAD = 0.02


class Speaks(Protocol):
    """What gives phrases as samples, as a `Synthesiser` does."""

    stream_rate: int

    @property
    def rate(self) -> int: ...

    def render(self, text: str, rate: int | None = None) -> Samples: ...


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


class Continues(BaseModel):
    """Which sheet another one goes on from: its second 0 is second `at` of the sheet `id`."""

    id: str
    at: float


class Sheet(BaseModel):
    """One set as a timeline, as in custom.cue_sheet."""

    id: str
    exercise: str = ""
    seconds: float
    cues: list[Cue]
    continues: Continues | None = None

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


def speak(sheet: Sheet, synthesiser: Speaks) -> SpokenSheet:
    """Make every sound of the sheet before it starts, each short enough not to run into the next.

    Raises:
        VoiceError: if the speech engine fails.
    """
    clips = []
    for cue, following in zip(sheet.cues, [*sheet.cues[1:], None], strict=True):
        seconds = following.at - cue.at if following else float("inf")
        clips.append(_fitting(_phrase(cue, following), seconds, synthesiser))
    return SpokenSheet(sheet, clips)


def _phrase(cue: Cue, following: Cue | None) -> str:
    """What is spoken. A comma keeps the voice up after a count, as in a row; only the last one falls."""
    counted = cue.kind == following.kind == "count" if following else False
    return f"{cue.say}," if counted and cue.say[-1:].isalnum() else cue.say


def _fitting(say: str, seconds: float, synthesiser: Speaks) -> Samples:
    room = max(0.0, seconds - _APART) * synthesiser.stream_rate
    clip = synthesiser.render(say)
    rate = synthesiser.rate
    while len(clip) > room and rate < _QUICKEST:
        rate = min(_QUICKEST, max(rate + 10, 10 * round(rate * _SPARE * len(clip) / max(room, 1) / 10)))
        clip = synthesiser.render(say, rate)
    if len(clip) <= room:
        return clip
    clip = clip[: int(room)].copy()
    ramp = min(len(clip), int(_RAMP * synthesiser.stream_rate))
    clip[len(clip) - ramp :] *= np.linspace(1, 0, ramp, dtype=np.float32)
    return clip


def _identity(cue: Cue) -> tuple[str, int | None, int | None]:
    """What makes a cue the same one in a sheet and in the sheet that continues it."""
    return cue.kind, cue.rep, cue.n


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
        playing._lay(list(zip(spoken.sheet.cues, spoken.clips, strict=True)), mixer)
        return playing

    def go_on(self, spoken: SpokenSheet, mixer: Mixer) -> PlayingSheet:
        """Let a sheet that continues this one take its place: what was said stays said, the rest is new.

        Where the answer took so long that some of its cues were said at their old times, all of it moves, so
        that the next one comes a step of the new pace after the last one said.
        """
        assert spoken.sheet.continues is not None
        stays = [placed for placed in self.placed if not mixer.withdraw(placed)]
        said = {_identity(placed.label.cue): placed.start for placed in stays}
        start = self.start + round(spoken.sheet.continues.at * self.rate)
        cues = [
            (cue, clip)
            for cue, clip in zip(spoken.sheet.cues, spoken.clips, strict=True)
            if _identity(cue) not in said
        ]
        before = [cue for cue in spoken.sheet.cues if _identity(cue) in said]
        if before:
            start = said[_identity(before[-1])] - round(before[-1].at * self.rate)
        if cues:
            soonest = mixer.position + round(_AHEAD * self.rate)
            start += max(0, soonest - (start + round(cues[0][0].at * self.rate)))
        playing = PlayingSheet(spoken.sheet, start, self.rate, stays, self.started, self.rep)
        playing._lay(cues, mixer)
        return playing

    def _lay(self, cues: list[tuple[Cue, Samples]], mixer: Mixer) -> None:
        for cue, clip in cues:
            at = self.start + round(cue.at * mixer.rate)
            self.placed.append(mixer.schedule(clip, at, CueLabel(cue, at / mixer.rate)))

    def speak_anew(self, spoken: SpokenSheet, mixer: Mixer) -> None:
        """Say what is still to come in another manner: each cue at its time."""
        clips = {_identity(cue): clip for cue, clip in zip(spoken.sheet.cues, spoken.clips, strict=True)}
        for placed in self.placed:
            clip = clips.get(_identity(placed.label.cue))
            if clip is not None:
                mixer.exchange(placed, clip)

    @property
    def end(self) -> int:
        return self.start + round(self.sheet.seconds * self.rate)

    def at(self, position: int) -> float:
        """Seconds into the sheet, never outside it."""
        return round(min(max(0.0, (position - self.start) / self.rate), self.sheet.seconds), 3)
