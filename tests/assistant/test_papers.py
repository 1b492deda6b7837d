"""The papers over HTTP: for whoever the session says, and for nobody else."""

from __future__ import annotations

import asyncio
import io
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message

import pytest
from pypdf import PdfReader
from sanic import Sanic

from assistant import papers
from coach.clock import ManualClock
from tests.assistant.serving import free_port
from tests.unit.records.journals import NOW, filled

PATHS = ["/papers/summary.pdf", "/papers/summary.csv", "/papers/summary.json", "/papers/plots/pain.svg"]
PERSON = "x-person"
"""In place of the page's session."""


class Answer:
    """What came back."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """One server for all tests: Sanic begins only once in a process."""
    journal = filled(20, lambda gone: 6 - 3 * gone, walk=lambda gone: 6 + gone)
    app, port, loop = Sanic("papers"), free_port(), asyncio.new_event_loop()
    app.blueprint(papers.blueprint(lambda request: request.headers.get(PERSON), journal, ManualClock(NOW)))

    async def begin() -> None:
        server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.start_serving()

    loop.run_until_complete(begin())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


def ask(address: str, person: str | None, path: str) -> Answer:
    request = urllib.request.Request(address + path, headers={PERSON: person} if person else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return Answer(answer.status, lowered(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, lowered(error.headers), error.read())


def lowered(headers: Message) -> dict[str, str]:
    return {key.lower(): value for key, value in headers.items()}


def test_each_paper_comes_as_what_it_is_and_is_kept_by_nobody(address: str) -> None:
    answers = {path: ask(address, "p", path) for path in PATHS}
    assert {path: answer.status for path, answer in answers.items()} == dict.fromkeys(PATHS, 200)
    assert all(answer.headers["cache-control"] == "no-store" for answer in answers.values())
    assert all("sandbox" in answer.headers["content-security-policy"] for answer in answers.values())
    pdf, csv, bundle, plot = answers.values()
    assert len(PdfReader(io.BytesIO(pdf.body)).pages) == 1
    assert csv.headers["content-type"].startswith("text/csv") and b"exercise_done" in csv.body
    assert json.loads(bundle.body)["resourceType"] == "Bundle"
    assert plot.headers["content-type"] == "image/svg+xml" and b"your pain before exercise went" in plot.body


def test_a_picture_of_a_period(address: str) -> None:
    answer = ask(address, "p", "/papers/plots/days-this_week.png")
    assert answer.status == 200 and answer.body.startswith(b"\x89PNG")
    assert b"In March" in ask(address, "p", "/papers/plots/days-march.svg").body


@pytest.mark.parametrize("path", PATHS)
def test_who_has_no_session_gets_nothing(address: str, path: str) -> None:
    answer = ask(address, None, f"{path}?person=p")
    assert answer.status == 401 and b"%PDF" not in answer.body and b"pain" not in answer.body


def test_nobody_gets_another_ones_papers(address: str) -> None:
    assert b"exercise_done" not in ask(address, "q", "/papers/summary.csv?person=p").body


@pytest.mark.parametrize(
    "path",
    ["/papers/summary.exe", "/papers/plots/nothing.svg", "/papers/plots/pain.gif", "/papers/plots/pain"],
)
def test_what_is_not_there(address: str, path: str) -> None:
    assert ask(address, "p", path).status == 404
