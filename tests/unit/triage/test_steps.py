"""The order of the questions: emergencies first, never too many, and none that cannot change the answer."""

from __future__ import annotations

import pytest

from coach.triage import Case, Complaint, Finding
from coach.triage.models import CAUDA_EQUINA
from tests.unit.triage.cases import NOT_SURE, TRIAGE, walk

LEG = Complaint(symptom="numbness", body_part="leg")
BACK = Complaint(symptom="pain", body_part="back")
FIRST = ["saddle_numbness", "bladder_change", "bowel_change"]


@pytest.mark.parametrize("otherwise", [False, NOT_SURE])
@pytest.mark.parametrize(
    ("complaint", "most"),
    [(LEG, 6), (BACK, 9), (Complaint(symptom="pain", body_part="leg", side="left"), 9), (Complaint(), 12)],
)
def test_there_are_never_too_many_questions(complaint: Complaint, most: int, otherwise: object) -> None:
    _, asked = walk(Case(complaint=complaint), {}, otherwise)
    assert len(set(asked)) <= most
    assert list(dict.fromkeys(asked))[:3] == FIRST


@pytest.mark.parametrize("complaint", [LEG, BACK, Complaint(symptom="pain", body_part="leg", side="left")])
def test_who_is_known_is_asked_six_at_most_about_an_ordinary_complaint(complaint: Complaint) -> None:
    known = {
        "cancer_history": False,
        "bone_weakness": False,
        "seen_doctor": True,
        "duration_weeks": 20.0,
        "age": 60.0,
    }
    _, asked = walk(Case(complaint=complaint, facts=known), {})
    assert len(asked) <= 9


@pytest.mark.parametrize("fact", FIRST)
def test_an_emergency_ends_the_questions_at_once(fact: str) -> None:
    verdict, asked = walk(Case(complaint=LEG), {fact: True})
    assert verdict.tier == "emergency_now"
    assert asked[-1] == fact


def test_nothing_is_asked_when_the_danger_was_told() -> None:
    verdict, asked = walk(Case(complaint=LEG).heard(TRIAGE.spot("I keep wetting myself")), {})
    assert (verdict.tier, asked) == ("emergency_now", [])


def test_what_is_known_is_not_asked() -> None:
    known = {"saddle_numbness": False, "bladder_change": False, "weakness": False}
    _, asked = walk(Case(complaint=LEG, facts=known), {})
    assert not set(asked) & set(known)


def test_a_side_that_was_told_answers_the_question_about_both_legs() -> None:
    _, asked = walk(Case(complaint=Complaint(symptom="numbness", body_part="leg", side="left")), {})
    assert "bilateral" not in asked


@pytest.mark.parametrize("fact", CAUDA_EQUINA[:3])
def test_not_sure_is_asked_once_more_and_then_urgent(fact: str) -> None:
    case = Case(complaint=LEG).posed(fact).not_sure(fact)
    again = TRIAGE.step(case).question
    assert again is not None and again.fact == fact and again.say == again.plainer
    verdict, asked = walk(case, {fact: NOT_SURE})
    assert asked.count(fact) == 1
    assert verdict.tier == "urgent_same_day" and verdict.exercise == "stop"
    assert "ces_unsure" in verdict.flags


def test_a_plain_no_the_second_time_is_believed() -> None:
    case = Case(complaint=BACK).posed("saddle_numbness").not_sure("saddle_numbness")
    verdict, _ = walk(case, {})
    assert verdict.tier == "self_care"


def test_the_question_about_sex_may_be_passed_over() -> None:
    case = Case(complaint=Complaint(), facts=dict.fromkeys(FIRST, False), asked=["sexual_change"])
    verdict, asked = walk(case, {})
    assert "sexual_change" not in asked
    assert verdict.tier == "self_care"


@pytest.mark.parametrize(
    ("answers", "tier"),
    [
        ({"bilateral": True, "eases_bent": True, "duration_weeks": 100}, "see_doctor_soon"),
        ({"bilateral": True, "eases_bent": True, "duration_weeks": 1}, "emergency_now"),
        ({"bilateral": True, "eases_bent": True}, "emergency_now"),
        ({"bilateral": True, "eases_bent": False, "duration_weeks": 100}, "emergency_now"),
        ({"bilateral": True, "weakness": True, "eases_bent": True, "duration_weeks": 100}, "emergency_now"),
        ({"weakness": True}, "urgent_same_day"),
        ({"worsening": True}, "urgent_same_day"),
        ({}, "see_doctor_soon"),
    ],
)
def test_my_leg_is_numb(answers: dict[str, object], tier: str) -> None:
    assert walk(Case(complaint=LEG), answers)[0].tier == tier


def test_the_usual_picture_of_stenosis_still_asks_what_matters() -> None:
    case = Case(complaint=LEG).heard(
        TRIAGE.spot("both my legs go numb when I walk but it goes when I sit, for years")
    )
    verdict, asked = walk(case, {"known_stenosis": True})
    assert {*FIRST, "worsening"} <= set(asked) and len(asked) <= 6
    assert (verdict.tier, verdict.exercise) == ("self_care", "continue")
    assert walk(case, {"worsening": True})[0].tier == "emergency_now"


def test_a_fall_leads_to_the_bones() -> None:
    verdict, asked = walk(Case(complaint=BACK), {"minor_trauma": True, "bone_weakness": True})
    assert {"major_trauma", "bone_weakness"} <= set(asked)
    assert verdict.tier == "urgent_same_day"


def test_the_alarm_takes_nothing_for_granted() -> None:
    assert TRIAGE.alarm({"bilateral": True}) is None
    assert TRIAGE.alarm({"fever": True}) is None
    alarm = TRIAGE.alarm({"bladder_change": True, "region": "uk"}, exercising=True)
    assert alarm is not None and alarm.say[0] == "Call 999 now."
    told = {finding.fact: finding.value for finding in TRIAGE.spot("I can't feel my legs")}
    assert TRIAGE.alarm(told) is not None
    walking = {finding.fact: finding.value for finding in TRIAGE.spot("my legs go numb when I walk")}
    assert TRIAGE.alarm(walking) is None


def test_the_more_urgent_of_two_answers_stays() -> None:
    case = Case(facts={"bladder_change": True, "eases_bent": True, "duration_weeks": 52.0})
    case = case.heard(
        [
            Finding(fact="bladder_change", value=False, span=""),
            Finding(fact="eases_bent", value=False, span=""),
            Finding(fact="duration_weeks", value=1.0, span=""),
            Finding(fact="fever", value=False, span=""),
        ]
    )
    assert case.facts == {"bladder_change": True, "eases_bent": False, "duration_weeks": 1.0, "fever": False}
    assert case.heard([Finding(fact="eases_bent", value=True, span="")]).facts["eases_bent"] is False


def test_a_number_stays_a_number() -> None:
    assert Finding(fact="duration_weeks", value=1.0, span="").value == 1.0
    assert not isinstance(Finding(fact="duration_weeks", value=1.0, span="").value, bool)


def test_screen_of_first_use() -> None:
    facts = [question.fact for question in TRIAGE.screen()]
    assert facts == ["saddle_numbness", "bladder_change", "bone_weakness", "recent_surgery"]
    assert TRIAGE.screen()[0].custom() == {"fact": "saddle_numbness", "type": "bool", "choices": []}


def test_a_case_can_be_written_down_and_read_again() -> None:
    case = Case(complaint=LEG, region="uk", exercising=True).posed("fever").not_sure("fever").told("pain", 3)
    assert Case.parse_obj(case.dict()) == case
