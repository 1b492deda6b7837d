""" "Delete everything about me" in a real conversation: no byte of it is left in the data folder."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from assistant.forgetting import forgetting
from assistant.local import LocalAssistant
from assistant.settings import Settings
from coach import retention
from coach.clock import ManualClock
from coach.journal import Journal
from coach.pairing import Pairing
from spinecoach import keeping

MARKS = ("quetzalcoatl", "zanzibarman", "4711-0815")
KNOWN = {"zone": "Europe/London", "consent": 1.0, "region": "uk", "screened": 4e9}
PERSON = "zanzibarman"


def remains(folder: Path) -> list[str]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [f"{file.name}: {mark}" for file in files for mark in MARKS if mark.encode() in file.read_bytes()]


def lived(settings: Settings) -> LocalAssistant:
    """Somebody who has told the coach much, in words that nobody else uses."""
    clock = ManualClock(datetime(2026, 3, 2, 8, 0, tzinfo=timezone.utc))
    journal = Journal.in_folder(settings.data_dir)
    journal.remember(PERSON, **KNOWN)
    Pairing(journal, clock).settle("telegram:4711-0815", PERSON)
    assistant = LocalAssistant(settings, clock)
    for words in (
        "hello quetzalcoatl",
        "remind me at nine every weekday",
        "my left calf feels like quetzalcoatl bit it",
        "no",
        "stop",
        "finish",
        "quetzalcoatl?",
    ):
        assistant.say(PERSON, words)
    assistant.say("telegram:4711-0815", "quetzalcoatl was here")
    for name in ("speech/ab/1.wav", f"exports/{PERSON}.json"):
        (settings.data_dir / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.data_dir / name).write_text("quetzalcoatl")
    logging.getLogger("spinecoach").warning("quetzalcoatl in the log of zanzibarman")
    assert {found.split(":")[0].split("-")[0] for found in remains(settings.data_dir)} >= {
        "journal.sqlite", "conversations.db", "1.wav", "spinecoach.log", f"{PERSON}.json",
    }  # fmt: skip
    return assistant


def test_said_in_the_chat(settings: Settings) -> None:
    with lived(settings) as assistant:
        asked = assistant.say(PERSON, "delete everything you know about me")
        assert any("cannot be brought back" in message.text for message in asked)
        told = " ".join(message.text for message in assistant.say(PERSON, "yes"))
        assert "Nothing about you is left here" in told and "Telegram" in told
        assert remains(settings.data_dir) == []
        assert "your exercise coach" in assistant.greet(PERSON)[0].text  # a newcomer
    assert [found for found in remains(settings.data_dir) if "zanzibarman" not in found] == []


def test_said_on_the_command_line(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    lived(settings).close()
    asked: Any = type("Asked", (), {"person": PERSON, "yes": True})()
    assert keeping.delete(asked, settings) == 0
    assert "is deleted" in capsys.readouterr().out
    assert remains(settings.data_dir) == []


def test_old_words_go_out_of_the_conversation_and_it_goes_on(settings: Settings) -> None:
    with lived(settings) as assistant:
        journal = Journal.in_folder(settings.data_dir)
        retention.keep_for(journal, PERSON, "words", 7)
        made = forgetting(settings, journal)
        assert any("quetzalcoatl" in str(said["text"]) for said in made.export(PERSON)["conversation"])
        now = datetime.now(timezone.utc)  # Rasa writes by the machine's own clock
        made.tidy(now)
        assert any("quetzalcoatl" in str(said["text"]) for said in made.export(PERSON)["conversation"])
        made.tidy(now + timedelta(days=8))
        assert made.export(PERSON)["conversation"] == []
        assert "Monday to Friday" in assistant.say(PERSON, "when do you remind me?")[0].text


def test_a_lock_is_all_that_stays(settings: Settings) -> None:
    with lived(settings) as assistant:
        assistant.say(PERSON, "I can't feel it when I wipe, quetzalcoatl")
        assistant.say(PERSON, "delete everything you know about me")
        told = " ".join(message.text for message in assistant.say(PERSON, "yes"))
        assert "I keep that a doctor must see you" in told
        left = remains(settings.data_dir)  # the names, hers and her chat's, each with the lock alone
        assert [found for found in left if not found.endswith((PERSON, "4711-0815"))] == []
        assert {found.split(":")[0].split("-")[0] for found in left} == {"journal.sqlite"}
        journal = Journal.in_folder(settings.data_dir)
        assert set(journal.profile("telegram:4711-0815")) == {"lock"}
        kept = Journal.in_folder(settings.data_dir).export(PERSON)
        assert set(kept) == {"person", "profile", "events"} and set(kept["profile"]) == {"lock"}
        assert kept["events"] == []
