"""What to ask: the wording of each question, and which come first for which complaint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from coach.triage.conditions import Condition, ConditionError, Facts, holds_now, parse
from coach.triage.files import DataError
from coach.triage.models import FACTS, YES_NO_FACTS, Question
from coach.triage.rules import what_is_wrong
from coach.words import put


class Wording(Question):
    """A question of questions.yml. `unsure` is what "not sure" is taken for; None leaves it unknown."""

    unsure: bool | None = None

    def posed(self, again: bool) -> Question:
        """What the coach asks; in plainer words when it asks once more."""
        data = self.dict(exclude={"unsure"})
        said = {"say": put(self.plainer if again else self.say), "why": put(self.why)}
        return Question(**{**data, **said, "plainer": put(self.plainer)})


@dataclass(frozen=True)
class Planned:
    """A fact to ask for, once its condition holds."""

    fact: str
    when: Condition | None


@dataclass(frozen=True)
class Plan:
    """The order of the questions for one kind of complaint."""

    when: Condition | None
    ask: tuple[Planned, ...]


@dataclass(frozen=True)
class Limit:
    """The most questions for one kind of complaint. `after` is a fact that must have been asked for."""

    when: Condition | None
    most: int
    after: str | None


@dataclass(frozen=True)
class Questions:
    """All the wordings, plans and limits."""

    wordings: Mapping[str, Wording]
    screen: tuple[str, ...]
    always: tuple[str, ...]
    plans: tuple[Plan, ...]
    limits: tuple[Limit, ...]

    def planned(self, facts: Facts) -> Iterator[str]:
        """The facts to ask for with this complaint, in order."""
        for plan in self.plans:
            if plan.when is None or holds_now(plan.when, facts):
                for item in plan.ask:
                    if item.when is None or holds_now(item.when, facts):
                        yield item.fact
                return

    def limit(self, facts: Facts, asked: Sequence[str]) -> int:
        """The most questions with this complaint, given what was asked."""
        for limit in self.limits:
            fits = limit.when is None or holds_now(limit.when, facts)
            if fits and (limit.after is None or limit.after in asked):
                return limit.most
        raise AssertionError("the last limit always fits")


def load_questions(raw: Any, named: Mapping[str, Condition]) -> Questions:
    """Read questions.yml.

    Raises:
        DataError: if a question is not complete, or a plan names a fact that has no question.
    """
    if not isinstance(raw, dict) or not {"questions", "screen", "always", "limits", "plans"} <= set(raw):
        raise DataError("questions.yml: needs questions, screen, always, limits and plans")
    wordings: dict[str, Wording] = {}
    for entry in raw["questions"]:
        label = entry.get("fact", entry) if isinstance(entry, dict) else entry
        try:
            wording = Wording.parse_obj(entry)
        except ValidationError as error:
            raise DataError(f"questions.yml: {label}: {what_is_wrong(error)}") from error
        if wording.fact not in FACTS:
            raise DataError(f'questions.yml: "{wording.fact}" is not a fact')
        if (wording.type == "bool") != (wording.fact in YES_NO_FACTS):
            raise DataError(
                f'questions.yml: {wording.fact}: the type "{wording.type}" does not fit this fact'
            )
        wordings[wording.fact] = wording
    plans = tuple(
        Plan(_when(plan, named), tuple(_planned(item, named) for item in plan["ask"]))
        for plan in raw["plans"]
    )
    limits = tuple(
        Limit(_when(limit, named), int(limit["most"]), limit.get("after")) for limit in raw["limits"]
    )
    if not plans or plans[-1].when is not None or not limits or limits[-1].when is not None:
        raise DataError(
            'questions.yml: the last plan and the last limit must have no "when", so that one always fits'
        )
    for fact in [*raw["screen"], *raw["always"], *(item.fact for plan in plans for item in plan.ask)]:
        if fact not in wordings:
            raise DataError(f'questions.yml: there is no question for "{fact}"')
    return Questions(wordings, tuple(raw["screen"]), tuple(raw["always"]), plans, limits)


def _planned(raw: Any, named: Mapping[str, Condition]) -> Planned:
    return Planned(raw, None) if isinstance(raw, str) else Planned(raw["fact"], _when(raw, named))


def _when(raw: Mapping[str, Any], named: Mapping[str, Condition]) -> Condition | None:
    if "when" not in raw:
        return None
    try:
        return parse(raw["when"], named)
    except ConditionError as error:
        raise DataError(f"questions.yml: {error}") from error
