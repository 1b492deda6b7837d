"""`serve` with all three apps set up: a server of its own, spoken to by the stand-ins over real HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from assistant.messaging.options import Options
from assistant.settings import Settings
from coach.clock import SystemClock
from spinecoach import checkup
from tests.assistant.serving import PROJECT, free_port, script
from tests.messaging import standin_slack, standin_telegram, standin_twilio
from tests.messaging.world import play

PATIENCE = 90.0
ALL = {
    "SPINECOACH_TELEGRAM_TOKEN": standin_telegram.TOKEN,
    "SPINECOACH_SLACK_BOT_TOKEN": standin_slack.TOKEN,
    "SPINECOACH_SLACK_SIGNING_SECRET": standin_slack.SECRET,
    "SPINECOACH_TWILIO_ACCOUNT_SID": standin_twilio.ACCOUNT,
    "SPINECOACH_TWILIO_AUTH_TOKEN": standin_twilio.SECRET,
    "SPINECOACH_TWILIO_NUMBER": standin_twilio.NUMBER,
    "SPINECOACH_PUBLIC_URL": standin_twilio.URL,
}
PROXIED = {"Host": "coach.example.org"}


@asynccontextmanager
async def served(project: Path, home: Path, environment: dict[str, str], log: Path) -> AsyncIterator[str]:
    port = free_port()
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *script("serve_echo.py", str(project), str(home), str(port), "no"),
            env={**os.environ, "SPINECOACH_TOKEN": "", **environment},
            cwd=PROJECT,
            stdout=output,
            stderr=output,
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            await process.wait()


async def until(found: Callable[[], Any]) -> Any:
    """Wait for another process; there is nothing else to wait on than what it does."""
    end = time.monotonic() + PATIENCE
    while not (seen := found()):
        assert time.monotonic() < end
        await asyncio.sleep(0.05)
    return seen


@pytest.mark.slow
def test_all_three_apps_in_one_server(tiny_project: Callable[[Path], Path], tmp_path: Path) -> None:
    from assistant.train import ensure_model

    project = tiny_project(tmp_path / "tiny")
    ensure_model(Settings(project=project, models=project / "models", data_dir=project / "home"))
    log = tmp_path / "server.log"

    async def scene() -> None:
        async with (
            standin_telegram.telegram_standin() as telegram,
            standin_slack.slack_standin() as slack,
            standin_twilio.twilio_standin(SystemClock()) as twilio,
        ):
            apis = {
                "SPINECOACH_TELEGRAM_API": telegram.api,
                "SPINECOACH_SLACK_API": slack.api,
                "SPINECOACH_TWILIO_API": twilio.api,
            }
            async with (
                served(project, tmp_path / "home", {**ALL, **apis}, log) as url,
                aiohttp.ClientSession() as client,
            ):
                await until(lambda: "Messaging apps:" in log.read_text())
                assert log.read_text() == "Messaging apps: Telegram, Slack (webhook), WhatsApp (webhook).\n"
                person = {"id": 7, "is_bot": False, "first_name": "Ann"}
                chat = {"id": 7, "type": "private"}
                message = {"message_id": 1, "from": person, "chat": chat, "date": int(time.time())}
                telegram.update(message={**message, "text": "good morning"})
                shown = await until(lambda: telegram.chats.get("7"))
                assert "You said good morning." in next(iter(shown.values())).text
                await _slack(client, url, slack)
                await _whatsapp(client, url, twilio)
                # nothing else is open to a borrowed name
                async with client.post(f"{url}/webhooks/rest/webhook", headers=PROXIED, json={}) as answer:
                    assert answer.status == 403

    play(scene)
    text = log.read_text()
    assert not [secret for secret in ALL.values() if secret != standin_twilio.URL and secret in text]


async def _slack(client: Any, url: str, slack: standin_slack.SlackStandIn) -> None:
    where = f"{url}/webhooks/slack/webhook"
    event = {
        "type": "message",
        "channel": "D7",
        "channel_type": "im",
        "user": "U7",
        "text": "hi there",
        "ts": "1.5",
    }
    told = {"type": "event_callback", "event_id": "Ev1", "event_time": int(time.time()), "event": event}
    body = json.dumps(told).encode()
    headers = {**PROXIED, "Content-Type": "application/json"}
    async with client.post(where, data=body, headers=headers) as answer:
        assert answer.status == 401 and await answer.json() == {"error": "No."}
    headers.update(standin_slack.signed(body, time.time()))
    for nth in range(3):
        again = {"X-Slack-Retry-Num": str(nth)} if nth else {}
        async with client.post(where, data=body, headers={**headers, **again}) as answer:
            assert answer.status == 200 and await answer.text() == ""
    shown = await until(lambda: slack.channels.get("D7"))
    assert ["You said hi there." in one.text for one in shown.values()] == [True]
    challenge = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()
    signed = {**headers, **standin_slack.signed(challenge, time.time())}
    async with client.post(where, data=challenge, headers=signed) as answer:
        assert await answer.json() == {"challenge": "abc"}
    async with client.post(where, data=b"x" * 1_500_000, headers=headers) as answer:
        assert answer.status == 413


async def _whatsapp(client: Any, url: str, twilio: standin_twilio.TwilioStandIn) -> None:
    where = f"{url}/webhooks/whatsapp/webhook"
    fields = {
        "MessageSid": "SM1", "AccountSid": standin_twilio.ACCOUNT, "From": "whatsapp:+447700900123",
        "To": f"whatsapp:{standin_twilio.NUMBER}", "Body": "good evening to you", "NumMedia": "0",
        "MediaUrl0": "",
    }  # fmt: skip
    headers = {**PROXIED, "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode(fields).encode()
    async with client.post(where, data=body, headers={**headers, "X-Twilio-Signature": "bm8="}) as answer:
        assert answer.status == 403
    headers["X-Twilio-Signature"] = standin_twilio.signature(fields)
    for _ in range(2):
        async with client.post(where, data=body, headers=headers) as answer:
            assert answer.status == 200 and "<Response></Response>" in await answer.text()
    shown = await until(lambda: twilio.chats.get("whatsapp:+447700900123"))
    assert [one.text.split("\n")[0] for one in shown] == ["You said good evening to you. Turn 1."]
    picture = f"{url}/webhooks/whatsapp/figures/back_flexion_sitting/standard/1.png"
    async with client.get(picture.replace("standard", "no_such"), headers=PROXIED) as answer:
        assert answer.status == 404


def test_which_apps_are_set_up_and_what_a_half_lacks() -> None:
    assert Options.from_environment({}).line is None
    assert (
        Options.from_environment(ALL).line == "Messaging apps: Telegram, Slack (webhook), WhatsApp (webhook)."
    )
    socket = {**ALL, "SPINECOACH_SLACK_APP_TOKEN": "xapp-1"}
    assert "Slack (Socket Mode)" in str(Options.from_environment(socket).line)
    assert Options.from_environment(ALL).missing == ()
    for name in ALL:
        lacking = Options.from_environment({key: value for key, value in ALL.items() if key != name})
        if name == "SPINECOACH_TELEGRAM_TOKEN":
            assert lacking.telegram is None and lacking.missing == ()
        else:
            assert len(lacking.missing) == 1 and lacking.missing[0].endswith(".")
            assert name in lacking.missing[0] or "SLACK" in name
    assert Options.from_environment({"SPINECOACH_TELEGRAM_TOKEN": "nonsense"}).missing
    assert Options.from_environment({**ALL, "SPINECOACH_PUBLIC_URL": "coach.example.org"}).missing


def test_doctor_tells_of_a_missing_half(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ALL:
        monkeypatch.delenv(name, raising=False)
    settings = Settings(data_dir=tmp_path)
    assert checkup._messaging(settings)[0]
    monkeypatch.setenv("SPINECOACH_TWILIO_NUMBER", "+1")
    fine, line = checkup._messaging(settings)
    assert not fine and "SPINECOACH_TWILIO_AUTH_TOKEN" in line
