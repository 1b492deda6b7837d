"""What goes wrong with messaging apps: networks, limits, old and doubled messages, groups, strangers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.messaging import telegram as telegram_app
from assistant.messaging.keeping import forget_person
from tests.messaging.phones import SlackPhone, TelegramPhone, slack, telegram, welcome, whatsapp
from tests.messaging.standin_slack import signed
from tests.messaging.standin_twilio import signature
from tests.messaging.world import World, play


def test_telegram_says_slower_and_the_set_keeps_its_time(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            ann.standin.refuse("editMessageText", 429, "Too Many Requests: retry after 9", retry_after=9)
            timer = ann.messages[-1]
            await ann.wait(5)
            seen = len(timer.versions)
            await ann.wait(6)
            assert len(timer.versions) == seen  # silent for as long as it was told
            await ann.wait(6)
            assert timer.text.startswith("Number 2 of 4.")  # and then shows what holds now
            ann.put("stop")
            await ann.take_in()
            assert ann.desk.sets.of(ann.place).halted[0] == pytest.approx(17.0)

    play(scene)


def test_a_message_waits_as_long_as_telegram_says(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            ann.standin.refuse("sendMessage", 429, "Too Many Requests: retry after 7", retry_after=7)
            told = await ann.say("/start")
            assert world.waited == [7.0] and "Hello, Ann." in told[0]

    play(scene)


def test_without_a_network_the_set_is_paused_where_it_was_seen_last(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            await ann.wait(14)
            assert ann.messages[-1].text.startswith("Number 2 of 4.")
            ann.standin.down_for = 25
            told = " ".join(await ann.wait(25))
            assert "I could not reach you, so I paused your set." in told and "repetition two of four" in told
            assert ann.desk.sets.of(ann.place) is None

    play(scene)


def test_telegram_out_of_reach_is_said_once_and_tried_again_more_and_more_slowly(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            ann.standin.down = True
            for _ in range(8):
                await ann.poller.read()
            assert world.told == [telegram_app.GONE]
            assert world.waited == [1, 2, 4, 8, 16, 20, 20, 20]
            ann.standin.down = False
            assert "exercise coach" in (await ann.say("hello"))[0]
            assert world.told[1:] == [telegram_app.BACK]

    play(scene)


def test_two_readers_of_one_bot_and_a_wrong_token_are_plain_sentences(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            said = "Conflict: terminated by other getUpdates request; make sure that only one bot is running"
            ann.standin.refuse("getUpdates", 409, said, times=2)
            assert await ann.poller.read() and await ann.poller.read()
            assert world.told == [telegram_app.CONFLICT]
            ann.app._address = ann.app._address.replace("stand-in", "wrong")
            assert not await ann.poller.read()
            assert world.told[-1] == telegram_app.BAD_TOKEN
            assert not any("stand-in-token" in sentence for sentence in world.told)

    play(scene)


def test_nothing_is_read_twice_and_nothing_is_left_out_over_restarts(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            for _ in range(4):
                ann.put("how many left")
                await ann.take_in()
                await ann.restart()  # before it was answered
                await ann.read()
            assert [text[:17] for text in ann.new()] == ["Sorry, I was away"]
            offsets = [fields.get("offset") for name, fields in ann.standin.calls if name == "getUpdates"]
            known = [int(offset) for offset in offsets if offset]
            assert known == sorted(known) and len(known) >= 8
            assert len(await ann.say("how many left")) == 1

    play(scene)


@pytest.mark.parametrize("content", ["voice", "sticker", "photo", "location", "document", "dice"])
def test_what_cannot_be_read_gets_a_plain_sentence(world: World, content: str) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            told = await send(ann, **{content: {"file_id": "x"}})
            assert len(told) == 1 and ("I cannot" in told[0] or "location" in told[0])
            assert "999" in " ".join(await send(ann, **{content: {}}, caption="I cannot feel when I wipe"))

    play(scene)


async def send(ann: TelegramPhone, **content: Any) -> list[str]:
    ann.put(**content)
    await ann.read()
    return ann.new()


def test_a_changed_message_is_not_acted_on_but_danger_in_it_is(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            message = ann.put("how many left")["message"]
            await ann.read()
            ann.new()
            ann.standin.update(edited_message={**message, "text": "ready", "edit_date": message["date"]})
            await ann.read()
            assert ann.desk.sets.of(ann.place) is None and "as a new message" in " ".join(ann.new())
            danger = {**message, "text": "I keep wetting myself", "edit_date": message["date"]}
            ann.standin.update(edited_message=danger)
            await ann.read()
            assert "999" in ann.new()[0]

    play(scene)


def test_in_a_group_it_says_once_that_it_speaks_in_private(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            group = {"id": -100, "type": "supergroup", "title": "Family"}
            for text in ("/start@SomeBot", "start seated flexion", "stop"):
                ann.put(text, chat=group)
                await ann.read()
            shown = list(ann.standin.chats["-100"].values())
            assert [one.text for one in shown] == [
                "I speak with one person at a time.\nPlease write to me in a private chat."
            ]
            assert ann.messages == [] and not world.journal.events("telegram:-100")
        async with slack(world) as ann:
            for nth in range(3):
                event = {
                    "type": "app_mention",
                    "channel": "C9",
                    "user": ann.user,
                    "text": "hi",
                    "ts": f"{nth}.5",
                }
                ann.calls.append((json.dumps(ann.envelope(event)).encode(), "application/json"))
            await ann.read()
            assert len(ann.standin.channels["C9"]) == 1

    play(scene)


def test_an_old_button_does_nothing_but_a_danger_or_a_stop_counts(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await ann.say("start seated flexion")
            await ann.say("yes")
            await ann.say("England")
            asked = next(one for one in ann.messages if "between your legs" in one.text)
            data = {b["text"]: b["callback_data"] for b in asked.keyboard[0]}
            await welcome_on(ann)
            ann.press_data(asked, data["No"])
            await ann.read()
            assert "from before" in ann.new()[0]
            ann.press_data(asked, data["Yes"])
            await ann.read()
            assert "999" in ann.new()[0]

    play(scene)


async def welcome_on(ann: TelegramPhone) -> None:
    for _ in range(10):
        if "Ready" in ann.messages[-1].buttons:
            return
        await ann.say("no")


def test_an_old_stop_button_still_stops(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            old = ann.messages[-1]
            data = old.keyboard[0][0]["callback_data"]
            await ann.say("stop")
            await ann.say("go on")
            if "Ready" in ann.messages[-1].buttons:
                await ann.press("Ready")
            await ann.wait(4)
            assert ann.desk.sets.of(ann.place) is not None
            ann.press_data(old, data)
            await ann.take_in()
            assert ann.desk.sets.of(ann.place).halted is not None
            await ann.desk.settled()
            assert ann.desk.sets.of(ann.place) is None

    play(scene)


def test_messages_out_of_order_do_no_harm(world: World) -> None:
    async def scene() -> None:
        async with slack(world) as ann:
            await welcome(ann)
            early = ann.event("ready")
            await ann.say("how many left")
            ann.calls.append((json.dumps(early).encode(), "application/json"))
            await ann.read()
            assert ann.desk.sets.of(ann.place) is None
            assert "came late" in ann.new()[-1]

    play(scene)


def test_only_slack_itself_is_let_in(world: World) -> None:
    async def scene() -> None:
        async with slack(world) as ann:
            body = json.dumps(ann.event("hello")).encode()
            now = world.clock.now().timestamp()
            good = signed(body, now)
            assert ann.door.signed(body, good)
            assert ann.door.signed(body, {name.lower(): value for name, value in good.items()})
            bad: list[dict[str, str]] = [
                {},
                signed(body, now - 301),
                signed(body, now + 301),
                signed(body, now, "another secret"),
                {**good, "X-Slack-Signature": "v0=\u20ac"},
                {**good, "X-Slack-Request-Timestamp": "now"},
                {**good, "X-Slack-Request-Timestamp": "9" * 400},
            ]
            assert not any(ann.door.signed(body, headers) for headers in bad)
            assert not ann.door.signed(body + b" ", good) and not ann.door.signed(b"\xff", good)
            challenge = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
            assert ann.door.take(challenge, "application/json") == {"challenge": "abc"}
            for rubbish in (b"[]", b"{", b"null", b"\xff"):
                with pytest.raises(ValueError):
                    ann.door.take(rubbish, "application/json")
            empty = {"type": "event_callback", "event": {"type": "message"}}
            for odd in ({}, {"type": "event_callback"}, empty, {"type": "block_actions", "actions": []}):
                assert ann.door.take(json.dumps(odd).encode(), "application/json") is None

    play(scene)


def test_only_twilio_itself_is_let_in(world: World) -> None:
    async def scene() -> None:
        async with whatsapp(world) as ann:
            told = ann.put("hello", MediaUrl0="")
            fields = list(told.items())
            assert ann.door.signed(fields, signature(told))
            with_port = "https://coach.example.org:443/webhooks/whatsapp/webhook"
            assert ann.door.signed(fields, signature(told, with_port))
            bad = [None, "", "\u20ac", signature(told, secret="other"), signature({**told, "Body": "stop"})]
            bad.append(signature(told, "https://evil.example.org/webhooks/whatsapp/webhook"))
            assert not any(ann.door.signed(fields, one) for one in bad)
            assert not ann.door.signed([*fields, ("Body", "stop")], signature(told))
            ann.calls.clear()
            ann.door.take(
                [("MessageSid", "SM1"), ("From", ann.place), ("Body", "hello"), ("AccountSid", "AC9")]
            )
            await ann.desk.settled()
            assert ann.messages == []

    play(scene)


def test_in_whatsapp_a_number_is_a_choice_only_where_choices_are_shown(world: World) -> None:
    async def scene() -> None:
        async with whatsapp(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            told = await ann.say("done")
            assert "number from zero to ten" in " ".join(told)
            await ann.say("2")
            pains = [event.data for event in world.journal.events(ann.place) if "pain" in event.kind]
            assert pains and 2 in pains[-1].values()
            assert "cannot count here" in (await ann.say("count for me"))[0].replace("\n", " ")

    play(scene)


def test_twilio_out_of_breath_or_out_of_reach_is_waited_for(world: World) -> None:
    async def scene() -> None:
        async with whatsapp(world) as ann:
            ann.standin.refuse(429, 20429, times=2)
            assert "exercise coach" in (await ann.say("hello"))[0]
            ann.standin.refuse(400, 63016)
            await ann.say("hello")
            assert len(world.waited) == 2

    play(scene)


def test_a_picture_goes_with_the_exercise(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            assert any(one.photo for one in ann.messages)
        async with slack(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            assert any(one.photo for one in ann.messages)
        async with whatsapp(world) as ann:
            await welcome(ann)
            await ann.say("ready")
            media = [one.photo.decode() for one in ann.messages if one.photo]
            assert media and media[0].startswith("https://coach.example.org/webhooks/whatsapp/figures/")

    play(scene)


def test_what_is_kept_has_no_words_and_goes_with_the_person(world: World) -> None:
    async def scene() -> None:
        async with telegram(world) as ann:
            await welcome(ann)
            await ann.say("my very secret sentence about the garden")
            rows = world.keeping._db.execute("SELECT words FROM inbox").fetchall()
            assert rows and all(words is None for (words,) in rows)
            file = world.folder / "messaging.sqlite"
            world.keeping._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            assert b"garden" not in file.read_bytes()
            await ann.say("delete everything")
            await ann.press("Yes")
            assert ann.place not in world.keeping.places("telegram")
            await ann.say("hello")
            ann.put("I am going to be forgotten")
            await ann.take_in()
            assert forget_person(file, ann.place.upper()) == 2
            assert str(ann.chat).encode() not in file.read_bytes()
            await ann.desk.settled()

    play(scene)


def test_socket_mode(world: World) -> None:
    import asyncio

    from assistant.messaging.slack_socket import SlackSocket
    from tests.messaging.standin_slack import APP_TOKEN

    async def scene() -> None:
        async with slack(world) as ann:
            assert isinstance(ann, SlackPhone)
            line = SlackSocket(ann.app, ann.desk, APP_TOKEN, world.told.append, world.pause, beat=1.0)
            running = asyncio.create_task(line.run())
            await ann.standin.came.wait()
            told = ann.event("hello")
            await ann.standin.send_down_the_line("events_api", told, "e1")
            await ann.standin.send_down_the_line("events_api", told, "e2")  # the same again
            await ann.desk.settled()
            assert "exercise coach" in ann.new()[0] and ann.new() == []
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            wrong = SlackSocket(ann.app, ann.desk, "xapp-wrong", world.told.append, world.pause)
            await wrong.run()
            assert "SPINECOACH_SLACK_APP_TOKEN" in world.told[-1]

    play(scene)
