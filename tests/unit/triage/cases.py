"""What the tests of the triage share: walking through the questions, and a full example for each rule."""

from __future__ import annotations

from typing import Any

from coach.triage import Case, Verdict, load
from coach.triage.models import REASSURING, YES_NO_FACTS

TRIAGE = load()
RED_FLAGS = tuple(fact for fact in YES_NO_FACTS if fact not in REASSURING)
NOT_SURE = "not sure"
MOST_STEPS = 30

FIRES: dict[str, dict[str, Any]] = {
    "self_harm": {"self_harm": True},
    "cardiac": {"chest_pain": True},
    "stroke": {"stroke_signs": True},
    "wants_ambulance": {"wants_ambulance": True},
    "aaa": {"abdominal_pulse": True},
    "aaa_possible": {"abdominal_pulse": True, "duration_weeks": 6},
    "pregnancy_warning": {"pregnancy_warning": True},
    "age_new_onset": {"first_episode": True, "age": 66},
    "exercise_aggravation": {"travels_down": True},
    "vascular_claudication": {"eases_standing": True},
    "acute_limb_ischaemia": {"cold_pale_leg": True},
    "ces_saddle": {"saddle_numbness": True},
    "ces_bladder": {"bladder_change": True},
    "ces_bowel": {"bowel_change": True},
    "ces_sexual": {"sexual_change": True},
    "ces_bilateral": {"bilateral": True, "duration_weeks": 1},
    "legs_lost": {"legs_lost": True},
    "bilateral_weakness": {"bilateral": True, "weakness": True},
    "infection_neuro": {"fever": True, "weakness": True},
    "cancer_neuro": {"cancer_history": True, "foot_drop": True},
    "spinal_haematoma": {"anticoagulant": True, "recent_surgery": True, "symptom": "numbness"},
    "postop_neuro": {"recent_surgery": True, "weakness": True},
    "fracture_major": {"major_trauma": True},
    "trauma_neuro": {"minor_trauma": True, "foot_drop": True},
    "dvt_pe": {"calf_swelling": True, "chest_pain": True},
    "foot_drop": {"foot_drop": True},
    "clti": {"clti": True},
    "foot_drop_examined": {"foot_drop": True, "seen_doctor": True, "duration_weeks": 400},
    "progressive_weakness": {"weakness": True},
    "worsening_numbness": {"worsening": True, "symptom": "numbness"},
    "infection": {"fever": True},
    "infection_risk": {"immune_or_iv": True},
    "cancer_history": {"cancer_history": True},
    "cancer_history_examined": {"cancer_history": True, "seen_doctor": True, "duration_weeks": 20},
    "weight_loss": {"weight_loss": True},
    "night_pain_and_more": {"night_pain": True, "bone_weakness": True},
    "fracture_fragility": {"minor_trauma": True, "age": 75},
    "fracture_sudden": {"bone_weakness": True, "sudden_onset": True},
    "trauma_on_thinners": {"minor_trauma": True, "anticoagulant": True},
    "dvt": {"calf_swelling": True},
    "postop_complication": {"recent_surgery": True, "fever": True},
    "night_pain": {"night_pain": True},
    "worsening_pain": {"worsening": True, "symptom": "pain"},
    "minor_trauma": {"minor_trauma": True},
    "recent_surgery": {"recent_surgery": True},
    "pregnancy": {"pregnant": True},
    "bone_weakness": {"bone_weakness": True},
    "age_under_20": {"age": 17},
    "persistent": {"duration_weeks": 8},
    "severe_pain": {"pain": 8},
    "lasting_numbness": {"symptom": "numbness", "duration_weeks": 3},
    "stenosis_undiagnosed": {"bilateral": True, "eases_bent": True, "duration_weeks": 20},
    "both_feet_for_years": {"bilateral": True, "body_part": "foot", "duration_weeks": 200},
    "thinners_after_surgery": {"anticoagulant": True, "recent_surgery": True},
    "pain_over_five": {"pain": 6},
    "pain_over_four": {"pain": 5},
    "legs_leave_when_bent": {"bilateral": True, "eases_bent": True, "duration_weeks": 20},
    "went_in_minutes": {"resolves_quickly": True},
}


def walk(case: Case, answers: dict[str, Any], otherwise: Any = False) -> tuple[Verdict, list[str]]:
    """Answer every question until there is a verdict. `NOT_SURE` as an answer means just that."""
    asked: list[str] = []
    for _ in range(MOST_STEPS):
        step = TRIAGE.step(case)
        if step.verdict is not None:
            return step.verdict, asked
        assert step.question is not None
        fact = step.question.fact
        asked.append(fact)
        answer = answers.get(fact, otherwise if step.question.type == "bool" else NOT_SURE)
        case = case.posed(fact)
        case = case.not_sure(fact) if answer == NOT_SURE else case.told(fact, answer)
    raise AssertionError(f"the questions do not come to an end: {asked}")
