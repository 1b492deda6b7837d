"""What rests on something does: feet on the floor, backs on the mat, hands where the step says."""

from __future__ import annotations

import pytest

from coach import library
from coach.figures import body, props
from coach.figures.body import HEAD_RADIUS, WIDTH
from tests.unit.figures.bodies import ALL_PARTS, VARIANTS, Body, along, poses

NEAR = 2.0
"""Centimetres that still count as touching."""
POSES = {one.where: one for names in VARIANTS for one in poses(*names)}


def lowest(one: Body, *parts: str) -> float:
    """How far the skin of these parts is from the ground, at the least."""
    return min(
        y - part.width / 2.0 - props.ground(x, one.scene)
        for part in ALL_PARTS
        if part.name in parts
        for x, y in along(one, part)
    )


def position(one: Body) -> str:
    exercise, variant, _ = one.where.split("/")
    return library.load().exercises[exercise].variants[variant].position


@pytest.mark.parametrize("where", [where for where, one in POSES.items() if "mat" in one.scene])
def test_whoever_lies_has_the_back_on_the_mat(where: str) -> None:
    assert abs(lowest(POSES[where], "back")) <= NEAR


@pytest.mark.parametrize("where", [where for where, one in POSES.items() if "chair" in one.scene])
def test_whoever_sits_is_on_the_seat_with_a_foot_on_the_floor(where: str) -> None:
    one = POSES[where]
    x, y = one.posture.joints["hip"]
    assert abs(y - WIDTH["trunk"] / 2.0 - props.SEAT_TOP) <= NEAR and props.SEAT[0] < x < props.SEAT[1]
    assert abs(lowest(one, "foot", "far_foot")) <= 0.1


@pytest.mark.parametrize("where", [where for where, one in POSES.items() if position(one) == "standing"])
def test_whoever_stands_has_a_foot_on_the_ground(where: str) -> None:
    assert abs(lowest(POSES[where], "foot", "far_foot")) <= 0.7


@pytest.mark.parametrize("where", [where for where, one in POSES.items() if position(one) == "quadruped"])
def test_whoever_kneels_has_knees_shins_and_hands_on_the_mat(where: str) -> None:
    one = POSES[where]
    for part in ("thigh", "shank", "mitt", "far_mitt"):
        assert abs(lowest(one, part)) <= NEAR, part


def test_the_bike() -> None:
    for where, one in POSES.items():
        if "bike" not in one.scene:
            continue
        joints = one.posture.joints
        for side in body.SIDES:
            assert body.distance(joints[f"{side}ball"], props.CRANK) == pytest.approx(
                props.CRANK_LENGTH, abs=0.1
            )
        assert body.distance(joints["wrist"], props.BARS) < 8.0, where
        assert abs(joints["hip"][1] - WIDTH["trunk"] / 2.0 - props.SADDLE[1]) <= 6.0


@pytest.mark.parametrize(
    ("where", "joint", "near"),
    [
        ("back_flexion_lying/both_knees/tucked", "wrist", "knee"),
        ("back_flexion_lying/one_knee/tucked", "wrist", "knee"),
        ("back_flexion_lying/head_lift/lifted", "wrist", "knee"),
        ("back_flexion_sitting/full/tall", "hand", "knee"),
        ("back_flexion_sitting/small/knees", "hand", "knee"),
        ("abdominal_curl_up/hands_behind_head/held", "wrist", "head"),
        ("abdominal_curl_up/hands_behind_head/curled", "wrist", "head"),
        ("abdominal_curl_up/seated/pressed", "hand", "knee"),
    ],
)
def test_hands_are_where_the_step_says(where: str, joint: str, near: str) -> None:
    joints = POSES[where].posture.joints
    assert body.distance(joints[joint], joints[near]) < 17.0


def test_the_head_rests_on_the_floor_in_childs_pose_and_on_the_pillow_lying() -> None:
    assert POSES["childs_pose/full/rest"].posture.joints["head"][1] == pytest.approx(HEAD_RADIUS, abs=NEAR)
    for where, one in POSES.items():
        if where.endswith(("/lying", "/loose")) and "pillow" in one.scene:
            assert one.posture.joints["head"][1] - HEAD_RADIUS == pytest.approx(4.6, abs=NEAR), where


def test_hands_behind_a_chair_rest_on_its_back() -> None:
    for name in ("tall", "bending"):
        x, y = POSES[f"back_flexion_standing/small/{name}"].posture.joints["hand"]
        assert abs(x - props.RAIL[0]) < 9.0 and abs(y - WIDTH["hand"] / 2.0 - props.RAIL[1]) < NEAR
