"""Devices that go away and come back at set seconds of a session in virtual time."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from coach.clock import ManualClock
from tests.voice.stand_in import ScriptedRecogniser, StandInAssistant
from voice.audio.base import FRAME, OUTPUT_RATE, TICK, Pull, find
from voice.audio.live import no_loudspeaker, no_microphone, unknown
from voice.dsp import Pcm, Samples
from voice.errors import DeviceLost
from voice.options import VoiceOptions
from voice.run import run_session

Spans = list[tuple[float, float]]
FOR_GOOD = 1e9


class LooseDevices:
    """Not devices: a microphone with nobody at it, a loudspeaker that is written down.

    Args:
        deaf, mute: from when to when, in seconds, the microphone and the loudspeaker are away.
    """

    name = "loose devices"

    def __init__(self, clock: ManualClock, deaf: Spans, mute: Spans, end: float) -> None:
        self.clock, self.deaf, self.mute, self.end = clock, deaf, mute, end
        self.asked: list[tuple[str, str | None, float]] = []
        self.played: list[Samples] = []

    def away(self, spans: Spans) -> bool:
        return any(start <= self.clock.monotonic() < end for start, end in spans)

    def inputs(self) -> list[str]:
        return [] if self.away(self.deaf) else ["Desk microphone", "Headset"]

    def outputs(self) -> list[str]:
        return [] if self.away(self.mute) else ["Desk speaker"]

    def usual(self) -> tuple[int | None, int | None]:
        return 0, 0

    def refresh(self) -> None:
        """It looks each time."""

    def open_input(self, device: str | None) -> Any:
        self.asked.append(("in", device, self.clock.monotonic()))
        if self.away(self.deaf):
            raise no_microphone()
        number = 0 if device is None else find(device, self.inputs())
        if number is None:
            raise unknown(str(device))
        return _In(self, self.inputs()[number])

    def open_output(self, device: str | None) -> Any:
        self.asked.append(("out", device, self.clock.monotonic()))
        if self.away(self.mute):
            raise no_loudspeaker()
        return _Out(self)


class _In:
    live = False

    def __init__(self, devices: LooseDevices, name: str) -> None:
        self.name = name
        self._devices = devices

    def read(self) -> Pcm | None:
        if self._devices.away(self._devices.deaf):
            raise DeviceLost("gone")
        if self._devices.clock.monotonic() > self._devices.end:
            return None
        return np.zeros(FRAME, dtype=np.int16)

    def close(self) -> None:
        """Nothing is held open."""


class _Out:
    live, rate, name = False, OUTPUT_RATE, "Desk speaker"

    def __init__(self, devices: LooseDevices) -> None:
        self._devices = devices
        self._pull: Pull | None = None

    def start(self, pull: Pull) -> None:
        self._pull = pull

    def pump(self) -> None:
        if self._devices.away(self._devices.mute):
            raise DeviceLost("gone")
        assert self._pull is not None
        self._devices.played.append(self._pull(round(OUTPUT_RATE * TICK)))

    def close(self) -> None:
        """Nothing is held open."""


class ScriptedKeys:
    """Not a keyboard: gives words at set seconds."""

    typing: str | None = None

    def __init__(self, clock: ManualClock, *pressed: tuple[float, str], there: bool = True) -> None:
        self.there = there
        self._clock, self._pressed = clock, sorted(pressed)

    def read(self) -> list[str]:
        due = [words for at, words in self._pressed if at <= self._clock.monotonic()]
        self._pressed = self._pressed[len(due) :]
        return due


@dataclass
class Held:
    """What came of a session."""

    status: int
    events: list[dict[str, Any]]
    told: list[str]
    assistant: StandInAssistant
    devices: LooseDevices
    notes: list[tuple[str, str, float]] = field(default_factory=list)

    def of(self, name: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == name]

    def said(self) -> list[str]:
        return [event["text"] for event in self.of("say")]

    def states(self) -> list[tuple[str, str]]:
        return [(event["which"], event["state"]) for event in self.of("device")]

    @property
    def begin(self) -> float:
        """The second at which the first set began."""
        return float(self.of("cue")[0]["due"])


def hold(
    folder: Path,
    *heard: tuple[float, str, bool],
    deaf: Spans | None = None,
    mute: Spans | None = None,
    keys: tuple[tuple[float, str], ...] | None = None,
    seconds: float = 20.0,
    assistant: StandInAssistant | None = None,
    recogniser: Any = None,
    clock: ManualClock | None = None,
    note: Any = None,
    **more: Any,
) -> Held:
    """Hold a session on loose devices, to the end of which the person hears `heard` and presses `keys`."""
    clock = clock or ManualClock()
    devices = LooseDevices(clock, deaf or [], mute or [], seconds)
    assistant = assistant or StandInAssistant()
    seen: list[dict[str, Any]] = []
    told: list[str] = []
    notes: list[tuple[str, str, float]] = []
    options = {name: more.pop(name) for name in ("input", "output", "events", "after_input") if name in more}
    status = run_session(
        VoiceOptions(person="ann", data_dir=folder, **options),
        assistant,
        clock=clock,
        devices=devices,
        recogniser=recogniser or ScriptedRecogniser(*heard),
        on_event=seen.append,
        on_position=note or (lambda *where: notes.append(where)),
        tell=told.append,
        **({"keys": ScriptedKeys(clock, *keys)} if keys is not None else {}),
        **more,
    )
    return Held(status, seen, told, assistant, devices, notes)
