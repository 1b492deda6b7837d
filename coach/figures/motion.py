"""A variant as data to be moved: the page draws the parts between the joints, and goes from pose to pose."""

from __future__ import annotations

from typing import Any

from coach.figures import vector
from coach.figures.drawing import HEIGHT, WIDTH, around, body_layers, view
from coach.figures.postures import Posture, way
from coach.figures.store import Drawn, drawn

FRAMES = 8
"""Pieces into which the way from one pose to another is cut; straight lines join them."""


def animation(exercise: str, variant: str) -> dict[str, Any]:
    """All that a page needs to move the figure in time with a cue sheet; places on the canvas.

    `scene` lies behind the figure, and `ground` before it. `parts` are drawn in their order; a disc has one
    joint, and `width` across. `poses` give each joint's place. `ways` has, under "FROM-TO", the poses in
    between at even times, so that limbs keep their length.
    `cues` names the pose that each kind of cue leads to, `even` the same for even repetitions where they
    differ, `then` the pose to be back at when such a cue is over. `loops` has poses that go round, once in
    `seconds`, as long as the cue lasts.

    Raises:
        FigureError: if there are no pictures of it.
    """
    whole = drawn(exercise, variant)
    pictures, seen = whole.pictures, view(exercise, variant)
    names = list(whole.postures)

    def placed(posture: Posture) -> dict[str, list[float]]:
        return {joint: list(seen.place(at)) for joint, at in posture.joints.items()}

    return {
        "width": WIDTH,
        "height": HEIGHT,
        "scene": vector.fragment([*around(pictures.scene, seen, False), *around(pictures.scene, seen, True)]),
        "ground": vector.fragment(around(pictures.scene, seen, True)),
        "parts": [
            {
                "kind": "circle" if len(layer.part.joints) == 1 else "line",
                "joints": list(layer.part.joints),
                "width": round((layer.part.width + 2 * layer.halo) * seen.scale, 2),
                "tone": layer.tone,
            }
            for layer in body_layers(whole, whole.step(pictures.cover).moving)
        ],
        "poses": [placed(posture) for posture in whole.postures.values()],
        "ways": {
            f"{names.index(start)}-{names.index(end)}": [
                placed(posture)
                for posture in way(whole.postures[start], whole.postures[end], pictures.scene, FRAMES)[1:-1]
            ]
            for start, end in sorted(_pairs(whole))
        },
        "cues": {kind: names.index(pose) for kind, pose in pictures.cues.items()},
        "even": {kind: names.index(pose) for kind, pose in pictures.even.items()},
        "then": {kind: names.index(pose) for kind, pose in pictures.then.items()},
        "loops": {
            kind: {"poses": [names.index(pose) for pose in loop.poses], "seconds": loop.seconds}
            for kind, loop in pictures.loops.items()
        },
    }


def _pairs(whole: Drawn) -> set[tuple[str, str]]:
    """Every two poses between which a set can go."""
    pictures = whole.pictures
    used = {*pictures.cues.values(), *pictures.even.values(), *pictures.then.values()}
    found = {(start, end) for start in used for end in used if start != end}
    for loop in pictures.loops.values():
        found |= set(zip(loop.poses, [*loop.poses[1:], loop.poses[0]], strict=True))
        found |= {(start, loop.poses[0]) for start in used} | {
            (end, other) for end in loop.poses for other in used
        }
    return {(start, end) for start, end in found if start != end}
