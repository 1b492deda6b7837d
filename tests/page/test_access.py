"""For everybody: axe-core in every state, keyboard only, screen reader, small screens, less motion."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.page.conftest import Opens
from tests.page.served import Served
from tests.page.steps import begin, get_ready, hears, opened, say

pytestmark = pytest.mark.slow
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STATES = (
    "hello",
    "question",
    "many answers",
    "ready",
    "running",
    "paused",
    "settings",
    "danger",
    "offline",
    "big",
)


def complaints(page: Any) -> list[str]:
    """What axe-core finds wrong."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


def bring_to(page: Any, state: str, served: Served) -> None:
    """Bring a page that was just opened into a state."""
    if state == "question":
        say(page, "my leg is numb")
        hears(page, "between your legs")
    elif state == "many answers":
        say(page, "my pain is bad today")
        page.locator(".choices button, .words").first.wait_for()
    elif state in ("ready", "running", "paused", "big"):
        (get_ready if state == "ready" else begin)(page)
        expect(page.get_by_role("img")).to_be_visible()
        if state == "paused":
            page.get_by_role("button", name="Stop").click()
            hears(page, "Paused. Say go on")
        if state == "big":
            page.get_by_role("button", name="Big view").click()
            expect(page.get_by_role("button", name="Leave big view")).to_be_visible()
    elif state == "settings":
        page.get_by_role("button", name="Settings").click()
        page.get_by_role("button", name="Get a code").click()
        expect(page.locator(".code")).to_contain_text("Your code is")
    elif state == "danger":
        say(page, "I can't feel anything when I wipe")
        expect(page.get_by_role("alertdialog")).to_be_visible()
    elif state == "offline":
        served.kill()
        expect(page.locator(".banner")).to_be_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_has_nothing_to_say(open_page: Opens, served: Served, state: str, colours: str) -> None:
    page = open_page(color_scheme=colours)
    bring_to(page, state, served)
    assert complaints(page) == []


@pytest.mark.parametrize("state", ["hello", "question", "ready", "running", "paused", "settings", "danger"])
def test_everything_can_be_hit_and_nothing_runs_off_a_small_phone(
    open_page: Opens, served: Served, state: str
) -> None:
    page = open_page(viewport={"width": 320, "height": 568}, has_touch=True)
    bring_to(page, state, served)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, a, input')].filter(one => one.checkVisibility())
            .map(one => {
                const target = /checkbox|radio/.test(one.type ?? '') ? one.parentElement : one;
                const box = target.getBoundingClientRect();
                return [one.outerHTML.slice(0, 80), box.width, box.height];
            }).filter(([, width, height]) => width < 44 || height < 44)"""
    )
    assert small == []
    if state == "running":
        stop = page.get_by_role("button", name="Stop").bounding_box()
        assert stop and stop["y"] + stop["height"] <= 568  # in sight without scrolling
        words = page.locator(".words").bounding_box()
        assert words and words["y"] + words["height"] <= stop["y"] + 1


def test_twice_the_size_runs_off_nothing(open_page: Opens) -> None:
    page = open_page(viewport={"width": 640, "height": 512})
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    begin(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    expect(page.get_by_role("button", name="Stop")).to_be_in_viewport()


def test_a_whole_exercise_with_the_keyboard_only(page: Any) -> None:
    def tab_to(name: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == name:
                style = "getComputedStyle(document.activeElement)"
                assert page.evaluate(f"{style}.outlineStyle") == "solid"
                assert float(page.evaluate(f"parseFloat({style}.outlineWidth)")) >= 2
                return
        raise AssertionError(f"{name} cannot be reached")

    tab_to("Start seated bend")
    page.keyboard.press("Enter")
    hears(page, "Say ready when you are there")
    tab_to("Ready")
    page.keyboard.press("Enter")
    hears(page, "One. Slowly")
    assert page.evaluate("document.activeElement.textContent") == "Stop"  # at hand for the space bar
    page.keyboard.press(" ")
    hears(page, "Paused. Say go on")
    tab_to("Finish")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Exercise controls")).to_be_hidden()
    assert page.evaluate("document.activeElement !== document.body")  # the focus is not lost with the button
    tab_to("Settings")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent") == "Settings"


def test_a_screen_reader_hears_the_words_and_not_each_count(open_page: Opens) -> None:
    page = open_page(clock=True)
    get_ready(page)
    page.evaluate(
        """() => {
            window.heard = [];
            const regions = '[aria-live], [role=alert], [role=status], [role=log]';
            for (const region of document.querySelectorAll(regions))
                new MutationObserver(() => window.heard.push(region.textContent))
                    .observe(region, {childList: true, characterData: true, subtree: true});
        }"""
    )
    page.get_by_role("button", name="Ready", exact=True).click()
    hears(page, "Sit tall")
    for _ in range(50):
        page.clock.run_for(500)
    heard = [text for text in page.evaluate("window.heard") if text]
    assert any("One. Slowly" in text for text in heard) and any("Hold" in text for text in heard)
    assert not [text for text in heard if text.strip().casefold() in ("1", "2", "one", "two", "one,", "two,")]
    assert len(heard) <= 14  # two repetitions: move, hold and back, once each, and the beginning


def test_less_motion_moves_in_steps(open_page: Opens) -> None:
    page = open_page(clock=True, reduced_motion="reduce")
    get_ready(page)
    page.get_by_role("button", name="Ready", exact=True).click()
    hears(page, "Sit tall")
    drawn = set()
    for _ in range(60):
        page.clock.run_for(250)
        drawn.add(page.locator("svg.figure").inner_html())
    assert 2 <= len(drawn) <= 4  # the poses, and nothing in between
    assert page.evaluate("document.getAnimations().length") == 0


def test_wishes_are_kept(page: Any) -> None:
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_label("Read aloud")).not_to_be_checked()
    page.get_by_label("Largest").check()
    page.get_by_label("Dark").check()
    page.reload()
    opened(page)
    assert page.evaluate("document.documentElement.dataset.size") == "largest"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 29, 28)"


def test_words_are_spoken_only_where_that_is_wished(open_page: Opens) -> None:
    page = open_page(wait=False)
    page.add_init_script(
        """window.spoken = [];
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        Object.defineProperty(window, 'speechSynthesis', {value: {
            speak(said) { window.spoken.push(said.text);
                document.documentElement.dataset.spoken = window.spoken.join(' / ');
                setTimeout(() => said.onend(), 20); },
            cancel() {} }});"""
    )
    page.reload()
    opened(page)
    assert page.evaluate("window.spoken") == []
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Read aloud").check()
    page.get_by_role("button", name="Close").click()
    begin(page)
    expect(page.locator("html")).to_have_attribute("data-spoken", re.compile("/ two"))
    spoken = page.evaluate("window.spoken")
    assert any("One. Slowly" in one for one in spoken) and any("Say ready" in one for one in spoken)
    assert page.locator("[aria-live=polite]").first.inner_text() == ""  # nobody hears it twice
