"""What a person does on the page, in words."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import TimeoutError, expect

SEATED = "start seated flexion"


def say(page: Any, text: str) -> None:
    page.get_by_label("Say something to the coach").fill(text)
    page.keyboard.press("Enter")


WITHIN = 20_000
"""Milliseconds; a repetition takes about ten seconds."""
expect.set_options(timeout=WITHIN)  # a busy machine is no fault of the page


def hears(page: Any, text: str) -> None:
    """The latest words of the coach, or the caption, hold this text, now or soon.

    It is looked for in every frame: in a set the next cue may take its place at once.
    """
    holds = "text => document.querySelector('.words')?.textContent.includes(text)"
    try:
        page.wait_for_function(holds, arg=text, timeout=WITHIN, polling="raf")
    except TimeoutError:
        expect(page.locator(".words")).to_contain_text(text, timeout=1)  # tells what is there instead


def opened(page: Any) -> None:
    """The coach has greeted on the page."""
    expect(page.locator(".words")).to_contain_text("Hello")


def get_ready(page: Any) -> None:
    say(page, SEATED)
    hears(page, "Say ready when you are there")


def begin(page: Any) -> None:
    """A seated bend, at its first repetition."""
    get_ready(page)
    page.get_by_role("button", name="Ready", exact=True).click()
    hears(page, "One. Slowly")


def stopped(page: Any) -> bool:
    """Whether nothing plays on the page."""
    return bool(page.evaluate("sessionStorage.getItem('spinecoach.under') === null"))
