"""What the coach says as messages of an app: short, whole, and never JSON."""

from __future__ import annotations

import string
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assistant.client import Message
from assistant.messaging.chats import Chat, marks
from assistant.messaging.heard import SAID_BY_YES, Heard, code_in, dangerous, friendly, number_in
from assistant.messaging.notes import LONGEST_LINE, MOST_LINES, Button, Note, compose, lines_of
from assistant.messaging.sets import alone, shown_at
from assistant.messaging.wishes import counting_wish
from coach import triage
from coach.conversation.safety import alarming
from coach.library import load
from coach.routine.cues import SetDose, build
from coach.words import words
from tests.messaging.phones import fit_for_a_person

sentence = st.text(string.ascii_letters + " ,'-\u00e9\u4e2d\U0001f600", min_size=1, max_size=300).map(
    lambda text: f"{text}. "
)
texts = st.one_of(st.text(max_size=3000), st.lists(sentence, max_size=30).map("".join))
titles = st.lists(st.text(string.ascii_letters, min_size=1, max_size=12), max_size=6)
customs = st.sampled_from(
    [
        None,
        {"routine": {"state": "running"}},
        {"triage": {"tier": "emergency_now", "exercise": "stop"}},
        {"cue_sheet": {"id": "x", "cues": []}},
        {"ask": {"fact": "pain", "type": "number"}},
        {"figure": {"exercise": "a", "variant": "b", "step": 1, "alt": "A person bends."}},
    ]
)
messages = st.builds(
    lambda text, buttons, custom: Message(
        text, tuple({"title": title, "payload": title.lower()} for title in buttons), custom=custom
    ),
    texts, titles, customs,
)  # fmt: skip


@given(st.lists(messages, max_size=6), st.booleans())
def test_never_more_than_four_lines_and_nothing_is_lost(said: list[Message], numbered: bool) -> None:
    notes = compose(said, numbered)
    for note in notes:
        assert note.text.count("\n") < MOST_LINES
        assert "cue_sheet" not in note.text and "emergency_now" not in note.text
    shown = "".join("".join(note.text.split()) for note in sorted(notes, key=lambda one: one.urgent))
    urgent = [m for m in said if (m.custom or {}).get("triage")]
    for message in said:
        assert numbered or message in urgent or "".join(message.text.split()) in shown
    buttons = [button.title for note in notes for button in note.buttons]
    assert len(buttons) >= len(said[-1].buttons) if said else buttons == []
    if urgent and any(m.text.strip() for m in urgent):
        assert notes[0].urgent


@given(texts)
def test_lines_are_short_and_hold_every_word_in_order(text: str) -> None:
    lines = lines_of(text)
    assert all(0 < len(line) <= LONGEST_LINE and "\n" not in line for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(max_size=200))
def test_whatever_is_written_can_be_looked_at(text: str) -> None:
    for look in (code_in, number_in, friendly, dangerous, counting_wish):
        look(text)  # type: ignore[operator]
    assert Heard.load(Heard("telegram:1", "1", text=text).dump()).text == text


def test_an_urgent_message_is_alone_and_first() -> None:
    said = [
        Message("Paused."),
        Message("Call 999 now.", custom={"triage": {"tier": "emergency_now"}}),
        Message("I wait with you."),
    ]
    assert [note.text for note in compose(said)] == ["Call 999 now.", "Paused.", "I wait with you."]


def test_choices_by_number_but_not_where_a_number_is_the_answer() -> None:
    buttons = ({"title": "Yes", "payload": "yes"}, {"title": "Not sure", "payload": "not sure"})
    asked = Message("Any pain?", buttons, custom={"ask": {"fact": "fever", "type": "bool"}})
    assert compose([asked], numbered=True)[0].text == "Any pain?\n1 Yes  2 Not sure"
    number = Message("How much?", buttons[1:], custom={"ask": {"fact": "pain", "type": "number"}})
    note = compose([number], numbered=True)[0]
    assert note.text == "How much?\nNot sure"
    chat = Chat()
    chat.offer(note, 1.0)
    assert chat.chosen(1) is None


def test_buttons_of_different_times_are_never_the_same() -> None:
    chat, seen = Chat(), set()
    for nth in range(30):
        note = chat.offer(Note("?", (Button("Yes", "yes"), Button("No", "no"))), 1000.0 + nth // 3)
        found = [mark for _, mark in marks(note)]
        assert not seen & set(found) and all(len(mark) <= 64 for mark in found)
        seen |= set(found)
    assert chat.pressed("1:0") is None and chat.pressed("x") is None and chat.pressed("") is None


def test_what_a_late_yes_means_is_heard_as_that_danger() -> None:
    for fact, said in SAID_BY_YES.items():
        assert fact in {finding.fact for finding in alarming(triage.load().spot(said))}, said


def test_codes_and_numbers() -> None:
    codes = (
        "123456",
        "my code is 123 456",
        "/start 123456",
        "The code is 123-456.",
        "hello, my code: 123456",
    )
    assert [code_in(text) for text in codes] == ["123456"] * len(codes)
    assert [code_in(text) for text in ("1234567", "12345", "I walked 123456 steps", "")] == [None] * 4
    assert [number_in(text) for text in ("1", " 2.", "3)", "4\ufe0f\u20e3")] == [1, 2, 3, 4]
    assert [number_in(text) for text in ("one", "1 yes", "123", "")] == [None] * 4


def test_who_counts() -> None:
    for said in ("count for me", "Can you count for me please?", "you count", "I want you to count for me"):
        assert counting_wish(said) == "for_me"
    for said in (
        "I count myself",
        "I'll count myself",
        "I will do the counting",
        "I'll tell you when I'm done",
    ):
        assert counting_wish(said) == "alone"
    for said in (
        "you count too fast",
        "just count",
        "count slower",
        "stop counting",
        "I can't count on my leg",
    ):
        assert counting_wish(said) is None


def test_names_to_be_called_by() -> None:
    assert [friendly(name) for name in ("Ann", "Jean-Luc O'Neil", "\u674e\u96f7")] == [
        "Ann", "Jean-Luc O'Neil", "\u674e\u96f7",
    ]  # fmt: skip
    for name in ("{Ann}", "<b>", "Call 999", "", " ", "a\nb{", "--"):
        assert friendly(name) == ""


def every_sheet() -> list[dict[str, Any]]:
    found = []
    for name, exercise in load().exercises.items():
        for variant in exercise.variants.values():
            for dose in (SetDose(4, 2, None), SetDose(1, None, None), SetDose(None, None, 600)):
                for rest in (0.0, 30.0):
                    found.append(build("s", name, variant, dose, rest=rest).as_dict())
    return found


def test_every_set_is_shown_in_four_lines_at_each_moment() -> None:
    for sheet in every_sheet():
        for tenth in range(0, int(sheet["seconds"] * 10) + 20, 7):
            fit_for_a_person(shown_at(sheet, tenth / 10))
        assert shown_at(sheet, sheet["seconds"] + 5) == sheet["cues"][-1]["say"]
        told = alone(sheet)
        assert told.endswith(".") and "One." not in told
        for note in compose([Message(f"{told} {words('app_tell_done')}")]):
            fit_for_a_person(note.text)
