"""Several places of one person: all are shown what happens in one, and none can harm a turn."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant import live as living
from assistant.client import Message
from assistant.live import Live
from assistant.local import load_agent
from assistant.messages import BadMessage
from assistant.settings import Settings
from assistant.train import ensure_model
from coach.places import address, kind_of, one_of
from tests.assistant.echo import Echo, seen


@pytest.fixture(scope="module")
def agent(tiny: Settings, tmp_path_factory: pytest.TempPathFactory) -> Any:
    settings = replace(tiny, data_dir=tmp_path_factory.mktemp("live"))
    return load_agent(settings, ensure_model(settings), Echo())


def play(agent: Any, scene: Callable[[Live], Awaitable[None]]) -> None:
    """Run a scene in an event loop of its own, as the server's is."""

    async def run() -> None:
        live = Live(agent)
        try:
            await asyncio.wait_for(scene(live), 60)
        finally:
            live.close()

    asyncio.run(run())


class Place:
    """An open place that keeps what it is shown, and breaks or hangs if it is told to."""

    def __init__(self, does: str = "takes") -> None:
        self.does = does
        self.shown: list[dict[str, Any]] = []
        self.came = asyncio.Event()

    async def __call__(self, event: dict[str, Any]) -> None:
        self.shown.append(event)
        self.came.set()
        if self.does == "breaks":
            raise ConnectionError("gone")
        if self.does == "hangs":
            await asyncio.Event().wait()

    async def until(self, many: int) -> None:
        while len(self.shown) < many:
            self.came.clear()
            await self.came.wait()


def test_a_turn_is_shown_in_the_other_places_of_the_person(agent: Any, person: str) -> None:
    async def scene(live: Live) -> None:
        page, phone, stranger = Place(), Place(), Place()
        live.attach(person.upper(), "page:1", page)  # a name is one name, however it is written
        live.attach(person, "telegram:7", phone)
        live.attach("somebody else", "page:2", stranger)
        answered = await live.say(person, "good morning", "page:1")
        assert seen(answered)["text"] == "good morning"
        await phone.until(1)
        assert phone.shown == [{"place": "page:1", "text": "good morning", "messages": answered}]
        assert page.shown == [] and stranger.shown == []
        assert live.places(person) == ["page:1", "telegram:7"]

    play(agent, scene)


def test_reports_and_greetings_are_turns_too(agent: Any, person: str) -> None:
    async def scene(live: Live) -> None:
        wall = Place()
        live.attach(person, "page:wall", wall)
        greeted = seen(await live.greet(person, "speaker"))
        assert (greeted["intent"], greeted["opened"]) == ("greet", True)
        told = seen(await live.report(person, "cue_sheet_stopped", 4.5, "pause", "speaker"))
        assert told["report"] == {"name": "cue_sheet_stopped", "at": 4.5, "cause": "pause"}
        await wall.until(2)
        assert [event["text"] for event in wall.shown] == ["", ""]
        with pytest.raises(BadMessage):
            await live.report(person, "delete_data", None, None, "speaker")
        with pytest.raises(BadMessage):
            await live.say("\x00", "hello", "speaker")

    play(agent, scene)


def test_only_the_first_words_open_a_session_and_none_while_a_set_plays(agent: Any, person: str) -> None:
    async def scene(live: Live) -> None:
        assert seen(await live.say(person, "hi there", "page:1", at=3.0))["opened"] is False
        assert seen(await live.say(person + " too", "hi there", "page:2"))["opened"] is True
        assert seen(await live.say(person + " too", "hi there", "telegram:3"))["opened"] is False

    play(agent, scene)


def test_turns_of_one_person_keep_their_order_everywhere(agent: Any, person: str) -> None:
    async def scene(live: Live) -> None:
        wall = Place()
        live.attach(person, "page:wall", wall)
        said = [f"hello coach {nth}" for nth in range(12)]
        places = ("page:1", "telegram:2", "speaker")
        answers = await asyncio.gather(
            *(live.say(person, text, places[nth % 3]) for nth, text in enumerate(said))
        )
        assert [seen(one)["turns"] for one in answers] == list(range(1, 13))
        await wall.until(12)
        assert [event["text"] for event in wall.shown] == said

    play(agent, scene)


@pytest.mark.parametrize("does", ["breaks", "hangs"])
def test_a_place_that_fails_harms_no_turn_and_no_other_place(
    agent: Any, person: str, does: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(living, "MOST_WAITING", 3)

    async def scene(live: Live) -> None:
        bad, good = Place(does), Place()
        live.attach(person, "page:bad", bad)
        live.attach(person, "page:good", good)
        for nth in range(8):
            assert seen(await live.say(person, "hello coach", "speaker"))["turns"] == nth + 1
            await good.until(nth + 1)
        # a place that hangs is given up when too much waits for it; one that breaks is tried again
        assert live.places(person) == (["page:good"] if does == "hangs" else ["page:bad", "page:good"])

    play(agent, scene)


def test_a_place_that_was_left_is_shown_nothing(agent: Any, person: str) -> None:
    async def scene(live: Live) -> None:
        left, kept, again = Place(), Place(), Place()
        live.attach(person, "page:1", left)
        live.attach(person, "page:2", kept)
        live.detach("page:1")
        live.detach("page:never")
        await live.say(person, "hello coach", "speaker")
        await kept.until(1)
        live.attach(person, "page:2", again)
        await live.say(person, "hello coach", "speaker")
        await again.until(1)
        assert left.shown == [] and len(kept.shown) == 1

    play(agent, scene)


def test_messages_go_unasked_to_open_places_and_to_messaging_apps(agent: Any, person: str) -> None:
    sent: list[tuple[str, list[Message]]] = []

    async def app(place: str, messages: list[Message]) -> bool:
        if place.endswith("broken"):
            raise TimeoutError
        sent.append((place, messages))
        return not place.endswith("blocked")

    async def scene(live: Live) -> None:
        page = Place()
        live.attach(person, "page:1", page)
        live.attach(person, "page:2", Place("breaks"))
        live.channel("telegram", app)
        reminder = [Message("Time for your bends.")]
        assert await live.send("page:1", reminder)
        assert page.shown == [{"place": "page:1", "text": "", "messages": reminder}]
        assert await live.send("telegram:7", reminder) and sent == [("telegram:7", reminder)]
        for nobody in ("page:2", "page:3", "telegram:broken", "telegram:blocked", "terminal", ""):
            assert not await live.send(nobody, reminder)

    play(agent, scene)


def test_where_the_routine_stands_can_be_read(agent: Any, person: str) -> None:
    async def scene(live: Live) -> None:
        assert (await live.routine(person)).phase == "idle"
        await live.say(person, "hello coach", "page:1")
        assert (await live.routine(person)).phase == "idle"

    play(agent, scene)


def test_kinds_of_places() -> None:
    assert [kind_of(place) for place in ("page:a:b", "speaker", "whatsapp:+44 1")] == [
        "page",
        "speaker",
        "whatsapp",
    ]


class StandInAgent:
    """Stands in for Rasa's agent: answers with what it is given, whatever is said."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.answers = list(answers)

    async def handle_message(self, message: Any) -> list[dict[str, Any]]:
        return [{"text": "Yes.", "custom": self.answers.pop(0)}]


SHEET = {"id": "sheet-1", "seconds": 40.0, "cues": []}
RUNS = {"cue_sheet": SHEET, "routine": {"state": "running"}}


def test_who_plays_a_set_is_known_for_as_long_as_the_place_is_open(person: str) -> None:
    async def scene(live: Live) -> None:
        page = Place()
        live.attach(person, "page:1/a", page)
        await live.say(person, "ready", "page:1/a")
        playing = live.playing(person.upper())
        assert playing is not None and (playing.place, playing.sheet) == ("page:1/a", SHEET)
        live.detach("page:1/a", Place())  # somebody else's hold: this one stays
        assert live.playing(person) is not None
        live.detach("page:1/a", page)
        assert live.playing(person) is None
        live.attach(person, "page:1/a", page)
        await live.say(person, "stop", "page:1/a")
        assert live.playing(person) is None

    play(StandInAgent(RUNS, {"routine": {"state": "paused"}}), scene)


def test_a_set_that_is_changed_from_elsewhere_goes_on_where_it_plays(person: str) -> None:
    slower = {"id": "sheet-2", "seconds": 50.0, "cues": [], "continues": {"id": "sheet-1", "at": 7.0}}

    async def scene(live: Live) -> None:
        live.attach(person, "page:1/a", Place())
        await live.say(person, "ready", "page:1/a")
        before = live.playing(person)
        await live.say(person, "slower", "telegram:7")
        after = live.playing(person)
        assert before is not None and after is not None
        assert (after.place, after.sheet["id"]) == ("page:1/a", "sheet-2")
        assert after.started == pytest.approx(before.started + 7.0)

    play(StandInAgent(RUNS, {"cue_sheet": slower, "routine": {"state": "running"}}), scene)


def test_a_page_that_was_cut_off_plays_on_and_its_words_open_no_session(agent: Any, person: str) -> None:
    async def scene(live: Live) -> None:
        live.attach(person, "page:1/a", Place())
        live.plays_on(person, "page:1/a", "sheet-9", 12.0)
        playing = live.playing(person)
        assert playing is not None and playing.sheet["id"] == "sheet-9"
        assert seen(await live.say(person, "hi there", "page:1/a"))["opened"] is False

    play(agent, scene)


def test_a_browser_is_reached_in_every_page_of_it(agent: Any, person: str) -> None:
    async def scene(live: Live) -> None:
        one, two, other = Place(), Place("breaks"), Place()
        for name, place in (("page:1/a", one), ("page:1/b", two), ("page:12/a", other)):
            live.attach(person, name, place)
        assert await live.send("page:1", [Message("Time for your bends.")])
        assert len(one.shown) == len(two.shown) == 1 and other.shown == []

    play(agent, scene)


def test_each_process_of_a_terminal_is_a_place_and_all_are_joined_as_one() -> None:
    mine, other = one_of("terminal"), one_of("terminal")
    assert mine != other and kind_of(mine) == "terminal"
    assert [address(place) for place in (mine, other, "terminal", "speaker:1", "page:1/2", "telegram:1")] == [
        "terminal", "terminal", "terminal", "speaker", "page:1", "telegram:1"
    ]  # fmt: skip
