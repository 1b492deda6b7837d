"""What stands in for parts that a test is not about: named as what it is, used where the test says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from assistant.client import Cause, Message, ReportName
from voice.dsp import Pcm
from voice.recognisers.base import Heard, Mode

COUNTS = ("one", "two", "three", "four", "five", "six")


def cue_sheet(reps: int = 2, hold: int = 3, sheet_id: str = "s1") -> dict[str, Any]:
    """A set with a word each second and room between the words, so that each onset can be measured."""
    cues: list[dict[str, Any]] = [{"at": 0.0, "kind": "prepare", "say": "Sit tall.", "seconds": 2.0}]
    at = 2.0
    for rep in range(1, reps + 1):
        cues.append({"at": at, "kind": "move", "say": "Lean forward.", "seconds": 2.0, "rep": rep})
        at += 2.0
        for n in range(1, hold + 1):
            cues.append({"at": at, "kind": "count", "say": COUNTS[n - 1], "seconds": 1.0, "rep": rep, "n": n})
            at += 1.0
        cues.append({"at": at, "kind": "return", "say": "Back up.", "seconds": 2.0, "rep": rep})
        at += 2.0
    cues.append({"at": at, "kind": "done", "say": "And relax.", "seconds": 1.5})
    return {
        "id": sheet_id,
        "exercise": "back_flexion_sitting",
        "set": 1,
        "sets": 1,
        "reps": reps,
        "seconds": at + 1.5,
        "cues": cues,
    }


@dataclass
class StandInAssistant:
    """Not the assistant: a script of one exercise that notes what it is told."""

    sheet: dict[str, Any] = field(default_factory=cue_sheet)
    answers: dict[str, list[Message]] = field(default_factory=dict)
    told: list[tuple[Any, ...]] = field(default_factory=list)
    last_intent: str | None = None
    fails_on: str | None = None

    def greet(self, person: str) -> list[Message]:
        self.told.append(("greet", person))
        return [Message("Hello.")]

    def say(self, person: str, text: str, at: float | None = None) -> list[Message]:
        self.told.append(("say", text, at))
        words = text.casefold().strip(" .!?")
        if words == self.fails_on:
            raise ConnectionError("gone")
        self.last_intent = words.split()[0]
        if words in self.answers:
            return self.answers[words]
        if "flexion" in words:
            return [Message("Seated back bend. Sit on a chair.", custom={"routine": {"state": "ready"}})]
        if "ready" in words:
            return [Message("Here we go.", custom={"routine": {"state": "running"}, "cue_sheet": self.sheet})]
        return [Message("All right.")]

    def report(
        self, person: str, name: ReportName, at: float | None = None, cause: Cause | None = None
    ) -> list[Message]:
        self.told.append((name, at, cause))
        if name == "cue_sheet_stopped":
            return [Message("We wait.", custom={"routine": {"state": "paused"}})]
        if name == "cue_sheet_done":
            return [Message("Well done.", custom={"routine": {"state": "finished"}})]
        return []

    def close(self) -> None:
        self.told.append(("close",))

    def reports(self, name: str) -> list[tuple[Any, ...]]:
        return [entry for entry in self.told if entry[0] == name]


class ScriptedRecogniser:
    """Not a recogniser: gives words at set seconds of the input, whatever the sound is."""

    name = "script"

    def __init__(self, *heard: tuple[float, str, bool]) -> None:
        self._script = sorted(heard)
        self._taken = 0
        self.modes: list[Mode] = []

    def accept(self, frame: Pcm) -> list[Heard]:
        self._taken += len(frame)
        now = self._taken / 16000
        due = [entry for entry in self._script if entry[0] <= now]
        self._script = self._script[len(due) :]
        return [Heard(text, final, self.name, at - 0.4, at) for at, text, final in due]

    def set_mode(self, mode: Mode) -> None:
        self.modes.append(mode)

    def finish(self) -> list[Heard]:
        return []

    def restart(self) -> None:
        self._taken = 0

    def close(self) -> None:
        """Nothing is held open."""
