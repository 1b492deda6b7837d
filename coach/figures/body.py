"""The body as a chain of joints: degrees in, places out.

Lengths are centimetres of a person 172 cm tall. The figure is seen from its right side and faces +x; y points
up. The right limbs are near, the left ones far (their joints begin with `far_`).

All angles are anatomical and in degrees. 0 everywhere is somebody who stands straight with arms hanging.
`lean` is how far the pelvis leans forward from upright (lying on the back is -90), `waist`, `chest` and
`neck` bend the spine forward, `hip`, `knee`, `shoulder` and `elbow` bend those joints, `ankle` lifts the toes
and `wrist` lifts the back of the hand.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

Point = tuple[float, float]
Angles = Mapping[str, float]

FAR = "far_"
SIDES = ("", FAR)
PELVIS, LOIN, THORAX, NECK = 16.0, 15.0, 22.0, 19.0
SHOULDER_DROP = 4.0
"""How far below the base of the neck the arms begin."""
THIGH, SHANK = 42.0, 40.0
ANKLE_HEIGHT = 8.0
"""From the sole to the ankle."""
HEEL, BALL, TOE = (-5.0, -4.0), (9.0, -4.0), (14.0, -4.0)
"""Points of the foot as seen from the ankle, when the sole is level."""
UPPER_ARM, FOREARM, HAND = 29.0, 25.0, 10.0
HEAD_RADIUS = 11.5
LAP, SLEEVE, COLLAR = 0.5, 0.4, 0.66
"""How far along thigh and upper arm they come clear of the trunk; how far up the shirt goes."""
NOSE = 11.6

WIDTH = {
    "trunk": 23.0,
    "neck": 9.0,
    "thigh": 16.0,
    "shank": 12.5,
    "foot": 8.0,
    "upper_arm": 10.5,
    "forearm": 9.0,
    "hand": 8.0,
}
"""How thick the parts are."""

SPINE = ("lean", "waist", "chest", "neck")
LIMBS = ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")
RANGES = {
    "lean": (-120.0, 130.0),
    "waist": (-20.0, 45.0),
    "chest": (-20.0, 45.0),
    "neck": (-50.0, 55.0),
    "hip": (-20.0, 135.0),
    "knee": (0.0, 160.0),
    # the foot pointed, with its back on the mat, comes near the line of the shin
    "ankle": (-80.0, 35.0),
    "shoulder": (-50.0, 180.0),
    "elbow": (0.0, 150.0),
    "wrist": (-80.0, 90.0),
}
"""From where to where a healthy joint goes; what bends the other way is no drawing of a person."""
BONES: tuple[tuple[str, str, float], ...] = (
    ("hip", "waist", PELVIS),
    ("waist", "chest", LOIN),
    ("chest", "neck", THORAX),
    ("neck", "head", NECK),
    *(
        bone
        for side in SIDES
        for bone in (
            ("hip", f"{side}knee", THIGH),
            (f"{side}knee", f"{side}ankle", SHANK),
            ("shoulder", f"{side}elbow", UPPER_ARM),
            (f"{side}elbow", f"{side}wrist", FOREARM),
            (f"{side}wrist", f"{side}hand", HAND),
        )
    ),
)
"""Joints that stay this far from each other, whatever the pose."""


def step(start: Point, degrees: float, length: float) -> Point:
    """The point that lies this far from another one, in a direction counted from +x against the clock."""
    turn = math.radians(degrees)
    return start[0] + length * math.cos(turn), start[1] + length * math.sin(turn)


def direction(start: Point, end: Point) -> float:
    """The direction from one point to another, in degrees."""
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def distance(one: Point, other: Point) -> float:
    """How far two points are apart."""
    return math.hypot(one[0] - other[0], one[1] - other[1])


def turned(degrees: float, offset: Point) -> Point:
    """An offset turned by an angle."""
    turn = math.radians(degrees)
    x, y = offset
    return x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)


def moved(start: Point, offset: Point) -> Point:
    """A point moved by an offset."""
    return start[0] + offset[0], start[1] + offset[1]


def _along(start: Point, end: Point, part: float) -> Point:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def spine_directions(angles: Angles) -> tuple[float, float, float, float]:
    """Where pelvis, loin, chest and neck point."""
    pelvis = 90.0 - angles["lean"]
    loin = pelvis - angles["waist"]
    chest = loin - angles["chest"]
    return pelvis, loin, chest, chest - angles["neck"]


def joints(angles: Angles, anchor: str, at: Point) -> dict[str, Point]:
    """Where every joint lies, with the joint `anchor` at a given place."""
    pelvis, loin, chest, neck = spine_directions(angles)
    found: dict[str, Point] = {"hip": (0.0, 0.0)}
    found["waist"] = step(found["hip"], pelvis, PELVIS)
    found["chest"] = step(found["waist"], loin, LOIN)
    found["neck"] = step(found["chest"], chest, THORAX)
    found["shoulder"] = step(found["neck"], chest, -SHOULDER_DROP)
    found["head"] = step(found["neck"], neck, NECK)
    found["nose"] = step(found["head"], neck - 90.0, NOSE)
    for side in SIDES:
        thigh = pelvis + 180.0 + angles[f"{side}hip"]
        shank = thigh - angles[f"{side}knee"]
        sole = shank + 90.0 + angles[f"{side}ankle"]
        found[f"{side}knee"] = step(found["hip"], thigh, THIGH)
        ankle = found[f"{side}ankle"] = step(found[f"{side}knee"], shank, SHANK)
        for name, offset in (("heel", HEEL), ("ball", BALL), ("toe", TOE)):
            found[side + name] = moved(ankle, turned(sole, offset))
        upper = chest + 180.0 + angles[f"{side}shoulder"]
        fore = upper + angles[f"{side}elbow"]
        found[f"{side}elbow"] = step(found["shoulder"], upper, UPPER_ARM)
        found[f"{side}wrist"] = step(found[f"{side}elbow"], fore, FOREARM)
        found[f"{side}hand"] = step(found[f"{side}wrist"], fore + angles[f"{side}wrist"], HAND)
    found["lap"] = _along(found["hip"], found["knee"], LAP)
    found["collar"] = _along(found["chest"], found["neck"], COLLAR)
    found["sleeve"] = _along(found["shoulder"], found["elbow"], SLEEVE)
    shift = (at[0] - found[anchor][0], at[1] - found[anchor][1])
    return {name: moved(place, shift) for name, place in found.items()}


def leg_to(angles: Angles, hip: Point, ankle: Point, sole: float) -> tuple[float, float, float]:
    """Hip, knee and ankle angles that bring the ankle to a place, with the sole in a given direction."""
    toward, at_hip, bend = _two_bones(hip, ankle, THIGH, SHANK)
    thigh = toward + at_hip
    shank = thigh - bend
    pelvis = spine_directions(angles)[0]
    return level(thigh - pelvis - 180.0), bend, level(sole - shank - 90.0)


def arm_to(angles: Angles, shoulder: Point, wrist: Point, hand: float | None) -> tuple[float, float, float]:
    """Shoulder, elbow and wrist angles that bring the wrist to a place; `hand` is where the hand points."""
    toward, at_shoulder, bend = _two_bones(shoulder, wrist, UPPER_ARM, FOREARM)
    upper = toward - at_shoulder
    chest = spine_directions(angles)[2]
    bent = 0.0 if hand is None else level(hand - upper - bend)
    return level(upper - chest - 180.0, 270.0), bend, bent


def _two_bones(start: Point, end: Point, first: float, second: float) -> tuple[float, float, float]:
    """For two bones from start to end: the direction, the angle at the start, and how far the middle bends.

    What is out of reach is reached for, with the limb straight.
    """
    far = min(max(distance(start, end), abs(first - second) + 1e-6), first + second - 1e-6)
    at_start = math.degrees(math.acos(_cosine(first, far, second)))
    middle = math.degrees(math.acos(_cosine(first, second, far)))
    return direction(start, end), at_start, 180.0 - middle


def _cosine(one: float, other: float, opposite: float) -> float:
    return max(-1.0, min(1.0, (one * one + other * other - opposite * opposite) / (2.0 * one * other)))


def level(degrees: float, most: float = 180.0) -> float:
    """The same direction as a number up to `most`, and no lower than a full turn below that."""
    return most - (most - degrees) % 360.0
