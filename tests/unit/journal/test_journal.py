"""The journal on a real file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import nullcontext
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from coach.journal import Journal, JournalError, kept_table

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=timezone.utc)


@pytest.mark.parametrize("on_disk", [True, False])
def test_people_are_kept_apart(tmp_path: Path, on_disk: bool) -> None:
    journal = Journal.in_folder(tmp_path) if on_disk else Journal()
    journal.add("Ann", "pain", {"score": 3}, NOW)
    journal.add("Bob", "pain", {"score": 7}, NOW)
    journal.remember("Ann", region="uk")
    assert [event.data for event in journal.events("Ann")] == [{"score": 3}]
    assert journal.profile("Bob") == {}
    journal.delete("Ann")
    assert journal.people() == ["bob"]


@pytest.mark.parametrize("name", ["ann", " Ann ", "ANN"])
def test_a_name_is_one_person_in_any_spelling(tmp_path: Path, name: str) -> None:
    journal = Journal.in_folder(tmp_path)
    journal.add("Ann", "pain", {"score": 3}, NOW)
    journal.remember("Ann", lock={"tier": "emergency_now"})
    journal.note_place("Ann", "sheet-1", 4.0, NOW)
    assert journal.profile(name)["lock"] and journal.place(name) and len(journal.events(name)) == 1
    journal.remember(name, region="uk")
    assert journal.profile("Ann")["region"] == "uk" and journal.people() == ["ann"]
    journal.delete(name)
    assert journal.people() == []


def test_what_was_kept_under_two_spellings_is_brought_together_with_its_lock(tmp_path: Path) -> None:
    Journal.in_folder(tmp_path).close()
    with sqlite3.connect(tmp_path / "journal.sqlite") as connection:
        add = "INSERT INTO people (name, profile) VALUES (?, ?)"
        connection.execute(add, ("Ann", '{"lock": {"tier": "emergency_now"}, "region": "us"}'))
        connection.execute(add, ("ann", '{"lock": null, "region": "uk"}'))
        connection.execute("INSERT INTO events (person, at, kind, data) VALUES ('Ann', 1, 'pain', '{}')")
    journal = Journal.in_folder(tmp_path)
    assert journal.profile("Ann") == {"lock": {"tier": "emergency_now"}, "region": "uk"}
    assert journal.people() == ["ann"] and len(journal.events("ann")) == 1


def test_events_come_by_kind_and_time(tmp_path: Path) -> None:
    journal = Journal.in_folder(tmp_path)
    for day in range(5):
        journal.add("Ann", "pain" if day % 2 else "set", {"day": day}, NOW + timedelta(days=day))
    assert [event.data["day"] for event in journal.events("Ann", "pain")] == [1, 3]
    assert [event.data["day"] for event in journal.events("Ann", since=NOW + timedelta(days=3))] == [3, 4]
    assert journal.events("Ann")[0].at == NOW


def test_a_killed_process_loses_nothing_that_was_written(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys, pathlib; from datetime import datetime, timezone\n"
        "from coach.journal import Journal\n"
        "j = Journal.in_folder(pathlib.Path(sys.argv[1]))\n"
        "for n in range(20): j.add('Ann', 'set', {'n': n}, datetime.now(timezone.utc))\n"
        "j.note_place('Ann', 'sheet-1', 17.5, datetime.now(timezone.utc))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    journal = Journal.in_folder(tmp_path)
    assert [event.data["n"] for event in journal.events("Ann")] == list(range(20))
    place = journal.place("Ann")
    assert place is not None and (place.sheet, place.seconds) == ("sheet-1", 17.5)


def test_what_is_deleted_is_not_left_in_the_file(tmp_path: Path) -> None:
    journal = Journal.in_folder(tmp_path)
    for _ in range(50):
        journal.add("Ann", "symptom", {"words": "a very private matter"}, NOW)
    journal.delete("Ann")
    for file in tmp_path.iterdir():
        assert b"very private" not in file.read_bytes(), file.name


def test_a_folder_that_cannot_be_used_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(JournalError, match="--data-dir"):
        Journal.in_folder(tmp_path / "file" / "below")


def test_a_file_that_is_no_journal_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(JournalError, match="journal"):
        Journal.in_folder(tmp_path)


def test_two_writers_at_once(tmp_path: Path) -> None:
    first, second = Journal.in_folder(tmp_path), Journal.in_folder(tmp_path)
    for n in range(30):
        (first if n % 2 else second).add("Ann", "set", {"n": n}, NOW)
    assert len(first.events("Ann")) == 30
    with sqlite3.connect(tmp_path / "journal.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_what_another_part_keeps_is_exported_and_deleted_by_who_does_not_know_it(tmp_path: Path) -> None:
    journal = Journal.in_folder(tmp_path)
    table = kept_table("colours", sa.Column("person", sa.String(200)), sa.Column("colour", sa.String(20)))
    try:
        with journal.writing(table) as connection:
            connection.execute(
                table.insert(), [{"person": p, "colour": "a rare teal"} for p in ("ann", "bob")]
            )
        assert journal.people() == ["ann", "bob"] and journal.left("Ann") == {"colours": 1}
        assert journal.export("Ann")["colours"] == [{"colour": "a rare teal"}]
    finally:
        table.metadata.remove(table)
    stranger = Journal.in_folder(tmp_path)
    stranger.delete("Ann")
    assert stranger.left("Ann") == {} and stranger.left("bob") == {"colours": 1}
    assert stranger.export("bob")["colours"] == [{"colour": "a rare teal"}]


def test_a_row_that_is_there_already_is_told_apart_from_a_broken_file(tmp_path: Path) -> None:
    journal = Journal.in_folder(tmp_path)
    table = kept_table("once", sa.Column("person", sa.String(200), primary_key=True))
    try:
        for times in range(2):
            with (
                pytest.raises(IntegrityError) if times else nullcontext(),
                journal.writing(table) as connection,
            ):
                connection.execute(table.insert().values(person="ann"))
    finally:
        table.metadata.remove(table)


def test_a_table_says_whose_its_rows_are() -> None:
    with pytest.raises(ValueError, match="whose"):
        kept_table("nobody", sa.Column("colour", sa.String(20)))
