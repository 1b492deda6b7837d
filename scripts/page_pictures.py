"""Makes the pictures of the page in docs/page/: phone, tablet and wall, light and dark. Needs a Chromium."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from assistant.train import ensure_model
from tests.page.browsers import NoBrowser, chromium
from tests.page.served import KNOWN, Served
from tests.page.steps import begin, get_ready, hears, opened, say

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "page"
SIZES = {"phone": (390, 780), "tablet": (1024, 768), "wall": (1920, 1080)}
SHOWN = {
    "phone": ("hello", "ready", "running", "danger"),
    "tablet": ("question", "running", "paused"),
    "wall": ("big",),
}
"""What is kept; one set of pictures that says it all is enough."""


def main(folder: Path = FOLDER) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    settings, home = Settings(), Path(tempfile.mkdtemp())
    ensure_model(settings)
    served = Served(settings, home)
    try:
        with chromium() as browser:
            for size, colours in ((size, colours) for size in SIZES for colours in ("light", "dark")):
                for state in SHOWN[size]:
                    _picture(browser, served, size, colours, state, folder)
    except NoBrowser as missing:
        print(str(missing), file=sys.stderr)
        return 1
    finally:
        served.close()
        shutil.rmtree(home, ignore_errors=True)
    return 0


def _picture(browser: Any, served: Served, size: str, colours: str, state: str, folder: Path) -> None:
    person = f"{size} {colours} {state}"
    served.journal.remember(person, **KNOWN)
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=served.url, viewport={"width": width, "height": height}, color_scheme=colours
    )
    code = served.pairing.code_for(person)
    context.request.post("/page/session", data={"code": code}, headers={"Origin": served.url})
    page = context.new_page()
    page.goto("/")
    opened(page)
    _bring_to(page, state)
    page.screenshot(path=folder / f"{size}-{colours}-{state}.png")
    context.close()


def _bring_to(page: Any, state: str) -> None:
    if state == "question":
        say(page, "my leg is numb")
        hears(page, "between your legs")
    elif state == "ready":
        get_ready(page)
        page.get_by_role("img").wait_for()
    elif state == "danger":
        say(page, "I can't feel anything when I wipe")
        page.get_by_role("alertdialog").wait_for()
    elif state in ("running", "paused", "big"):
        begin(page)
        if state == "big":
            page.get_by_role("button", name="Big view").click()
        page.locator(".count").filter(has_text="1").wait_for()
        if state == "paused":
            page.get_by_role("button", name="Stop").click()
            hears(page, "Paused. Say go on")


if __name__ == "__main__":
    sys.exit(main())
