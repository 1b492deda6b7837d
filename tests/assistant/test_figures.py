"""The pictures over HTTP: the right kinds, kept for a day, and nothing that is not a picture."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from assistant.settings import Settings
from tests.assistant.serving import free_port, running, script

PICTURE = "back_flexion_lying/both_knees"


@pytest.fixture(scope="module")
def url(tiny: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder, port = tmp_path_factory.mktemp("figures"), free_port()
    command = script("serve_echo.py", str(tiny.project), str(folder / "home"), str(port), "no")
    address = f"http://127.0.0.1:{port}"
    with running(command, f"{address}/webhooks/rest/", {"SPINECOACH_TOKEN": ""}, folder / "log"):
        yield f"{address}/figures"


def ask(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body."""
    request = urllib.request.Request(
        url, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return (
                answer.status,
                {name.lower(): value for name, value in answer.headers.items()},
                answer.read(),
            )
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


def test_each_kind_comes_as_what_it_is(url: str) -> None:
    status, headers, body = ask(f"{url}/{PICTURE}/2.svg")
    assert (status, headers["content-type"]) == (200, "image/svg+xml") and body.startswith(b"<svg ")
    assert (
        "max-age" in headers["cache-control"] and "default-src 'none'" in headers["content-security-policy"]
    )
    status, headers, body = ask(f"{url}/{PICTURE}/2.png?width=200")
    assert (status, headers["content-type"]) == (200, "image/png") and body.startswith(b"\x89PNG")
    status, headers, body = ask(f"{url}/{PICTURE}.json")
    assert (status, headers["content-type"]) == (200, "application/json")
    assert set(json.loads(body)) >= {"width", "height", "scene", "parts", "poses", "cues"}


def test_what_has_not_changed_is_not_sent_again(url: str) -> None:
    _, headers, _ = ask(f"{url}/{PICTURE}/1.svg")
    status, again, body = ask(f"{url}/{PICTURE}/1.svg", If_None_Match=headers["etag"])
    assert (status, body, again["etag"]) == (304, b"", headers["etag"])


@pytest.mark.parametrize(
    "path",
    [
        f"{PICTURE}/9.svg",
        f"{PICTURE}/0.png",
        f"{PICTURE}/-1.png",
        f"{PICTURE}/2.gif",
        f"{PICTURE}/2",
        f"{PICTURE}/.svg",
        f"{PICTURE}/2.png?width=90000",
        f"{PICTURE}/2.png?width=x",
        "back_flexion_lying/nothing/1.svg",
        "nothing/both_knees/1.svg",
        "back_flexion_lying/nothing.json",
        "back_flexion_lying/both_knees.yml",
        "../data/exercises/cycling.yml",
        "..%2f..%2fexercises/cycling.yml/1.svg",
        "%2e%2e/%2e%2e/figures/cycling.yml",
        "back_flexion_lying%00/both_knees/1.svg",
    ],
)
def test_what_is_no_picture_is_not_there(url: str, path: str) -> None:
    status, _, body = ask(f"{url}/{path}")
    assert status == 404
    assert b"exercise:" not in body and b"Traceback" not in body


def test_a_missing_picture_is_told_in_a_sentence(url: str) -> None:
    status, headers, body = ask(f"{url}/{PICTURE}/9.svg")
    assert (status, headers["content-type"].split(";")[0]) == (404, "text/plain")
    assert body == b"This exercise has 5 steps; there is no step 9."
