"""The connection goes and comes back: stop works without it, and the session goes on where it was."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.page.conftest import Opens
from tests.page.served import Served
from tests.page.steps import begin, get_ready, hears, opened, say, stopped

pytestmark = pytest.mark.slow


def chat(served: Served, person: str, *lines: str) -> str:
    """What `chat --json` answers, over the same data folder, to these lines of the person."""
    told = subprocess.run(
        [sys.executable, "-m", "spinecoach", "chat", "--json", "--person", person],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        env=served.environment,
        timeout=120,
        check=True,
    )
    answers = [json.loads(line) for line in told.stdout.splitlines()]
    return "\n".join(answer["text"] for answer in answers if "text" in answer)


def test_stop_works_when_the_coach_is_gone_and_is_told_when_it_is_back(
    page: Any, served: Served, person: str
) -> None:
    begin(page)
    served.kill()
    expect(page.locator(".banner")).to_contain_text("cannot be reached")
    expect(page.locator(".bar")).to_have_attribute("data-phase", "running")  # the set needs no network
    page.keyboard.press("Escape")
    hears(page, "Paused. The coach cannot be reached")
    assert stopped(page)
    served.start()
    expect(page.locator(".banner")).to_be_hidden()
    hears(page, "Paused. Say go on, or finish.")
    routine = served.routine(person)
    assert (routine.phase, routine.cause, routine.rep) == ("paused", "stop", 1)


def test_a_stop_that_nobody_heard_outlives_the_page(
    page: Any, open_page: Opens, served: Served, person: str
) -> None:
    begin(page)
    served.kill()
    page.keyboard.press("Escape")
    served.start()
    page.reload()
    hears(page, "Paused. Say go on, or finish.")
    assert served.routine(person).cause == "stop"


def test_a_set_goes_on_while_the_coach_starts_anew(page: Any, served: Served, person: str) -> None:
    begin(page)
    served.kill()
    served.start()
    expect(page.locator(".banner")).to_be_hidden()
    expect(page.locator(".bar")).to_have_attribute("data-phase", "running")
    sheet = served.routine(person).sheet
    # what is said knows the set that plays, and does not break it off
    say(page, "how many left")
    hears(page, "to go in this set")
    hears(page, "Three. Slowly")
    hears(page, "Last one")
    hears(page, "Hold.")  # what is noted has had the time to come to the server
    assert served.routine(person).sheet == sheet
    place = served.journal.place(person)
    assert place is not None and place.seconds > 30.0  # the last repetition was noted by the new server


def test_a_page_that_is_loaded_anew_in_a_set_offers_to_go_on(page: Any, served: Served, person: str) -> None:
    begin(page)
    hears(page, "Two. Slowly")
    page.reload()
    hears(page, "repetition two of four")
    assert served.routine(person).phase == "paused"
    page.get_by_role("button", name="Go on").click()
    hears(page, "Get back into position")
    page.get_by_role("button", name="Ready", exact=True).click()
    hears(page, "Two. Slowly")


def test_words_that_were_not_answered_are_answered_once(page: Any, served: Served, person: str) -> None:
    get_ready(page)
    assert served.routine(person).step == 0
    # the question is on its way when the line is cut; its answer is lost
    page.evaluate(
        """() => {
            const send = WebSocket.prototype.send;
            WebSocket.prototype.send = function (told) {
                send.call(this, told);
                if (told.includes('"next"')) { WebSocket.prototype.send = send; this.onmessage = null;
                    setTimeout(() => this.close(), 400); }
            };
        }"""
    )
    page.get_by_role("button", name="Next step").click()
    hears(page, "Lean forward slowly from the hips")
    assert served.routine(person).step == 1


def test_nothing_typed_is_lost_without_the_coach(page: Any, served: Served) -> None:
    served.kill()
    expect(page.locator(".banner")).to_be_visible()
    say(page, "my leg is numb")
    hears(page, "That did not reach the coach")
    expect(page.get_by_label("Say something")).to_have_value("my leg is numb")
    served.start()
    expect(page.locator(".banner")).to_be_hidden()
    page.keyboard.press("Enter")
    hears(page, "between your legs")


def test_the_terminal_goes_on_where_the_page_was(page: Any, served: Served, person: str) -> None:
    begin(page)
    hears(page, "Two. Slowly")
    served.kill()
    told = chat(served, person, "hello", "continue")
    assert "We go on with number" in told and re.search("number (two|three) of four", told), told
    served.start()


def test_the_page_goes_on_where_the_terminal_was(open_page: Opens, served: Served, person: str) -> None:
    told = chat(served, person, "start seated flexion", "ready", "/cue_sheet_started")
    assert "Here we go" in told
    page = open_page(wait=False)
    hears(page, "Your set runs on the computer just now")
    page.get_by_role("button", name="Go on").click()
    hears(page, "One. Slowly")


def test_the_page_opens_without_the_coach_and_says_so(open_page: Opens, served: Served) -> None:
    page = open_page()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # now the worker has it in hand
    opened(page)
    served.kill()
    page.reload()
    expect(page.locator(".banner")).to_contain_text("The coach cannot be reached")
    expect(page.get_by_label("Say something")).to_be_visible()
    served.start()
    expect(page.locator(".banner")).to_be_hidden()
    opened(page)


@pytest.fixture
def newer() -> Iterator[type[BaseHTTPRequestHandler]]:
    """A stand-in for a server with a newer build of the page."""

    class Newer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            if found:
                self.wfile.write(b"<!doctype html><title>A newer page</title>")

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    yield Newer


def test_a_newer_build_is_never_hidden_by_the_kept_one(
    open_page: Opens, served: Served, newer: type[BaseHTTPRequestHandler]
) -> None:
    page = open_page()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    opened(page)
    served.kill()
    stand_in = ThreadingHTTPServer(("127.0.0.1", served.port), newer)
    thread = threading.Thread(target=stand_in.serve_forever, daemon=True)
    thread.start()
    try:
        page.goto("/")
        expect(page).to_have_title("A newer page")
    finally:
        stand_in.shutdown()
        stand_in.server_close()
    served.start()
