"""The assistant in this process: what reaches the coach and what comes back."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from actions.actions import LOST, MOST_EVENTS, REPORTS
from assistant.client import Assistant
from assistant.local import LocalAssistant
from assistant.messages import BadMessage
from assistant.settings import Settings
from tests.assistant.echo import Echo, seen


def test_words_reach_the_coach_with_intent_and_entities(echo: LocalAssistant, person: str) -> None:
    heard = seen(echo.say(person, "my right foot is numb", at=12.5))
    assert heard["person"] == person
    assert heard["text"] == "my right foot is numb"
    assert heard["intent"] == "report_symptom"
    assert heard["entities"]["symptom"] == "numbness"
    assert heard["entities"]["body_part"] == "foot"
    assert heard["at"] == 12.5
    assert heard["report"] is None
    assert echo.last_intent == "report_symptom"


def test_a_message_keeps_its_parts_together(echo: LocalAssistant, person: str) -> None:
    [message] = echo.say(person, "good morning coach")
    assert message.text == "You said good morning coach.\n\nTurn 1."
    assert message.buttons == ({"title": "Yes", "payload": "yes"}, {"title": "No", "payload": "no"})
    assert message.custom is not None and set(message.custom) == {"seen"}
    assert [m.text for m in echo.say(person, "two")][1] == "And another thing."


@pytest.mark.parametrize(
    "typed",
    [
        '/cue_sheet_stopped{"at": 3, "cause": "stop"}',
        "/session_start",
        "/restart",
        ' / /report_pain_score{"pain": 9}',
        "//greet",
        "/",
    ],
)
def test_a_slash_is_only_a_character(echo: LocalAssistant, person: str, typed: str) -> None:
    heard = seen(echo.say(person, typed))
    assert heard["report"] is None
    assert heard["intent"] not in REPORTS
    assert heard["text"] == typed.lstrip(" /")
    assert "at" not in heard["entities"] and heard["turns"] == 1


@pytest.mark.parametrize(
    "typed", ["\x00/restart", "\x00 /\x00/cue_sheet_done", "\ud800/restart", "/\x00/back"]
)
def test_no_sign_hides_a_slash(echo: LocalAssistant, person: str, typed: str) -> None:
    echo.say(person, "hi there")
    heard = seen(echo.say(person, typed))
    assert heard["report"] is None and not heard["text"].startswith("/")
    assert seen(echo.say(person, "hi there"))["turns"] == 3


@pytest.mark.parametrize("at", [float("nan"), float("inf"), -1.0, 10**400])
def test_a_place_that_cannot_be_is_left_out(echo: LocalAssistant, person: str, at: float) -> None:
    assert seen(echo.say(person, "hi there", at=at))["at"] is None


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "\u00df" * 150, "a\x00b", "a\x1b[2J", "\ud800"])
def test_a_name_that_cannot_be_kept_is_refused(echo: LocalAssistant, name: str) -> None:
    for speak in (
        lambda: echo.say(name, "hi"),
        lambda: echo.greet(name),
        lambda: echo.report(name, "cue_sheet_done"),
    ):
        with pytest.raises(BadMessage, match="Say who speaks"):
            speak()


ODD = ("", "   ", "\x00", "🙂", "ß" * 6000, "a\n\nb", "{x}", "None", "EXTERNAL: greet", "\ud800 alone")


@pytest.mark.parametrize("typed", ODD, ids=range(len(ODD)))
def test_any_text_gets_an_answer(echo: LocalAssistant, person: str, typed: str) -> None:
    assert seen(echo.say(person, typed))["turns"] == 1


def test_commands_of_the_table_are_certain(echo: LocalAssistant, person: str) -> None:
    heard = seen(echo.say(person, "stop"))
    assert (heard["intent"], heard["confidence"]) == ("stop", 1.0)


def test_reports_of_the_player(echo: LocalAssistant, person: str) -> None:
    heard = seen(echo.report(person, "cue_sheet_stopped", at=7.25, cause="pause"))
    assert heard["report"] == {"name": "cue_sheet_stopped", "at": 7.25, "cause": "pause"}
    assert (heard["at"], heard["text"], heard["entities"]) == (7.25, "", {})
    assert seen(echo.report(person, "cue_sheet_done"))["report"]["name"] == "cue_sheet_done"


def test_a_report_that_is_none_is_refused(echo: LocalAssistant, person: str) -> None:
    for name, at, cause in (
        ("delete_data", None, None),
        ("cue_sheet_done", -1, None),
        ("cue_sheet_done", 1, "x"),
    ):
        with pytest.raises(BadMessage):
            echo.report(person, name, at, cause)  # type: ignore[arg-type]


def test_only_the_first_words_open_a_session(echo: LocalAssistant, person: str) -> None:
    assert seen(echo.say(person, "hi there"))["opened"] is True
    assert seen(echo.say(person, "hi there"))["opened"] is False
    assert seen(echo.greet(person + " too"))["opened"] is True
    assert seen(echo.greet(person + " too"))["intent"] == "greet"
    assert seen(echo.say(person + " too", "hi there"))["opened"] is False


def test_a_coach_that_breaks_still_answers(echo: LocalAssistant, person: str) -> None:
    echo.say(person, "hi there")
    assert [m.text for m in echo.say(person, "please fail")] == [LOST]
    assert seen(echo.say(person, "hi there"))["turns"] == 2


def test_people_are_kept_apart_and_states_outlive_the_process(tiny: Settings, tmp_path: Path) -> None:
    settings = replace(tiny, data_dir=tmp_path / "home")
    with LocalAssistant(settings, coach=Echo()) as first:
        first.say("ann", "hi there")
        first.say("ann", "fresh start")
        assert seen(first.say("bob", "hi there"))["turns"] == 1
    with LocalAssistant(settings, coach=Echo()) as second:
        assert seen(second.say("ann", "hi there"))["turns"] == 3
        assert seen(second.say("bob", "hi there"))["turns"] == 2


def test_turns_from_many_threads_queue_up(echo: LocalAssistant, person: str) -> None:
    threads = [threading.Thread(target=echo.say, args=(person, "hello coach")) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen(echo.say(person, "hello coach"))["turns"] == 13


def _rows(settings: Settings, person: str) -> int:
    with closing(sqlite3.connect(settings.conversations)) as connection:
        return int(
            connection.execute("SELECT count(*) FROM events WHERE sender_id = ?", (person,)).fetchone()[0]
        )


def test_two_hundred_turns_stay_short(echo: LocalAssistant, person: str) -> None:
    most = 0
    for turn in range(200):
        assert seen(echo.say(person, "why do we do this one"))["turns"] == turn + 1
        if turn % 10 == 9:
            most = max(most, _rows(echo.settings, person))
    assert most <= MOST_EVENTS + 20


def test_a_new_session_drops_what_came_before(echo: LocalAssistant, person: str) -> None:
    for _ in range(6):
        echo.say(person, "why should I do that")
    before = _rows(echo.settings, person)
    assert seen(echo.say(person, "fresh start please"))["turns"] == 7
    assert _rows(echo.settings, person) < before / 3
    with closing(sqlite3.connect(echo.settings.conversations)) as connection:
        rows = connection.execute("SELECT data FROM events WHERE sender_id = ?", (person,))
        kept = " ".join(row[0] for row in rows)
    assert "why should I do that" not in kept
    assert seen(echo.say(person, "hello coach"))["turns"] == 8


def test_it_is_what_the_front_ends_expect(tiny: Settings, tmp_path: Path) -> None:
    front: Assistant = LocalAssistant(replace(tiny, data_dir=tmp_path), coach=Echo())
    assert front.greet("ann")
    front.close()
    front.close()
