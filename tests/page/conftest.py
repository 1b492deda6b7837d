"""A real Chromium and one server for all tests of the page; each test is a person of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.settings import Settings
from tests.page.browsers import NoBrowser, chromium
from tests.page.served import KNOWN, Served
from tests.page.steps import opened

Opens = Callable[..., Any]


# Of the package and not of the session: while Playwright is open it counts as a running event loop, and
# tests elsewhere start loops of their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    try:
        with chromium() as made:
            yield made
    except NoBrowser as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="package")
def server(browser: Any, trained: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    made = Served(trained, tmp_path_factory.mktemp("page"))
    yield made
    made.close()


@pytest.fixture
def person(request: pytest.FixtureRequest) -> str:
    """Somebody who is in this test only."""
    return re.sub(r"\W+", " ", request.node.name).strip().casefold()[:80]


@pytest.fixture
def served(server: Served, person: str) -> Served:
    """The server, running, with this test's person, whose first questions were answered."""
    server.start()
    server.journal.remember(person, **KNOWN)
    return server


@pytest.fixture
def open_page(browser: Any, served: Served, person: str) -> Iterator[Opens]:
    """Opens a page for this test's person, in a browser of its own unless a context is given.

    A page that throws an error fails the test.
    """
    contexts, errors = [], []

    def opens(context: Any = None, wait: bool = True, clock: bool = False, **options: Any) -> Any:
        if context is None:
            context = browser.new_context(base_url=served.url, **options)
            contexts.append(context)
            joined = context.request.post(
                "/page/session",
                data={"code": served.pairing.code_for(person)},
                headers={"Origin": served.url},
            )
            assert joined.ok, joined.text()
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: errors.append(error))
        if clock:
            # the page's own timers, which the test can drive; those of a worker it cannot
            page.add_init_script("delete window.Worker")
            page.clock.install()
        page.goto("/")
        if wait:
            opened(page)
        return page

    yield opens
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(open_page: Opens) -> Any:
    return open_page()
