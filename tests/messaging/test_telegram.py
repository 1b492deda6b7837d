"""Whole conversations in Telegram, over a stand-in of its API."""

from __future__ import annotations

import pytest

from tests.messaging.phones import in_a_set, telegram, welcome
from tests.messaging.world import World, play


def test_the_first_chat_to_the_end_of_a_set_with_buttons(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            told = await ann.say("/start")
            assert told[0].startswith("Hello, Ann. I am your exercise coach.")
            told = await ann.say("start seated flexion")
            # honest about where the words go
            assert "goes over the servers of Telegram" in told[0] and "stays on this device" not in told[0]
            assert ann.messages[-1].buttons == ["Yes", "No"]
            told = await ann.press("Yes")
            assert "Which country" in told[0] and "United Kingdom" in ann.messages[-1].buttons
            told = await ann.press("United Kingdom")
            while "Ready" not in ann.messages[-1].buttons:
                told = await ann.press("No")
            assert "Seated forward bend." in told[0] and len(told) <= 2
            told = await ann.press("Ready")
            timer = ann.messages[-1]
            assert timer.buttons == ["Stop"] and timer.text == "Sit tall, feet flat."
            await ann.wait(60)
            assert "Number 1 of 4.\nSlowly lean forward and reach down.\nHold. 1 2\nSlowly come back up." in (
                timer.versions
            )
            assert "Number 4 of 4.\nLast one. Slowly lean forward and reach down.\nHold. 1" in timer.versions
            assert timer.text == "Well done. That is the set." and timer.buttons == []
            assert "How is your pain now?" in ann.messages[-1].text
            told = await ann.say("2")
            assert "Thank you" in told[0]
            done = [event.data["reps"] for event in world.journal.events(ann.place, "set_done")]
            assert done == [4] or world.journal.events(ann.place, "exercise_done")
            assert len(ann.standin.answered) == len(
                [c for c, _ in ann.standin.calls if c == "answerCallbackQuery"]
            )

    play(scene)


def test_stop_in_the_middle_halts_before_anything_else_and_is_told_at_its_second(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            await ann.wait(9.5)
            timer = ann.messages[-1]
            shown = timer.text
            ann.put("stop")
            await ann.poller.read(0)  # taken in, not answered yet
            assert ann.desk.sets.of(ann.place).halted == (9.5, "stop")
            world.clock.advance(5)
            ann.desk.tick()
            await ann.desk.settled()
            assert ann.new() == ["Paused. Say go on, or finish."]
            assert timer.text == shown and timer.buttons == []
            # eleven seconds in or more would be the second repetition
            told = await ann.say("how many left")
            assert "You are on number one of four" in told[0]
            assert (await ann.wait(30)) == []

    play(scene)


def test_edits_come_no_faster_than_about_one_a_second(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            begun = len(ann.standin.calls)
            await ann.wait(30, step=0.1)
            edits = [name for name, _ in ann.standin.calls[begun:]].count("editMessageText")
            assert 10 <= edits <= 30 / ann.app.gap + 1
            assert len([1 for name, _ in ann.standin.calls[begun:] if name == "sendMessage"]) == 0

    play(scene)


def test_a_numb_leg_to_a_verdict_by_buttons(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            told = await ann.say("my leg is numb")
            for _ in range(25):
                if not any("?" in text for text in told):
                    break
                told = await (ann.press("No") if "No" in ann.messages[-1].buttons else ann.say("left"))
            whole = " ".join(one.text for one in ann.messages)
            assert "doctor" in whole
            told = await ann.say("start seated flexion")
            assert told and ann.desk.sets.of(ann.place) is None

    play(scene)


@pytest.mark.parametrize(
    "said", ["I can't feel it when I wipe", "I have crushing chest pain", "I keep wetting myself"]
)
def test_an_emergency_ends_the_set_and_goes_out_alone_and_first(world: World, said: str) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            await ann.wait(8)
            timer, sent = ann.messages[-1], len(ann.messages)
            ann.put(said)
            await ann.poller.read(0)
            assert ann.desk.sets.of(ann.place).halted is not None
            await ann.desk.settled()
            first = ann.messages[sent]
            assert "999" in first.text and "Paused" not in first.text and first.buttons == []
            assert timer.buttons == []
            text = timer.text
            await ann.wait(30)
            assert timer.text == text
            told = await ann.say("ready")
            assert ann.desk.sets.of(ann.place) is None and told

    play(scene)


def test_the_person_counts_alone_if_they_like(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            assert "by yourself" in (await ann.say("I'll count myself"))[0]
            told = await ann.say("ready")
            assert ann.messages[-1].buttons == ["Done", "Stop"]
            assert "Hold for two seconds." in told[-1] and "Do that four times." in told[-1]
            assert await ann.wait(300) == []
            assert "no rush" in (await ann.say("I'm in position"))[0]
            told = await ann.press("Done")
            assert "How is your pain now?" in " ".join(told)
            assert "I count for you" in (await ann.say("count for me"))[0]

    play(scene)


def test_a_set_shows_on_while_something_is_asked_of_it(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            timer = await in_a_set(ann)
            told = await ann.say("how many left")
            assert "number" in told[0]
            await ann.wait(3)
            assert timer.text.startswith("Number 2 of 4.") and timer.buttons == ["Stop"]
            told = await ann.press("Stop")
            assert told == ["Paused. Say go on, or finish."]

    play(scene)


def test_slower_goes_on_in_the_same_message(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            timer = await in_a_set(ann)
            told = await ann.say("count slower")
            assert "slower" in told[0]
            await ann.wait(5)
            assert "Number" in timer.text and timer.buttons == ["Stop"]
            await ann.wait(60)
            assert "Well done" in timer.text and "pain now" in ann.messages[-1].text

    play(scene)


def test_the_app_speaks_the_language_of_the_person(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            await ann.say("en español, por favor")
            await ann.say("ready")
            if "Listo" in " ".join(ann.messages[-1].buttons):
                await ann.press(ann.messages[-1].buttons[0])
            timer = ann.messages[-1]
            assert timer.buttons == ["Parar"]
            await ann.wait(7)
            assert "número 1 de 4." in timer.text.lower() and "Slowly" not in timer.text
            ann.put("basta")
            await ann.take_in()
            assert ann.desk.sets.of(ann.place).halted == (7.0, "stop")
            await ann.desk.settled()
            ann.put(sticker={"file_id": "x"})
            await ann.read()
            assert "Escríbalo" in ann.new()[-1]

    play(scene)
