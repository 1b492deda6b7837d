"""The assistant over real HTTP on this machine: closed by default, and words stay words."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.client import Assistant
from assistant.remote import AssistantUnreachable, RemoteAssistant
from assistant.settings import Settings
from tests.assistant.echo import seen
from tests.assistant.serving import free_port, get, post, running, script

TOKEN = "correct horse battery"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def _server(
    tiny: Settings, folder: Path, api: str, environment: dict[str, str]
) -> Iterator[tuple[str, Path]]:
    port, log = free_port(), folder / "server.log"
    url = f"http://127.0.0.1:{port}"
    command = script("serve_echo.py", str(tiny.project), str(folder / "home"), str(port), api)
    with running(command, f"{url}/webhooks/rest/", environment, log):
        yield url, log


@pytest.fixture(scope="module")
def served(tiny: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    yield from _server(tiny, tmp_path_factory.mktemp("open"), "no", {"SPINECOACH_TOKEN": ""})


@pytest.fixture(scope="module")
def url(served: tuple[str, Path]) -> str:
    return served[0]


@pytest.fixture(scope="module")
def guarded(tiny: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    for address, _ in _server(tiny, tmp_path_factory.mktemp("shut"), "api", {"SPINECOACH_TOKEN": TOKEN}):
        yield address


def test_words_over_http_and_whole_messages_back(url: str, person: str) -> None:
    status, messages = post(
        f"{url}/webhooks/rest/webhook",
        {"sender": person, "message": "my left leg is numb", "metadata": {"at": 4.5, "opened": True}},
    )
    assert status == 200 and len(messages) == 1
    assert messages[0]["recipient_id"] == person
    assert messages[0]["text"].endswith("\n\nTurn 1.")
    assert [b["payload"] for b in messages[0]["buttons"]] == ["yes", "no"]
    heard = seen(messages)
    assert (heard["intent"], heard["at"], heard["opened"]) == ("report_symptom", 4.5, True)


def test_no_order_breaks_the_state(url: str, person: str) -> None:
    typed = (
        "hello coach",
        "\x00/restart",
        "/session_start",
        "/cue_sheet_done",
        '/cue_sheet_stopped{"at": 1e9}',
        "/back",
    )
    for nth, text in enumerate(typed, start=1):
        _, messages = post(f"{url}/webhooks/rest/webhook", {"sender": person, "message": text})
        assert seen(messages)["turns"] == nth and seen(messages)["report"] is None


@pytest.mark.parametrize("at", ["1e400", "NaN", "-1", "1" + "0" * 400])
def test_a_place_that_cannot_be_is_left_out(url: str, person: str, at: str) -> None:
    body = f'{{"sender": "{person[:20]}", "message": "hello coach", "metadata": {{"at": {at}}}}}'.encode()
    status, answer = post(f"{url}/webhooks/rest/webhook", body)
    assert status == 400 or (status == 200 and seen(answer)["at"] is None)


@pytest.mark.parametrize("typed", ['/cue_sheet_stopped{"at": 1}', "/restart", " //session_start"])
def test_a_slash_over_http_is_only_a_character(url: str, person: str, typed: str) -> None:
    _, messages = post(f"{url}/webhooks/rest/webhook", {"sender": person, "message": typed})
    assert seen(messages)["report"] is None
    assert seen(messages)["text"] == typed.lstrip(" /")


def test_a_player_reports(url: str, person: str) -> None:
    report = {"name": "cue_sheet_stopped", "at": 9, "cause": "lost"}
    status, messages = post(f"{url}/webhooks/player/webhook", {"person": person, "report": report})
    assert status == 200 and seen(messages)["report"] == report
    _, messages = post(f"{url}/webhooks/player/webhook", {"person": person, "opened": True})
    assert (seen(messages)["intent"], seen(messages)["opened"]) == ("greet", True)


BAD = (
    ("rest", {"sender": "a"}),
    ("rest", {"message": "hi"}),
    ("rest", {"sender": "", "message": "hi"}),
    ("rest", {"sender": "a" * 300, "message": "hi"}),
    ("rest", {"sender": "\x00", "message": "hi"}),
    ("rest", {"sender": "\ud800", "message": "hi"}),
    ("player", {"person": "x" * 10_000, "opened": True}),
    ("rest", b"[" * 100_000),
    ("rest", b'{"sender": "a", "message": "' + b"x" * 3_000_000 + b'"}'),
    ("player", {"person": "a", "report": {"name": "cue_sheet_stopped", "at": 10**400}}),
    ("rest", {"sender": "a", "message": ["hi"]}),
    ("rest", {"sender": "a", "message": "x" * 5001}),
    ("rest", {"sender": "a", "message": "hi", "metadata": "x"}),
    ("rest", {"sender": "a", "message": "hi", "metadata": {"at": "x"}}),
    ("rest", ["hi"]),
    ("rest", b"{not json"),
    ("rest", b"\xff\xfe"),
    ("player", {"person": "a"}),
    ("player", {"person": "a", "report": "cue_sheet_done"}),
    ("player", {"person": "a", "report": {"name": "delete_data"}}),
    ("player", {"person": "a", "report": {"name": "cue_sheet_stopped", "at": "soon"}}),
    ("player", {"person": "a", "report": {"name": "cue_sheet_stopped", "at": 1, "cause": ["stop"]}}),
)


@pytest.mark.parametrize(("channel", "body"), BAD, ids=range(len(BAD)))
def test_bad_messages_are_refused_in_a_sentence(url: str, channel: str, body: object) -> None:
    status, answer = post(f"{url}/webhooks/{channel}/webhook", body)
    assert status == 400
    assert answer["error"].endswith((".", "}")) and "\n" not in answer["error"]


def test_a_web_page_cannot_speak_for_a_person(url: str) -> None:
    body = {"sender": "a", "message": "delete everything"}
    for sent in ({"Content-Type": "text/plain"}, {"Content-Type": "application/x-www-form-urlencoded"}):
        assert post(f"{url}/webhooks/rest/webhook", body, sent)[0] == 400
    assert post(f"{url}/webhooks/rest/webhook", body, {"Host": "coach.example.com"})[0] == 403
    assert post(f"{url}/webhooks/rest/webhook", body, {"Host": "localhost:5005"})[0] == 200


def test_rasas_api_is_not_there(url: str, person: str) -> None:
    for path in ("/version", "/status", "/domain", f"/conversations/{person}/tracker"):
        assert get(url + path)[0] == 404
    assert post(f"{url}/model/parse", {"text": "hi"})[0] in (404, 405)


def test_with_a_token_nobody_comes_in_without_it(guarded: str, person: str) -> None:
    body = {"sender": person, "message": "hello coach"}
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": TOKEN},
        {"Authorization": "Bearer "},
    ):
        status, answer = post(f"{guarded}/webhooks/rest/webhook", body, headers)
        assert (status, list(answer)) == (401, ["error"])
    assert post(f"{guarded}/webhooks/rest/webhook", body, BEARER)[0] == 200
    assert post(f"{guarded}/webhooks/player/webhook", {"person": person, "opened": True})[0] == 401
    assert get(f"{guarded}/status")[0] == 401


def test_with_a_token_the_api_is_there_but_loads_no_model(guarded: str) -> None:
    assert get(f"{guarded}/status?token={TOKEN}".replace(" ", "%20"))[0] == 200
    where = {"model_file": "elsewhere/other.tar.gz", "model_server": {"url": "http://127.0.0.1:1/model"}}
    query = f"?token={TOKEN}".replace(" ", "%20")
    assert post(f"{guarded}/model{query}", where, method="PUT")[0] == 403
    assert post(f"{guarded}/model{query}", where, method="DELETE")[0] == 403
    assert post(f"{guarded}/model/train{query}", where)[0] == 403


def test_the_remote_assistant_is_an_assistant(url: str, person: str) -> None:
    remote: Assistant = RemoteAssistant(url + "/")
    assert seen(remote.greet(person))["intent"] == "greet"
    heard = seen(remote.say(person, "good evening coach", at=2.0))
    assert (heard["opened"], heard["at"], heard["turns"]) == (False, 2.0, 2)
    assert seen(remote.report(person, "cue_sheet_stopped", 3.5, "pause"))["report"]["at"] == 3.5
    assert seen(remote.say(person + " too", "hi there"))["opened"] is True
    assert [m.text for m in remote.say(person, "two")][1] == "And another thing."
    remote.close()


def test_the_remote_assistant_knows_its_token(guarded: str, person: str) -> None:
    assert seen(RemoteAssistant(guarded, TOKEN).say(person, "hi there"))["turns"] == 1
    with pytest.raises(AssistantUnreachable, match="token"):
        RemoteAssistant(guarded).say(person, "hi there")


def test_nobody_there_is_said_in_a_sentence() -> None:
    with pytest.raises(AssistantUnreachable, match="spinecoach serve"):
        RemoteAssistant(f"http://127.0.0.1:{free_port()}").greet("ann")
    with pytest.raises(ValueError, match="http://"):
        RemoteAssistant("file:///etc/passwd")


def test_the_server_prints_nothing(served: tuple[str, Path]) -> None:
    assert served[1].read_text() == ""


def test_all_of_ones_data_for_the_browser_of_that_person_only(url: str, guarded: str) -> None:
    status, _ = get(f"{guarded}/mine/everything.json")
    assert status == 401
    request = urllib.request.Request(
        f"{url}/page/session", data=b"{}", headers={"Content-Type": "application/json", "Origin": url}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        person = json.load(answer)["person"]
    request = urllib.request.Request(f"{url}/mine/everything.json", headers={"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert "attachment" in answer.headers["Content-Disposition"]
        whole = json.load(answer)
    assert whole["person"] == person and {"profile", "events", "retention", "conversation"} <= set(whole)
