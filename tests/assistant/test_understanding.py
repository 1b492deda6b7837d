"""The real model on the real data: the road from words to intent, not the quality of the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from actions.actions import REPORTS
from actions.understood import NOT_SURE
from assistant.local import LocalAssistant
from assistant.settings import PROJECT, Settings
from tests.assistant.echo import Echo, seen

CONTRACT = """
start_routine start_exercise next previous repeat pause resume stop skip done change_pace change_level
set_dose ask_progress list_exercises ask_how ask_why ask_dose ask_condition ask_pain_relief ask_cardio
ask_see_doctor ask_source report_symptom report_pain_score report_better report_worse show_history
set_reminder cancel_reminder doctor_summary delete_data greet goodbye thanks affirm deny help bot_challenge
out_of_scope
""".split()
ENTITIES = """
exercise routine minutes direction reps hold_seconds sets condition symptom body_part side severity pain
period time days
""".split()
RESERVED = {"back", "restart", "session_start"}


def _yaml(path: Path) -> dict[str, Any]:
    return dict(YAML(typ="safe").load(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def real(trained: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAssistant]:
    with LocalAssistant(
        replace(trained, data_dir=tmp_path_factory.mktemp("home")), coach=Echo()
    ) as assistant:
        yield assistant


def test_the_domain_holds_the_contract_and_no_reserved_name() -> None:
    domain = _yaml(PROJECT / "domain.yml")
    intents = list(domain["intents"])
    assert set(intents) == {*CONTRACT, *REPORTS, "nlu_fallback"}
    assert not RESERVED & set(intents)
    assert set(ENTITIES) <= set(domain["entities"])


def test_every_intent_has_a_rule() -> None:
    [rule] = _yaml(PROJECT / "data" / "rules.yml")["rules"]
    answered = {step["intent"] for step in rule["steps"][0]["or"]}
    assert answered == set(_yaml(PROJECT / "domain.yml")["intents"])
    assert rule["steps"][1:] == [{"action": "action_coach"}]


@pytest.mark.parametrize("said", ["stop", "yes", "no"])
def test_short_commands_are_certain(real: LocalAssistant, person: str, said: str) -> None:
    assert seen(real.say(person, said))["confidence"] == 1.0


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("how on earth do I do the pelvic tilt", "ask_how"),
        ("both my feet have started to tingle", "report_symptom"),
        ("would you remind me each morning at nine", "set_reminder"),
        ("wipe everything that you know about me", "delete_data"),
    ],
)
def test_plain_requests_are_understood(real: LocalAssistant, person: str, said: str, intent: str) -> None:
    heard = seen(real.say(person, said))
    assert heard["intent"] == intent
    assert heard["confidence"] > 0.35


def test_a_muddle_is_not_taken_for_a_command(real: LocalAssistant, person: str) -> None:
    heard = seen(real.say(person, "qwz plonk vrrt the of"))
    assert heard["intent"] in ("nlu_fallback", "out_of_scope")


def test_the_same_words_always_mean_the_same(real: LocalAssistant, person: str) -> None:
    answers = [seen(real.say(person, "could we take it a bit slower from here")) for _ in range(3)]
    assert len({(a["intent"], a["confidence"]) for a in answers}) == 1


def test_words_that_come_near_to_a_danger_bring_a_hint(real: LocalAssistant) -> None:
    near = real.parse("it is like a great weight sitting on my breastbone")
    assert near.hints and near.hints[0].fact == "chest_pain"


@pytest.mark.parametrize("text", ["stop", "what exercises do you have", "remind me at nine every day"])
def test_plain_wishes_bring_none_worth_asking(real: LocalAssistant, text: str) -> None:
    assert all(hint.chance < 0.5 for hint in real.parse(text).hints)


def test_the_same_text_is_always_understood_the_same(real: LocalAssistant) -> None:
    first = real.parse("my calf has blown up like a balloon since the flight")
    real.parse("a much longer sentence in between that has nothing at all to do with it, so that all is warm")
    assert real.parse("my calf has blown up like a balloon since the flight") == first


def test_not_sure_is_no_place_in_the_ranking(real: LocalAssistant) -> None:
    unsure = [real.parse(text) for text in ("change it", "the first")]
    assert any(one.intent == NOT_SURE for one in unsure)
    assert all(name != NOT_SURE for one in unsure for name, _ in one.ranking)
    assert all(len(one.ranking) > 1 for one in unsure if one.intent == NOT_SURE)
