"""A slip in a content file is found on loading and told in one plain sentence."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from coach.library import LibraryError, load, read
from coach.library.loader import DATA

SITTING = "exercises/back_flexion_sitting.yml"
TILT = "exercises/pelvic_tilt.yml"
MARCH = "exercises/hook_lying_march.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    return copy


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert re.search(old, text, re.MULTILINE), f"{old} is not in {name}"
    path.write_text(re.sub(old, new, text, count=1, flags=re.MULTILINE), encoding="utf-8")


def complaint(folder: Path) -> str:
    with pytest.raises(LibraryError) as caught:
        read(folder)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert "Error" not in message and "Traceback" not in message
    return message


SLIPS = [
    # what is written, what it becomes, what the sentence must name
    (SITTING, r"^aim: .*$", "", "'aim'", "missing"),
    (SITTING, r"^kind: stretch", "kind: dance", "'kind'", "stretch, strength, activity"),
    (SITTING, r"^kind: stretch", "kind: stretch\ncolour: red", "'colour'", "not a field"),
    (SITTING, r"reps: \{min: 4, max: 6\}", 'reps: {min: "4", max: 6}', "'dose.reps.min'", "whole number"),
    (SITTING, r"reps: \{min: 4, max: 6\}", "reps: {min: 6, max: 4}", "'dose.reps.max'", "smaller than min"),
    (SITTING, r"sets: 1, reps: 4", "sets: 1, reps: 40", "'levels.0.reps'", "4 to 6"),
    (SITTING, r"^start_level: 1", "start_level: 9", "'start_level'", "9"),
    (SITTING, r"rest_seconds: 30,", "rest_seconds: 30, seconds: 5,", "'levels.0.seconds'", "both"),
    (SITTING, r"variant: small,", "variant: tiny,", "'levels.0.variant'", "tiny"),
    (SITTING, r"^default_variant: full", "default_variant: none", "'default_variant'", "none"),
    (SITTING, r"^id: back_flexion_sitting", "id: back_flexion_seated", "'id'", "file's name"),
    (SITTING, r"fact: bone_weakness", "fact: brittle", "'avoid_if.0.fact'", "brittle"),
    (SITTING, r"action: swap", "action: lock", "'avoid_if.0'", "when action is swap"),
    (SITTING, r"source: sinaki_1984", "source: sinaki", "'avoid_if.0.source'", "sources.yml"),
    (SITTING, r"sources: \[article,", "sources: [articel,", "'sources'", "articel"),
    (SITTING, r"field: dose\.sets", "field: dose.steps", "'ours.0.field'", "dose.steps"),
    (SITTING, r"id: EX-02\.2", "id: EX-02.1", "'variants.full.steps'", "twice"),
    (SITTING, r"id: EX-02\.2", "id: EX-03.2", "'variants.full.steps'", "another exercise"),
    (SITTING, r"id: EX-02\.2", "id: step two", "'variants.full.steps.1.id'", "written"),
    (SITTING, r"  - \{field: variants\.small.*\n", "", "'variants.small'", "does not say why"),
    (
        SITTING,
        r'move: "[^"]*"',
        f'move: "{"now lean forward " * 5}"',
        "'variants.full.cues.move'",
        "too long",
    ),
    (SITTING, r'hold: "Hold.", ', "", "'variants.full.cues.hold'", "missing"),
    (SITTING, r"symptom: dizziness", "symptom: dizzyness", "'adaptations'", "dizzyness"),
    (SITTING, r"^easier: \{exercise: pelvic_tilt", "easier: {exercise: tilt", "'easier'", "tilt"),
    (SITTING, r"^harder: .*$", 'harder: {exercise: pelvic_tilt, reason: "x"}', "'harder'", "to"),
    (
        TILT,
        r"position: hook_lying\n    needs: \[floor\]",
        "position: hook_lying\n    needs: []",
        "needs",
        "floor",
    ),
    (TILT, r"^no_floor: .*$", "", "'no_floor'", "floor"),
    (TILT, r"^(no_floor: .*)variant: seated", r"\1variant: four_point", "'no_floor'", "needs the floor"),
    (MARCH, r"beat_seconds: 3", "beat_seconds: 30", "'variants.lying.beat_seconds'", "10"),
    (MARCH, r"    beat_seconds: 3\n", "", "'variants.lying'", "beat_seconds"),
    (MARCH, r"seconds: \{min: 15, max: 30\}", "rest: 4", "'dose", "."),
    ("education.yml", r"sources: \[article, slater_2015\]", "sources: [nobody]", "'ED-01.sources'", "nobody"),
    ("education.yml", r'\["ask_source"', '["ask_dose"', "answers'", "already"),
    ("education.yml", r'\["ask_source"', '["ask_weather"', "answers", "ask_weather"),
    ("education.yml", r"^ED-01:", "EDU-1:", "'EDU-1.id'", "written"),
    ("routines.yml", r"exercise: childs_pose", "exercise: child", "'full.items.4'", "child"),
    ("routines.yml", r"^gentle:", "easy:", "gentle", "missing"),
    (
        "routines.yml",
        r"pelvic_tilt, variant: seated",
        "pelvic_tilt, variant: lying",
        "'chair.items.0'",
        "floor",
    ),
    ("routines.yml", r"level: 0", "level: 7", "'gentle.items.0'", "7"),
    ("sources.yml", r"read: V", "read: yes", "'article.read'", "V, S, K, ours"),
    ("sources.yml", r"^article:", "article: text\nother:", "'article'", "fields"),
]


@pytest.mark.parametrize(("name", "old", "new", "field", "word"), SLIPS)
def test_a_slip_names_file_and_field(
    folder: Path, name: str, old: str, new: str, field: str, word: str
) -> None:
    change(folder, name, old, new)
    message = complaint(folder)
    assert name in message
    assert field in message
    assert word in message


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("aim: [never closed\nname: x\n", "line"),
        ('name: "never closed\n', "line"),
        ("id: a\nid: b\n", "line"),
        ("\tname: tabs\n", "line"),
        ("- a list\n", "field: value"),
        ("", "field: value"),
        ("name: \x07bell\n", "odd characters"),
    ],
)
def test_broken_yaml_is_told_plainly(folder: Path, content: str, word: str) -> None:
    (folder / SITTING).write_text(content, encoding="utf-8")
    message = complaint(folder)
    assert SITTING in message
    assert word in message


def test_text_that_is_not_utf8(folder: Path) -> None:
    (folder / SITTING).write_bytes(b"name: caf\xe9 \xff\n")
    assert "UTF-8" in complaint(folder)


def test_a_swap_that_never_lands(folder: Path) -> None:
    change(
        folder, SITTING, r"to: \{exercise: pelvic_tilt, variant: seated", "to: {exercise: back_flexion_lying"
    )
    message = complaint(folder)
    assert SITTING in message or "back_flexion_lying" in message
    assert "same reason" in message


def test_a_twin_with_no_way_back(folder: Path) -> None:
    change(folder, TILT, r"^harder: .*$", "")
    message = complaint(folder)
    assert "'easier' leads to 'pelvic_tilt'" in message
    assert "lead back" in message


def test_twins_in_a_circle(folder: Path) -> None:
    change(
        folder,
        "exercises/back_flexion_standing.yml",
        r"^progression",
        'harder: {exercise: back_flexion_sitting, reason: "x"}\nprogression',
    )
    assert "circle" in complaint(folder)


@pytest.mark.parametrize("name", [SITTING, "education.yml", "routines.yml", "sources.yml"])
def test_a_missing_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    message = complaint(folder)
    assert name in message
    assert "missing" in message


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "exercise files" in complaint(tmp_path)


def test_an_exercise_more_can_be_added_without_code(folder: Path) -> None:
    text = (folder / SITTING).read_text(encoding="utf-8").replace("back_flexion_sitting", "chair_lean")
    text = text.replace("EX-02", "OUR-20").replace("OUR-02", "OUR-20")
    text = re.sub(r"^(easier|harder): .*\n", "", text, flags=re.MULTILINE)
    (folder / "exercises/chair_lean.yml").write_text(text, encoding="utf-8")
    assert "chair_lean" in read(folder).exercises


def test_the_library_is_read_once_and_cannot_be_changed() -> None:
    library = load()
    assert load() is library
    with pytest.raises(TypeError):
        library.exercises["pelvic_tilt"].name = "another"
