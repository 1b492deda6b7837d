"""Finds what is named in a text, with its canonical value.

A lexicon (data) for words; rules for numbers and times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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

# Layers that settle which of two equally long phrases counts.
_ORDER = ("exercise", "routine", "condition", "symptom", "direction", "side", "body_part", "severity")
_NEGATIONS = frozenset(
    ("no not without isnt arent never nor dont doesnt havent hasnt wasnt didnt aint neither").split()
)
_SMALL = frozenset(
    ("a an the my your of to on in at from it is and me this that for with do i one up down thing").split()
)
# "Not only numb" denies nothing.
_NO_DENIAL = frozenset("only just sure too so that very know really get feel think been".split())
_NAMES = frozenset("march marching tilt crunch pose cycl treadmil".split())
_LYING = frozenset("lying lie laying lay flat pushing pressing push press flattening flatten sleeping".split())
_PACE = {"slower", "faster"}
_CAUDA = {"saddle_numbness", "bladder_problem", "bowel_problem"}
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
    matches = _choose(lexicon.finder.find(words), words, intent)
    matches += _hinted(lexicon.hints, matches, words, intent)
    named = frozenset(hit for match in matches if match.entity == "exercise" for hit in match.hits)
    found = [Entity(m.entity, m.value, words[m.used[0]].start, words[m.used[-1]].end) for m in matches]
    found += heard(words, intent, {m.entity for m in matches})
    found += quantities(said, intent, timed, named)
    found += [entity for entity in (clock, days(said, intent), period(said, intent)) if entity]
    found = _settle(found, said.words, intent)
    return sorted(found, key=lambda entity: (entity.start, entity.end))


def _choose(matches: list[Match], words: Sequence[Token], intent: str | None) -> list[Match]:
    """Of overlapping phrases the one with the most words; no value twice."""
    if intent is not None:
        wanted = relevant(intent)
        # A name of an exercise still keeps its words to itself: no body part in "knees to chest".
        matches = [
            m
            for m in matches
            if m.entity in wanted
            or m.entity == "exercise"
            and "routine" not in wanted
            and len(m.hits) > 1
            and "symptom" not in wanted
            and "direction" not in wanted
        ]
    ranked = sorted(matches, key=lambda m: _rank(m, words))
    used: dict[str, set[int]] = {}
    chosen: list[Match] = []
    for match in ranked:
        if any(
            places.intersection(match.used) for rival, places in used.items() if _rivals(match.entity, rival)
        ):
            continue
        used.setdefault(match.entity, set()).update(match.used)
        if match.entity == "symptom" and _negated(match, words):
            continue
        if any(m.entity == match.entity and m.value == match.value for m in chosen):
            continue
        chosen.append(match)
    chosen = _one_direction(_one_exercise(chosen, words))
    if intent == "ask_condition":
        chosen = _main_condition(chosen)
    chosen = _own_back(_worst_symptom(chosen), words)
    return _severity_with_symptom(chosen, words, intent)


def _hinted(
    hints: Mapping[str, Finder], matches: list[Match], words: Sequence[Token], intent: str | None
) -> list[Match]:
    """The best of the phrases that say something only in the light of the request, where nothing plainer does."""
    if intent not in hints or any(m.entity != "direction" or _fits(m.value, intent) for m in matches):
        return []
    return sorted(hints[intent].find(words), key=lambda m: _rank(m, words))[:1]


def _fits(direction: str | bool | int, intent: str) -> bool:
    return (direction in _PACE) == (intent == "change_pace")


def _rivals(one: str, other: str) -> bool:
    """Whether words can count for only one of the two. What somebody feels and what they ask for can be told
    with the same words ("my arms are wobbling, it's too hard")."""
    return (
        one == other
        or not {one, other} & {"symptom", "direction"}
        or {one, other} <= {"symptom", "body_part"}
    )


def _rank(match: Match, words: Sequence[Token]) -> tuple[int, int, int, int, int]:
    """Phrases with more to say first; "on a chair" says one thing, "bend" and "chair" two."""
    weight = sum(words[hit].word not in _SMALL for hit in match.hits) + (match.value in _CAUDA)
    if match.entity == "exercise":  # a name counts for more than the words of a description
        weight += 2 * any(words[hit].stem in _NAMES for hit in match.hits)
    return (-weight, -len(match.hits), match.width, _ORDER.index(match.entity), match.phrase.rank)


def _one_exercise(chosen: list[Match], words: Sequence[Token]) -> list[Match]:
    """Words strewn in the description of one exercise are no second exercise, unless listed with it."""
    exercises = [m for m in chosen if m.entity == "exercise"]
    if len(exercises) < 2:
        return chosen
    best = exercises[0]
    joint = {
        "and",
        "then",
        "or",
        "plus",
        "after",
        "before",
        "than",
        "instead",
        "to",
        "as",
        "not",
        "versus",
        "vs",
        "but",
        "while",
        "when",
        "during",
        "if",
        "whilst",
        "with",
    }
    dropped = set()
    for other in exercises[1:]:
        low, high = sorted((best, other), key=lambda m: m.hits[0])
        between = {words[i].word for i in range(low.hits[-1] + 1, high.hits[0])}
        if low.hits[-1] > high.hits[0] or not between & joint and not words[high.hits[0]].broken:
            dropped.add(other)
    return [m for m in chosen if m not in dropped]


def _one_direction(chosen: list[Match]) -> list[Match]:
    """One way for the pace and one for the level: the phrase with the most words."""
    seen: set[bool] = set()
    kept = []
    for match in chosen:
        if match.entity == "direction":
            if (match.value in _PACE) in seen:
                continue
            seen.add(match.value in _PACE)
        kept.append(match)
    return kept


def _main_condition(chosen: list[Match]) -> list[Match]:
    """In "is stenosis arthritis?" the question is about what the coach is for."""
    main = {"stenosis", "sciatica", "cauda_equina"}
    if not any(m.value in main for m in chosen):
        return chosen
    return [m for m in chosen if m.entity != "condition" or m.value in main]


def _worst_symptom(chosen: list[Match]) -> list[Match]:
    """The numbness told in "genitals feel numb" is the saddle's, not one more."""
    worst = [m for m in chosen if m.entity == "symptom" and m.value == "saddle_numbness"]
    return [
        m
        for m in chosen
        if not (
            m.entity == "symptom"
            and m.value in ("numbness", "tingling")
            and any(abs(w.hits[0] - m.hits[0]) <= 6 for w in worst)
        )
    ]


def _own_back(chosen: list[Match], words: Sequence[Token]) -> list[Match]:
    """No back is told of in "the back of my knee" nor, while something else hurts, in "lying on my back"."""
    parts = [m for m in chosen if m.entity == "body_part"]
    places = {hit for m in parts for hit in m.hits}
    kept = []
    for match in chosen:
        last = match.hits[-1]
        if match.entity == "body_part" and match.value == "back" and words[last].word == "back" and len(parts) > 1:
            after = {words[i].word for i in range(last + 1, min(len(words), last + 2))}
            if after == {"of"} and places & set(range(last + 2, last + 6)):
                continue
            before = {words[i].word for i in range(max(0, last - 4), last)}
            if before & _LYING and before & {"on", "my", "me"}:
                continue
        kept.append(match)
    return kept


def _negated(match: Match, words: Sequence[Token]) -> bool:
    first = match.hits[0]
    if {words[hit].word for hit in match.hits} & (_NEGATIONS | {"cant", "cannot", "nothing", "wont"}):
        return False
    for at in range(first - 1, max(-1, first - 5), -1):
        if words[at + 1].broken:
            return False
        if words[at].word in ("but", "just", "only", "and"):
            return False
        if words[at].word in _NEGATIONS:
            tail = {words[i].word for i in range(at, min(len(words), match.hits[-1] + 4))}
            if tail & {"more", "longer", "anymore", "much", "bad", "badly"}:
                return False  # it was there, and has eased
            after = words[at + 1].word
            return after not in _NO_DENIAL
    after_word = words[match.hits[-1] + 1].word if match.hits[-1] + 1 < len(words) else ""
    return after_word in ("free", "relief", "killers", "killer", "relievers", "medication", "tablets")


def _severity_with_symptom(chosen: list[Match], words: Sequence[Token], intent: str | None) -> list[Match]:
    """How bad something is needs the something, and the weak words ("a bit") need it close by."""
    symptoms = [m for m in chosen if m.entity == "symptom"]
    kept = []
    for match in chosen:
        if match.entity == "severity":
            said = words[match.hits[-1]].word
            near = any(
                -4 <= s.hits[0] - match.hits[-1] <= 4 or -3 <= match.hits[0] - s.hits[-1] <= 3
                for s in symptoms
            )
            if not symptoms and intent != "report_symptom":
                continue
            weak = said in ("bit", "of", "little", "bad", "lot", "light", "small", "average", "in")
            if weak and not near and intent != "report_symptom":
                continue
        kept.append(match)
    return kept


def _settle(found: Iterable[Entity], said: frozenset[str], intent: str | None) -> list[Entity]:
    """Drops what other findings rule out."""
    entities = list(found)
    if intent is not None:
        entities = [e for e in entities if e.entity in relevant(intent)]
        if intent == "change_pace":
            entities = _only_direction(entities, _PACE)
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


def _only_direction(entities: list[Entity], wanted: set[str]) -> list[Entity]:
    return [e for e in entities if e.entity != "direction" or e.value in wanted]
