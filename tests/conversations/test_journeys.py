"""Plays the journeys through the assistant as `spinecoach chat --json` does, on a clock the test drives."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from assistant.local import LocalAssistant
from coach.clock import ManualClock
from coach.figures import known
from coach.journal import Journal
from spinecoach.machine_chat import MachineChat

JOURNEYS = YAML(typ="safe").load((Path(__file__).parent / "journeys.yml").read_text("utf-8"))
Start = Callable[[Path, ManualClock], LocalAssistant]


class Conversation:
    """One person's conversation with a process that can be killed and begun again."""

    def __init__(self, start: Start, folder: Path, given: dict[str, Any]) -> None:
        self._start, self._folder = start, folder
        self.clock = ManualClock()
        self.journal = Journal.in_folder(folder)
        if given:
            self.journal.remember("me", **given)
        self.sheet: dict[str, Any] | None = None
        self.questions = 0
        self.begin()

    def begin(self) -> None:
        self.chat = MachineChat(self._start(self._folder, self.clock), self.journal, self.clock, "me")

    def send(self, line: str) -> list[dict[str, Any]]:
        out = io.StringIO()
        self.chat.run(io.StringIO(line + "\n"), out)
        answers = [json.loads(text) for text in out.getvalue().splitlines()]
        assert answers[-1] == {"in": 1, "end": True}
        messages = answers[:-1]
        for message in messages:
            self.sheet = message["custom"].get("cue_sheet", self.sheet)
            self.questions += "ask" in message["custom"]
        return messages

    def turn(self, turn: dict[str, Any]) -> list[dict[str, Any]] | None:
        self.clock.advance(turn.get("wait", 1.0))
        if "note" in turn:
            assert self.sheet is not None
            at = next(cue["at"] for cue in self.sheet["cues"] if cue["rep"] == turn["note"])
            self.journal.note_place("me", self.sheet["id"], at, self.clock.now())
            return None
        if turn.get("restart"):
            self.begin()
            return self.send("hello")
        if "report" in turn:
            details = {name: value for name, value in turn["report"].items() if name != "name"}
            return self.send(f"/{turn['report']['name']}{json.dumps(details) if details else ''}")
        return self.send(turn["say"]) if "say" in turn else None


def check(messages: list[dict[str, Any]], expect: dict[str, Any], conversation: Conversation) -> None:
    told = [message["text"] for message in messages]
    low = "\n".join(told).lower()
    custom: dict[str, Any] = {}
    for message in messages:
        custom.update(message["custom"])
    for wanted in expect.get("all", ()):
        assert wanted.lower() in low, (wanted, told)
    if "any" in expect:
        assert any(wanted.lower() in low for wanted in expect["any"]), (expect["any"], told)
    for unwanted in expect.get("none", ()):
        assert unwanted.lower() not in low, (unwanted, told)
    if "state" in expect:
        assert custom["routine"]["state"] == expect["state"], told
    for name, value in expect.get("routine", {}).items():
        assert custom["routine"][name] == value, (name, custom["routine"], told)
    if "ask" in expect:
        assert custom.get("ask", {}).get("fact") == expect["ask"], told
    if "tier" in expect:
        assert custom["triage"]["tier"] == expect["tier"], told
    if "sheet" in expect:
        assert ("cue_sheet" in custom) is expect["sheet"], told
    if "figure" in expect:
        shown = next(message for message in messages if "figure" in message["custom"])
        figure = shown["custom"]["figure"]
        assert {name: figure[name] for name in expect["figure"]} == expect["figure"]
        assert shown["image"] == f"figures/{figure['exercise']}/{figure['variant']}/{figure['step']}.png"
        assert figure["alt"] and known(figure["exercise"], figure["variant"], figure["step"])
        assert len(shown["text"].splitlines()) <= expect.get("lines_at_most", 1)
    if "reps" in expect:
        assert expect["reps"][0] <= custom["cue_sheet"]["reps"] <= expect["reps"][1]
    if "hold" in expect:
        holds = [cue["seconds"] for cue in custom["cue_sheet"]["cues"] if cue["kind"] == "hold"]
        assert holds and all(expect["hold"][0] <= hold <= expect["hold"][1] for hold in holds)
    if "questions_at_most" in expect:
        assert conversation.questions <= expect["questions_at_most"]


@pytest.mark.parametrize("journey", JOURNEYS, ids=[journey["id"] for journey in JOURNEYS])
def test_journey(journey: dict[str, Any], start_assistant: Start, tmp_path: Path) -> None:
    conversation = Conversation(start_assistant, tmp_path, journey.get("given", {}))
    for turn in journey["turns"]:
        messages = conversation.turn(turn)
        if messages is not None:
            assert all("{" not in message["text"] for message in messages)
            check(messages, turn.get("expect", {}), conversation)
