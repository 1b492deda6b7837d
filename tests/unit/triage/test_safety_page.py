"""The page on safety is up to date, and holds every rule with its sources and its tests."""

from __future__ import annotations

import re

import pytest

from coach.triage.files import parse, read
from coach.triage.models import FACTS
from scripts.safety_page import PAGE, PARTS, PLAIN, WATCHED, Words, all_no, evidence, page
from tests.unit.triage.cases import FIRES, TRIAGE

MADE = page(TRIAGE)
RULES = {rule.id: rule for rule in TRIAGE.rules}
SECTIONS = {text.split("\n", 1)[0]: text for text in re.split(r"^#### |^### |^## ", MADE, flags=re.MULTILINE)}
WORDS = Words({"facts": {"fever": "hot", "age": "age", "symptom": "complaint"},
               "definitions": {"calm": "at ease"}, "measures": {"over": "more than"}})  # fmt: skip


def test_the_page_is_up_to_date() -> None:
    """Make it anew with python -m scripts.safety_page."""
    assert PAGE.read_text("utf-8") == MADE
    assert "{{" not in MADE


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_a_rule_is_on_the_page_with_its_sources_and_a_test(rule_id: str) -> None:
    rule, told = RULES[rule_id], SECTIONS[rule_id]
    assert rule.reason in told and f"`{rule.tier}`" in told
    assert rule_id in FIRES and "own example" in told
    assert rule.sources
    for name in rule.sources:
        source = TRIAGE.sources[name]
        assert len(source.title) > 3 and source.title in told
        assert f"- **{name}** ({source.read}): {source.title}" in MADE


def test_every_question_region_and_row_is_on_the_page() -> None:
    for question in read("questions.yml")["questions"]:
        assert all(question[part] in MADE for part in ("say", "why", "plainer"))
    for region in TRIAGE.regions().values():
        assert f"| {region.title} |" in MADE
    for name, row in evidence()["rows"].items():
        assert f"| {name} | {row['reports']} |" in MADE


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("fever", "hot"),
        ("calm", "*at ease*"),
        ("no_such_words", "*no such words*"),
        ({"fact": "age", "over": 70}, "age: more than 70"),
        ({"fact": "symptom", "in": ["pain", "bowel_problem"]}, "complaint: pain or bowel problem"),
        ({"not": {"any": ["fever", "calm"]}}, "**not** (hot **or** *at ease*)"),
        ({"all": ["fever", {"not": "calm"}]}, "hot **and** **not** *at ease*"),
    ],
)
def test_a_condition_is_said_in_words(raw: object, said: str) -> None:
    assert WORDS.condition(raw) == said


def test_every_fact_has_words() -> None:
    words = Words(parse((PARTS / "words.yml").read_text("utf-8"), "words.yml"))
    assert set(words.facts) == set(FACTS) | {"symptom", "body_part", "side"}


def test_what_goes_unasked_is_told() -> None:
    asked, verdict = all_no(TRIAGE, PLAIN["I am dizzy"])
    assert {"saddle_numbness", "chest_pain", "stroke_signs"} <= set(asked)
    assert f"| I am dizzy | {', '.join(asked)} | `{verdict.tier}` |" in MADE
    for title, complaint in PLAIN.items():
        line = next(line for line in MADE.splitlines() if line.startswith(f"| {title} |"))
        known, unasked = (set(line.split(" | ")[part].rstrip(" |").split(", ")) for part in (1, 3))
        assert WATCHED <= known | unasked
        assert not WATCHED & known & unasked
        assert known == set(all_no(TRIAGE, complaint)[0])


def test_what_was_never_checked_is_told() -> None:
    told = MADE.lower()
    for part in ("no clinician", "no patient", "does not diagnose", "does not watch over", "report a miss"):
        assert part in told
