"""The command itself, as a process: through a pipe, and killed in the middle of a set."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import Settings
from coach.journal import Journal

WAIT = 60.0
DEVELOPMENT = str(Path(__file__).parents[1] / "evaluation" / "development" / "intents.jsonl")
FIRST_LINES = ["hi", "start seated flexion", "ready", "how many left", "my leg is numb"]


@pytest.fixture(autouse=True)
def models(trained: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes use the model that was trained for this run."""
    monkeypatch.setenv("SPINECOACH_MODELS", str(trained.models))


def spinecoach(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "SPINECOACH_DATA_DIR": str(folder)}
    return subprocess.Popen(
        [sys.executable, "-m", "spinecoach", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def ask(process: subprocess.Popen[str], line: str) -> list[dict[str, Any]]:
    assert process.stdin and process.stdout
    process.stdin.write(line + "\n")
    process.stdin.flush()
    answers = []
    while "end" not in (answer := json.loads(process.stdout.readline())):
        answers.append(answer)
    return answers


def texts(answers: list[dict[str, Any]]) -> str:
    return "\n".join(answer["text"] for answer in answers)


@pytest.mark.slow
def test_the_first_lines_of_a_newcomer(tmp_path: Path) -> None:
    process = spinecoach(tmp_path, "chat")
    out, err = process.communicate("\n".join(FIRST_LINES) + "\n", timeout=180)
    assert process.returncode == 0
    assert "Traceback" not in out + err and "Warning" not in out + err
    assert "Are you happy to go on?" in out
    assert "between your legs" in out


@pytest.mark.slow
def test_nothing_but_json_on_standard_output_and_bad_lines_are_answered(tmp_path: Path) -> None:
    process = spinecoach(tmp_path, "chat", "--json")
    lines = [
        "hi",
        '{"person": "Ann", "text": "hello"}',
        '{"person": 3}',
        "{broken",
        "",
        "\u202e\u0000\U0001f600",
        '/cue_sheet_stopped{"at": "soon"}',
        "/restart",
        "x" * 20_000,
    ]
    out, err = process.communicate("\n".join(lines) + "\n", timeout=180)
    assert process.returncode == 0 and "Traceback" not in err
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["in"] for answer in answers if answer.get("end")] == list(range(1, len(lines) + 1))
    assert "cannot read that line" in texts(
        [answer for answer in answers if answer["in"] == 4 and "text" in answer]
    )


@pytest.mark.slow
def test_a_kill_in_the_middle_of_a_set_loses_no_more_than_the_repetition(tmp_path: Path) -> None:
    journal = Journal.in_folder(tmp_path)
    journal.remember("me", consent=1.0, region="uk", screened=4e9)
    process = spinecoach(tmp_path, "chat", "--json")
    try:
        ask(process, "start seated flexion")
        sheet = next(
            answer["custom"]["cue_sheet"]
            for answer in ask(process, "ready")
            if "cue_sheet" in answer["custom"]
        )
        second = next(cue["at"] for cue in sheet["cues"] if cue["rep"] == 2)
        deadline = time.monotonic() + WAIT
        while (place := journal.place("me")) is None or place.seconds < second:
            assert time.monotonic() < deadline, "the second repetition was never noted"
            time.sleep(0.05)  # a process of its own keeps real time
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()

    again = spinecoach(tmp_path, "chat", "--json")
    offer = ask(again, "hello")
    assert "repetition two of four" in texts(offer)
    resumed = ask(again, "yes")
    assert resumed[-1]["custom"]["routine"]["rep"] == 2
    played = [answer for answer in ask(again, "ready") if "cue_sheet" in answer["custom"]]
    assert min(cue["rep"] for cue in played[0]["custom"]["cue_sheet"]["cues"] if cue["rep"]) == 2
    assert again.stdin
    again.stdin.close()
    assert again.wait(timeout=WAIT) == 0


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["dance"], 2, "dance"),
        (["chat", "--flavour"], 2, "flavour"),
        (["evaluate", "nlu", "no-such-file"], 1, "cannot be read"),
        (["evaluate", "nlu", DEVELOPMENT, "--pictures", "/dev/null/below"], 1, "--pictures"),
        (["history", "--data-dir", "/dev/null/below"], 1, "--data-dir"),
    ],
)
def test_wrong_use_gets_one_sentence(
    arguments: list[str], status: int, sentence: str, tmp_path: Path
) -> None:
    process = spinecoach(tmp_path, *arguments)
    _, err = process.communicate(timeout=60)
    assert process.returncode == status
    assert sentence in err and "Traceback" not in err and len(err.splitlines()) == 1, err


def test_a_set_is_scored_and_drawn(tmp_path: Path) -> None:
    examples = tmp_path / "mine.jsonl"
    examples.write_text('{"text": "stop", "intent": "stop"}\n{"text": "my leg is numb", "intent": "greet"}\n')
    process = spinecoach(tmp_path, "evaluate", "nlu", str(examples), "--json", "--pictures", str(tmp_path))
    out, err = process.communicate(timeout=180)
    assert process.returncode == 0, err
    figures = json.loads(out)
    assert (figures["examples"], figures["intent_accuracy"], len(figures["misses"])) == (2, 0.5, 1)
    drawn = {file.name for file in tmp_path.glob("mine-*")}
    assert drawn == {f"mine-{what}{end}" for what in ("intents", "reliability") for end in (".svg", ".png")}


def test_records_by_command(tmp_path: Path) -> None:
    journal = Journal.in_folder(tmp_path)
    journal.remember("Ann", region="uk")
    assert "Nothing is noted" in spinecoach(tmp_path, "history", "--person", "Ann").communicate(timeout=60)[0]
    out, _ = spinecoach(tmp_path, "export", "--person", "Ann").communicate(timeout=60)
    assert json.loads(out)["profile"] == {"region": "uk"}
    spinecoach(tmp_path, "delete", "--person", "Ann").communicate("no\n", timeout=60)
    assert journal.profile("Ann")
    spinecoach(tmp_path, "delete", "--person", "Ann").communicate("yes\n", timeout=60)
    assert journal.profile("Ann") == {}


def test_how_long_things_are_kept_by_command(tmp_path: Path) -> None:
    out, _ = spinecoach(
        tmp_path, "retention", "--person", "Ann", "--words", "30", "--records", "5"
    ).communicate(timeout=60)
    assert "The least for records is 90 days" in out and "own words  30 days" in out
    assert Journal.in_folder(tmp_path).profile("ann")["retention"] == {"words": 30, "records": 90}
