"""What goes into the safety screen and what comes out of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, Extra, Field, StrictBool, validator

Tier = Literal["emergency_now", "urgent_same_day", "see_doctor_soon", "self_care"]
Effect = Literal["stop", "pause", "ease", "continue"]
Value = bool | float | str

TIERS: tuple[Tier, ...] = ("self_care", "see_doctor_soon", "urgent_same_day", "emergency_now")
EFFECTS: tuple[Effect, ...] = ("continue", "ease", "pause", "stop")

YES_NO_FACTS = (
    "saddle_numbness", "bladder_change", "bowel_change", "sexual_change", "bilateral", "sudden_onset",
    "worsening", "eases_bent", "weakness", "foot_drop", "resolves_quickly", "known_stenosis",
    "seen_doctor", "fever", "immune_or_iv", "cancer_history", "weight_loss", "night_pain",
    "major_trauma", "minor_trauma", "bone_weakness", "recent_surgery", "anticoagulant", "pregnant",
    "chest_pain", "stroke_signs", "abdominal_pulse", "calf_swelling", "cold_pale_leg", "self_harm",
    # ours, never asked for: what people tell in their own words and the contract has no name for
    "wants_ambulance", "pregnancy_warning", "first_episode", "travels_down", "worse_next_day",
    "after_exertion", "eases_standing", "legs_lost", "clti",
)  # fmt: skip
NUMBER_FACTS = ("duration_weeks", "pain", "age")
WORD_FACTS = ("symptom", "body_part", "side")
FACTS = frozenset(YES_NO_FACTS + NUMBER_FACTS)

CAUDA_EQUINA = ("saddle_numbness", "bladder_change", "bowel_change", "sexual_change")
"""The facts whose answer "not sure" is asked once more and then taken as urgent."""

REASSURING = frozenset({"eases_bent", "resolves_quickly", "known_stenosis", "seen_doctor", "after_exertion"})
"""The facts that can lower a tier. Every other yes-or-no fact can only raise one."""


NEVER_ALONE = frozenset({"sudden_onset", "first_episode"})
"""Facts that say how a trouble goes, and are no trouble by themselves."""
MOST_HINTS = 4
"""How many hinted dangers are asked about first; with more, those that everybody is asked would be lost."""
CALMING = 0.15
NEAR = 0.5
"""From this chance on a hint goes before a denial that was heard in the same words."""


def tier_rank(tier: Tier) -> int:
    """0 for self-care up to 3 for an emergency."""
    return TIERS.index(tier)


def effect_rank(effect: Effect) -> int:
    """0 for going on up to 3 for ending the exercise."""
    return EFFECTS.index(effect)


def clean_value(fact: str, value: object) -> Value | None:
    """`value` as the kind of answer that `fact` takes; None where it cannot be one."""
    if fact in YES_NO_FACTS:
        return value if isinstance(value, bool) else None
    if fact in NUMBER_FACTS:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        number = float(value)
        return number if 0 <= number < 1e6 else None
    if fact in WORD_FACTS:
        return value if isinstance(value, str) and value else None
    return None


def more_urgent(fact: str, new: Value, old: Value) -> bool:
    """Whether `new` is the more urgent of two answers to `fact`."""
    if fact in YES_NO_FACTS:
        return new is not old and new is (fact not in REASSURING)
    if isinstance(new, str) or isinstance(old, str):
        return False
    return new < old if fact == "duration_weeks" else new > old


class Frozen(BaseModel):
    """A record that cannot be changed and takes no field it does not know."""

    class Config:
        frozen = True
        extra = Extra.forbid


class Source(Frozen):
    """Where a rule comes from. `read`: V (read there), S (in a report of it), K (known, not read again)."""

    id: str
    title: str
    year: int | None = None
    url: str | None = None
    read: Literal["V", "S", "K", "ours"]


class Finding(Frozen):
    """A fact heard in free text.

    `span` is the part of the text it was heard in, `certain` is False where it could be read otherwise, so
    that the person is asked about it first, and `other` is True where it is about somebody else who needs
    help now.
    """

    fact: str
    value: StrictBool | float
    span: str
    certain: bool = True
    other: bool = False


class Hint(Frozen):
    """A fact that the words of a text come near to, and how near (0 to 1).

    It is no finding: it only says what to ask.
    """

    fact: str
    chance: float


class Question(Frozen):
    """One thing to ask, with the reason why and plainer words for somebody who is not sure."""

    fact: str
    type: Literal["bool", "number", "choice"] = "bool"
    choices: list[str] = Field(default_factory=list)
    min: float | None = None
    max: float | None = None
    say: str
    why: str
    plainer: str

    def custom(self) -> dict[str, Any]:
        """The question as `custom.ask` of a message."""
        return self.dict(include={"fact", "type", "choices", "min", "max"}, exclude_none=True)


class Verdict(Frozen):
    """The answer of the screen: what it comes to, why, and what the coach says (advice first)."""

    tier: Tier
    flags: list[str]
    reasons: list[str]
    sources: list[Source]
    exercise: Effect
    say: list[str]

    def custom(self) -> dict[str, Any]:
        """The verdict as `custom.triage` of a message."""
        return {
            "tier": self.tier,
            "flags": list(self.flags),
            "reasons": list(self.reasons),
            "sources": [{"id": s.id, "title": s.title, "year": s.year} for s in self.sources],
            "exercise": self.exercise,
        }


class Step(Frozen):
    """What comes next: exactly one of a question and a verdict."""

    question: Question | None = None
    verdict: Verdict | None = None

    @validator("verdict", always=True)
    def _exactly_one(cls, verdict: Verdict | None, values: dict[str, Any]) -> Verdict | None:
        if (verdict is None) == (values.get("question") is None):
            raise ValueError("a step is either a question or a verdict")
        return verdict


class Complaint(BaseModel):
    """What the person came with, in the words of the contract's entities."""

    symptom: str | None = None
    body_part: str | None = None
    side: str | None = None


class Case(BaseModel):
    """Everything known so far. `Case.parse_obj(case.dict())` gives the same case back."""

    complaint: Complaint = Field(default_factory=Complaint)
    facts: dict[str, Any] = Field(default_factory=dict)
    doubted: list[str] = Field(default_factory=list)
    """Dangers that may have been told: asked about before all else, and true if the person cannot say."""
    hinted: list[str] = Field(default_factory=list)
    """Dangers that the words come near to, likeliest first: asked about before the others."""
    unsure: dict[str, int] = Field(default_factory=dict)
    asked: list[str] = Field(default_factory=list)
    exercising: bool = False
    region: str | None = None

    def posed(self, fact: str) -> Case:
        """The same case after the coach has asked for `fact`."""
        return self.copy(update={"asked": [*self.asked, fact]})

    def told(self, fact: str, value: Value) -> Case:
        """The same case with the answer to `fact`."""
        return self.copy(update={"facts": {**self.facts, fact: value}})

    def not_sure(self, fact: str) -> Case:
        """The same case after the person was not sure about `fact`."""
        return self.copy(update={"unsure": {**self.unsure, fact: self.unsure.get(fact, 0) + 1}})

    def heard(self, findings: list[Finding], hints: Sequence[Hint] = ()) -> Case:
        """The same case with what was told. Of two answers that clash, the more urgent one stays.

        A danger that is not certain is no answer yet: it is to be asked about, also where it was denied
        before. So is one that the words deny and yet come very near to.
        """
        facts, doubted = dict(self.facts), list(self.doubted)
        near = {hint.fact for hint in hints if hint.chance >= NEAR}
        for finding in findings:
            if finding.value is False and finding.fact in near and finding.fact not in facts:
                doubted.append(finding.fact)
            elif not finding.certain and facts.get(finding.fact) is not True:
                facts.pop(finding.fact, None)
                doubted.append(finding.fact)
            elif finding.fact not in facts or more_urgent(finding.fact, finding.value, facts[finding.fact]):
                facts[finding.fact] = finding.value
        doubted = [fact for fact in dict.fromkeys(doubted) if fact not in facts]
        return self.copy(
            update={
                "facts": facts,
                "doubted": doubted,
                "hinted": list(dict.fromkeys([*worth_asking(hints), *self.hinted])),
                "asked": [fact for fact in self.asked if fact not in doubted],
            }
        )


def worth_asking(hints: Sequence[Hint]) -> list[str]:
    """The hinted facts that are worth a question: a few dangers, and what the words say that may calm."""
    dangers = [one.fact for one in hints if one.fact not in REASSURING and one.fact not in NEVER_ALONE]
    calming = [one.fact for one in hints if one.fact in REASSURING and one.chance >= CALMING]
    return dangers[:MOST_HINTS] + calming


class Region(Frozen):
    """Whom to call in one part of the world. The numbers are None where we name none.

    `also` are other names that people give it, `read` and `seen` how and where the numbers were checked, and
    `left_out` what holds there and is not said.
    """

    id: str
    title: str
    also: list[str] = Field(default_factory=list)
    emergency: str | None = None
    emergency_too: str | None = None
    urgent: str | None = None
    crisis: str | None = None
    emergency_say: str
    urgent_say: str
    crisis_say: str
    net_say: str
    read: Literal["V", "S", "K", "ours"]
    seen: list[str] = Field(default_factory=list)
    left_out: str | None = None
