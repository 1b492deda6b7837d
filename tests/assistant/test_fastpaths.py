"""The quick paths give what Rasa's own give."""

from __future__ import annotations

from typing import Any

import pytest

from assistant import fastpaths


@pytest.fixture(scope="module")
def installed(tiny: object) -> None:
    assert fastpaths.install() and fastpaths.install()


@pytest.mark.usefixtures("installed")
def test_answers_of_the_wrong_form_are_refused() -> None:
    from jsonschema import ValidationError  # type: ignore[import-untyped]
    from rasa.core.actions.action import RemoteAction

    action = RemoteAction("action_coach", None)
    assert action._validate_action_result(
        {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": []}
    )
    bad: tuple[dict[str, Any], ...] = ({"events": {}}, {"responses": ["x"]}, {"events": [{"event": 3}]})
    for result in bad:
        with pytest.raises(ValidationError):
            action._validate_action_result(result)


@pytest.mark.usefixtures("installed")
def test_events_are_found_by_name() -> None:
    from rasa.shared.core.events import Event, SlotSet, UserUttered

    for _ in range(2):
        assert Event.resolve_by_type("slot") is SlotSet
        assert Event.resolve_by_type("none such", UserUttered) is UserUttered
        with pytest.raises(ValueError, match="none such"):
            Event.resolve_by_type("none such")
    assert Event.resolve_by_type("slot", UserUttered) is SlotSet


def test_another_rasa_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fastpaths, "version", lambda _: "3.7.0")
    assert fastpaths.install() is False
