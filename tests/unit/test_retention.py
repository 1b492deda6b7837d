"""For how long things are kept: own words, records, and what is never dropped."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.forgetting import Forgetting
from coach.journal import Journal
from coach.retention import FLOORS, Retention, keep_for, retention_of
from coach.understand.keeping import Keep, keeping_wish

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.utc)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def lived(folder: Path) -> Journal:
    journal = Journal.in_folder(folder)
    journal.remember("ann", lock={"tier": "urgent_same_day"}, region="uk")
    for days in (400, 100, 40, 10):
        journal.add("ann", "symptom", {"words": f"quetzal {days}", "symptom": "numbness"}, ago(days))
        journal.add("ann", "pain", {"score": 3, "moment": "before"}, ago(days))
    journal.add("ann", "goal", {"goal": 1, "words": "walk to the quetzal"}, ago(300))
    return journal


def words_of(journal: Journal) -> list[str]:
    return [event.data["words"] for event in journal.events("ann") if "words" in event.data]


def test_unless_asked_words_go_after_a_year_and_figures_stay(tmp_path: Path) -> None:
    journal = lived(tmp_path)
    Forgetting(journal, tmp_path).tidy(NOW)
    assert words_of(journal) == ["quetzal 100", "quetzal 40", "quetzal 10", "walk to the quetzal"]
    assert len(journal.events("ann", "pain")) == 4
    assert not any(b"quetzal 400" in file.read_bytes() for file in tmp_path.iterdir())


def test_words_after_a_month_figures_and_lock_kept(tmp_path: Path) -> None:
    journal = lived(tmp_path)
    keep_for(journal, "ann", "words", 30)
    Forgetting(journal, tmp_path).tidy(NOW)
    assert words_of(journal) == ["quetzal 10", "walk to the quetzal"]
    assert len(journal.events("ann", "symptom")) == 4 and journal.profile("ann")["lock"]
    assert not any(b"quetzal 40" in file.read_bytes() for file in tmp_path.iterdir())


def test_records_have_a_floor_and_a_lock_is_never_dropped(tmp_path: Path) -> None:
    journal = lived(tmp_path)
    kept, too_few = keep_for(journal, "ann", "records", 5)
    assert too_few and kept.records == FLOORS["records"]
    Forgetting(journal, tmp_path).tidy(NOW)
    assert [event.at for event in journal.events("ann", "pain")] == [ago(40), ago(10)]
    assert journal.profile("ann")["lock"] == {"tier": "urgent_same_day"}


def test_what_was_handed_out_is_cleared_away_and_others_words_are_theirs(tmp_path: Path) -> None:
    journal = lived(tmp_path)
    journal.add("bob", "symptom", {"words": "bob's own"}, ago(50))
    keep_for(journal, "ann", "words", 30)
    forgetting = Forgetting(journal, tmp_path)
    file = forgetting.write_export("ann")
    assert file is not None
    forgetting.tidy(datetime.fromtimestamp(file.stat().st_mtime, timezone.utc) + timedelta(days=6))
    assert file.exists()
    os.utime(file, (0, 0))
    forgetting.tidy(NOW)
    assert not file.exists() and journal.events("bob", "symptom")[0].data["words"] == "bob's own"


def test_the_export_is_whole(tmp_path: Path) -> None:
    journal = lived(tmp_path)
    forgetting = Forgetting(journal, tmp_path)
    forgetting.register(lambda person: None, name="conversation", reader=lambda person: [f"hello {person}"])
    whole = forgetting.export("Ann")
    assert whole["conversation"] == ["hello Ann"] and whole["profile"]["region"] == "uk"
    assert whole["retention"] == {"words": 365, "records": None} and len(whole["events"]) == 9


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=4), st.integers()
)
def test_a_wish_that_makes_no_sense_is_none(junk: Any, days: int) -> None:
    for told in ({"retention": junk}, {"retention": {"words": junk, "records": days}}):
        kept = retention_of(told)
        assert isinstance(kept, Retention)
        assert kept.records is None or kept.records >= FLOORS["records"]
        assert kept.words is None or kept.words >= FLOORS["words"]


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("keep only one year", Keep("records", 365)),
        ("please keep only the last six months", Keep("records", 180)),
        ("forget my words after a month", Keep("words", 30)),
        ("delete everything older than two years", Keep("records", 730)),
        ("forget what I said after a week", Keep("words", 7)),
        ("keep half a year", Keep("records", 182)),
        ("keep everything for ever", Keep("records", None)),
        ("keep my knees apart", None),
        ("keep going", None),
        ("keep my legs up for ten seconds", None),
        ("delete everything", None),
        ("I have had this for two years", None),
        ("can you forget my words after a month", Keep("words", 30)),
        ("I want you to delete everything older than a year", Keep("records", 365)),
        ("I lose my balance after a day", None),
        ("I drop things after two days", None),
        ("I forget after a week", None),
        ("forget the pain after a day of walking", None),
        ("keep the knees bent for two days", None),
    ],
)
def test_how_it_is_asked_for(said: str, wish: Keep | None) -> None:
    assert keeping_wish(said) == wish
