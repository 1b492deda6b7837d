"""The names the content may use: fixed, because the trained model and the messages use them too."""

from __future__ import annotations

EXERCISES = (
    "back_flexion_lying",
    "back_flexion_sitting",
    "back_flexion_standing",
    "childs_pose",
    "pelvic_tilt",
    "abdominal_curl_up",
    "hook_lying_march",
    "cycling",
    "incline_walking",
)

ROUTINES = ("full", "gentle", "stretching", "strengthening", "chair")

FACTS = frozenset(
    {
        "saddle_numbness",
        "bladder_change",
        "bowel_change",
        "sexual_change",
        "bilateral",
        "sudden_onset",
        "worsening",
        "eases_bent",
        "weakness",
        "foot_drop",
        "resolves_quickly",
        "known_stenosis",
        "seen_doctor",
        "fever",
        "immune_or_iv",
        "cancer_history",
        "weight_loss",
        "night_pain",
        "major_trauma",
        "minor_trauma",
        "bone_weakness",
        "recent_surgery",
        "anticoagulant",
        "pregnant",
        "chest_pain",
        "stroke_signs",
        "abdominal_pulse",
        "calf_swelling",
        "cold_pale_leg",
        "self_harm",
        "duration_weeks",
        "pain",
        "age",
    }
)

STATES = frozenset({"worse_bending", "dizzy"})
"""How somebody takes the exercises just now: told in the conversation, no question of the safety screen."""

SYMPTOMS = frozenset(
    {
        "pain",
        "numbness",
        "tingling",
        "burning",
        "cramp",
        "weakness",
        "heaviness",
        "stiffness",
        "swelling",
        "dizziness",
        "breathlessness",
        "saddle_numbness",
        "bladder_problem",
        "bowel_problem",
    }
)

# The intents a piece of knowledge may answer.
ANSWERED_INTENTS = frozenset(
    {
        "ask_how",
        "ask_why",
        "ask_dose",
        "ask_condition",
        "ask_pain_relief",
        "ask_cardio",
        "ask_see_doctor",
        "ask_source",
        "list_exercises",
        "help",
    }
)
