"""Forgetting somebody: all of it, in one way, and a look at what is left."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timezone
from pathlib import Path

import pytest

from coach.clock import ManualClock
from coach.forgetting import Forgetting, file_name, traces
from coach.journal import Journal
from coach.pairing import Pairing
from coach.reminders import DAYS, Reminders

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.utc)
LOCK = {"tier": "urgent_same_day", "advice": "Call a doctor today."}


def full(folder: Path) -> Journal:
    """Somebody of whom something is kept in every way the coach has."""
    journal, clock = Journal.in_folder(folder), ManualClock(NOW)
    journal.remember("Ann", region="uk")
    journal.add("Ann", "symptom", {"words": 'quetzal feathers in my "left" shin'}, NOW)
    journal.note_place("Ann", "sheet-quetzal", 3.0, NOW)
    Reminders(journal, clock).keep("Ann", "09:00", DAYS)
    Pairing(journal, clock).settle("telegram:4711-0815", "Ann")
    Pairing(journal, clock).code_for("Ann")
    journal.add("telegram:4711-0815", "pain", {"score": 3}, NOW)
    for name in ("speech/ab/quetzal.wav", "exports/ann.json", "spinecoach.log", "spinecoach.log.1"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("quetzal feathers")
    return journal


def remains(folder: Path, *marks: bytes) -> list[str]:
    """By a way of its own: every file that has one of these bytes in its name or in it."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [str(f) for f in files if any(m in f.read_bytes() or m in str(f).encode() for m in marks)]


def test_nothing_is_left_in_any_file(tmp_path: Path) -> None:
    journal = full(tmp_path)
    assert len(remains(tmp_path, b"quetzal")) >= 5
    left = Forgetting(journal, tmp_path).forget("ann ")
    assert left.nothing and left.lock is None
    assert remains(tmp_path, b"quetzal", b"4711-0815") == []
    assert journal.people() == []


def test_a_lock_stays_alone(tmp_path: Path) -> None:
    journal = full(tmp_path)
    journal.remember("ann", lock=LOCK)
    left = Forgetting(journal, tmp_path).forget("ann")
    assert left.nothing and left.lock == LOCK
    assert journal.export("ann") == {"person": "ann", "profile": {"lock": LOCK}, "events": []}
    assert remains(tmp_path, b"quetzal") == []
    places = [name for name in journal.people() if name != "ann"]
    assert places  # her chat does not get round it
    for place in places:
        assert journal.export(place) == {"person": place, "profile": {"lock": LOCK}, "events": []}


def test_others_keep_all_of_theirs(tmp_path: Path) -> None:
    journal = full(tmp_path)
    journal.add("bob", "symptom", {"words": 'quetzal feathers in my "left" shin'}, NOW)
    (tmp_path / "exports" / "bob.json").write_text("quetzal")
    assert Forgetting(journal, tmp_path).forget("ann").nothing  # the same words, said by somebody else
    assert journal.events("bob") and (tmp_path / "exports" / "bob.json").exists()


def test_every_part_is_asked_for_every_name_and_one_that_fails_is_found_out(tmp_path: Path) -> None:
    journal, asked = full(tmp_path), []
    (tmp_path / "elsewhere.txt").write_text('he said quetzal feathers in my "left" shin')
    forgetting = Forgetting(journal, tmp_path)

    def breaks(person: str) -> None:
        asked.append(person)
        raise OSError("no such luck")

    forgetting.register(breaks)
    left = forgetting.forget("ann")
    assert asked == ["ann", "telegram:4711-0815"]
    assert not left.nothing and left.files == ("elsewhere.txt",)


def test_a_trace_is_found_across_pieces_and_in_a_file_of_json(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * ((1 << 20) - 3) + b"quetzal" + b"y" * 50)
    (tmp_path / "small.json").write_text('{"said": "a \\"quoted\\" word"}')
    assert traces(tmp_path, ["quetzal"]) == ["large"]
    assert traces(tmp_path, ['a "quoted" word']) == ["small.json"]
    assert traces(tmp_path, []) == [] and traces(None, ["quetzal"]) == []


def test_a_trace_in_the_journals_own_pages_would_be_found(tmp_path: Path) -> None:
    full(tmp_path)
    with sqlite3.connect(tmp_path / "journal.sqlite") as connection:
        connection.execute("PRAGMA secure_delete=OFF")
        connection.execute("DELETE FROM events")
    assert any(name.startswith("journal") for name in traces(tmp_path, ["quetzal feathers"]))


@pytest.mark.parametrize("names", [("a b", "a/b", "a-b", "../a-b", "å b"), ("مريم", "مريn", "")])
def test_files_of_people_have_names_of_their_own(names: tuple[str, ...]) -> None:
    made = [file_name(name) for name in names]
    assert len(set(made)) == len(made) and all("/" not in name and not name.startswith(".") for name in made)
