"""Every body that is drawn, for the tests: each pose, and what lies between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from coach.figures import groups, store
from coach.figures.body import Point
from coach.figures.groups import Part
from coach.figures.postures import Posture, way
from coach.figures.store import Drawn

VARIANTS = [(name, variant) for name, kept in store.everything().items() for variant in kept.variants]
LIMBS = (*groups.LEG, *groups.FAR_LEG, *groups.ARM, *groups.FAR_ARM)
ALL_PARTS = (*LIMBS, groups.TRUNK[0], *groups.HEAD)


class Body(NamedTuple):
    """One body, and where it comes from."""

    where: str
    whole: Drawn
    posture: Posture

    @property
    def scene(self) -> list[str]:
        return self.whole.pictures.scene


def poses(exercise: str, variant: str) -> Iterator[Body]:
    """Every pose of a variant."""
    whole = store.drawn(exercise, variant)
    for name, posture in whole.postures.items():
        yield Body(f"{exercise}/{variant}/{name}", whole, posture)


def ways(exercise: str, variant: str) -> Iterator[Body]:
    """What is passed through when a set is played: the ways between the poses of its cues."""
    whole = store.drawn(exercise, variant)
    pictures = whole.pictures
    used = list(dict.fromkeys([*pictures.cues.values(), *pictures.even.values()]))
    pairs = [(start, end) for start in used for end in used if start != end]
    for loop in pictures.loops.values():
        pairs += zip(loop.poses, [*loop.poses[1:], loop.poses[0]], strict=True)
    for start, end in dict.fromkeys(pairs):
        for posture in way(whole.postures[start], whole.postures[end], pictures.scene, 8)[1:-1]:
            yield Body(f"{exercise}/{variant}/{start} to {end}", whole, posture)


def every(exercise: str, variant: str, prop: str | None = None) -> list[Body]:
    """Poses and what lies between them, where there is such a prop."""
    found = [*poses(exercise, variant), *ways(exercise, variant)]
    return [one for one in found if prop is None or prop in one.scene]


def along(body: Body, part: Part, steps: int = 8) -> Iterator[Point]:
    """Points along the middle of a part."""
    places = [body.posture.joints[joint] for joint in part.joints]
    if len(places) == 1:
        yield places[0]
    for start, end in pairwise(places):
        for n in range(steps + 1):
            yield (
                start[0] + (end[0] - start[0]) * n / steps,
                start[1] + (end[1] - start[1]) * n / steps,
            )
