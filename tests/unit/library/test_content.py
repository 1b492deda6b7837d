"""The content is complete, open about its own choices, and safe for whoever must avoid something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coach.library import Exercise, Library, Swap, Variant, load, vocabulary
from coach.records import rmdq, trend

LIBRARY: Library = load()
EXERCISES = list(LIBRARY.exercises.values())

# Every item of the list made from the source article: exercises by their steps, then the rest.
STEPS = {1: 5, 2: 4, 3: 5, 4: 6, 5: 2, 6: 6, 7: 5}
OTHERS = [
    "EX-01P",
    "EX-05L",
    "EX-05S",
    "EX-05T",
    "EX-05Q",
    "EX-06P",
    "EX-06C1",
    "EX-06C2",
    "EX-07P",
    "EX-08",
    "EX-09",
]
EDUCATION = [f"ED-{number:02}" for number in range(1, 15)]
REFERENCES = [f"XR-{number:02}" for number in range(1, 9)]
GAPS = [f"GAP-{number:02}" for number in range(1, 13)]


def by_id(value: Exercise) -> str:
    return value.id


def places(exercise: Exercise) -> Iterator[tuple[str | None, Variant]]:
    yield from exercise.variants.items()


@pytest.mark.parametrize(
    "item", [f"EX-{ex:02}.{n}" for ex, last in STEPS.items() for n in range(1, last + 1)]
)
def test_every_step_of_the_article_is_a_step(item: str) -> None:
    owner = next(one for one in EXERCISES if item.startswith(one.checklist_id))
    if owner.id == "pelvic_tilt":
        assert all(item in [step.id for step in variant.steps] for variant in owner.variants.values())
    assert item in [step.id for step in owner.variant().steps]


@pytest.mark.parametrize("item", OTHERS)
def test_every_other_item_of_the_article_is_somewhere(item: str) -> None:
    found: set[str | None] = set()
    for exercise in EXERCISES:
        found.add(exercise.checklist_id)
        found.update(level.source_item for level in exercise.levels)
        found.update(caution.id for caution in exercise.cautions)
        found.update(variant.source_item for variant in exercise.variants.values())
        found.update(step.id for variant in exercise.variants.values() for step in variant.steps)
    assert item in found


@pytest.mark.parametrize("item", EDUCATION + REFERENCES)
def test_everything_the_article_teaches_is_taught(item: str) -> None:
    carried = set(LIBRARY.education) | {one for entry in LIBRARY.education.values() for one in entry.covers}
    assert item in carried


@pytest.mark.parametrize("gap", GAPS)
def test_every_gap_is_settled_openly(gap: str) -> None:
    entries = [entry for exercise in EXERCISES for entry in exercise.ours]
    entries += [entry for item in LIBRARY.education.values() for entry in item.ours]
    entries += [entry for plan in LIBRARY.routines.values() for entry in plan.ours]
    assert gap in {entry.gap for entry in entries}


@pytest.mark.parametrize(
    "key",
    [
        "ask_why", "ask_dose", "ask_condition", "ask_pain_relief", "ask_cardio", "ask_see_doctor",
        "ask_source", "list_exercises", "ask_condition:stenosis", "ask_condition:sciatica",
        "ask_condition:cauda_equina", "ask_how:floor_up", "ask_how:floor_down", "ask_dose:pain",
        *(f"ask_why:{name}" for name in vocabulary.EXERCISES),
        *(f"ask_why:{name}" for name in vocabulary.ROUTINES),
    ],
)  # fmt: skip
def test_common_questions_have_their_own_answer(key: str) -> None:
    intent, _, value = key.partition(":")
    answer = LIBRARY.answer(intent, value or None)
    assert answer is not None
    assert key in answer.answers


def test_a_value_nobody_wrote_about_gets_the_general_answer() -> None:
    assert LIBRARY.answer("ask_condition", "gout") is LIBRARY.education["KB-CONDITION"]
    assert LIBRARY.answer("ask_how", "gout") is None
    assert LIBRARY.answer("greet") is None


def test_doses_of_the_article() -> None:
    for exercise in EXERCISES:
        if exercise.kind == "stretch":
            assert exercise.dose.reps is not None and exercise.dose.hold_seconds is not None
            assert (exercise.dose.reps.min, exercise.dose.reps.max) == (4, 6)
            assert (exercise.dose.hold_seconds.min, exercise.dose.hold_seconds.max) == (2, 3)
    curl = LIBRARY.exercises["abdominal_curl_up"]
    assert curl.dose.hold_seconds is not None
    assert (curl.dose.hold_seconds.min, curl.dose.hold_seconds.max) == (2, 4)
    assert (curl.levels[-1].sets, curl.levels[-1].reps) == (2, 10)
    march = LIBRARY.exercises["hook_lying_march"]
    assert [(level.sets, level.seconds, level.rest_seconds) for level in march.levels[1:]] == [
        (1, 30, 30),
        (2, 30, 30),
        (3, 30, 30),
    ]


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_levels_climb(exercise: Exercise) -> None:
    work = [
        level.sets * (level.seconds or (level.reps or 0) * (level.hold_seconds or 1))
        for level in exercise.levels
    ]
    assert work == sorted(work)
    assert len({level.title for level in exercise.levels}) == len(exercise.levels)
    assert exercise.start_level < len(exercise.levels) - 1


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_what_the_article_is_silent_about_is_marked(exercise: Exercise) -> None:
    fields = {entry.field for entry in exercise.ours}
    if exercise.kind == "activity":
        assert "dose" in fields
    else:
        assert "dose.rest_seconds" in fields
    if exercise.kind == "stretch" or exercise.id == "pelvic_tilt":
        assert "dose.sets" in fields
    assert any(entry.gap == "GAP-08" for entry in exercise.ours)


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_nobody_exercises_after_a_back_operation_unasked(exercise: Exercise) -> None:
    assert "lock" in [avoid.action for avoid in exercise.avoid_if if avoid.fact == "recent_surgery"]


def landing(exercise: Exercise, fact: str) -> tuple[Exercise, Variant]:
    """Where a person with that fact ends up."""
    swap = next((avoid.to for avoid in exercise.avoid_if if avoid.fact == fact), None)
    if swap is None:
        return exercise, exercise.variant()
    target = LIBRARY.exercises[swap.exercise]
    return target, target.variant(swap.variant)


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_pregnant_people_do_not_lie_on_their_backs(exercise: Exercise) -> None:
    _, variant = landing(exercise, "pregnant")
    assert variant.position in ("seated", "standing")


@pytest.mark.parametrize(
    "name",
    [
        "abdominal_curl_up",
        "back_flexion_standing",
        "childs_pose",
        "back_flexion_lying",
        "back_flexion_sitting",
    ],
)
def test_thin_bones_are_spared_deep_bends_and_curls(name: str) -> None:
    target, _ = landing(LIBRARY.exercises[name], "bone_weakness")
    assert target.id in ("pelvic_tilt", "hook_lying_march")


@pytest.mark.parametrize("fact", [None, "bone_weakness", "pregnant"])
@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_there_is_always_a_way_without_the_floor(exercise: Exercise, fact: str | None) -> None:
    target, variant = landing(exercise, fact) if fact else (exercise, exercise.variant())
    if "floor" in variant.needs:
        swap = target.no_floor
        assert swap is not None
        assert "floor" not in LIBRARY.exercises[swap.exercise].variant(swap.variant).needs


@pytest.mark.parametrize("plan", ["full", "gentle", "chair"])
def test_routines_mix_stretch_and_strength(plan: str) -> None:
    kinds = {LIBRARY.exercises[item.exercise].kind for item in LIBRARY.routines[plan].items}
    assert {"stretch", "strength"} <= kinds


@pytest.mark.parametrize(("plan", "kind"), [("stretching", "stretch"), ("strengthening", "strength")])
def test_routines_keep_what_their_name_says(plan: str, kind: str) -> None:
    assert {LIBRARY.exercises[item.exercise].kind for item in LIBRARY.routines[plan].items} == {kind}


def test_the_chair_routine_never_needs_the_floor_on_any_rung() -> None:
    for item in LIBRARY.routines["chair"].items:
        exercise = LIBRARY.exercises[item.exercise]
        names = [item.variant] + [level.variant for level in exercise.levels if item.variant is None]
        assert all("floor" not in exercise.variant(name).needs for name in names)


def test_people_go_down_to_the_floor_only_once() -> None:
    for plan in LIBRARY.routines.values():
        floor = [
            "floor" in LIBRARY.exercises[item.exercise].variant(item.variant).needs for item in plan.items
        ]
        assert floor == sorted(floor, reverse=True), plan.id


def test_neck_pain_in_the_curl_up_gives_the_head_support_first() -> None:
    neck = next(one for one in LIBRARY.exercises["abdominal_curl_up"].adaptations if one.body_part == "neck")
    assert neck.variant == "hands_behind_head"
    assert isinstance(neck.then, Swap)


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_every_exercise_says_how_to_breathe_or_to_take_it_easy(exercise: Exercise) -> None:
    for _, variant in places(exercise):
        words = " ".join([step.say for step in variant.steps]).lower()
        assert "breath" in words or (exercise.kind == "activity" and "talk" in words)


@pytest.mark.parametrize("exercise", EXERCISES, ids=by_id)
def test_whoever_gets_down_is_told_how_to_get_up(exercise: Exercise) -> None:
    for _, variant in places(exercise):
        if "floor" in variant.needs:
            words = " ".join(variant.out).lower()
            assert "side" in words or "chair" in words


def test_names_lead_to_one_exercise_only() -> None:
    names = [name.lower() for one in EXERCISES for name in {one.name, *one.also_called}]
    assert len(names) == len(set(names))


def test_every_source_is_used() -> None:
    used = {name for one in EXERCISES for name in one.sources}
    used |= {avoid.source for one in EXERCISES for avoid in one.avoid_if}
    used |= {entry.source for one in EXERCISES for entry in one.ours}
    used |= {entry.source for plan in LIBRARY.routines.values() for entry in plan.ours}
    for item in LIBRARY.education.values():
        used.update(item.sources)
        used.update(entry.source for entry in item.ours)
    used |= {*trend.SOURCES, *rmdq.SOURCES}
    assert set(LIBRARY.sources) == used
