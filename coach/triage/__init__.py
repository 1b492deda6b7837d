"""The safety screen: hears danger signs, asks what matters, and says how soon to be seen."""

from __future__ import annotations

from functools import lru_cache

from coach.triage.engine import Triage
from coach.triage.files import DataError, read
from coach.triage.models import Case, Complaint, Finding, Hint, Question, Region, Source, Step, Verdict
from coach.triage.questions import load_questions
from coach.triage.rules import load_regions, load_rules, load_sources, named_conditions
from coach.triage.spotter import load_spotter
from coach.triage.tongues import Tongues, load_tongue

__all__ = [
    "Case",
    "Complaint",
    "DataError",
    "Finding",
    "Hint",
    "Question",
    "Region",
    "Source",
    "Step",
    "Triage",
    "Verdict",
    "load",
]


@lru_cache(maxsize=1)
def load() -> Triage:
    """The triage with its data files, read once.

    Raises:
        DataError: if a data file is not right; the message says which entry and what to change.
    """
    sources = load_sources(read("sources.yml"))
    raw = read("rules.yml")
    rules = load_rules(raw, sources)
    questions = load_questions(read("questions.yml"), named_conditions(raw))
    spotter = Tongues(load_spotter(read("phrases.yml")), load_tongue(read("phrases_es.yml")))
    return Triage(rules, sources, questions, load_regions(read("regions.yml")), spotter)
