"""What no single file can know: that the pictures fit the exercises, and that a body could be so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coach.figures import body
from coach.figures.models import Pictures
from coach.figures.postures import Posture, take
from coach.library import Exercise

CUES = ("prepare", "move", "hold", "count", "return", "rest", "done")
SLACK = 0.5
"""Degrees by which a joint may pass its range."""


def problems(exercise: Exercise, pictures: Pictures | None) -> Iterator[str]:
    """What is wrong with the pictures of an exercise, a sentence each."""
    if pictures is None:
        yield f"The file figures/{exercise.id}.yml is missing; each step of the exercise needs its picture."
        return
    where = f"In figures/{exercise.id}.yml, "
    if pictures.exercise != exercise.id:
        yield f"{where}'exercise' is '{pictures.exercise}', but the file's name says '{exercise.id}'."
    for name in sorted(set(pictures.variants) - set(exercise.variants)):
        yield f"{where}'variants.{name}' is no variant of the exercise."
    for name, variant in exercise.variants.items():
        drawn = pictures.variants.get(name)
        if drawn is None:
            yield f"{where}the variant '{name}' is missing."
            continue
        told, shown = [step.id for step in variant.steps], [step.id for step in drawn.steps]
        if told != shown:
            yield f"{where}'variants.{name}.steps' must have the ids {', '.join(told)}."
        wanted = ("prepare", "move", "switch", "done") if variant.side == "alternate" else CUES
        for kind in wanted:
            if kind not in drawn.cues:
                yield f"{where}'variants.{name}.cues' has no pose for '{kind}'."
        for pose, given in drawn.poses.items():
            for problem in unnatural(take(given, drawn.scene)):
                yield f"{where}'variants.{name}.poses.{pose}': {problem}"


def unnatural(posture: Posture) -> Iterator[str]:
    """Joints that bend further than a person's do, and limbs that do not reach what they are to touch."""
    for joint, value in posture.angles.items():
        least, most = body.RANGES[joint.removeprefix(body.FAR)]
        if not least - SLACK <= value <= most + SLACK:
            yield f"{joint} is at {value:.0f} degrees, outside {least:.0f} to {most:.0f}."
    for limb, far in posture.missed.items():
        yield f"{limb} ends {far:.1f} cm from where it should be."


def all_problems(exercises: Mapping[str, Exercise], pictures: Mapping[str, Pictures]) -> list[str]:
    """What is wrong with all the pictures."""
    found = [one for exercise in exercises.values() for one in problems(exercise, pictures.get(exercise.id))]
    extra = sorted(set(pictures) - set(exercises))
    return found + [f"The file figures/{name}.yml is of no exercise there is." for name in extra]
