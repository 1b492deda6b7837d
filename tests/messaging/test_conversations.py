"""Whole conversations, the same in each app, over stand-ins of the services."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.messaging.phones import APPS, Opened, Phone, welcome
from tests.messaging.world import World, play


@pytest.fixture(params=sorted(APPS))
def opened(request: pytest.FixtureRequest) -> Opened:
    return APPS[request.param]


def at_work(phone: Phone) -> Any:
    return phone.desk.sets.of(phone.place)


def test_from_the_first_word_to_the_end_of_a_set_by_choices(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            told = await ann.say("hello")
            assert "exercise coach" in told[0]
            told = await ann.say("start seated flexion")
            assert f"goes over the servers of {ann.app.called}" in " ".join(told).replace("\n", " ")
            told = await ann.press("Yes")
            assert "Which country" in told[0]
            told = await ann.press("United Kingdom")
            asked = 0
            while not ann.offers("Ready"):
                told = await ann.press("No")
                asked += 1
            assert 2 <= asked <= 12
            told = await ann.press("Ready")
            assert at_work(ann) is not None
            if ann.app.counts:
                told = await ann.wait(60)
            else:
                assert "Do that four times." in " ".join(told) and await ann.wait(60) == []
                told = await ann.press("Done")
            assert "How is your pain now?" in " ".join(told)
            assert "noted" in (await ann.say("2"))[0] or "Thank you" in ann.messages[-1].text
            assert world.journal.events(ann.place, "exercise_done")

    play(scene)


def test_stop_ends_a_set_before_anything_is_answered(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            await ann.wait(9.5)
            ann.put("STOP!")
            await ann.take_in()
            assert at_work(ann).halted == (9.5, "stop")
            world.clock.advance(7)
            await ann.desk.settled()
            assert "Paused. Say go on, or finish." in ann.new()[0]
            stopped = world.journal.events(ann.place, "set_stopped")
            assert not stopped or stopped[-1].data["cause"] == "stop"
            assert "number one of four" in (await ann.say("how many left"))[0]
            await ann.press("Carry on")
            if ann.offers("Ready"):
                await ann.press("Ready")
            assert at_work(ann) is not None
            await ann.press("Stop")
            assert at_work(ann) is None

    play(scene)


def test_nothing_begins_that_was_asked_for_before_a_stop(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            ann.put("ready")
            ann.put("stop")
            await ann.read()
            assert at_work(ann) is None
            assert "Say go on, or finish" in ann.messages[-1].text

    play(scene)


def test_a_numb_leg_to_a_verdict(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            told = await ann.say("my leg is numb")
            asked = 0
            while told and "?" in told[-1] and asked < 20:
                told = await (ann.press("No") if ann.offers("No") else ann.say("the left one"))
                asked += 1
            assert 2 <= asked <= 15
            assert "doctor" in " ".join(one.text for one in ann.messages)

    play(scene)


def test_an_emergency_in_a_set_goes_out_first_and_alone(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            await ann.wait(8)
            ann.put("I can't feel it when I wipe")
            await ann.take_in()
            assert at_work(ann).halted == (8.0, "symptom")
            await ann.desk.settled()
            first = ann.new()[0]
            assert "999" in first and "Paused" not in first
            assert at_work(ann) is None and await ann.wait(60) == []
            await ann.say("ready")
            assert at_work(ann) is None

    play(scene)


def test_what_comes_twice_is_done_once_also_over_a_restart(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            sent = again(ann, "ready")
            await ann.read()
            assert ann.new()
            resend(ann, sent)
            await ann.read()
            assert ann.new() == []
            await ann.restart()
            resend(ann, sent)
            await ann.read()
            assert ann.new() == []

    play(scene)


def test_what_came_while_the_coach_was_off_is_not_acted_on_blindly(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            ann.put("how many left")
            await ann.read()
            ann.new()
            await ann.close()
            for text in ("ready", "done", "what is next"):
                ann.put(text)
                world.clock.advance(400)
            if not hasattr(ann, "poller"):
                ann.calls.clear()  # nobody was there to be called
            world.clock.advance(3600)
            world.restart()
            ann.start()
            ann.desk.begin()
            await ann.catch_up()
            assert at_work(ann) is None
            assert ann.new() == [
                "Sorry, I was away when you wrote.\nIf it still counts, please write it once more."
            ]

    play(scene)


def test_danger_that_came_while_the_coach_was_off_is_answered(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            await ann.say("how many left")
            await ann.close()
            world.clock.advance(400)
            ann.put("ready")
            ann.put("I keep wetting myself")
            if not hasattr(ann, "poller"):
                ann.calls.clear()
            world.clock.advance(3600)
            world.restart()
            ann.start()
            ann.desk.begin()
            await ann.catch_up()
            told = ann.new()
            assert at_work(ann) is None and "999" in " ".join(told)
            assert sum("I was away" in text for text in told) == 1

    play(scene)


@pytest.mark.parametrize("lost", ["before", "half way"])
def test_a_crash_loses_nothing_that_was_taken_in(world: World, opened: Opened, lost: str) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            ann.put("my legs gave way and I cannot feel between my legs")
            if lost == "before":
                ann.put("ready")
            await ann.take_in()
            await ann.restart()  # nothing was answered yet
            await ann.desk.settled()
            assert "999" in " ".join(ann.new()) and at_work(ann) is None

    play(scene)


def test_orders_and_rubbish_leave_the_conversation_as_it_was(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            await ann.wait(3)
            for text in (
                "/cue_sheet_done", "/restart@SomeBot", '/cue_sheet_stopped{"at": 1}', "/session_start",
                "\x00", "\U0001f4a9" * 50, "\u202e\u202d", "\u0647\u0644\u0627",
            ):  # fmt: skip
                assert all("Traceback" not in one for one in await ann.say(text))
            assert not world.journal.events(ann.place, "exercise_done")
            await ann.say("stop")
            assert at_work(ann) is None
            told = await ann.say("go on")
            assert told

    play(scene)


def test_a_text_without_end(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            assert "too long for me" in (await ann.say("la " * 1_700_000))[0]
            told = await ann.say("la " * 1_700_000 + ". I cannot feel it when I wipe")
            assert "999" in told[0]

    play(scene)


def test_a_code_joins_the_chat_to_the_person(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await world.live.say(f"martha {ann.place}", "hello", "page:kitchen")
            code = world.pairing.code_for(f"martha {ann.place}")
            assert "does not work" in (await ann.say("000000" if code != "000000" else "111111"))[0]
            told = await ann.say(f"my code is {code[:3]} {code[3:]}")
            assert told[0].startswith("Good. This chat is yours now")
            assert world.pairing.person_of(ann.place) == f"martha {ann.place}".lower()
            assert "does not work" in (await ann.say(code))[0]

    play(scene)


def test_what_is_said_elsewhere_halts_a_set_here_and_is_shown(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            await ann.wait(6)
            await world.elsewhere(ann.place, "stop")
            await ann.desk.settled()
            told = " ".join(ann.new())
            assert "In another place you said: stop" in told and "Paused" in told
            assert at_work(ann) is None and await ann.wait(30) == []

    play(scene)


def test_reminders_reach_the_chat_and_their_buttons_work(world: World, opened: Opened) -> None:
    from assistant.client import Message

    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            buttons = tuple({"title": title, "payload": title} for title in ("Louder", "Later"))
            assert await world.live.send(ann.place, [Message("Time for your bends?", buttons)])
            await ann.desk.settled()
            assert "Time for your bends?" in ann.new()[0]
            assert "speak up" in " ".join(await ann.press("Louder"))
            world.clock.advance(25 * 3600)
            ann.desk.tick()
            there = await world.live.send(ann.place, [Message("Time for your bends?", buttons)])
            await ann.desk.settled()
            assert there is (ann.app.window is None) and bool(ann.new()) is there

    play(scene)


def again(ann: Any, text: str) -> Any:
    """Say something that will come a second time."""
    return ann.put(text)


def resend(ann: Any, sent: Any) -> None:
    """The service delivers the same thing again."""
    import json

    if ann.place.startswith("telegram"):
        ann.standin.updates.append(sent)
        ann.world.keeping.read_to("telegram:123456789", "0@0")
    elif ann.place.startswith("slack"):
        ann.calls.append((json.dumps(sent).encode(), "application/json"))
    else:
        ann.calls.append(sent)


def files(phone: Phone) -> list[bytes]:
    return [one.photo for one in phone.messages if one.photo is not None]


def test_what_is_asked_for_on_paper_comes_into_the_chat_where_it_can(world: World, opened: Opened) -> None:
    async def scene() -> None:
        async with opened(world) as ann:
            await welcome(ann)
            for days in (20, 16, 12, 8, 4, 1):
                at = world.clock.now() - timedelta(days=days)
                world.journal.add(ann.place, "pain", {"score": 5, "moment": "before", "part": "leg"}, at)
            before = len(files(ann))
            told = " ".join(await ann.say("show me my pain this month")).replace("\n", " ")
            assert "leg pain" in told
            assert len(files(ann)) - before == (1 if ann.app.gives else 0)
            told = " ".join(await ann.say("make a page for my doctor")).replace("\n", " ")
            assert "page for your doctor" in told and "/" not in told
            if not ann.app.gives:
                assert "I cannot send it here" in told and len(files(ann)) == before
                return
            assert f"It goes over the servers of {ann.app.called}" in told
            text = "".join(page.extract_text() for page in PdfReader(BytesIO(files(ann)[-1])).pages)
            assert "Leg pain" in text and ann.app.kind not in text

    play(scene)


def test_a_page_that_does_not_get_through_is_said_to_be_elsewhere(world: World) -> None:
    async def scene() -> None:
        async with APPS["telegram"](world) as ann:
            await welcome(ann)
            world.journal.add(ann.place, "pain", {"score": 5, "moment": "before"}, world.clock.now())
            refused = {"ok": False, "error_code": 400, "description": "Bad Request: file is too big"}
            ann.standin.refusals.append(("sendDocument", 400, refused))
            told = await ann.say("make a page for my doctor")
            assert "I could not send the page here" in told[-1]
            assert "Hello" not in told[-1] and (await ann.say("help"))

    play(scene)


def test_an_emergency_does_not_wait_for_a_file(world: World) -> None:
    async def scene() -> None:
        async with APPS["telegram"](world) as ann:
            await welcome(ann)
            world.journal.add(ann.place, "pain", {"score": 5, "moment": "before"}, world.clock.now())
            ann.standin.takes_files.clear()
            ann.put("make a page for my doctor")
            ann.put("I have chest pain and my left arm hurts")
            await ann.take_in()
            while not any("999" in one.text for one in ann.messages):
                await asyncio.sleep(0.01)
            before = files(ann)
            ann.standin.takes_files.set()
            await ann.desk.settled()
            assert len(files(ann)) == len(before) + 1

    play(scene)
