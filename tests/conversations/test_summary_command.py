"""`spinecoach summary` as it is typed: files where they were wanted, or a sentence that says what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from pypdf import PdfReader

from coach.journal import Journal


@pytest.fixture
def home(tmp_path: Path) -> Path:
    journal, now = Journal.in_folder(tmp_path / "home"), datetime.now(timezone.utc)
    journal.add("me", "pain", {"score": 4, "moment": "after", "part": "leg"}, now - timedelta(days=2))
    journal.add("me", "question", {"words": "May I swim?", "whom": "doctor"}, now - timedelta(days=1))
    journal.close()
    return tmp_path


def run(home: Path, *asked: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "spinecoach", "summary", "--data-dir", str(home / "home"), *asked]
    return subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=120)


def test_each_form_is_written_where_it_was_wanted(home: Path) -> None:
    for form, name in (("pdf", "page.pdf"), ("csv", "table.csv"), ("fhir", "bundle.json")):
        done = run(home, "--format", form, "--out", name)
        assert (done.returncode, done.stdout) == (0, f"Written: {name}\n"), done.stderr
    assert "May I swim?" in "".join(page.extract_text() for page in PdfReader(home / "page.pdf").pages)
    assert "May I swim?" in (home / "table.csv").read_text("utf-8")
    assert json.loads((home / "bundle.json").read_text("utf-8"))["resourceType"] == "Bundle"
    done = run(home, "--format", "plots", "--out", "plots")
    assert done.returncode == 0 and {one.suffix for one in (home / "plots").iterdir()} == {".svg", ".png"}


@pytest.mark.parametrize("out", ["-", "no/such/folder/page.pdf"])
def test_where_nothing_can_be_written_it_says_so(home: Path, out: str) -> None:
    done = run(home, "--out", out)
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and "after --out" in done.stderr and "Traceback" not in done.stderr
    assert not (home / "-").exists()


def test_of_nobody_there_is_little_to_show(home: Path) -> None:
    done = run(home, "--person", "nobody", "--out", "page.pdf")
    assert done.returncode == 0 and "Nothing is noted for nobody yet" in done.stdout
