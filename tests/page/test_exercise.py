"""A whole exercise on the page: words, figure, count and timer, stop and go on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.page.conftest import Opens
from tests.page.served import Served
from tests.page.steps import begin, get_ready, hears, say, stopped

pytestmark = pytest.mark.slow


def test_a_seated_exercise_from_the_first_word_to_the_last(
    open_page: Opens, served: Served, person: str
) -> None:
    page = open_page(clock=True)
    get_ready(page)
    figure = page.locator("svg.figure")
    expect(page.get_by_role("img")).to_have_attribute("aria-label", re.compile("chair"))
    still = figure.inner_html()
    page.get_by_role("button", name="Ready", exact=True).click()
    hears(page, "Sit tall")
    page.clock.run_for(3_000)
    seen: list[str] = []
    counts: list[str] = []
    drawn = set()
    for _ in range(120):
        page.clock.run_for(500)
        caption, count = page.locator(".words").inner_text(), page.locator(".count").inner_text()
        seen += [caption] if caption not in seen[-1:] else []
        counts += [count] if count and count not in counts[-1:] else []
        drawn.add(figure.inner_html())
        if not page.locator(".ring").is_visible():
            break
    told = " ".join(seen)
    for word in ("One. Slowly lean forward", "Two.", "Three.", "Last one.", "Hold.", "come back up"):
        assert word in told, (word, seen)
    assert counts[:4] == ["1", "2", "1", "2"]
    assert still not in drawn and len(drawn) > 30  # it moves, and not in jumps from pose to pose
    hears(page, "How is your pain now?")
    assert stopped(page)
    assert [one["exercise"] for one in served.events(person, "exercise_done")] == ["back_flexion_sitting"]
    page.get_by_role("button", name="2", exact=True).click()
    expect(page.get_by_role("group", name="Exercise controls")).to_be_hidden()


def test_place_and_time_are_those_of_the_sheet(open_page: Opens) -> None:
    page = open_page(clock=True)
    begin_at(page, 0)
    expect(page.locator(".place")).to_have_text("Number 1 of 4")
    left = page.locator(".left").inner_text()
    page.clock.run_for(20_000)
    minutes, seconds = left.split()[0].split(":")
    now = page.locator(".left").inner_text().split()[0].split(":")
    gone = int(minutes) * 60 + int(seconds) - int(now[0]) * 60 - int(now[1])
    assert 19 <= gone <= 21


def begin_at(page: Any, milliseconds: int) -> None:
    get_ready(page)
    page.get_by_role("button", name="Ready", exact=True).click()
    hears(page, "Sit tall")
    page.clock.run_for(3_200 + milliseconds)
    hears(page, "One. Slowly")


@pytest.mark.parametrize(
    "how", ["button", "space", "space after big view", "escape", "typed", "typed pause", "pause button"]
)
def test_stop_halts_at_once_and_the_coach_asks(page: Any, served: Served, person: str, how: str) -> None:
    begin(page)
    if how == "button":
        page.get_by_role("button", name="Stop").click()
    elif how == "pause button":
        page.get_by_role("button", name="Pause").click()
    elif how == "space after big view":
        page.get_by_role("button", name="Big view").click()
        page.keyboard.press(" ")
    elif how in ("space", "escape"):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press({"space": " ", "escape": "Escape"}[how])
    else:
        say(page, {"typed": "STOP!", "typed pause": "wait"}[how])
    assert stopped(page)
    hears(page, "Paused. Say go on" if "pause" not in how else "Paused. Take your time")
    assert served.routine(person).phase == "paused"
    page.get_by_role("button", name="Go on").click()
    hears(page, "One. Slowly")  # the repetition that was broken off begins again


def test_the_last_words_of_a_session_are_in_sight(page: Any) -> None:
    """Under a long conversation, which comes back when the exercise is over; the frame stays."""
    for _ in range(8):
        say(page, "what can you do for me")
        expect(page.get_by_label("Say something to the coach")).to_have_value("")
        page.wait_for_timeout(600)
    begin(page)
    page.get_by_role("button", name="Stop").click()
    hears(page, "Paused. Say go on")
    page.get_by_role("button", name="Finish").click()
    hears(page, "We end here")
    expect(page.locator(".earlier")).to_be_visible()
    expect(page.locator(".words p").first).to_be_in_viewport()
    assert page.evaluate("document.scrollingElement.scrollHeight <= innerHeight")


def test_the_great_buttons_of_the_big_view_have_no_smaller_letters(page: Any) -> None:
    get_ready(page)
    page.get_by_role("button", name="Big view").click()
    sizes = page.eval_on_selector_all(".bar button", "all => all.map(one => getComputedStyle(one).fontSize)")
    assert len(set(sizes)) == 1


@pytest.mark.parametrize("name", ["Stop", "Pause", "Pause by keyboard"])
def test_a_second_tap_does_not_undo_the_first(page: Any, served: Served, person: str, name: str) -> None:
    begin(page)
    name, _, keyboard = name.partition(" by ")
    # as one event after the other, with no time between them, wherever the buttons have gone meanwhile
    page.evaluate(
        """([name, detail]) => {
          const first = [...document.querySelectorAll(".bar button")].find(one => one.textContent === name);
          const {x, y, width, height} = first.getBoundingClientRect();
          const tap = () => document.elementFromPoint(x + width / 2, y + height / 2)
            .dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, detail}));
          tap();
          tap();
        }""",
        [name, 0 if keyboard else 1],
    )
    hears(page, "Paused. Take your time" if name == "Pause" else "Paused. Say go on")
    say(page, "how are you")  # what the second tap sent would be answered before this
    expect(page.locator(".said")).to_contain_text("how are you")
    expect(page.locator(".bar")).to_have_attribute("data-phase", "paused")
    assert stopped(page) and served.routine(person).phase == "paused"


def test_a_second_tap_answers_no_question_that_came_meanwhile(open_page: Opens) -> None:
    page = open_page(clock=True)
    say(page, "my leg is numb")
    no = page.get_by_role("button", name="No", exact=True)
    hears(page, "when you wipe")
    no.click()
    hears(page, "how you pee")
    no.click(force=True)  # where it stands, without a wait until it can be pressed
    page.clock.run_for(800)
    no.click()
    expect(page.locator(".words")).not_to_contain_text("how you pee")
    expect(page.locator(".earlier .person")).to_have_text(["You: my leg is numb", "You: No", "You: No"])


def test_stop_and_the_call_for_help_are_never_held_back(
    open_page: Opens, served: Served, person: str
) -> None:
    page = open_page(clock=True)  # so that no time passes by itself after a tap
    get_ready(page)
    page.get_by_role("button", name="Ready", exact=True).click()
    page.get_by_role("button", name="Stop").click()
    hears(page, "Paused. Say go on")
    assert stopped(page) and served.routine(person).phase == "paused"
    say(page, "I have chest pain")
    call = page.get_by_role("link", name="Call 999")
    expect(call).to_be_visible()
    page.evaluate("document.body.dataset.tapped = ''")
    call.evaluate(
        "one => one.addEventListener('click', event => {event.preventDefault(); one.id = 'called'})"
    )
    call.click(force=True)
    expect(call).to_have_id("called")


@pytest.mark.parametrize("size", [(1280, 720), (390, 844), (320, 568), (844, 390)], ids=str)
def test_each_button_keeps_its_place_whatever_it_means(open_page: Opens, size: tuple[int, int]) -> None:
    """Whoever presses stop a second time must not meet "go on" there."""
    page = open_page(viewport={"width": size[0], "height": size[1]})

    def boxes() -> list[dict[str, float]]:
        return [one.bounding_box() for one in page.locator(".bar button").all()]

    begin(page)
    running = boxes()
    page.get_by_role("button", name="Stop").click()
    hears(page, "Paused. Say go on")
    for before, after in zip(running, boxes(), strict=True):
        x, y = before["x"] + before["width"] / 2, before["y"] + before["height"] / 2
        assert after["x"] < x < after["x"] + after["width"]
        assert after["y"] < y < after["y"] + after["height"]


def test_again_next_and_slower_while_it_runs(page: Any) -> None:
    begin(page)
    page.get_by_role("button", name="Again").click()
    hears(page, "One. Slowly")
    say(page, "slower")
    expect(page.locator(".bar")).to_have_attribute("data-phase", "running")
    page.get_by_role("button", name="Next", exact=True).click()
    hears(page, "We end here")


def test_danger_takes_the_whole_screen(page: Any, served: Served, person: str) -> None:
    begin(page)
    say(page, "I can't feel anything when I wipe")
    alert = page.get_by_role("alertdialog")
    expect(alert).to_be_visible()
    expect(page.get_by_role("heading", name="Call 999 now.")).to_be_focused()
    expect(alert.get_by_role("link", name="Call 999 now")).to_have_attribute("href", "tel:999")
    box, size = alert.bounding_box(), page.viewport_size
    assert box and size and (box["width"], box["height"]) == (size["width"], size["height"])
    assert "Call 999 now" in page.locator("[role=alert]").first.inner_text()
    page.keyboard.press("Escape")
    expect(alert).to_be_visible()  # the key that stops an exercise does not take it away
    assert stopped(page) and served.routine(person).phase == "finished"
    page.get_by_role("button", name="I have read this").click()
    page.get_by_role("button", name="Show the advice again").click()
    expect(alert).to_be_visible()


def test_a_screen_that_follows_and_stops_the_set_of_another_page(
    open_page: Opens, page: Any, served: Served, person: str
) -> None:
    begin(page)
    wall = open_page(wait=False)
    expect(wall.locator(".ring")).to_be_visible()
    expect(wall.locator(".banner")).to_contain_text("another device")
    wall.get_by_role("button", name="Stop").click()
    hears(page, "Paused")
    assert stopped(page) and served.routine(person).phase == "paused"
    # a set that was begun there is followed here
    wall.get_by_role("button", name="Go on").click()
    expect(page.locator(".bar")).to_have_attribute("data-phase", "running")
    expect(page.locator(".banner")).to_contain_text("another device")


def test_after_deleting_all_the_talk_is_gone_from_the_page(page: Any, served: Served) -> None:
    say(page, "thank you from the quetzal")
    expect(page.locator(".earlier, .said").get_by_text("quetzal").first).to_be_attached()
    say(page, "delete everything about me")
    hears(page, "cannot be brought back")
    say(page, "yes")
    hears(page, "left here")
    assert "quetzal" not in page.content()
    assert "Open http://localhost:" in served.log
