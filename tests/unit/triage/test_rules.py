"""Each rule holds for its own example, has its source, and never works against the person."""

from __future__ import annotations

import pytest

from coach.triage import DataError
from coach.triage.conditions import ConditionError, facts_in, parse
from coach.triage.files import parse as parse_yaml
from coach.triage.files import read
from coach.triage.models import tier_rank
from coach.triage.questions import load_questions
from coach.triage.rules import load_regions, load_rules, load_sources, named_conditions
from coach.triage.spotter import load_spotter
from tests.unit.triage.cases import FIRES, RED_FLAGS, TRIAGE

RULES = {rule.id: rule for rule in TRIAGE.rules}
SOURCES = TRIAGE.sources


def test_every_rule_has_an_example() -> None:
    assert set(FIRES) == set(RULES)


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_a_rule_holds_and_is_cited(rule_id: str) -> None:
    verdict = TRIAGE.assess(FIRES[rule_id])
    rule = RULES[rule_id]
    assert rule_id in verdict.flags
    assert tier_rank(verdict.tier) >= tier_rank(rule.tier)
    assert set(rule.sources) <= {source.id for source in verdict.sources}
    assert rule.reason in verdict.reasons


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_every_source_has_a_title(rule_id: str) -> None:
    assert all(SOURCES[source].title for source in RULES[rule_id].sources)


def test_no_source_stands_unused() -> None:
    assert set(SOURCES) == {"GREENHALGH-2016", *(source for rule in TRIAGE.rules for source in rule.sources)}


def test_every_fact_that_can_raise_a_tier_is_in_a_rule() -> None:
    used = set().union(*(facts_in(rule.condition) for rule in TRIAGE.rules))
    assert set(RED_FLAGS) <= used


# What the evidence says each picture comes to: (facts, the tiers that are right).
E, U, S, C = "emergency_now", "urgent_same_day", "see_doctor_soon", "self_care"
YEARS = {"bilateral": True, "eases_bent": True, "duration_weeks": 104}
PICTURES = [
    ({"bilateral": True}, {E}),
    ({"bilateral": True, "eases_bent": False, "duration_weeks": 30}, {E}),
    ({"bilateral": True, "eases_bent": True, "duration_weeks": 1}, {E}),
    ({**YEARS, "worsening": True}, {E}),
    (YEARS, {S}),
    ({**YEARS, "known_stenosis": True}, {C}),
    ({**YEARS, "seen_doctor": True}, {C}),
    ({"bilateral": True, "eases_bent": True, "known_stenosis": True}, {C}),
    ({"bilateral": True, "eases_bent": True, "known_stenosis": True, "sudden_onset": True}, {E}),
    ({"symptom": "numbness", "side": "left", "seen_doctor": True}, {C}),
    ({"symptom": "numbness", "resolves_quickly": True}, {C}),
    ({"night_pain": True}, {S}),
    ({"age": 80}, {C}),
    ({"night_pain": True, "age": 80}, {S}),
    ({"minor_trauma": True, "bone_weakness": True}, {U}),
    ({"minor_trauma": True, "age": 60}, {S}),
    ({"symptom": "pain", "body_part": "back", "bone_weakness": True}, {U}),
    ({"bone_weakness": True}, {S}),
    ({"pain": 4}, {C}),
    ({}, {C}),
]


@pytest.mark.parametrize(("facts", "tiers"), PICTURES)
def test_the_pictures_of_the_evidence(facts: dict[str, object], tiers: set[str]) -> None:
    assert TRIAGE.assess(facts).tier in tiers


def test_an_open_emergency_or_urgent_rule_ends_the_exercise() -> None:
    for rule in TRIAGE.rules:
        assert rule.exercise == "stop" or rule.tier in (S, C)


@pytest.mark.parametrize(
    ("pain", "effect"), [(0, "continue"), (4, "continue"), (5, "ease"), (6, "stop"), (10, "stop")]
)
def test_pain_rule(pain: int, effect: str) -> None:
    assert TRIAGE.pain_rule(pain) == effect


# ---- the files say what is wrong with them


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("legs_numb", "neither a yes-or-no fact"),
        ({"fact": "pain", "over": "5"}, "compared with a number"),
        ({"fact": "pain", "over": 5, "under": 7}, "exactly one of"),
        ({"fact": "bilateral", "over": 5}, "cannot be compared"),
        ({"all": []}, "at least one condition"),
        ({"some": ["fever"]}, "not one of all, any, not and fact"),
        ({"all": ["fever"], "any": ["fever"]}, "exactly one of all, any and not"),
        (["fever"], "a name or a mapping"),
        ("__import__('os')", "neither a yes-or-no fact"),
    ],
)
def test_a_condition_that_cannot_be_read(raw: object, message: str) -> None:
    with pytest.raises(ConditionError, match=message):
        parse(raw, {})


RULE = "{id: x, tier: self_care, when: fever, reason: Why., exercise: continue, sources: [OURS]}"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("OURS", "NOWHERE", '"NOWHERE" is not in sources.yml'),
        ("reason: Why., ", "", '"reason"'),
        ("self_care", "maybe", '"tier"'),
        ("when: fever, ", "", 'needs "when"'),
        ("fever", "fevr", "fevr"),
        ("sources: [OURS]", "sources: []", '"sources"'),
        ("self_care", "emergency_now", 'needs "tell"'),
        ("self_care", "urgent_same_day", '"exercise" must be stop'),
        ("id: x", "id: x, colour: red", '"colour"'),
    ],
)
def test_a_rule_with_a_fault_is_named(old: str, new: str, message: str) -> None:
    raw = parse_yaml(f"rules:\n  - {RULE.replace(old, new)}\n", "rules.yml")
    with pytest.raises(DataError, match=message) as caught:
        load_rules(raw, SOURCES)
    assert str(caught.value).startswith("rules.yml: ")
    assert "\n" not in str(caught.value)


def test_a_rule_twice_and_a_definition_with_the_name_of_a_fact() -> None:
    with pytest.raises(DataError, match="there twice"):
        load_rules(parse_yaml(f"rules:\n  - {RULE}\n  - {RULE}\n", "rules.yml"), SOURCES)
    with pytest.raises(DataError, match="name of a fact"):
        load_rules(parse_yaml("definitions: {fever: chest_pain}\nrules: []\n", "rules.yml"), SOURCES)


def test_other_files_with_a_fault() -> None:
    with pytest.raises(DataError, match="not YAML near line 1"):
        parse_yaml("rules: [", "rules.yml")
    with pytest.raises(DataError, match="missing"):
        read("nothing.yml")
    with pytest.raises(DataError, match="there twice"):
        load_sources([{"id": "A", "title": "A", "read": "V"}] * 2)
    with pytest.raises(DataError, match='"other" is missing'):
        load_regions([])
    questions = read("questions.yml")
    with pytest.raises(DataError, match='no question for "saddle_numbness"'):
        load_questions(
            {**questions, "questions": questions["questions"][1:]}, named_conditions(read("rules.yml"))
        )
    phrases = read("phrases.yml")
    for wrong in ("{nolist} here", "a ~99 b", "wh(at"):
        with pytest.raises(DataError, match=r"phrases\.yml: fever:"):
            load_spotter({**phrases, "facts": {"fever": {"says": [wrong]}}})
