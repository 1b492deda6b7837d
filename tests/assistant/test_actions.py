"""The action: from Rasa's tracker to the coach's turn, and from its outcome to Rasa's events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.actions import MOST_EVENTS, events_of, turn_of, utterance
from actions.opening import from_environment
from coach.conversation import Message, Outcome


def _tracker(message: dict[str, Any]) -> Tracker:
    return Tracker("ann", {"coach": {"version": 1}}, message, [], False, None, {}, "action_listen")


def test_words_become_a_turn() -> None:
    turn = turn_of(
        _tracker(
            {
                "text": "make it eight",
                "intent": {"name": "set_dose", "confidence": 0.75},
                "entities": [{"entity": "reps", "value": 8}, {"entity": "reps", "value": 9}],
                "metadata": {"at": 1.5, "opened": True},
            }
        )
    )
    assert (turn.person, turn.text, turn.intent) == ("ann", "make it eight", "set_dose")
    assert (turn.entities, turn.confidence, turn.at) == ({"reps": 8}, 0.75, 1.5)
    assert (turn.opened, turn.report) == (True, None)


def test_a_report_becomes_a_turn_without_words() -> None:
    turn = turn_of(
        _tracker(
            {
                "text": "",
                "intent": {"name": "cue_sheet_stopped", "confidence": 1.0},
                "entities": [{"entity": "at", "value": 8.25}, {"entity": "cause", "value": "symptom"}],
                "metadata": {},
            }
        )
    )
    assert turn.report == {"name": "cue_sheet_stopped", "at": 8.25, "cause": "symptom"}
    assert (turn.text, turn.entities, turn.at) == ("", {}, 8.25)


@pytest.mark.parametrize("message", [{}, {"intent": None, "entities": None, "metadata": None, "text": None}])
def test_an_empty_tracker_is_a_turn_too(message: dict[str, Any]) -> None:
    turn = turn_of(_tracker(message))
    assert (turn.text, turn.intent, turn.entities, turn.opened) == ("", None, {}, False)


def test_the_state_goes_into_its_slot() -> None:
    events = events_of(Outcome({"version": 1}, ()), 3)
    assert [e["event"] for e in events] == ["slot", "followup"]
    assert events[0]["value"] == {"version": 1}


@pytest.mark.parametrize(("fresh", "length"), [(True, 3), (False, MOST_EVENTS + 1)])
def test_a_session_begins_before_the_state_is_set(fresh: bool, length: int) -> None:
    events = events_of(Outcome({}, (), new_session=fresh), length)
    assert [e["event"] for e in events] == ["session_started", "slot", "followup"]


def test_a_message_becomes_an_utterance() -> None:
    said = utterance(
        Message("Well done.", ({"title": "Yes", "payload": "yes"},), {"routine": {"state": "idle"}})
    )
    assert said["text"] == "Well done."
    assert said["buttons"] == [{"title": "Yes", "payload": "yes"}]
    assert said["json_message"] == {"routine": {"state": "idle"}}


def test_the_action_server_makes_its_own_coach(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SPINECOACH_JOURNAL_URL", raising=False)
    monkeypatch.setenv("SPINECOACH_DATA_DIR", str(tmp_path / "home"))
    from_environment()
    assert list((tmp_path / "home").iterdir())
