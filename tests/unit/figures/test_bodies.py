"""Bodies as people have them: limbs keep their length, joints their range, nothing goes through things."""

from __future__ import annotations

import pytest

from coach import library
from coach.figures import body, checks, props, store
from coach.figures.body import FAR, SIDES, WIDTH
from tests.unit.figures.bodies import ALL_PARTS, LIMBS, VARIANTS, along, every, ways

STRAIGHT = dict.fromkeys((*body.SPINE, *(side + limb for side in SIDES for limb in body.LIMBS)), 0.0)
DEEP = 1.5
"""Centimetres by which soft parts may press into what they touch."""


def gap(part: str) -> float:
    """From the middle of a part to its skin."""
    return WIDTH[part] / 2.0


def test_somebody_who_stands_straight() -> None:
    joints = body.joints(STRAIGHT, "ankle", (0.0, body.ANKLE_HEIGHT))
    assert joints["head"][1] + body.HEAD_RADIUS == pytest.approx(173.5)
    assert {
        round(joints[name][0], 6) for name in ("ankle", "knee", "hip", "neck", "head", "elbow", "hand")
    } == {0.0}
    assert joints["toe"][0] > joints["heel"][0] and joints["nose"][0] > 0.0
    assert joints["heel"][1] == joints["toe"][1] == pytest.approx(gap("foot"))


@pytest.mark.parametrize(
    ("joint", "moves", "side"),
    [
        ("hip", "knee", 1),
        ("knee", "ankle", -1),
        ("shoulder", "hand", 1),
        ("elbow", "hand", 1),
        ("waist", "head", 1),
    ],
)
def test_bending_goes_the_way_that_people_bend(joint: str, moves: str, side: int) -> None:
    bent = body.joints({**STRAIGHT, joint: 40.0}, "hip", (0.0, 0.0))
    assert bent[moves][0] * side > 5.0


def test_a_limb_ends_where_it_is_to_end() -> None:
    hip, ankle = (0.0, 60.0), (25.0, 8.0)
    found = dict(zip(("hip", "knee", "ankle"), body.leg_to(STRAIGHT, hip, ankle, 0.0), strict=True))
    joints = body.joints({**STRAIGHT, **found}, "hip", hip)
    assert joints["ankle"] == pytest.approx(ankle) and joints["heel"][1] == pytest.approx(joints["toe"][1])
    shoulder, wrist = (0.0, 100.0), (30.0, 80.0)
    turned = dict(
        zip(("shoulder", "elbow", "wrist"), body.arm_to(STRAIGHT, shoulder, wrist, 0.0), strict=True)
    )
    joints = body.joints({**STRAIGHT, **turned}, "shoulder", shoulder)
    assert joints["wrist"] == pytest.approx(wrist) and joints["hand"][1] == pytest.approx(wrist[1])


def test_no_file_has_anything_wrong_with_it() -> None:
    assert checks.all_problems(library.load().exercises, store.everything()) == []


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_limbs_keep_their_length(exercise: str, variant: str) -> None:
    for one in every(exercise, variant):
        for start, end, length in body.BONES:
            assert body.distance(one.posture.joints[start], one.posture.joints[end]) == pytest.approx(
                length, abs=0.01
            )


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_no_joint_passes_its_range_on_the_way(exercise: str, variant: str) -> None:
    for one in ways(exercise, variant):
        for joint, value in one.posture.angles.items():
            least, most = body.RANGES[joint.removeprefix(FAR)]
            assert least - 1.0 <= value <= most + 1.0, (one.where, joint)


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_nothing_goes_through_the_ground(exercise: str, variant: str) -> None:
    for one in every(exercise, variant):
        for part in ALL_PARTS:
            for x, y in along(one, part):
                assert y - part.width / 2.0 >= props.ground(x, one.scene) - DEEP, (one.where, part.name)


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_nothing_goes_through_the_chair(exercise: str, variant: str) -> None:
    """Hands that hold the sides of the seat lie in front of it."""
    for one in every(exercise, variant, "chair"):
        left, right = props.SEAT
        for part in ALL_PARTS:
            if "forearm" in part.name or "mitt" in part.name:
                continue
            for x, y in along(one, part):
                if left <= x <= right:
                    assert y - part.width / 2.0 >= props.SEAT_TOP - DEEP, (one.where, part.name)
                # the back of the chair leans away from the seat's rear end
                assert x - part.width / 2.0 >= left - 4.0 or y > props.CHAIR_BACK, (one.where, part.name)


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_nothing_goes_through_the_wall(exercise: str, variant: str) -> None:
    for one in every(exercise, variant, "wall"):
        for part in ALL_PARTS:
            for x, _ in along(one, part):
                assert x - part.width / 2.0 >= props.WALL - DEEP, (one.where, part.name)


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_knees_ankles_and_head_stay_outside_of_the_trunk(exercise: str, variant: str) -> None:
    """A limb may lie before the body, as seen from the side; a knee or the head in the trunk cannot be."""
    for one in every(exercise, variant):
        trunk = list(along(one, ALL_PARTS[len(LIMBS)]))
        for name in ("ankle", f"{FAR}ankle", "knee", f"{FAR}knee", "head"):
            place = one.posture.joints[name]
            assert min(body.distance(place, other) for other in trunk) > gap("trunk"), (one.where, name)
