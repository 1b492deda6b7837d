"""How it goes, in numbers: pain of back and leg apart, how long a walk lasts, scores of questionnaires."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from coach.understand.numbers import Number, below_nothing, numbers
from coach.understand.text import Token, tokens

BACK = frozenset({"back", "backs", "spine", "loins", "waist"})
LEG = frozenset(
    "leg legs calf calves thigh thighs shin shins foot feet ankle toe toes knee knees heel hamstring sciatica"
    " buttock".split()
)
NO_PAIN = frozenset({"nothing", "none", "nought", "nowt", "painless"})
NO_SCORE = frozenset(
    "minute minutes mins min second seconds week weeks day days hour hours month months year years times"
    " reps exercises exercise sets weeks' metres meters miles yards steps percent stairs o'clock am"
    " pm".split()
)
_BEFORE_ONE = BACK | LEG | {"a", "is", "its", "about", "only", "just"}
"""Words after which "one" is a number."""
_LONGEST = 30  # words; more is a story

PAIN_WORDS = frozenset(
    "my the in and but is was are it's its at a an of out ten 10 about around maybe perhaps only just say now"
    " today right left this morning evening pain lower low one i'd i'm"
    " id im"
    " there's theres for to me well um er oh mmm on down up still more less than again both so i have got"
    " gives"
    " feels like think would that that's thats as bad not too number score probably back's leg's backs legs'"
    " nearly almost roughly with please yes no scale zero between after before".split()
)
"""What else may be said beside the parts and their numbers, where nobody asked for a number."""


@dataclass(frozen=True)
class WalkTold:
    """How far somebody walks before a rest: in minutes, or (None) a distance in their own words."""

    minutes: float | None


def pain_parts(text: str) -> dict[str, int]:
    """The pain numbers of back and leg, where a text gives each its own; empty where it does not.

    "Back three, leg five", "five in my leg and two in the back", "my leg is a five today".
    """
    words = tokens(text)
    if not words or len(words) > _LONGEST or below_nothing(text):
        return {}
    marks = sorted([*_parts(words), *_scores(words)], key=lambda mark: mark[0])
    kinds = ["part" if isinstance(value, str) else "number" for _, value in marks]
    if not marks or len(marks) % 2 or any(one == other for one, other in pairwise(kinds)):
        return {}
    found: dict[str, int] = {}
    for one, other in zip(marks[::2], marks[1::2], strict=True):
        part, score = (one[1], other[1]) if isinstance(one[1], str) else (other[1], one[1])
        assert isinstance(part, str) and isinstance(score, int)
        if part in found or abs(one[0] - other[0]) > 7:
            return {}
        found[part] = score
    return found


COMPLAINT = frozenset("hurt hurts hurting ache aches aching sore burns burning stabbing throbs agony".split())
"""Words with which somebody complains, and does not only give a number."""


def only_pain(text: str) -> bool:
    """Whether a text says nothing but how much it hurts where, and is no complaint of a symptom."""
    words = tokens(text)
    if COMPLAINT & {token.word for token in words}:
        return False
    numbered = {at for one in numbers(words) for at in range(one.first, one.last + 1)}
    known = PAIN_WORDS | BACK | LEG | NO_PAIN
    return all(at in numbered or token.word in known for at, token in enumerate(words))


def _parts(words: list[Token]) -> list[tuple[int, str | int]]:
    found: list[tuple[int, str | int]] = []
    for at, token in enumerate(words):
        word = token.word.removesuffix("'s").removesuffix("s'")
        part = "leg" if word in LEG else "back" if word in BACK else None
        if (
            part == "back"
            and at
            and words[at - 1].word in ("come", "go", "came", "went", "get", "got", "sit")
        ):
            part = None
        if part and (not found or found[-1][1] != part or found[-1][0] != at - 1):
            found.append((at, part))
    return found


def _scores(words: list[Token]) -> list[tuple[int, str | int]]:
    found: list[tuple[int, str | int]] = []
    for one in numbers(words):
        if _is_score(one, words):
            found.append(
                (one.first, round(one.value + 1e-9) if one.value % 1 != 0.5 else int(one.value + 0.5))
            )
    found += [(at, 0) for at, token in enumerate(words) if token.word in NO_PAIN]
    return found


def _is_score(one: Number, words: list[Token]) -> bool:
    before = [words[at].word for at in range(max(0, one.first - 2), one.first)]
    after = words[one.last + 1].word if one.last + 1 < len(words) else ""
    counted = before[-1:] in (["of"], ["to"]) and one.value == 10
    bare = one.loose and not (one.value == 1 and before and before[-1] in _BEFORE_ONE)
    return 0 <= one.value <= 10 and not bare and not counted and after not in NO_SCORE


# -- walking -----------------------------------------------------------------------------------------------

_BY_HAND = r"(?:walk(?:ed|ing|s)?|on (?:my|the) feet|stroll(?:ed)?|on foot)"
_UNTIL = (
    r"(?:before|until|till|then|when)\b.{0,40}?\b(?:sit|sat|rest|break|breather|lean|stopp?(?:ed)?|bench|seat"
    r"|pain|hurt|ache[ds]?|gave? (?:out|way)|seize[ds]?)"
)
_NOW = re.compile(
    rf"\b(?:i|we)(?:'m| am)? (?:can(?: only| now| just)?|could(?: only)?|managed?(?: to)?|walked"
    rf"|was able to|am able to"
    rf"|able to|just walked|only walked|did)\b.*\b(?:walk(?:ed|ing)?|on foot|on my feet)\b|\b(?:i"
    rf"|we) (?:just |only )?walked\b"
    rf"|\bcan't walk (?:for )?(?:more|longer|further) than\b|\b{_BY_HAND}\b.*\b{_UNTIL}"
    rf"|\bmy walking (?:is|was)\b"
)
_NOT = re.compile(
    r"\b(?:used to|never|before (?:my|the) (?:operation|op|surgery|injury|fall)|years ago|should i|can i"
    r"|could i|how"
    r"|when can|if i|want to|would like to|going to|will|my goal|hope to|wish|let's|start|begin|he|she"
    r"|they|husband"
    r"|wife|did i|dog)\b"
)
_AT_MOST = re.compile(
    rf"{_UNTIL}|\b(?:only|at most|without|no rest|in one go|non ?stop|all i could|as far as)\b"
)
_NEGATED = re.compile(
    r"\b(?:can't|cannot|can not|couldn't|could not|didn't|don't)\b(?!.*\b(?:more|longer|further) than\b)"
)
_DISTANCE = re.compile(
    r"\b(?:metres?|meters?|miles?|yards?|feet|blocks?|km|kilometres?|kilometers?|steps|lamp ?posts?"
    r"|bus stops?"
    r"|laps?|lengths?)\b"
)
_HOURS = re.compile(
    r"\b(?:(?P<half>half (?:an|a) hour|half hour)|(?P<quarter>quarter of an hour|quarter hour)"
    r"|(?P<more>(?:an|one) hour and a half)|(?P<three>three quarters of an hour)|(?P<one>(?:an|one) hour))\b"
)
_FIXED = {"half": 30.0, "quarter": 15.0, "more": 90.0, "three": 45.0, "one": 60.0}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9'.]+", text.lower().replace("\u2019", "'"))).replace(". ", " ")


def walk(text: str) -> WalkTold | None:
    """How long or far somebody says they can walk until a rest is needed; None if they say no such thing."""
    plain = _plain(text)
    if (
        len(plain.split()) > _LONGEST
        or _NOT.search(plain)
        or _NEGATED.search(plain)
        or not _NOW.search(plain)
    ):
        return None
    if re.search(r"\b(?:i|we) (?:just )?(?:walked|did)\b", plain) and not _AT_MOST.search(plain):
        return None  # a walk is not yet how far one can walk
    told = minutes(text)
    if told is not None:
        return WalkTold(told)
    until = re.search(_UNTIL, plain)
    return WalkTold(None) if _DISTANCE.search(plain) or until else None


def minutes(text: str, bare: bool = False) -> float | None:
    """A time in minutes: "twelve minutes", "a quarter of an hour"; with `bare` also a number alone."""
    plain = _plain(text)
    words = tokens(text)
    found = _HOURS.search(plain)
    if found:
        return next(_FIXED[name] for name, said in found.groupdict().items() if said)
    for one in numbers(words):
        unit = words[one.last + 1].word if one.last + 1 < len(words) else ""
        follower = next((other for other in numbers(words) if other.first == one.last + 2), None)
        if unit in ("or", "to") and follower is not None:
            continue  # "ten or twelve minutes": the second is the one with the unit
        if unit.startswith("min"):
            return one.value
        if unit.startswith("hour") or unit in ("hr", "hrs"):
            return one.value * 60
        if unit.startswith("sec"):
            return round(one.value / 60, 1)
    if re.search(r"\b(?:a|one) minute\b", plain):
        return 1.0
    if bare:
        alone = [one.value for one in numbers(words) if not one.loose or len(words) == 1]
        if len(alone) == 1 and not _DISTANCE.search(plain):
            return alone[0]
    return None


# -- scores of questionnaires ------------------------------------------------------------------------------

SCORES: dict[str, tuple[float, float, str]] = {
    "odi": (0, 100, "Oswestry"),
    "zcq_symptom": (1, 5, "Zurich symptom"),
    "zcq_function": (1, 4, "Zurich function"),
    "zcq_satisfaction": (1, 4, "Zurich satisfaction"),
    "mskhq": (0, 56, "MSK"),
    "eq5d": (-1, 1, "EQ five"),
    "eqvas": (0, 100, "EQ health scale"),
    "rmdq": (0, 24, "Roland"),
}
"""Questionnaires whose score can be told: lowest, highest, and what they are called when spoken."""
_NAMED = (
    ("rmdq", r"\b(?:roland(?: |-)?morris|roland|rmdq|rmq)\b"),
    ("odi", r"\b(?:oswestry|odi)\b"),
    ("zcq_function", r"\b(?:zcq|zurich|swiss|sss)\b.*\bfunction"),
    ("zcq_satisfaction", r"\b(?:zcq|zurich|swiss|sss)\b.*\bsatisf"),
    ("zcq_symptom", r"\b(?:zcq|zurich|swiss spinal|sss)\b"),
    ("mskhq", r"\bmsk(?: |-)?hq\b|\bmsk health\b|\bmusculoskeletal health questionnaire\b"),
    ("eqvas", r"\beq(?: |-)?vas\b|\beq 5d vas\b|\beq health scale\b"),
    ("eq5d", r"\beq(?: |-)?5(?: |-)?d(?: 5l| 3l)?\b|\beq five d\b|\beuroqol\b"),
)
_VALUE = re.compile(
    r"(?:is|was|of|score|got|at|came to|scored|:|=)\s*(?:now |about |a )?(minus |-)?(\d+(?:\.\d+)?)\b"
)
_ALONE = re.compile(r"(minus |-)?\b(\d+(?:\.\d+)?)\s*(?:%|percent|per cent|out of \d+)?[.! ]*$")


@dataclass(frozen=True)
class ScoreTold:
    """The score of a questionnaire as it was told; `fits` says whether it can be one."""

    name: str
    value: float

    @property
    def fits(self) -> bool:
        """Whether it lies in the questionnaire's range."""
        least, most, _ = SCORES[self.name]
        return least <= self.value <= most


def score(text: str) -> ScoreTold | None:
    """The score of a questionnaire that was filled in elsewhere, or None."""
    plain = " ".join(text.lower().replace("\u2019", "'").replace("\u2212", "-").split())
    if len(plain.split()) > _LONGEST:
        return None
    named = next(
        ((name, re.search(pattern, plain)) for name, pattern in _NAMED if re.search(pattern, plain)), None
    )
    if named is None or re.search(r"\b(?:what|how|why|should|start|ask me|do the)\b", plain):
        return None
    name, where = named
    assert where is not None
    rest = _digits(plain[: where.start()] + " # " + plain[where.end() :])
    found = _VALUE.search(rest) or _ALONE.search(rest)
    if found is None:
        return None
    return ScoreTold(name, float(found[2]) * (-1 if found[1] else 1))


def _digits(plain: str) -> str:
    """The text with spoken numbers in digits."""
    words = tokens(plain)
    parts, at = [], 0
    found = {one.first: one for one in numbers(words) if not one.loose and not words[one.first].number}
    while at < len(words):
        one = found.get(at)
        if one is not None:
            parts.append(f"{words[at].before} {one.value:g}")
            at = one.last + 1
        else:
            parts.append(words[at].before + words[at].word)
            at += 1
    return " ".join("".join(parts).split()) if found else plain
