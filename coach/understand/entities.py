"""Finds what is named in a text, with its canonical value.

A lexicon (data) for words; rules for numbers and times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from coach.understand.choosing import PACE, choose, rank
from coach.understand.days import days
from coach.understand.heard import heard
from coach.understand.lexicon import load
from coach.understand.models import Entity
from coach.understand.patterns import Finder, Match
from coach.understand.periods import period
from coach.understand.quantities import quantities
from coach.understand.said import Said
from coach.understand.text import Token
from coach.understand.times import time_of_day

# What each intent can carry (contract); anything else in the sentence is not about the request.
RELEVANT: dict[str, frozenset[str]] = {
    "start_routine": frozenset({"routine", "minutes"}),
    "start_exercise": frozenset({"exercise"}),
    "change_pace": frozenset({"direction"}),
    "change_level": frozenset({"direction"}),
    "set_dose": frozenset({"reps", "hold_seconds", "sets"}),
    "ask_how": frozenset({"exercise"}),
    "ask_why": frozenset({"exercise"}),
    "ask_dose": frozenset({"exercise"}),
    "ask_condition": frozenset({"condition"}),
    "report_symptom": frozenset({"symptom", "body_part", "side", "severity"}),
    "report_pain_score": frozenset({"pain"}),
    "show_history": frozenset({"period"}),
    "set_reminder": frozenset({"time", "days"}),
}

_LOOKING_BACK = frozenset(
    (
        "how hows show what did history see record records diary log over graph chart list look compare trend"
    ).split()
)


def relevant(intent: str) -> frozenset[str]:
    """The names of the entities that a request of this intent can carry."""
    return RELEVANT.get(intent, frozenset())


def extract(text: str, intent: str | None = None) -> list[Entity]:
    """The entities of a text in the order they were said, values as in the contract.

    With the intent known, only what such a request can carry is found, and bare numbers are read in its
    light ("make it eight" is repetitions there, a pain score elsewhere). Never fails; time grows with the
    length of the text, of which the first 5,000 characters count.
    """
    lexicon = load()
    words = lexicon.read(text)
    if not words:
        return []
    said = Said(words)
    clock, timed = time_of_day(said, intent)
    matches = choose(lexicon.finder.find(words), words, intent, relevant(intent or ""))
    matches += _hinted(lexicon.hints, matches, words, intent)
    named = frozenset(hit for match in matches if match.entity == "exercise" for hit in match.hits)
    found = [Entity(m.entity, m.value, words[m.used[0]].start, words[m.used[-1]].end) for m in matches]
    found += heard(words, intent, {m.entity for m in matches})
    found += quantities(said, intent, timed, named)
    found += [entity for entity in (clock, days(said, intent), period(said, intent)) if entity]
    found = _settle(found, said.words, intent)
    return sorted(found, key=lambda entity: (entity.start, entity.end))


def _hinted(
    hints: Mapping[str, Finder], matches: list[Match], words: Sequence[Token], intent: str | None
) -> list[Match]:
    """The best phrase that says something only in the light of the request, where none says it plainly."""
    if intent is None or intent not in hints:
        return []
    if any(m.entity != "direction" or _fits(m.value, intent) for m in matches):
        return []
    return sorted(hints[intent].find(words), key=lambda m: rank(m, words))[:1]


def _fits(direction: str, intent: str) -> bool:
    return (direction in PACE) == (intent == "change_pace")


def _settle(found: Iterable[Entity], said: frozenset[str], intent: str | None) -> list[Entity]:
    """Drops what other findings rule out."""
    entities = list(found)
    if intent is not None:
        entities = [e for e in entities if e.entity in relevant(intent)]
        if intent == "change_pace":
            entities = _only_direction(entities, PACE)
        elif intent == "change_level":
            entities = _only_direction(entities, {"easier", "harder"})
        return entities
    names = {e.entity for e in entities}
    if "symptom" in names:
        if not said & _LOOKING_BACK:
            entities = [e for e in entities if e.value not in ("today", "yesterday")]
    elif "exercise" in names:  # the words of a description
        entities = [e for e in entities if e.entity not in ("body_part", "side", "severity")]
    if "days" in names and "time" in names:
        entities = [e for e in entities if e.entity != "period"]
    return entities


def _only_direction(entities: list[Entity], wanted: Set[str]) -> list[Entity]:
    return [e for e in entities if e.entity != "direction" or e.value in wanted]
