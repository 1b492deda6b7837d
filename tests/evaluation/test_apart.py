"""What measures is written apart from what trains: no sentence of a set stands in the training data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.nlu.examples import load_examples
from coach.triage.models import TIERS, YES_NO_FACTS

ROOT = Path(__file__).parents[2]
SETS = sorted(Path(__file__).parent.rglob("*.jsonl"))
MARKED = re.compile(r"\[([^\]]+)\]\{[^}]*\}")


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower().replace("’", "'").replace("'", "")).strip()


def trained_on() -> Iterator[str]:
    for file in (ROOT / "data" / "nlu").glob("*.yml"):
        for line in file.read_text("utf-8").splitlines():
            if line.lstrip().startswith("- ") and "intent:" not in line:
                yield MARKED.sub(r"\1", line.strip().removeprefix("- "))
    for text, _ in load_examples(ROOT / "data" / "danger.yml"):
        yield text


@pytest.fixture(scope="module")
def known() -> set[str]:
    return {plain(text) for text in trained_on()}


def rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("file", SETS, ids=lambda file: file.stem)
def test_no_sentence_was_trained_on(file: Path, known: set[str]) -> None:
    assert len(known) > 20_000
    assert [row["text"] for row in rows(file) if plain(str(row["text"])) in known] == []


@pytest.mark.parametrize("file", SETS, ids=lambda file: file.stem)
def test_the_sets_are_in_order(file: Path) -> None:
    found = rows(file)
    assert (
        len({row["id"] for row in found}) == len({str(row["text"]).casefold() for row in found}) == len(found)
    )
    for row in found:
        if "gold" in row:
            facts = row["facts"]
            assert isinstance(facts, dict)
            assert row["gold"] in TIERS and set(facts) <= {*YES_NO_FACTS, "duration_weeks", "pain", "age"}
        else:
            assert row["register"] in ("typed", "spoken")
