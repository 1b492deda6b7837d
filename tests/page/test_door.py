"""Who may come in: nobody from another page, nobody without the token or a code, and never by an order."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from assistant.settings import Settings
from tests.assistant.serving import post
from tests.page.conftest import Opens
from tests.page.served import KNOWN, Served
from tests.page.steps import hears, opened, say

pytestmark = pytest.mark.slow
TOKEN = "correct horse battery"


def enter(served: Served, body: dict[str, Any], **headers: str) -> tuple[int, Any]:
    return post(f"{served.url}/page/session", body, {"Origin": served.url, **headers})


def cookie(served: Served) -> str:
    import urllib.request

    request = urllib.request.Request(
        f"{served.url}/page/session",
        data=b"{}",
        headers={"Content-Type": "application/json", "Origin": served.url},
    )
    with urllib.request.urlopen(request) as answer:
        return str(answer.headers["Set-Cookie"])


def knock(served: Served, headers: dict[str, str], origin: str | None = None) -> int:
    """The status with which a live connection is answered; 101 if it is opened."""
    sent = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "c3BpbmUgY29hY2ggcGFnZQ==",
        **({"Origin": origin} if origin is not None else {}),
        **headers,
    }
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    try:
        connection.request("GET", "/page/live", headers=sent)
        return connection.getresponse().status
    finally:
        connection.close()


def test_the_cookie_cannot_be_guessed_read_or_sent_from_elsewhere(served: Served) -> None:
    one, other = cookie(served), cookie(served)
    assert "HttpOnly" in one and "SameSite=Strict" in one and "Path=/" in one
    ids = [re.match(r"spinecoach=([\w-]+)\.own\.[0-9a-f]{64};", text) for text in (one, other)]
    assert all(ids) and ids[0] and ids[1] and ids[0][1] != ids[1][1]
    assert len(ids[0][1]) * 6 >= 128


def test_only_our_own_page_gets_a_live_connection(served: Served) -> None:
    mine = {"Cookie": cookie(served).split(";")[0]}
    assert knock(served, mine, served.url) == 101
    for origin in ("http://evil.example", "null", f"http://localhost.evil.example:{served.port}", None):
        assert knock(served, mine, origin) == 403
    assert knock(served, {}, served.url) == 401
    forged = {"Cookie": re.sub(r"own\.[0-9a-f]", "own.", mine["Cookie"]) + "0"}
    assert knock(served, forged, served.url) == 401


def test_a_name_that_points_here_is_not_ours(served: Served) -> None:
    mine = {"Cookie": cookie(served).split(";")[0]}
    evil = f"http://evil.example:{served.port}"
    assert knock(served, {**mine, "Host": f"evil.example:{served.port}"}, evil) == 403
    assert enter(served, {}, Origin=evil, Host=f"evil.example:{served.port}")[0] == 403
    assert enter(served, {}, Origin="http://evil.example")[0] == 403
    assert enter(served, {}, **{"Content-Type": "text/plain"})[0] == 400


def test_a_page_from_elsewhere_cannot_connect(browser: Any, served: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("http://evil.example/", lambda route: route.fulfill(body="<title>evil</title>"))
    page.goto("http://evil.example/")
    opened = page.evaluate(
        """url => new Promise(tell => {
            const socket = new WebSocket(url);
            socket.onopen = () => tell('open');
            socket.onerror = () => tell('refused');
        })""",
        served.url.replace("http", "ws") + "/page/live",
    )
    assert opened == "refused"
    context.close()


def test_the_page_is_closed_to_everything_from_outside(served: Served, page: Any) -> None:
    answer = page.request.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    for path in ("/page/session", "/nothing", "/webhooks/rest/"):
        assert page.request.get(path).headers["x-content-type-options"] == "nosniff"
    assert page.request.get("/assets/../build.json").status == 404


def test_nothing_is_loaded_from_elsewhere_and_nothing_breaks_the_rules(
    open_page: Opens, served: Served
) -> None:
    page = open_page(wait=False)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: said.append(line.text))
    page.reload()
    opened(page)
    assert asked and all(url.startswith(served.url) for url in asked)
    assert not [line for line in said if "Content Security Policy" in line]


@pytest.mark.parametrize("typed", ["/cue_sheet_done", "/restart", ' /delete_data{"x": 1}'])
def test_an_order_is_only_words(page: Any, served: Served, person: str, typed: str) -> None:
    say(page, typed)
    hears(page, "You can say")
    assert served.routine(person).phase == "idle"


HOSTILE = '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script><b>bold</b>'


def test_what_is_said_is_never_markup(page: Any) -> None:
    say(page, HOSTILE)
    hears(page, "You can say")
    expect(page.locator(".earlier .person")).to_have_text(f"You: {HOSTILE}")
    assert page.evaluate("window.hurt") is None and page.locator("main b").count() == 0


def test_what_the_coach_sends_is_never_markup(open_page: Opens) -> None:
    page = open_page()

    def hostile(route: Any) -> None:
        server = route.connect_to_server()

        def pass_on(told: str) -> None:
            message = json.loads(told)
            if message["type"] == "answer":
                message["messages"] = [
                    {
                        "text": HOSTILE,
                        "buttons": [{"title": HOSTILE, "payload": "x"}],
                        "image": "javascript:alert(1)",
                        "custom": {
                            "papers": ["javascript:x", "pdf"],
                            "plots": [{"name": "../../x", "alt": HOSTILE}, {"name": "pain", "alt": HOSTILE}],
                            "figure": {"exercise": "x", "variant": HOSTILE, "step": 1, "alt": HOSTILE},
                        },
                    }
                ]
            route.send(json.dumps(message))

        server.on_message(pass_on)

    page.route_web_socket(re.compile("/page/live"), hostile)
    page.reload()
    opened(page)
    say(page, "hello")
    hears(page, HOSTILE)
    assert page.evaluate("window.hurt") is None
    assert page.locator("main b, main script").count() == 0
    addresses = page.eval_on_selector_all("main a, main img", "all => all.map(one => one.href || one.src)")
    assert addresses and all("/papers/" in one for one in addresses)


def test_a_browser_is_joined_by_a_code(browser: Any, served: Served, person: str) -> None:
    context = browser.new_context(base_url=served.url)
    page = context.new_page()
    page.goto("/")
    opened(page)
    page.get_by_role("button", name="Settings").click()
    page.locator("#field-join").fill("000 000")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("That code does not work")).to_be_visible()
    page.locator("#field-join").fill(served.pairing.code_for(person))
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    say(page, "start seated flexion")
    hears(page, "Say ready when you are there")
    assert served.routine(person).phase == "ready"
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_text(f"This page belongs to {person}.")).to_be_visible()
    page.get_by_role("button", name="Get a code").click()
    expect(page.locator(".code")).to_contain_text("Your code is")
    code = re.sub(r"\D", "", page.locator(".code").inner_text().split(".")[0])
    assert served.pairing.join("telegram:7", code) == person
    page.get_by_role("button", name=f"Leave {person}").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    context.close()


@pytest.fixture(scope="module")
def guarded(browser: Any, trained: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(trained, tmp_path_factory.mktemp("guarded"), token=TOKEN, person="ann")
    made.journal.remember("ann", **KNOWN)
    made.journal.remember("bob", **KNOWN)
    yield made
    made.close()


def test_with_a_token_the_page_asks_once(browser: Any, guarded: Served) -> None:
    context = browser.new_context(base_url=guarded.url)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("dialog")).to_contain_text("Who is there?")
    assert knock(guarded, {}, guarded.url) == 401
    page.get_by_label("Password of the coach").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That is not the password")).to_be_visible()
    page.get_by_label("Password of the coach").fill(TOKEN)
    page.keyboard.press("Enter")
    opened(page)
    page.reload()
    opened(page)
    expect(page.get_by_role("dialog")).to_be_hidden()
    context.close()


def test_with_a_token_a_code_lets_a_person_in_and_no_other(browser: Any, guarded: Served) -> None:
    context = browser.new_context(base_url=guarded.url)
    page = context.new_page()
    page.goto("/")
    page.locator("#field-code").fill(guarded.pairing.code_for("bob"))
    page.keyboard.press("Enter")
    opened(page)
    say(page, "start seated flexion")
    hears(page, "Say ready when you are there")
    assert guarded.routine("bob").phase == "ready" and guarded.routine("ann").phase == "idle"
    context.close()
