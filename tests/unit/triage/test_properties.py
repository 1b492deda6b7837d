"""What must be true of any facts and any words at all."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from coach.triage import Case, Complaint
from coach.triage.models import NUMBER_FACTS, YES_NO_FACTS, tier_rank
from tests.unit.triage.cases import NOT_SURE, RED_FLAGS, TRIAGE, walk

SYMPTOMS = [
    "pain",
    "numbness",
    "tingling",
    "weakness",
    "swelling",
    "bladder_problem",
    "dizziness",
    "no such thing",
]
PARTS = ["leg", "foot", "back", "calf", "toe"]
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        **{fact: st.booleans() for fact in YES_NO_FACTS},
        **{fact: st.floats(0, 120) for fact in NUMBER_FACTS},
    },
)
WORDS = st.fixed_dictionaries(
    {}, optional={"symptom": st.sampled_from(SYMPTOMS), "body_part": st.sampled_from(PARTS)}
)
COMPLAINTS = st.builds(
    Complaint,
    symptom=st.none() | st.sampled_from(SYMPTOMS),
    body_part=st.none() | st.sampled_from(PARTS),
    side=st.sampled_from([None, "left", "right", "both"]),
)
RUBBISH = st.dictionaries(
    st.sampled_from([*YES_NO_FACTS, *NUMBER_FACTS, "symptom", "region"]) | st.text(max_size=10),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.lists(st.integers()),
)


@given(RUBBISH, st.booleans(), st.none() | st.text(max_size=5))
def test_no_facts_raise(facts: dict[str, Any], exercising: bool, region: str | None) -> None:
    assert TRIAGE.assess(facts, exercising, region).say
    TRIAGE.alarm(facts, exercising, region)
    assert TRIAGE.step(Case(facts=facts, exercising=exercising, region=region))


@settings(max_examples=400)
@given(ANSWERS, WORDS, st.sampled_from(RED_FLAGS))
def test_one_more_red_flag_never_lowers_the_tier(
    facts: dict[str, Any], words: dict[str, str], flag: str
) -> None:
    before = TRIAGE.assess({**facts, **words, flag: False})
    unknown = TRIAGE.assess({name: value for name, value in {**facts, **words}.items() if name != flag})
    after = TRIAGE.assess({**facts, **words, flag: True})
    assert tier_rank(after.tier) >= tier_rank(unknown.tier) >= tier_rank(before.tier)


@given(ANSWERS, WORDS)
def test_the_alarm_is_never_louder_than_the_verdict(facts: dict[str, Any], words: dict[str, str]) -> None:
    alarm = TRIAGE.alarm({**facts, **words})
    if alarm is not None:
        assert alarm.tier == TRIAGE.assess({**facts, **words}).tier == "emergency_now"


@settings(max_examples=300)
@given(COMPLAINTS, ANSWERS, ANSWERS, st.sampled_from([True, False, NOT_SURE]))
def test_the_questions_end_and_an_emergency_ends_them(
    complaint: Complaint, known: dict[str, Any], answers: dict[str, Any], otherwise: Any
) -> None:
    case = Case(complaint=complaint, facts=known)
    verdict, asked = walk(case, answers, otherwise)
    assert len(set(asked)) <= 12
    assert not set(asked) & set(known)
    assert max((asked.count(fact) for fact in asked), default=0) <= 2
    if TRIAGE.alarm(known) is not None:
        assert asked == [] and verdict.tier == "emergency_now"
    if verdict.tier != "emergency_now":
        assert verdict.say[-1].startswith("Keep this in mind.")
    assert TRIAGE.step(case) == TRIAGE.step(case)


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    for finding in TRIAGE.spot(text):
        assert finding.span in text


PIECES = (
    "numb/my bum/not/if/never/i/cannot feel/for/years/2/bladder/?/,/but/my wife/chest/pain/when/sit/out of"
    "/ten/don't/\x00/é/ß/’s/١٢"
).split("/")


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_no_heap_of_known_words_raises(text: str) -> None:
    for finding in TRIAGE.spot(text):
        assert finding.span in text
