"""What no single file can know: that the content files fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from coach.errors import PlainError
from coach.library import vocabulary
from coach.library.models import Dose, Exercise, Level, Library, Ours, Range, Swap, Variant

WORDS_PER_SECOND = 2.5  # calm speech, 150 words a minute


class LibraryError(PlainError):
    """The content cannot be used; the message is one plain sentence for whoever edits it."""


def check(library: Library) -> None:
    """Goes through all that points from one place to another.

    Raises:
        LibraryError: on the first thing that does not fit, with the file and the field.
    """
    for problem in _problems(library):
        raise LibraryError(problem)


def _problems(library: Library) -> Iterator[str]:
    for wanted in vocabulary.EXERCISES:
        if wanted not in library.exercises:
            yield f"The file exercises/{wanted}.yml is missing; the coach knows that exercise by name."
    for exercise in library.exercises.values():
        name = f"In exercises/{exercise.id}.yml, "
        for problem in _exercise_problems(exercise, library):
            yield name + problem
    for problem in _education_problems(library):
        yield "In education.yml, " + problem
    for problem in _routine_problems(library):
        yield "In routines.yml, " + problem


def _exercise_problems(exercise: Exercise, library: Library) -> Iterator[str]:
    yield from _level_problems(exercise)
    if exercise.default_variant not in exercise.variants:
        yield f"'default_variant' is '{exercise.default_variant}', which is not among the variants."
        return
    for variant in exercise.variants.values():
        yield from _variant_problems(exercise, variant)
    if "floor" in exercise.variant().needs and exercise.no_floor is None:
        yield "'no_floor' is missing, though the exercise is done on the floor."
    for field, swap in _swaps(exercise):
        problem = _swap_problem(swap, library)
        if problem:
            yield f"'{field}' {problem}"
    yield from _reference_problems(exercise, library)
    for adaptation in exercise.adaptations:
        if adaptation.symptom not in vocabulary.SYMPTOMS:
            yield f"'adaptations' names the symptom '{adaptation.symptom}', which the coach does not know."
        if adaptation.variant is not None and adaptation.variant not in exercise.variants:
            yield f"'adaptations' names the variant '{adaptation.variant}', which is not among the variants."
    yield from _chain_problems(exercise, library)


def _level_problems(exercise: Exercise) -> Iterator[str]:
    if exercise.start_level >= len(exercise.levels):
        yield f"'start_level' is {exercise.start_level}, but the last level is {len(exercise.levels) - 1}."
    for index, level in enumerate(exercise.levels):
        for field, value, limits in _amounts(level, exercise.dose):
            where = f"'levels.{index}.{field}'"
            if (value is None) != (limits is None):
                yield f"{where} and 'dose.{field}' must both be given or both be left out."
            elif value is not None and limits is not None and not limits.holds(value):
                yield f"{where} is {value}, outside the dose of {limits.min} to {limits.max}."
        if level.variant is None:
            continue
        if level.variant not in exercise.variants:
            yield f"'levels.{index}.variant' is '{level.variant}', which is not among the variants."
        elif exercise.default_variant in exercise.variants:
            usual, own = exercise.variant(), exercise.variants[level.variant]
            if "floor" in own.needs and "floor" not in usual.needs:
                yield f"'levels.{index}.variant' needs the floor, but the exercise itself does not."


def _amounts(level: Level, dose: Dose) -> list[tuple[str, int | None, Range | None]]:
    return [
        ("sets", level.sets, dose.sets),
        ("reps", level.reps, dose.reps),
        ("hold_seconds", level.hold_seconds, dose.hold_seconds),
        ("seconds", level.seconds, dose.seconds),
        ("rest_seconds", level.rest_seconds, dose.rest_seconds),
    ]


def _variant_problems(exercise: Exercise, variant: Variant) -> Iterator[str]:
    where = f"variants.{variant.id}"
    if variant.position in ("supine", "hook_lying", "quadruped") and "floor" not in variant.needs:
        yield f"'{where}.needs' must list the floor, because of the position."
    seen: set[str] = set()
    for step in variant.steps:
        if step.id in seen:
            yield f"'{where}.steps' has the id '{step.id}' twice."
        seen.add(step.id)
        if step.id.startswith("EX-") and not step.id.startswith(exercise.checklist_id):
            yield f"'{where}.steps' has the id '{step.id}', which belongs to another exercise."
    if variant.ours and not any(entry.field == where for entry in exercise.ours):
        yield f"'{where}' is marked as ours, but 'ours' does not say why."
    cues, hold = variant.cues, exercise.dose.hold_seconds
    if hold is not None and cues.hold is None:
        yield f"'{where}.cues.hold' is missing, though the exercise has a hold."
    beat = variant.beat_seconds
    times = [
        ("move", cues.move, beat or variant.move_seconds),
        ("back", cues.back, beat or variant.back_seconds),
    ]
    if hold is not None and cues.hold is not None:
        times.append(("hold", cues.hold, hold.min))
    for field, words, seconds in times:
        if len(words.split()) > WORDS_PER_SECOND * seconds:
            yield f"'{where}.cues.{field}' is too long to be said in {seconds} seconds."


def _swaps(exercise: Exercise) -> Iterator[tuple[str, Swap]]:
    for field, swap in (
        ("no_floor", exercise.no_floor),
        ("easier", exercise.easier),
        ("harder", exercise.harder),
    ):
        if swap is not None:
            yield field, swap
    for index, adaptation in enumerate(exercise.adaptations):
        if adaptation.then is not None:
            yield f"adaptations.{index}.then", adaptation.then
    for index, avoid in enumerate(exercise.avoid_if):
        if avoid.to is not None:
            yield f"avoid_if.{index}.to", avoid.to


def _swap_problem(swap: Swap, library: Library) -> str | None:
    target = library.exercises.get(swap.exercise)
    if target is None:
        return f"names the exercise '{swap.exercise}', which does not exist."
    if swap.variant is not None and swap.variant not in target.variants:
        return f"names the variant '{swap.variant}', which {swap.exercise} does not have."
    return None


def _reference_problems(exercise: Exercise, library: Library) -> Iterator[str]:
    for source in exercise.sources:
        if source not in library.sources:
            yield f"'sources' names '{source}', which is not in sources.yml."
    for index, avoid in enumerate(exercise.avoid_if):
        if avoid.source not in library.sources:
            yield f"'avoid_if.{index}.source' names '{avoid.source}', which is not in sources.yml."
    yield from _ours_problems(exercise.ours, exercise.dict(), "", library)


def _ours_problems(entries: list[Ours], body: object, prefix: str, library: Library) -> Iterator[str]:
    for index, entry in enumerate(entries):
        if entry.source not in library.sources:
            yield f"'{prefix}ours.{index}.source' names '{entry.source}', which is not in sources.yml."
        place = body
        for part in entry.field.split("."):
            if isinstance(place, dict):
                place = place.get(part)
            elif isinstance(place, list):
                place = place[int(part)] if part.isdigit() and int(part) < len(place) else None
            else:
                place = None
        if place is None:
            yield f"'{prefix}ours.{index}.field' points to '{entry.field}', which does not exist."


def _chain_problems(exercise: Exercise, library: Library) -> Iterator[str]:
    """Swaps must lead somewhere: to a place without floor, not in a circle, and back again for twins."""
    if exercise.no_floor is not None:
        target = library.exercises.get(exercise.no_floor.exercise)
        name = exercise.no_floor.variant
        landed = target.variants.get(name or target.default_variant) if target is not None else None
        if landed is not None and "floor" in landed.needs:
            yield "'no_floor' leads to something that needs the floor."
    for way, other in (("easier", "harder"), ("harder", "easier")):
        twin = getattr(exercise, way)
        if twin is None:
            continue
        seen = {exercise.id}
        while twin is not None and twin.exercise in library.exercises:
            if twin.exercise in seen:
                yield f"'{way}' leads in a circle back to '{twin.exercise}'."
                break
            seen.add(twin.exercise)
            twin = getattr(library.exercises[twin.exercise], way)
        nearest = library.exercises.get(getattr(exercise, way).exercise)
        if nearest is not None and getattr(nearest, other) is None:
            yield f"'{way}' leads to '{nearest.id}', which has no '{other}' to lead back."
    for index, avoid in enumerate(exercise.avoid_if):
        if avoid.to is not None and _never_lands(avoid.fact, avoid.to, library):
            where = f"'avoid_if.{index}.to'"
            yield f"{where} leads to '{avoid.to.exercise}', which is to be avoided for the same reason."


def _never_lands(fact: str, to: Swap, library: Library) -> bool:
    """Whether the place it is swapped to must be left again for the same fact."""
    target = library.exercises.get(to.exercise)
    if target is None:
        return False
    wanted = to.variant or target.default_variant
    for avoid in target.avoid_if:
        if avoid.fact == fact:
            stays = avoid.to is not None and avoid.to.exercise == target.id
            return not (
                stays and avoid.to is not None and (avoid.to.variant or target.default_variant) == wanted
            )
    return False


def _education_problems(library: Library) -> Iterator[str]:
    taken: dict[str, str] = {}
    for item in library.education.values():
        for source in item.sources:
            if source not in library.sources:
                yield f"'{item.id}.sources' names '{source}', which is not in sources.yml."
        if item.often is not None and item.often not in library.education:
            yield f"'{item.id}.often' names '{item.often}', which does not exist."
        for key in item.answers:
            if key in taken:
                yield f"'{item.id}.answers' has '{key}', which '{taken[key]}' answers already."
            taken[key] = item.id
            intent, _, value = key.partition(":")
            if intent == "ask_condition" and value in vocabulary.SYMPTOMS and not item.warns:
                yield f"'{item.id}.warns' must be true, as '{value}' is a symptom."
        yield from _ours_problems(item.ours, item.dict(), f"{item.id}.", library)


def _routine_problems(library: Library) -> Iterator[str]:
    for wanted in vocabulary.ROUTINES:
        if wanted not in library.routines:
            yield f"the routine '{wanted}' is missing."
    for plan in library.routines.values():
        for index, item in enumerate(plan.items):
            where = f"'{plan.id}.items.{index}'"
            exercise = library.exercises.get(item.exercise)
            if exercise is None:
                yield f"{where} names the exercise '{item.exercise}', which does not exist."
                continue
            if item.variant is not None and item.variant not in exercise.variants:
                yield f"{where} names the variant '{item.variant}', which {item.exercise} does not have."
                continue
            if item.level is not None and item.level >= len(exercise.levels):
                yield f"{where} names level {item.level}, but the last level is {len(exercise.levels) - 1}."
            if plan.id == "chair" and "floor" in exercise.variant(item.variant).needs:
                yield f"{where} needs the floor, and the chair routine must not."
        yield from _ours_problems(plan.ours, plan.dict(), f"{plan.id}.", library)
