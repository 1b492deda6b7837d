"""The page's timer in a real Chromium: how late each cue of a set of ten minutes is given, by the true clock.

`late` is from when a cue is due by its sheet to when the page gives it; `drawn` to the next frame that the
browser draws, which holds the words. Nothing is sped up: it takes as long as the set does.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from bench.report import machine, percentile, table

PARTS = ["quiet", "busy", "hidden"]
"""The page in sight; with work in it of 50 ms in each second; in the background."""
OPTIONS = ["minutes"]
AIM = 20.0
"""Milliseconds that a cue may be late."""

_LISTEN = """
window.cues = [];
document.addEventListener("cue", ({ detail }) => {
  const row = { kind: detail.kind, late: detail.now - detail.due, drawn: null };
  window.cues.push(row);
  document.documentElement.dataset.cue = detail.kind;
  requestAnimationFrame(() => { row.drawn = performance.now() - detail.due; });
});
"""
_WORK = """
setInterval(() => { const until = performance.now() + 50; while (performance.now() < until); }, 1000);
"""


def main(parts: list[str] | None = None, minutes: int = 10) -> None:
    print(machine(), report(parts or PARTS[:1], minutes), sep="\n\n")


def report(parts: list[str], minutes: int = 10) -> str:
    """The table; each part is a set of that many minutes."""
    rows: list[list[object]] = []
    for part in parts:
        cues, drift = _measure(part, minutes)
        for what in ("late", "drawn"):
            sizes = [cue[what] for cue in cues if cue[what] is not None]
            if not sizes:
                continue
            spread = [percentile(sizes, 0.5), percentile(sizes, 0.95), max(sizes)]
            reached = "yes" if what == "late" and max(sizes) <= AIM else "" if what == "drawn" else "**no**"
            shown = [f"{size:.1f} ms" for size in spread]
            rows.append([f"{part}: {what}", len(sizes), *shown, f"{drift:.2f} ms", reached])
    return table(["what", "cues", "median", "p95", "most", "drift", f"within {AIM:.0f} ms"], rows)


def _measure(part: str, minutes: int) -> tuple[list[dict[str, Any]], float]:
    """The cues of a set with holds, repetition after repetition, and how the median moved over the set."""
    with _page() as page:
        page.add_init_script(_LISTEN + (_WORK if part == "busy" else ""))
        page.route_web_socket("**/page/live", lambda route: _long_sheet(route, minutes))
        page.goto("/")
        page.locator(".words").get_by_text("Hello").first.wait_for()
        page.get_by_label("Say something to the coach").fill("start seated flexion")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Ready", exact=True).click()
        page.locator("html[data-cue=prepare]").wait_for(state="attached")
        if part == "hidden":
            page.context.new_page().bring_to_front()
        page.locator("html[data-cue=done]").wait_for(state="attached", timeout=(minutes + 2) * 60_000)
        cues: list[dict[str, Any]] = page.evaluate("window.cues")
    tenth = max(1, len(cues) // 10)
    first, last = ([one["late"] for one in some] for some in (cues[:tenth], cues[-tenth:]))
    return cues, percentile(last, 0.5) - percentile(first, 0.5)


def _long_sheet(route: Any, minutes: int) -> None:
    """Lets the sheet of the set be as long as is wanted: the coach's own cues, over and over."""
    import json

    server = route.connect_to_server()

    def pass_on(told: str) -> None:
        message = json.loads(told)
        for one in message.get("messages") or []:
            sheet = (one.get("custom") or {}).get("cue_sheet")
            if sheet:
                _lengthen(sheet, minutes * 60.0)
        route.send(json.dumps(message))

    server.on_message(pass_on)


def _lengthen(sheet: dict[str, Any], seconds: float) -> None:
    first = next(cue for cue in sheet["cues"] if cue["rep"] == 1)
    second = next(cue for cue in sheet["cues"] if cue["rep"] == 2)
    turn, lead = second["at"] - first["at"], first["at"]
    one = [cue for cue in sheet["cues"] if cue["rep"] == 1]
    before = [cue for cue in sheet["cues"] if cue["at"] < lead]
    reps = max(1, int((seconds - lead) / turn))
    cues = [
        {**cue, "at": round(cue["at"] + rep * turn, 3), "rep": rep + 1} for rep in range(reps) for cue in one
    ]
    end = {**sheet["cues"][-1], "at": round(lead + reps * turn, 3)}
    sheet.update(cues=[*before, *cues, end], reps=reps, seconds=end["at"] + end["seconds"])


@contextmanager
def _page() -> Iterator[Any]:
    from assistant.train import ensure_model
    from tests.page.browsers import NoBrowser, chromium
    from tests.page.served import KNOWN, Served

    settings, folder = Settings(), Path(tempfile.mkdtemp())
    ensure_model(settings)
    served = Served(settings, folder)
    served.journal.remember("me", **KNOWN)
    try:
        with chromium() as browser:
            yield browser.new_page(base_url=served.url)
    except NoBrowser as missing:
        raise SystemExit(str(missing)) from None
    finally:
        served.close()
        shutil.rmtree(folder, ignore_errors=True)
