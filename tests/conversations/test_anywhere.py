"""One session in processes of their own: killed in one and gone on with in another, and through a server."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.client import Elsewhere
from assistant.remote import RemoteAssistant
from assistant.settings import Settings
from coach.journal import Journal
from tests.assistant.serving import free_port, get, post, running
from tests.conversations.test_process import WAIT, ask, spinecoach, texts

PHONE = "telegram:7"
KNOWN = {"consent": 1.0, "region": "uk", "screened": 4e9}


@pytest.fixture(autouse=True)
def models(trained: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPINECOACH_MODELS", str(trained.models))


@pytest.mark.slow
def test_a_killed_chat_s_set_goes_on_in_another_process_with_continue(tmp_path: Path) -> None:
    """J17, with the plug pulled."""
    journal = Journal.in_folder(tmp_path)
    journal.remember("ann", **KNOWN)
    first = spinecoach(tmp_path, "chat", "--json", "--person", "Ann")
    try:
        ask(first, "start seated flexion")
        sheet = next(
            one["custom"]["cue_sheet"] for one in ask(first, "ready") if "cue_sheet" in one["custom"]
        )
        second = next(cue["at"] for cue in sheet["cues"] if cue["rep"] == 2)
        deadline = time.monotonic() + WAIT
        while (place := journal.place("ann")) is None or place.seconds < second:
            assert time.monotonic() < deadline
            time.sleep(0.05)  # a process of its own keeps real time
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    again = spinecoach(tmp_path, "chat", "--json", "--person", "Ann")
    try:
        assert "position" in texts(ask(again, "continue"))
        played = [one["custom"]["cue_sheet"] for one in ask(again, "ready") if "cue_sheet" in one["custom"]]
        assert min(cue["rep"] for cue in played[0]["cues"] if cue["rep"]) == 2
    finally:
        again.kill()
        again.wait()


@pytest.mark.slow
def test_through_the_server_a_set_is_stopped_and_taken_over_from_elsewhere(tmp_path: Path) -> None:
    Journal.in_folder(tmp_path).remember("ann", **KNOWN)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "spinecoach", "serve", "--port", str(port)]
    environment = {"SPINECOACH_DATA_DIR": str(tmp_path), "SPINECOACH_TOKEN": ""}
    with running(command, f"{url}/webhooks/rest/", environment, tmp_path / "server.log"):
        speaker, phone = (RemoteAssistant(url, place=place) for place in ("speaker", PHONE))
        told: queue.Queue[Elsewhere] = queue.Queue()
        speaker.follow("ann", told.put)
        assert told.get(timeout=WAIT).standing
        speaker.say("ann", "start seated flexion")
        begun = [
            one.custom for one in speaker.say("ann", "ready") if one.custom and "cue_sheet" in one.custom
        ]
        assert begun[0]["player"] == "speaker"
        speaker.report("ann", "cue_sheet_started")
        sheet = begun[0]["cue_sheet"]
        third = next(cue["at"] for cue in sheet["cues"] if cue["rep"] == 3)
        assert speaker.note("ann", sheet["id"], third)
        taken = phone.say("ann", "continue")
        assert "number three of four" in " ".join(one.text for one in taken)
        heard = told.get(timeout=WAIT)
        while heard.text != "continue":
            heard = told.get(timeout=WAIT)
        assert [one.custom["player"] for one in heard.messages if one.custom and "player" in one.custom] == [
            PHONE
        ]
        assert not speaker.note("ann", sheet["id"], third + 5), "it is the phone's now"
        assert speaker.report("ann", "cue_sheet_done") == []
        speaker.say("ann", "stop")
        again = " ".join(one.text for one in phone.say("ann", "what happened?"))
        assert "You stopped the set on the speaker" in again
        status, _ = post(f"{url}/place", {"person": "ann", "sheet": 3})
        assert status == 400 and get(f"{url}/live?person=ann")[0] == 400
        speaker.close()


@pytest.mark.slow
def test_two_terminals_at_a_server_are_two_places(tmp_path: Path) -> None:
    Journal.in_folder(tmp_path).remember("ann", **KNOWN)
    url = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "spinecoach", "serve", "--port", str(port)]
    environment = {"SPINECOACH_DATA_DIR": str(tmp_path), "SPINECOACH_TOKEN": ""}
    chat = ("chat", "--json", "--person", "Ann", "--server", url)
    with running(command, f"{url}/webhooks/rest/", environment, tmp_path / "server.log"):
        one, other = (spinecoach(tmp_path / name, *chat) for name in ("one", "other"))
        try:
            ask(other, "hello")
            ask(one, "start seated flexion")
            begun = next(told["custom"] for told in ask(one, "ready") if "cue_sheet" in told["custom"])
            asked = ask(other, "continue")
            taken = next(told["custom"] for told in asked if "cue_sheet" in told["custom"])
            assert "number one of four" in texts(asked) and "middle of it" not in texts(asked)
            players = {str(told["player"]) for told in (begun, taken)}
            assert len(players) == 2 and all(player.startswith("terminal:") for player in players)
            assert "You went on with your set on the computer" in texts(ask(one, "what happened?"))
            ask(one, "stop")
            ask(one, "finish")
            ask(one, "delete all my data")
            assert "I asked you that on the computer" in texts(ask(other, "yes"))
        finally:
            for process in (one, other):
                process.kill()
                process.wait()


def test_a_code_is_printed_and_places_are_listed_and_removed(tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "spinecoach", *arguments],
            capture_output=True,
            text=True,
            timeout=WAIT,
            env={**os.environ, "SPINECOACH_DATA_DIR": str(tmp_path)},
        )

    said = run("pair", "--person", "Ann").stdout
    code = re.search(r"((?:\d ){5}\d)\.", said)
    assert code and "10 minutes" in said
    from coach.clock import SystemClock
    from coach.pairing import Pairing

    assert Pairing(Journal.in_folder(tmp_path), SystemClock()).join(PHONE, code[1]) == "ann"
    assert run("places", "--person", "Ann").stdout.splitlines() == [PHONE]
    assert run("places", "--person", "Ann", "--remove", "telegram:9").returncode == 1
    assert "no longer joined" in run("places", "--person", "Ann", "--remove", PHONE).stdout
    assert "No place" in run("places", "--person", "Ann").stdout
