"""Scores for sets of examples, in the formats of JSON lines: intents with entities, and triage cases."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scipy import stats

from actions.understood import NOT_SURE, Understood
from coach.conversation import complaints
from coach.errors import PlainError
from coach.triage import Case, Triage
from coach.triage.models import TIERS
from coach.understand import ACTING, parse_answer

MOST_QUESTIONS = 60
PAIN = {"fact": "pain", "type": "number", "min": 0, "max": 10}
OUTSIDE = "out_of_scope"
ALARMS = ("urgent_same_day", "emergency_now")
Understand = Callable[[str], Understood]


class BadSet(PlainError, ValueError):
    """A set that cannot be read; the message names the line and what to do."""


def rows(path: Path, *needed: str) -> list[dict[str, Any]]:
    """The examples of a file.

    Raises:
        BadSet: if the file cannot be read, or a line lacks one of the fields that are needed.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BadSet(
            f"{path} cannot be read. Give the path of a text file with one JSON object a line."
        ) from None
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict) or any(name not in row for name in needed):
            raise BadSet(
                f"Line {number} of {path.name} is not right: it must be a JSON object with "
                f"{', '.join(needed)}."
            )
        found.append(row)
    if not found:
        raise BadSet(f"{path.name} is empty. Give a file with one JSON object a line.")
    return found


@dataclass(frozen=True)
class Judged:
    """What was made of one sentence.

    Attributes:
        intent: what came of it, the open question taken into account.
        right: whether that is the intent that was wanted, or a reading that is accepted.
        wanted: the entities that were wanted, with their values as text.
        got: those that came.
    """

    row: dict[str, Any]
    understood: Understood
    intent: str
    right: bool
    wanted: dict[str, str]
    got: dict[str, str]

    @property
    def entities_right(self) -> bool:
        """Whether all that were wanted are there with the right value."""
        return all(self.got.get(name) == value for name, value in self.wanted.items())

    @property
    def guess(self) -> tuple[str, float] | None:
        """The model's first guess and how sure it was; None where the table of commands settled it."""
        ranking = [one for one in self.understood.ranking if one[0] != NOT_SURE]
        return ranking[0] if len(ranking) > 1 else None


@dataclass(frozen=True)
class JudgedCase:
    """What a triage case came to, and after how many questions."""

    row: dict[str, Any]
    tier: str
    asked: int

    @property
    def accepted(self) -> bool:
        return self.tier in (self.row["gold"], *self.row.get("acceptable", ()))

    @property
    def step(self) -> int:
        """How many tiers it is too high, or below 0 too low; 0 where it is accepted."""
        return 0 if self.accepted else TIERS.index(self.tier) - TIERS.index(self.row["gold"])

    @property
    def hard_negative(self) -> bool:
        """Whether it sounds dangerous and is not."""
        return str(self.row.get("flag") or "").startswith("negative")


@dataclass
class Score:
    """Figures by name, the examples that went wrong, and what was made of each."""

    figures: dict[str, float] = field(default_factory=dict)
    misses: list[dict[str, Any]] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    cases: list[JudgedCase] = field(default_factory=list)


def nlu(examples: list[dict[str, Any]], understand: Understand) -> Score:
    """Share of intents right (an accepted reading counts) and of sentences whose entities are all right."""
    score = Score()
    for row in examples:
        understood = understand(row["text"])
        intent, entities = in_context(row, understood)
        wanted = {name: _plain(value) for name, value in (row.get("entities") or {}).items()}
        got = {name: _plain(value) for name, value in entities.items()}
        one = Judged(row, understood, intent, intent in accepted(row), wanted, got)
        score.judged.append(one)
        if not (one.right and one.entities_right):
            score.misses.append(
                {
                    "id": row.get("id"),
                    "text": row["text"],
                    "intent": row["intent"],
                    "got": intent,
                    "entities": wanted,
                    "got_entities": got,
                }
            )
    score.figures = nlu_figures(score.judged)
    return score


def accepted(row: dict[str, Any]) -> set[str]:
    """The intents that are right for a sentence."""
    return {row["intent"], *row.get("acceptable", ())}


def nlu_figures(judged: Sequence[Judged]) -> dict[str, float]:
    """The figures of some sentences."""
    count = len(judged)
    figures: dict[str, float] = {
        "examples": count,
        "intent_accuracy": sum(one.right for one in judged) / count,
        "intent_exact": sum(one.intent == one.row["intent"] for one in judged) / count,
    }
    marked = [one.entities_right for one in judged if one.wanted]
    if marked:
        figures["entity_accuracy"] = sum(marked) / len(marked)
    outside = [one for one in judged if one.row["intent"] == OUTSIDE]
    if outside:
        away = sum(one.intent in (OUTSIDE, NOT_SURE) for one in outside)
        acted = sum(one.intent in ACTING and not one.right for one in outside)
        figures["turned_away"] = away / len(outside)
        figures["acted_upon"] = acted / len(outside)
    return figures


def in_context(row: dict[str, Any], understood: Understood) -> tuple[str, dict[str, Any]]:
    """Intent and entities, where the question that is open (`context`) may say what a short answer means."""
    if row.get("context") == "asked_pain_score":
        answer = parse_answer(row["text"], PAIN)
        if answer.kind == "value":
            return "report_pain_score", {**understood.entities, "pain": answer.value}
    return understood.intent, understood.entities


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(str(one) for one in value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def triage(examples: list[dict[str, Any]], engine: Triage, understand: Understand) -> Score:
    """Tiers given against tiers wanted. The text comes first, then answers from the facts."""
    cases = [JudgedCase(row, *tier(engine, understand(row["text"]), row)) for row in examples]
    misses = [
        {"id": one.row.get("id"), "text": one.row["text"], "gold": one.row["gold"], "got": one.tier}
        for one in cases
        if not one.accepted
    ]
    return Score(triage_figures(cases), misses, cases=cases)


def triage_figures(cases: Sequence[JudgedCase]) -> dict[str, float]:
    """The figures of some cases."""
    count = len(cases)
    emergencies = [one for one in cases if one.row["gold"] == "emergency_now"]
    missed = sum(not one.accepted for one in emergencies)
    figures: dict[str, float] = {
        "cases": count,
        "exact": sum(one.tier == one.row["gold"] for one in cases) / count,
        "accepted": sum(one.accepted for one in cases) / count,
        "under": sum(one.step < 0 for one in cases) / count,
        "under_by_two": sum(one.step < -1 for one in cases) / count,
        "over": sum(one.step > 0 for one in cases) / count,
        "emergencies": len(emergencies),
        "emergencies_missed": missed,
        "emergencies_missed_at_most": at_most(missed, len(emergencies)),
        "questions_mean": sum(one.asked for one in cases) / count,
        "questions_most": max(one.asked for one in cases),
    }
    negatives = [one for one in cases if one.hard_negative]
    if negatives:
        alarmed = sum(one.tier in ALARMS and not one.accepted for one in negatives)
        figures["hard_negatives"] = len(negatives)
        figures["hard_negatives_alarmed"] = alarmed / len(negatives)
    return figures


def at_most(missed: int, cases: int, sure: float = 0.95) -> float:
    """The share of misses not exceeded with this certainty (Clopper and Pearson's one-sided bound)."""
    if cases == 0 or missed == cases:
        return 1.0
    return float(stats.beta.ppf(sure, missed + 1, cases - missed))


def tier(engine: Triage, understood: Understood, row: dict[str, Any]) -> tuple[str, int]:
    """The tier a case comes to, and after how many questions.

    What the facts do not hold is answered no, or "I don't know" for a number.
    """
    facts = row.get("facts") or {}
    case = Case(complaint=complaints.told(row["text"])).heard(engine.spot(row["text"]), understood.hints)
    for asked in range(MOST_QUESTIONS):
        step = engine.step(case)
        if step.verdict is not None:
            return step.verdict.tier, asked
        question = step.question
        assert question is not None
        case = case.posed(question.fact)
        if question.fact in facts:
            case = _told(case, question.fact, facts[question.fact], question.custom())
        elif question.type == "bool":
            case = case.told(question.fact, False)
        else:
            case = case.not_sure(question.fact)
    raise RuntimeError("the questions do not come to an end")


def _told(case: Case, fact: str, value: Any, ask: dict[str, Any]) -> Case:
    if isinstance(value, str):
        answer = parse_answer(value, ask)
        if answer.kind != "value" or answer.value is None:
            return case.not_sure(fact)
        value = answer.value
    return case.told(fact, value)
