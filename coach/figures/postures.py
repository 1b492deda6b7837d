"""From a pose in the data to a body with all its joints, and the ways between two of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from coach.figures import body, props
from coach.figures.body import FAR, SIDES, Point
from coach.figures.models import Pose, Reach

FOOT_ON_PEDAL = -22.0
"""Where the sole points on a pedal, in degrees."""


NEAR_ENOUGH = 1.0
"""Centimetres that a limb may end short of what it touches."""


@dataclass(frozen=True)
class Posture:
    """A body: the angle of every joint, and where every joint is.

    `missed` names limbs that do not reach what they are to touch, with how far it is, in centimetres.
    """

    pose: Pose
    angles: dict[str, float]
    joints: dict[str, Point]
    missed: dict[str, float]


def take(pose: Pose, scene: Collection[str]) -> Posture:
    """The body in a pose: first the spine, then the legs to what they stand on, then the arms."""
    angles = dict(pose.angles)
    anchor, at = next(iter(pose.anchor.items()))
    return _settled(pose, angles, anchor, at, scene)


def _settled(pose: Pose, angles: dict[str, float], anchor: str, at: Point, scene: Collection[str]) -> Posture:
    joints = body.joints(angles, anchor, at)
    wanted: dict[str, Point] = {}
    for side, place in _feet(pose, scene).items():
        if place is not None:
            wanted[f"{side}ankle"], sole = place
            ankle = wanted[f"{side}ankle"]
            found = body.leg_to(angles, joints["hip"], ankle, sole)
            for name, value in zip(("hip", "knee", "ankle"), found, strict=True):
                angles[side + name] = value
    joints = body.joints(angles, "hip", joints["hip"])
    for side, reach in zip(SIDES, pose.hands or (None, None), strict=True):
        if reach is not None:
            wrist = wanted[f"{side}wrist"] = _target(reach, joints)
            found = body.arm_to(angles, joints["shoulder"], wrist, reach.point)
            for name, value in zip(("shoulder", "elbow", "wrist"), found, strict=True):
                angles[side + name] = value
    joints = body.joints(angles, "hip", joints["hip"])
    if "bike" in scene:
        joints["crank"] = props.CRANK
        joints["pedal"], joints[f"{FAR}pedal"] = joints["ball"], joints[f"{FAR}ball"]
    far = {joint: body.distance(joints[joint], place) for joint, place in wanted.items()}
    return Posture(pose, angles, joints, {joint: gap for joint, gap in far.items() if gap > NEAR_ENOUGH})


def _target(reach: Reach, joints: dict[str, Point]) -> Point:
    start = joints[reach.to] if reach.to is not None else reach.at
    assert start is not None
    return body.moved(start, reach.off)


def _feet(pose: Pose, scene: Collection[str]) -> dict[str, tuple[Point, float] | None]:
    """Where each ankle has to be and how the sole lies; None for a leg that goes by its angles."""
    if pose.pedal is not None:
        return {
            side: (_on_pedal(pose.pedal + turn), FOOT_ON_PEDAL)
            for side, turn in zip(SIDES, (0.0, 180.0), strict=True)
        }
    slope = props.SLOPE if "slope" in scene else 0.0
    return {
        side: None if x is None else (_standing(x, lift or 0.0, slope, scene), slope + (sole or 0.0))
        for side, x, lift, sole in zip(SIDES, pose.feet or (None, None), pose.lift, pose.sole, strict=True)
    }


def _standing(x: float, lift: float, slope: float, scene: Collection[str]) -> Point:
    return body.moved((x, props.ground(x, scene)), body.turned(slope, (0.0, body.ANKLE_HEIGHT + lift)))


def _on_pedal(degrees: float) -> Point:
    pedal = body.step(props.CRANK, degrees, props.CRANK_LENGTH)
    x, y = body.turned(FOOT_ON_PEDAL, body.BALL)
    return pedal[0] - x, pedal[1] - y


def between(start: Posture, end: Posture, part: float, scene: Collection[str]) -> Posture:
    """The body on its way: every joint turns evenly; what touches the same thing in both goes on doing so.

    Args:
        part: how much of the way is done, 0 to 1.
    """
    anchor, to = next(iter(end.pose.anchor.items()))
    angles = {name: _mix(start.angles[name], value, part) for name, value in end.angles.items()}
    (x, y), (far_x, far_y) = start.joints[anchor], to
    old, new = start.pose, end.pose
    kept = {
        "feet": _planted(old, new),
        "hands": _same(old.hands, new.hands),
        "pedal": _pedalled(old.pedal, new.pedal, part),
    }
    pose = new.copy(update=kept)
    return _settled(pose, angles, anchor, (_mix(x, far_x, part), _mix(y, far_y, part)), scene)


def way(start: Posture, end: Posture, scene: Collection[str], steps: int) -> list[Posture]:
    """The bodies on the way from one to another, both included."""
    return [start, *(between(start, end, n / steps, scene) for n in range(1, steps)), end]


def _planted(old: Pose, new: Pose) -> tuple[float | None, ...] | None:
    """The feet that stand still; the others go by their angles."""
    if old.feet is None or new.feet is None:
        return None
    before, after = (zip(one.feet or (), one.lift, one.sole, strict=True) for one in (old, new))
    return tuple(one[0] if one == other else None for one, other in zip(before, after, strict=True))


def _same(old: Sequence[object] | None, new: Sequence[object] | None) -> tuple[object, ...] | None:
    """What is the same for a limb in both; the other limb goes by its angles."""
    if old is None or new is None:
        return None
    return tuple(one if one == other else None for one, other in zip(old, new, strict=True))


def _mix(start: float, end: float, part: float) -> float:
    return start + (end - start) * part


def _pedalled(start: float | None, end: float | None, part: float) -> float | None:
    """Where the pedal is on its way; forward is with the clock."""
    if start is None or end is None:
        return None
    return _mix(start, end - 360.0 if end > start else end, part)
