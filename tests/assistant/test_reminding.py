"""Reminders are brought: to the place that was chosen, at their time, once, and not into an exercise."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest

from assistant.client import Message
from assistant.live import Live
from assistant.local import load_agent, open_coach
from assistant.reminding import LOOK_EVERY, Reminding
from assistant.settings import Settings
from assistant.train import ensure_model
from coach.clock import ManualClock
from coach.conversation import Message as Said
from coach.conversation import reminded
from coach.conversation.dialogue import Ask, Dialogue
from coach.journal import Journal, JournalError
from coach.language import SPANISH, spoken_language
from coach.pairing import Pairing
from coach.reminders import DAYS, Reminders
from coach.routine.state import Item, RoutineState

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.utc)
KNOWN = {"zone": "Europe/London", "consent": 1.0, "region": "uk", "screened": 4e9}


class Reached:
    """Stands in for the places of people: keeps what was sent there; `deaf` are those that get nothing."""

    def __init__(self, *opened: str) -> None:
        self.opened, self.deaf = list(opened), set[str]()
        self.sent: list[tuple[str, Message]] = []
        self.state = Dialogue()

    async def send(self, place: str, unasked: list[Message]) -> bool:
        if place in self.deaf:
            return False
        self.sent += [(place, message) for message in unasked]
        return True

    async def dialogue(self, person: str) -> Dialogue:
        return self.state

    def places(self, person: str) -> list[str]:
        return self.opened


class House:
    """A journal, a clock and a server that brings reminders."""

    def __init__(self, *opened: str, to: str | None = None) -> None:
        self.clock, self.journal, self.live = ManualClock(MONDAY), Journal(), Reached(*opened)
        self.journal.remember("ann", **KNOWN)
        self.reminders = Reminders(self.journal, self.clock)
        self.reminders.keep("ann", "09:00", DAYS, to)
        self.server = Reminding(self.journal, self.clock, self.live)

    def after(self, seconds: float) -> int:
        self.clock.advance(seconds)
        return asyncio.run(self.server.look())

    @property
    def places(self) -> list[str]:
        return [place for place, _ in self.live.sent]


def test_it_comes_with_its_three_answers() -> None:
    house = House("page:1")
    assert house.after(3599) == 0 and house.after(1) == 1 and house.after(60) == 0
    [(place, message)] = house.live.sent
    assert place == "page:1" and "time for your exercises" in message.text
    assert [button["title"] for button in message.buttons] == ["Now", "Later", "Not today"]


def test_it_comes_in_the_persons_own_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminded, "message", lambda: Said(spoken_language()))
    house = House("page:1")
    house.journal.remember("ann", language=SPANISH)
    house.after(3600)
    assert [message.text for _, message in house.live.sent] == [SPANISH]


def test_it_comes_to_the_kind_of_place_that_was_chosen() -> None:
    house = House("page:1", "speaker", to="telegram")
    Pairing(house.journal, house.clock).settle("telegram:7", "ann")
    house.after(3600)
    assert house.places == ["telegram:7"]


def test_without_a_choice_it_comes_where_the_person_is_else_where_they_can_be_reached() -> None:
    house = House("page:1", "page:2", "terminal:1")
    Pairing(house.journal, house.clock).settle("telegram:7", "ann")
    house.after(3600)
    assert house.places == ["page:1", "page:2"]
    house.live.opened = []
    house.after(86400)
    assert house.places[2:] == ["telegram:7"]


def test_a_place_that_is_joined_to_nobody_is_reached_by_its_own_name() -> None:
    house = House()
    house.journal.remember("telegram:9", **KNOWN)
    house.reminders.keep("telegram:9", "09:00", DAYS, "telegram")
    house.after(3600)
    assert house.places == ["telegram:9"]


def test_a_question_that_is_open_keeps_it_back_for_a_while() -> None:
    house = House("page:1")
    asked = house.clock.now().timestamp() + 3500
    ask = Ask(purpose="triage", custom={"fact": "leg_weakness", "type": "bool"}, say="Is it new?")
    house.live.state = Dialogue(ask=ask, touched=asked)
    assert house.after(3600) == 0 and house.after(400) == 0
    assert house.after(100) == 1  # nobody answers any more


def test_what_reaches_nobody_is_owed_and_not_tried_again() -> None:
    house = House(to="telegram")
    Pairing(house.journal, house.clock).settle("telegram:7", "ann")
    house.live.deaf = {"telegram:7"}
    assert house.after(3600) == 0
    house.live.deaf = set()
    assert house.after(60) == 0 and house.reminders.owed("ann") is not None


def test_in_the_middle_of_an_exercise_it_waits() -> None:
    house = House("page:1")
    item = Item(
        exercise="pelvic_tilt", variant="standard", level=0, reps=3, hold_seconds=2, sets=1, rest_seconds=30
    )
    house.live.state.routine = RoutineState(phase="ready", items=(item,))
    assert house.after(3600) == 0 and house.after(60) == 0
    house.live.state.routine = RoutineState()
    assert house.after(60) == 1


def test_it_goes_on_after_an_error_and_looks_often_enough() -> None:
    house = House("page:1")
    naps: list[float] = []
    broken = True

    class Shaky(Reached):
        def places(self, person: str) -> list[str]:
            if broken:
                raise JournalError("disk full")
            return ["page:1"]

    async def sleep(seconds: float) -> None:
        nonlocal broken
        naps.append(seconds)
        if len(naps) > 300:
            raise asyncio.CancelledError
        house.clock.advance(seconds)
        broken = house.clock.now() < MONDAY.replace(minute=30)

    house.live = Shaky()
    house.server = Reminding(house.journal, house.clock, house.live, sleep)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(house.server.run())
    assert len(house.live.sent) == 1 and max(naps) == LOOK_EVERY


def test_each_new_day_is_told_once() -> None:
    house, days = House(), list[datetime]()
    house.server = Reminding(house.journal, house.clock, house.live, daily=days.append)
    for _ in range(3):
        house.after(12 * 3600)
    assert [day.day for day in days] == [3]


class Shown:
    """An open place that keeps what it is shown."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def __call__(self, event: dict[str, Any]) -> None:
        self.messages += event["messages"]


@pytest.fixture(scope="module")
def rasa(trained: Settings, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Journal, ManualClock]:
    """The real agent with a clock of its own."""
    settings = replace(trained, data_dir=tmp_path_factory.mktemp("reminding"))
    clock = ManualClock(MONDAY)
    journal = Journal.in_folder(settings.data_dir)
    return load_agent(settings, ensure_model(settings), open_coach(settings, clock, journal)), journal, clock


def test_asked_for_by_voice_brought_to_the_page_and_answered(
    rasa: tuple[Any, Journal, ManualClock],
) -> None:
    agent, journal, clock = rasa
    journal.remember("ann", **KNOWN)

    async def scene() -> None:
        live, page = Live(agent), Shown()
        server = Reminding(journal, clock, live)
        told = await live.say("ann", "could you remind me at nine every weekday", "speaker")
        assert "Monday to Friday at 9 in the morning" in told[0].text
        told = await live.say("ann", "on my page instead", "speaker")
        assert "cannot reach" in told[0].text
        live.attach("ann", "page:1", page)
        told = await live.say("ann", "remind me on my page instead", "speaker")
        assert "on your page" in told[0].text
        clock.advance(3600)
        page.messages.clear()
        assert await server.look() == 1 and await server.look() == 0
        [reminder] = page.messages
        answer = reminder.buttons[1]["payload"]
        told = await live.say("ann", answer, "page:1")
        assert "10 in the morning" in " ".join(one.text for one in told)
        clock.advance(3600)
        assert await server.look() == 1
        told = await live.say("ann", "not today because I have visitors", "page:1")
        assert "noted" in " ".join(one.text for one in told)
        told = await live.say("ann", "when do you remind me", "page:1")
        assert "tomorrow at 9" in " ".join(one.text for one in told)
        told = await live.say("ann", "no more reminders please", "page:1")
        clock.advance(86400)
        assert await server.look() == 0
        live.close()

    asyncio.run(asyncio.wait_for(scene(), 120))
