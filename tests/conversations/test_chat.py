"""The terminal's conversation: what is shown, and how fast a word to stop acts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.local import LocalAssistant
from coach.clock import ManualClock
from coach.journal import Journal
from spinecoach.chat import Chat

Start = Callable[[Path, ManualClock], LocalAssistant]


class Screen:
    """What a person sees."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def show(self, kind: str, text: str) -> None:
        self.lines.append((kind, text))

    def since(self, count: int) -> str:
        return "\n".join(text for _, text in self.lines[count:])


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def chat(start_assistant: Start, tmp_path: Path, screen: Screen) -> Chat:
    clock, journal = ManualClock(), Journal.in_folder(tmp_path)
    journal.remember("me", consent=1.0, region="uk", screened=4e9)
    made = Chat(start_assistant(tmp_path, clock), journal, clock, "me", screen.show)
    made.open()
    made.hear("start seated flexion")
    made.hear("ready")
    return made


def test_a_set_is_shown_and_a_word_stops_it(chat: Chat, screen: Screen) -> None:
    before = len(screen.lines)
    chat.hear("Stop!")
    assert screen.since(before).startswith("Paused. Say go on, or finish.")
    assert screen.since(before).count("Paused") == 1
    shown = len(screen.lines)
    chat.hear("how many left")
    assert "to go in this set" in screen.since(shown)


@pytest.mark.parametrize(
    "words", ["stop I want to die", "stop, I've wet myself", "stop my speech is slurred"]
)
def test_a_stop_that_says_more_is_heard_to_its_end(chat: Chat, screen: Screen, words: str) -> None:
    before = len(screen.lines)
    chat.hear(words)
    assert "999" in screen.since(before)
    chat.hear("yes")
    chat.hear("ready")
    assert "Here we go" not in screen.since(before)


def test_a_picture_is_told_in_words_to_whoever_asks_for_it(chat: Chat, screen: Screen) -> None:
    assert "[Picture:" not in screen.since(0), "the words of a step are enough where nobody asked"
    before = len(screen.lines)
    chat.hear("show me the small one")
    assert "Small seated bend." in screen.since(before)
    assert "[Picture: A person sits on a chair and leans forward a little." in screen.since(before)
    chat.hear("stop")
    assert "Paused" in screen.since(before), "the set was still counting"


def test_who_leaves_in_a_set_finds_it_again(chat: Chat, screen: Screen) -> None:
    chat.leave()
    before = len(screen.lines)
    chat.open()
    assert "repetition one of four" in screen.since(before)


@pytest.fixture
def timed(start_assistant: Start, tmp_path: Path, screen: Screen) -> tuple[Chat, ManualClock]:
    """A chat of somebody who wants to be reminded in ten minutes, and its clock."""
    clock, journal = ManualClock(), Journal.in_folder(tmp_path)
    journal.remember("me", consent=1.0, region="uk", screened=4e9, zone="Europe/London")
    chat = Chat(start_assistant(tmp_path, clock), journal, clock, "me", screen.show)
    chat.hear("remind me in ten minutes")
    return chat, clock


def test_a_reminder_is_told_while_it_lies_open_but_never_into_a_set(
    timed: tuple[Chat, ManualClock], screen: Screen
) -> None:
    chat, clock = timed
    chat.nudge()
    before = len(screen.lines)
    clock.advance(600)
    chat.nudge()
    chat.nudge()
    assert screen.since(before).count("It is time for your exercises") == 1
    chat.hear("later")
    chat.hear("start seated flexion")
    chat.hear("ready")
    clock.advance(3600)
    before = len(screen.lines)
    chat.nudge()
    assert "It is time" not in screen.since(before)
    chat.leave()


def test_a_reminder_waits_until_a_question_is_answered(
    timed: tuple[Chat, ManualClock], screen: Screen
) -> None:
    chat, clock = timed
    clock.advance(595)
    chat.hear("my leg is numb")
    clock.advance(10)
    before = len(screen.lines)
    chat.nudge()
    assert "It is time" not in screen.since(before)
    clock.advance(600)
    chat.nudge()
    assert "It is time" in screen.since(before)
    chat.leave()
