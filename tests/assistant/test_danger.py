"""Hints of danger: learnt from sentences, handed on with the message, and never more than a reason to ask."""

from __future__ import annotations

from pathlib import Path

from assistant.nlu.examples import load_examples
from coach.triage.models import YES_NO_FACTS

EXAMPLES = Path(__file__).parents[2] / "data" / "danger.yml"


def test_every_example_tells_facts_of_the_triage() -> None:
    examples = load_examples(EXAMPLES)
    assert {fact for _, facts in examples for fact in facts} <= set(YES_NO_FACTS)
    assert sum(not facts for _, facts in examples) > 500
