"""People in several places of one home, each with a player of its own, over one coach and one journal.

The places with a name in `open` hear at once of what is done elsewhere, as through the server; the others
share only the journal and the conversations, as processes with one data folder do.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from coach import library, triage
from coach.clock import ManualClock
from coach.conversation import Coach, Message, Turn
from coach.journal import Journal
from coach.understand import command, extract
from tests.unit.conversation.person import KNOWN


@dataclass
class Player:
    """Not a player: keeps the time of one sheet, and does what every player must."""

    sheet: dict[str, Any] | None = None
    began: float = 0.0
    rep: int | None = None

    @property
    def counting(self) -> bool:
        return self.sheet is not None


@dataclass
class Place:
    person: str
    player: Player = field(default_factory=Player)
    begun: bool = False
    heard: list[str] = field(default_factory=list)


class Household:
    """Talks in places; `says` answers with the words of the coach there."""

    def __init__(self, *open_places: str, **known: dict[str, Any]) -> None:
        self.clock, self.journal = ManualClock(), Journal()
        self.open = set(open_places)
        for name, profile in known.items():
            self.journal.remember(name, **{**KNOWN, **profile})
        self.coach = Coach(self.journal, self.clock, library.load(), triage.load())
        self.states: dict[str, Any] = {}
        self.places: dict[str, Place] = {}
        self.messages: list[Message] = []

    def at(self, place: str, person: str = "ann") -> Place:
        return self.places.setdefault(place, Place(person))

    def opens(self, place: str, person: str = "ann") -> str:
        """A process begins there: whatever played there before is dead."""
        here = self.places[place] = Place(person, begun=True)
        return self._turn(place, Turn(here.person, intent="greet", opened=True, place=place))

    def dies(self, place: str) -> None:
        """Without a word, as at a power cut."""
        self.places.pop(place)
        self.open.discard(place)

    def says(self, place: str, text: str, intent: str = "", after: float = 1.0) -> str:
        self.waits(after)
        here = self.at(place)
        found = {one.entity: one.value for one in extract(text)}
        begins = "exercise" in found and text.startswith("start ")
        named = intent or command(text) or ("start_exercise" if begins else "nlu_fallback")
        first, here.begun = not here.begun, True
        at = self.clock.monotonic() - here.player.began if here.player.counting else None
        turn = Turn(here.person, text, named, found, at=at, place=place, opened=first)
        return self._turn(place, turn)

    def reports(self, place: str, name: str, **details: Any) -> str:
        report = {"name": name, **details}
        return self._turn(place, Turn(self.at(place).person, report=report, place=place))

    def waits(self, seconds: float) -> None:
        """Time passes, and the players go on: a second at a time, so that they take turns."""
        until = self.clock.monotonic() + seconds
        while self.clock.monotonic() < until:
            self.clock.advance(min(1.0, until - self.clock.monotonic()))
            for place in list(self.places):
                self._tick(place)

    def in_a_set(self, place: str, person: str = "ann") -> Household:
        self.at(place, person)
        self.says(place, "start seated flexion")
        self.says(place, "ready")
        assert self.places[place].player.counting
        return self

    @property
    def counting(self) -> list[str]:
        """The places that count now."""
        return [place for place, here in self.places.items() if here.player.counting]

    def plays(self, place: str) -> dict[str, Any]:
        sheet = self.places[place].player.sheet
        assert sheet is not None
        return sheet

    def phase(self, person: str = "ann") -> str:
        return str(self.states[person]["routine"]["phase"])

    def _tick(self, place: str) -> None:
        player, person = self.places[place].player, self.places[place].person
        if player.sheet is None:
            return
        at = self.clock.monotonic() - player.began
        for cue in player.sheet["cues"]:
            if cue["rep"] is not None and cue["at"] <= at and cue["rep"] > (player.rep or 0):
                player.rep = cue["rep"]
                if not self.journal.keep_place(person, player.sheet["id"], cue["at"], self.clock.now()):
                    player.sheet = None
                    return
        if at >= player.sheet["seconds"]:
            sheet, player.sheet = player.sheet, None
            if self.journal.keep_place(person, sheet["id"], at, self.clock.now()):
                self.reports(place, "cue_sheet_done")

    def _turn(self, place: str, turn: Turn) -> str:
        others = tuple(one for one in self.open if one != place and self.places.get(one))
        mine = tuple(one for one in others if self.places[one].person == turn.person)
        turn = Turn(**{**turn.__dict__, "open": mine})
        outcome = self.coach.turn(self.states.get(turn.person), turn)
        self.states[turn.person] = json.loads(json.dumps(outcome.state))
        self.messages = list(outcome.messages)
        said = " ".join(one.text for one in outcome.messages)
        for one in mine:
            self._take(one, self.messages)
        self._take(place, self.messages)
        self.places[place].heard.append(said)
        customs = [one.custom or {} for one in outcome.messages]
        newcomer = next((one["person"] for one in customs if one.get("person")), None)
        if newcomer is not None:
            self.places[place].person = newcomer
            greeting = Turn(newcomer, intent="greet", opened=True, place=place, arrived=True)
            said = f"{said} {self._turn(place, greeting)}"
        return said

    def _take(self, place: str, messages: list[Message]) -> None:
        """What every player does with an answer."""
        player, customs = self.places[place].player, [one.custom or {} for one in messages]
        told = [one["player"] for one in customs if one.get("player")]
        sheets = [one["cue_sheet"] for one in customs if "cue_sheet" in one]
        state = next((one["routine"]["state"] for one in reversed(customs) if "routine" in one), None)
        if told and told[-1] != place:
            player.sheet = None
        elif sheets:
            player.sheet, player.began, player.rep = sheets[-1], self.clock.monotonic(), None
        elif state not in (None, "running", "resting"):
            player.sheet = None
