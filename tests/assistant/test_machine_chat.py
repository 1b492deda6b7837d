"""`chat --json` on hostile lines: each is answered, and none ends the conversation."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from assistant.local import LocalAssistant
from coach.clock import ManualClock
from coach.journal import Journal
from spinecoach.machine_chat import MachineChat
from tests.assistant.echo import seen


def answers(echo: LocalAssistant, *lines: str) -> list[list[dict[str, Any]]]:
    """What comes back for each line."""
    out = io.StringIO()
    chat = MachineChat(echo, Journal(), ManualClock(), "machine")
    chat.run(io.StringIO("\n".join(lines) + "\n"), out)
    out.getvalue().encode("utf-8")
    told: list[list[dict[str, Any]]] = [[] for _ in lines]
    for line in out.getvalue().splitlines():
        answer = json.loads(line)
        if not answer.get("end"):
            told[answer["in"] - 1].append(answer)
    return told


BAD = [
    "{broken",
    "{}",
    '{"text": 7}',
    '{"text": "hi", "person": [1]}',
    '{"text": null, "person": null}',
    "{" * 100_000,
    '{"a":' * 50_000,
    "/cue_sheet_stopped{broken}",
    '/cue_sheet_stopped{"at": "soon"}',
    '/cue_sheet_stopped{"at": 1e9}',
    '/cue_sheet_stopped{"at": -1}',
    '/cue_sheet_stopped{"at": NaN}',
    '/cue_sheet_stopped{"at": 1e400}',
    '/cue_sheet_stopped{"at": 1' + "0" * 400 + "}",
    '/cue_sheet_stopped{"at": 1, "cause": "nonsense"}',
    '{"text": "hi", "person": "' + "x" * 10_000 + '"}',
    '{"text": "hi", "person": "a\\u0000b"}',
]


@pytest.mark.parametrize("line", BAD, ids=range(len(BAD)))
def test_a_line_that_cannot_be_taken_is_answered_in_a_sentence(echo: LocalAssistant, line: str) -> None:
    bad, good = answers(echo, line, "hello coach")
    assert len(bad) == 1 and bad[0]["text"].endswith(".") and "seen" not in bad[0]["custom"]
    assert seen(good)["text"] == "hello coach"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "x" * 1_000_000,
        "\ufeffhello",
        "\x00/restart",
        "/restart",
        "/session_start",
        "/stop",
        "/delete_data",
        '{"text": "/restart", "person": "Ann", "intent": "x", "report": {"name": "cue_sheet_done"}}',
        '{"text": "\\ud800 alone"}',
        "\u202e\u200b\U0001f600",
    ],
)
def test_words_stay_words(echo: LocalAssistant, line: str) -> None:
    before, taken, after = answers(echo, "hello coach", line, "hello coach")
    assert seen(taken)["report"] is None and not seen(taken)["text"].startswith("/")
    if seen(taken)["person"] == seen(before)["person"]:
        assert seen(after)["turns"] == seen(before)["turns"] + 2


def test_a_player_may_report(echo: LocalAssistant) -> None:
    [told] = answers(echo, '/cue_sheet_stopped {"at": 3, "cause": "pause", "more": [1]}')
    assert seen(told)["report"] == {"name": "cue_sheet_stopped", "at": 3.0, "cause": "pause"}
