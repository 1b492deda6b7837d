"""Decides: from what is known to the next question or to the answer. The same facts give the same answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from coach.triage.conditions import evaluate, holds_now
from coach.triage.models import (
    CAUDA_EQUINA,
    REASSURING,
    Case,
    Effect,
    Finding,
    Question,
    Region,
    Source,
    Step,
    Tier,
    Value,
    Verdict,
    clean_value,
    effect_rank,
    tier_rank,
)
from coach.triage.questions import Questions
from coach.triage.rules import OTHER, Rule
from coach.triage.tongues import Tongues, folded
from coach.triage.wording import words
from coach.understand.text import tokens
from coach.words import put

UNSURE_FLAG = "ces_unsure"
UNSURE_SOURCES = ("GREENHALGH-2016", "OURS")
EASE_OVER = 4
"""Pain (0 to 10) above this: do less. Source DYNAMIC-HEALTH."""
END_OVER = 5
"""Pain (0 to 10) above this: end the exercise. Source DYNAMIC-HEALTH, SILBERNAGEL-2007."""
FIRST_OF_ALL = 3
"""So many questions of a plan go before what may only calm."""
ASKED_TWICE = frozenset(
    {"chest_pain", "stroke_signs", "abdominal_pulse", "cold_pale_leg", "major_trauma", "self_harm"}
)
"""Emergencies of which "not sure" is asked once more, in plainer words, before it counts as a yes."""
COMPLAINT_FACTS = {
    "saddle_numbness": "saddle_numbness",
    "bladder_problem": "bladder_change",
    "bowel_problem": "bowel_change",
    "breathlessness": "chest_pain",
    "weakness": "weakness",
}


class Triage:
    """The safety screen. It gives advice on how soon to be seen; it never names or rules out an illness."""

    def __init__(
        self,
        rules: list[Rule],
        sources: Mapping[str, Source],
        questions: Questions,
        regions: Mapping[str, Region],
        spotter: Tongues,
    ) -> None:
        self.rules = tuple(rules)
        self.sources = dict(sources)
        self._questions = questions
        self._regions = dict(regions)
        self._spotter = spotter
        self._words: dict[tuple[str, bool], frozenset[str]] = {}

    def spot(self, text: str) -> list[Finding]:
        """The facts that free text tells. Never raises, whatever the text."""
        return self._spotter.spot(text)

    def told_in_spanish(self, text: str) -> bool:
        """Whether the text tells a fact in Spanish."""
        return self._spotter.told_in_another(text)

    def regions(self) -> dict[str, Region]:
        """The regions by id, each with the numbers to call."""
        return dict(self._regions)

    def region_named(self, text: str) -> Region | None:
        """The region that a text names, by its longest name in it; None if it names none."""
        said = f" {' '.join(re.findall(r'[a-z]+', folded(text).lower()))} "
        named = [
            (len(name), region)
            for region in self._regions.values()
            for name in (region.title.lower(), folded(put(region.title)).lower(), *region.also)
            if f" {name} " in said
        ]
        return max(named, key=lambda pair: pair[0])[1] if named else None

    def call(self, region_id: str | None) -> str:
        """The sentence that says whom to call in an emergency."""
        return put(self._regions.get(region_id or OTHER, self._regions[OTHER]).emergency_say)

    def screen(self) -> list[Question]:
        """The few questions of first use, in order."""
        return [self._questions.wordings[fact].posed(again=False) for fact in self._questions.screen]

    def question(self, fact: str, again: bool = False) -> Question | None:
        """The question for `fact`, in plainer words when it is asked `again`; None where there is none."""
        wording = self._questions.wordings.get(fact)
        return wording.posed(again) if wording else None

    def words_of(self, fact: str, told: bool) -> frozenset[str]:
        """The stems of the words of a fact's question; if `told`, also of those that people tell it in."""
        if (fact, told) not in self._words:
            wording = self._questions.wordings.get(fact)
            asked = [wording.say, wording.why, wording.plainer] if wording else []
            said = [*filter(None, asked), *(self._spotter.words(fact) if told else ())]
            self._words[fact, told] = frozenset(token.stem for text in said for token in tokens(text))
        return self._words[fact, told]

    def pain_rule(self, pain: int) -> Literal["continue", "ease", "stop"]:
        """What a pain score (0 to 10) means for the exercise. Sources DYNAMIC-HEALTH and SILBERNAGEL-2007."""
        if pain > END_OVER:
            return "stop"
        return "ease" if pain > EASE_OVER else "continue"

    def assess(
        self,
        facts: Mapping[str, Any],
        exercising: bool = False,
        region: str | None = None,
        unsure: tuple[str, ...] = (),
    ) -> Verdict:
        """The highest tier of the rules that hold with what is known now; self-care if none does.

        A calming fact that was not told does not calm. `unsure` names the cauda equina facts of which the
        person was not sure when asked twice: each makes it urgent at least. The region may stand among the
        facts as well.
        """
        known = _clean(facts)
        region = region or _text(facts.get("region"))
        known["exercising"] = exercising
        held = [rule for rule in self.rules if holds_now(rule.condition, known)]
        left_open = tuple(fact for fact in unsure if fact not in known)
        return self._verdict(held, region, left_open, exercising)

    def alarm(
        self, facts: Mapping[str, Any], exercising: bool = False, region: str | None = None
    ) -> Verdict | None:
        """The verdict where the facts alone make it an emergency, whatever the rest; None otherwise.

        Unlike `assess`, it takes nothing for granted: numbness in both legs, with nothing told of when it
        began or what eases it, is a matter for `step` and its questions.
        """
        known = {**_clean(facts), "exercising": exercising}
        certain = (rule for rule in self.rules if evaluate(rule.condition, known)[0])
        if all(rule.tier != "emergency_now" for rule in certain):
            return None
        return self.assess(facts, exercising, region)

    def step(self, case: Case) -> Step:
        """The next question, or the answer as soon as nothing that is left to ask could change it.

        An emergency is answered at once. A fact that stands in `case.asked` with no answer is not asked
        again, but for the cauda equina items, which are asked once more in plainer words.
        """
        known = self._known(case)
        settled = [rule for rule in self.rules if evaluate(rule.condition, known)[0]]
        floor = max((tier_rank(rule.tier) for rule in settled), default=0)
        unsure = self._unsure(case, known)
        if unsure:
            floor = max(floor, tier_rank("urgent_same_day"))
        if floor < tier_rank("emergency_now"):
            question = self._next(case, known, floor)
            if question is not None:
                return Step(question=question)
        return Step(verdict=self.assess(known, case.exercising, case.region, unsure))

    def _known(self, case: Case) -> dict[str, Value]:
        known = _clean(case.facts)
        complaint = case.complaint
        for name, value in complaint.dict().items():
            if value:
                known.setdefault(name, value)
        may_be_both = "bilateral" in case.doubted or "bilateral" in case.hinted
        if known.get("side") in ("left", "right") and not may_be_both:
            known.setdefault("bilateral", False)
        for fact, wording in self._questions.wordings.items():
            times = 1 + (fact in ASKED_TWICE)
            if fact not in known and wording.unsure is not None and case.unsure.get(fact, 0) >= times:
                known[fact] = wording.unsure
        for fact in case.doubted:
            if fact not in known and fact in case.asked and fact not in (*CAUDA_EQUINA, *ASKED_TWICE):
                known[fact] = True
        known["exercising"] = case.exercising
        return known

    def _unsure(self, case: Case, known: Mapping[str, Value]) -> tuple[str, ...]:
        return tuple(fact for fact in CAUDA_EQUINA if fact not in known and _unanswered(case, fact) >= 2)

    def _next(self, case: Case, known: Mapping[str, Value], floor: int) -> Question | None:
        """What to ask now: what may have been told, then what the words come near to, then by the plan."""
        limit, asked = self._questions.limit(known, case.asked), set(case.asked)
        matters = self._matters(known, floor)
        told = [f for f in (*case.doubted, *_told_by_symptom(known)) if f in matters and f not in asked]
        if not told and floor >= tier_rank("urgent_same_day") and len(case.asked) >= limit:
            return None
        again = self._again(case, known)
        if again is not None:
            return again
        # asking once more in plainer words does not use up a question
        planned = self._in_order(case, known) if len(asked) < limit else []
        for fact in (*told, *planned):
            if fact in matters and fact not in asked and not case.unsure.get(fact):
                return self._questions.wordings[fact].posed(again=False)
        return None

    def _matters(self, known: Mapping[str, Value], floor: int) -> set[str]:
        """The facts that can still raise the answer above `floor`, and that there is a question for."""
        matters: set[str] = set()
        for rule in self.rules:
            if tier_rank(rule.tier) > floor:
                matters |= evaluate(rule.condition, known)[1]
        return matters & set(self._questions.wordings)

    def _in_order(self, case: Case, known: Mapping[str, Value]) -> list[str]:
        """The plan's questions; the dangers that the words come near to go first.

        What may calm goes after the first of the plan, so that it takes the place of none of them.
        """
        dangers = [fact for fact in case.hinted if fact not in REASSURING]
        calming = [fact for fact in case.hinted if fact in REASSURING]
        planned = list(self._questions.planned(known))
        first = [fact for fact in self._questions.always if fact not in planned]
        return [*dangers, *first, *planned[:FIRST_OF_ALL], *calming, *planned[FIRST_OF_ALL:]]

    def _again(self, case: Case, known: Mapping[str, Value]) -> Question | None:
        """An emergency of which the person was not sure the first time."""
        for fact in CAUDA_EQUINA:
            if fact not in known and _unanswered(case, fact) == 1:
                return self._questions.wordings[fact].posed(again=True)
        for fact in sorted(ASKED_TWICE):
            if fact not in known and case.unsure.get(fact, 0) == 1:
                return self._questions.wordings[fact].posed(again=True)
        return None

    def _verdict(
        self, held: list[Rule], region_id: str | None, unsure: tuple[str, ...], exercising: bool
    ) -> Verdict:
        tier: Tier = max((rule.tier for rule in held), key=tier_rank, default="self_care")
        effect: Effect = max((rule.exercise for rule in held), key=effect_rank, default="continue")
        if unsure:
            tier = max(tier, "urgent_same_day", key=tier_rank)
            effect = "stop"
        held = sorted(held, key=lambda rule: -tier_rank(rule.tier))
        ids = [source for rule in held for source in rule.sources] + (list(UNSURE_SOURCES) if unsure else [])
        region = self._regions.get(region_id or OTHER, self._regions[OTHER])
        reasons, say = words(tier, effect, held, region, unsure=bool(unsure), exercising=exercising)
        return Verdict(
            tier=tier,
            flags=[rule.id for rule in held] + ([UNSURE_FLAG] if unsure else []),
            reasons=reasons,
            sources=[self.sources[name] for name in dict.fromkeys(ids)],
            exercise=effect,
            say=say,
        )


def _told_by_symptom(known: Mapping[str, Value]) -> list[str]:
    """What the name of the symptom may tell; the words around it did not settle it."""
    symptom = str(known.get("symptom"))
    facts = [COMPLAINT_FACTS[symptom]] if symptom in COMPLAINT_FACTS else []
    facts += ["bilateral"] * (known.get("side") == "both")
    swollen = symptom == "swelling" and known.get("body_part") == "calf"
    return facts + ["calf_swelling"] * swollen


def _unanswered(case: Case, fact: str) -> int:
    """How often the question was put without an answer. The one about sex may be passed over."""
    if fact == "sexual_change":
        return case.unsure.get(fact, 0)
    return max(case.unsure.get(fact, 0), case.asked.count(fact))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _clean(facts: Mapping[str, Any]) -> dict[str, Value]:
    """The facts that have a value of the right kind; anything else counts as not told."""
    cleaned = ((name, clean_value(name, value)) for name, value in facts.items())
    return {name: value for name, value in cleaned if value is not None}
