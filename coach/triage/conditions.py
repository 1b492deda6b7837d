"""The small language in which a rule says when it holds.

A condition is data, never code:

    saddle_numbness                              the fact is true
    {fact: duration_weeks, over: 2}              also: under, at_least, at_most
    {fact: symptom, in: [numbness, tingling]}    also: is
    {all: [...]}, {any: [...]}, {not: ...}
    long_standing                                a name from `definitions`

The answer is True, False or None. None means that it hangs on something not told yet: unknown is not "no".
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from coach.triage.models import NUMBER_FACTS, WORD_FACTS, YES_NO_FACTS, Value

Facts = Mapping[str, Value]
FLAGS = frozenset((*YES_NO_FACTS, "exercising"))
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "over": operator.gt,
    "under": operator.lt,
    "at_least": operator.ge,
    "at_most": operator.le,
}


class ConditionError(ValueError):
    """A condition that cannot be read. The message says what to put right."""


@dataclass(frozen=True)
class Flag:
    """True when the fact is."""

    fact: str


@dataclass(frozen=True)
class Number:
    """A comparison of a number fact."""

    fact: str
    how: str
    limit: float


@dataclass(frozen=True)
class Word:
    """A word fact that is one of some words."""

    fact: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Both:
    """All of the parts."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Either:
    """Any of the parts."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """The opposite of the part."""

    part: Condition


Condition: TypeAlias = "Flag | Number | Word | Both | Either | Not"


def parse(raw: Any, named: Mapping[str, Condition]) -> Condition:
    """Read a condition.

    Raises:
        ConditionError: if it is not one, or names a fact that does not exist.
    """
    if isinstance(raw, str):
        if raw in named:
            return named[raw]
        if raw in FLAGS:
            return Flag(raw)
        raise ConditionError(f'"{raw}" is neither a yes-or-no fact nor a name from the definitions above it')
    if not isinstance(raw, dict):
        raise ConditionError(f"a condition is a name or a mapping, not {raw!r}")
    if "fact" in raw:
        return _comparison(raw)
    if len(raw) != 1:
        raise ConditionError(f"a condition has exactly one of all, any and not: {raw!r}")
    key, value = next(iter(raw.items()))
    if key == "not":
        return Not(parse(value, named))
    if key in ("all", "any"):
        if not isinstance(value, list) or not value:
            raise ConditionError(f'"{key}" takes a list with at least one condition')
        parts = tuple(parse(part, named) for part in value)
        return Both(parts) if key == "all" else Either(parts)
    raise ConditionError(f'"{key}" is not one of all, any, not and fact')


def _comparison(raw: dict[str, Any]) -> Condition:
    fact = raw["fact"]
    rest = {key: value for key, value in raw.items() if key != "fact"}
    if len(rest) != 1:
        raise ConditionError(
            f'the comparison of "{fact}" needs exactly one of {", ".join(COMPARE)}, is and in'
        )
    how, value = next(iter(rest.items()))
    if fact in NUMBER_FACTS and how in COMPARE:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ConditionError(f'"{fact}" is compared with a number, not with {value!r}')
        return Number(fact, how, float(value))
    if fact in WORD_FACTS and how in ("is", "in"):
        words = [value] if how == "is" else value
        if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
            raise ConditionError(f'"{fact}" is compared with a word or a list of words, not with {value!r}')
        return Word(fact, tuple(words))
    raise ConditionError(f'"{fact}" cannot be compared with "{how}"')


def evaluate(condition: Condition, facts: Facts) -> tuple[bool | None, frozenset[str]]:
    """The answer, and the facts not told yet on which it still hangs (empty unless the answer is None)."""
    if isinstance(condition, (Flag, Number, Word)):
        return _look_up(condition, facts)
    if isinstance(condition, Not):
        answer, open_facts = evaluate(condition.part, facts)
        return (None if answer is None else not answer), open_facts
    decides = isinstance(condition, Either)
    open_facts = frozenset()
    unknown = False
    for part in condition.parts:
        answer, hangs_on = evaluate(part, facts)
        if answer is decides:
            return decides, frozenset()
        if answer is None:
            unknown = True
            open_facts |= hangs_on
    return (None, open_facts) if unknown else (not decides, frozenset())


def _look_up(atom: Flag | Number | Word, facts: Facts) -> tuple[bool | None, frozenset[str]]:
    value = facts.get(atom.fact)
    if value is None:
        return None, frozenset({atom.fact})
    if isinstance(atom, Flag):
        return value is True, frozenset()
    if isinstance(atom, Number):
        return COMPARE[atom.how](float(value), atom.limit), frozenset()
    return value in atom.words, frozenset()


def holds_now(condition: Condition, facts: Facts) -> bool:
    """Whether it holds if nothing more is told.

    A fact that was not told neither raises an alarm by itself nor calms one: a rule names dangers plainly
    and calming facts under `not`, so that a calming fact counts only when it was told.
    """
    if isinstance(condition, (Flag, Number, Word)):
        return _look_up(condition, facts)[0] is True
    if isinstance(condition, Not):
        return not holds_now(condition.part, facts)
    parts = (holds_now(part, facts) for part in condition.parts)
    return all(parts) if isinstance(condition, Both) else any(parts)


def facts_in(condition: Condition) -> frozenset[str]:
    """Every fact the condition looks at."""
    if isinstance(condition, (Flag, Number, Word)):
        return frozenset({condition.fact})
    if isinstance(condition, Not):
        return facts_in(condition.part)
    return frozenset().union(*(facts_in(part) for part in condition.parts))
