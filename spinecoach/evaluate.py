"""Scores for sets of examples, in the formats of JSON lines: intents with entities, and triage cases."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scipy import stats

from assistant.local import Understood
from coach.conversation import complaints
from coach.errors import PlainError
from coach.triage import Case, Triage
from coach.triage.models import TIERS
from coach.understand import ACTING, parse_answer

MOST_QUESTIONS = 60
PAIN = {"fact": "pain", "type": "number", "min": 0, "max": 10}
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


@dataclass
class Score:
    """Figures by name, and the examples that went wrong."""

    figures: dict[str, float] = field(default_factory=dict)
    misses: list[dict[str, Any]] = field(default_factory=list)


def nlu(examples: list[dict[str, Any]], understand: Understand) -> Score:
    """Share of intents right (an accepted reading counts) and of sentences whose entities are all right."""
    score = Score()
    right = exact = marked = entities_right = outside = turned_away = acted = 0
    for row in examples:
        intent, entities = in_context(row, understand(row["text"]))
        accepted = {row["intent"], *row.get("acceptable", ())}
        exact += intent == row["intent"]
        right += intent in accepted
        wanted = {name: _plain(value) for name, value in (row.get("entities") or {}).items()}
        got = {name: _plain(value) for name, value in entities.items()}
        if wanted:
            marked += 1
            entities_right += all(got.get(name) == value for name, value in wanted.items())
        if row["intent"] == "out_of_scope":
            outside += 1
            turned_away += intent in ("out_of_scope", "nlu_fallback")
            acted += intent in ACTING and intent not in accepted
        if intent not in accepted or any(got.get(name) != value for name, value in wanted.items()):
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
    score.figures = {
        "examples": len(examples),
        "intent_accuracy": right / len(examples),
        "intent_exact": exact / len(examples),
    }
    if marked:
        score.figures["entity_accuracy"] = entities_right / marked
    if outside:
        score.figures["turned_away"] = turned_away / outside
        score.figures["acted_upon"] = acted / outside
    return score


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
    score = Score()
    exact = accepted = under = far_under = over = 0
    missed, emergencies = 0, 0
    negatives = alarmed = 0
    questions: list[int] = []
    for row in examples:
        got, asked = tier(engine, understand(row["text"]), row)
        questions.append(asked)
        wanted, allowed = row["gold"], {row["gold"], *row.get("acceptable", ())}
        step = TIERS.index(got) - TIERS.index(wanted)
        exact += step == 0
        accepted += got in allowed
        under += got not in allowed and step < 0
        far_under += got not in allowed and step < -1
        over += got not in allowed and step > 0
        if wanted == "emergency_now":
            emergencies += 1
            missed += got not in allowed
        if str(row.get("flag") or "").startswith("negative"):
            negatives += 1
            alarmed += TIERS.index(got) >= TIERS.index("urgent_same_day") and got not in allowed
        if got not in allowed:
            score.misses.append({"id": row.get("id"), "text": row["text"], "gold": wanted, "got": got})
    count = len(examples)
    score.figures = {
        "cases": count,
        "exact": exact / count,
        "accepted": accepted / count,
        "under": under / count,
        "under_by_two": far_under / count,
        "over": over / count,
        "emergencies": emergencies,
        "emergencies_missed": missed,
        "emergencies_missed_at_most": at_most(missed, emergencies),
        "questions_mean": sum(questions) / count,
        "questions_most": max(questions),
    }
    if negatives:
        score.figures["hard_negatives"] = negatives
        score.figures["hard_negatives_alarmed"] = alarmed / negatives
    return score


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
