"""Which of the phrases found in a text count: they overlap, deny each other and describe one another."""

from __future__ import annotations

from collections.abc import Sequence

from coach.understand.patterns import Match
from coach.understand.text import Token

PACE = frozenset({"slower", "faster"})
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
# Stems of the words that name an exercise.
_NAMES = frozenset("march marching tilt crunch pose cycl treadmil".split())
# With these before it a back is where somebody lies, not what hurts.
_LYING = frozenset(
    "lying lie laying lay flat pushing pressing push press flattening flatten sleeping".split()
)
_CAUDA = {"saddle_numbness", "bladder_problem", "bowel_problem"}


def choose(
    matches: list[Match], words: Sequence[Token], intent: str | None, wanted: frozenset[str]
) -> list[Match]:
    """Of overlapping phrases the one with the most words; no value twice.

    `wanted`: what the intent can carry.
    """
    if intent is not None:
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
    ranked = sorted(matches, key=lambda m: rank(m, words))
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


def _rivals(one: str, other: str) -> bool:
    """Whether words can count for only one of the two. What somebody feels and what they ask for can be told
    with the same words ("my arms are wobbling, it's too hard")."""
    return (
        one == other
        or not {one, other} & {"symptom", "direction"}
        or {one, other} <= {"symptom", "body_part"}
    )


def rank(match: Match, words: Sequence[Token]) -> tuple[int, int, int, int, int]:
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
            if (match.value in PACE) in seen:
                continue
            seen.add(match.value in PACE)
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
        if (
            match.entity == "body_part"
            and match.value == "back"
            and words[last].word == "back"
            and len(parts) > 1
        ):
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
