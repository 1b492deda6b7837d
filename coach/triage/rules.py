"""The rules of the safety screen: read, checked and ready to be applied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Extra, Field, ValidationError

from coach.triage.conditions import Condition, ConditionError, parse
from coach.triage.files import DataError
from coach.triage.models import FACTS, WORD_FACTS, Effect, Frozen, Region, Source, Tier

OTHER = "other"


class Rule(Frozen):
    """One rule. `when` decides, `reason` is what the person hears, `tell` what they say on the phone."""

    class Config:
        frozen = True
        extra = Extra.forbid
        arbitrary_types_allowed = True

    id: str
    tier: Tier
    when: Any
    reason: str
    tell: str | None = None
    advice: list[str] = Field(default_factory=list)
    exercise: Effect
    sources: list[str] = Field(..., min_items=1)

    @property
    def condition(self) -> Condition:
        """The condition, read."""
        return self.when  # type: ignore[no-any-return]


def what_is_wrong(error: ValidationError) -> str:
    """The first thing pydantic found, as one sentence."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return f'"{where}": {first["msg"]}'


def load_sources(raw: Any) -> dict[str, Source]:
    """The sources by id.

    Raises:
        DataError: if an entry is not complete or an id is there twice.
    """
    return _by_id(raw, Source, "sources.yml")


def load_regions(raw: Any) -> dict[str, Region]:
    """The regions by id; `other` is the one for a person who has named none.

    Raises:
        DataError: if an entry is not complete, an id is there twice, or `other` is missing.
    """
    regions = _by_id(raw, Region, "regions.yml")
    if OTHER not in regions:
        raise DataError(f'regions.yml: the region "{OTHER}" is missing')
    for region in regions.values():
        if region.emergency and region.emergency not in region.emergency_say:
            raise DataError(f"regions.yml: {region.id}: emergency_say lacks the number {region.emergency}")
    return regions


def load_rules(raw: Any, sources: Mapping[str, Source]) -> list[Rule]:
    """The rules in the order of the file.

    Raises:
        DataError: if a rule is not complete, its condition cannot be read, or a source does not exist.
    """
    if not isinstance(raw, dict) or not isinstance(raw.get("rules"), list):
        raise DataError('rules.yml: needs "definitions" and a list "rules"')
    named: dict[str, Condition] = {}
    for name, condition in (raw.get("definitions") or {}).items():
        if name in FACTS or name in WORD_FACTS:
            raise DataError(f'rules.yml: definition "{name}" has the name of a fact; choose another name')
        named[name] = _condition(condition, named, f'definition "{name}"')
    rules: dict[str, Rule] = {}
    for entry in raw["rules"]:
        name = str(entry.get("id", "a rule without an id")) if isinstance(entry, dict) else repr(entry)
        if not isinstance(entry, dict) or "when" not in entry:
            raise DataError(f'rules.yml: {name}: needs "when"')
        try:
            rule = Rule.parse_obj({**entry, "when": _condition(entry["when"], named, name)})
        except ValidationError as error:
            raise DataError(f"rules.yml: {name}: {what_is_wrong(error)}") from error
        if rule.id in rules:
            raise DataError(f'rules.yml: the id "{rule.id}" is there twice')
        for source in rule.sources:
            if source not in sources:
                raise DataError(f'rules.yml: {name}: the source "{source}" is not in sources.yml')
        if rule.tier == "emergency_now" and not rule.tell:
            raise DataError(f'rules.yml: {name}: an emergency needs "tell", what to say on the phone')
        if rule.tier in ("emergency_now", "urgent_same_day") and rule.exercise != "stop":
            raise DataError(f'rules.yml: {name}: with this tier, "exercise" must be stop')
        rules[rule.id] = rule
    return list(rules.values())


def named_conditions(raw: Any) -> dict[str, Condition]:
    """The definitions of rules.yml, for the other files that use them."""
    named: dict[str, Condition] = {}
    for name, condition in (raw.get("definitions") or {}).items():
        named[name] = _condition(condition, named, f'definition "{name}"')
    return named


def _condition(raw: Any, named: Mapping[str, Condition], where: str) -> Condition:
    try:
        return parse(raw, named)
    except ConditionError as error:
        raise DataError(f"rules.yml: {where}: {error}") from error


def _by_id(raw: Any, model: Any, name: str) -> dict[str, Any]:
    if not isinstance(raw, list):
        raise DataError(f"{name}: must be a list of entries")
    found: dict[str, Any] = {}
    for entry in raw:
        try:
            item = model.parse_obj(entry)
        except ValidationError as error:
            label = entry.get("id", entry) if isinstance(entry, dict) else entry
            raise DataError(f"{name}: {label}: {what_is_wrong(error)}") from error
        if item.id in found:
            raise DataError(f'{name}: the id "{item.id}" is there twice')
        found[item.id] = item
    return found
