"""The parts that a figure is drawn of, and the names under which a step says that they move."""

from __future__ import annotations

from typing import NamedTuple

from coach.figures.body import FAR, HEAD_RADIUS, SIDES, WIDTH


class Part(NamedTuple):
    """A line through joints, or a disc round one (of diameter `width`)."""

    name: str
    joints: tuple[str, ...]
    width: float


def _leg(side: str) -> tuple[Part, ...]:
    return (
        Part(f"{side}thigh", ("hip", f"{side}knee"), WIDTH["thigh"]),
        Part(f"{side}shank", (f"{side}knee", f"{side}ankle"), WIDTH["shank"]),
        Part(f"{side}foot", (f"{side}heel", f"{side}toe"), WIDTH["foot"]),
        Part(f"{side}instep", (f"{side}ankle", f"{side}ball"), WIDTH["foot"]),
    )


def _arm(side: str) -> tuple[Part, ...]:
    return (
        Part(f"{side}upper_arm", ("shoulder", f"{side}elbow"), WIDTH["upper_arm"]),
        Part(f"{side}forearm", (f"{side}elbow", f"{side}wrist"), WIDTH["forearm"]),
        Part(f"{side}mitt", (f"{side}wrist", f"{side}hand"), WIDTH["hand"]),
    )


LEG, FAR_LEG = _leg(""), _leg(FAR)
ARM, FAR_ARM = _arm(""), _arm(FAR)
TRUNK = (
    Part("back", ("hip", "waist", "chest", "collar"), WIDTH["trunk"]),
    Part("pelvis", ("hip", "waist"), WIDTH["trunk"]),
)
HEAD = (
    Part("throat", ("collar", "neck", "head"), WIDTH["neck"]),
    Part("nose", ("head", "nose"), 4.6),
    Part("head", ("head",), 2 * HEAD_RADIUS),
)
LAP = Part("lap", ("lap", "knee"), WIDTH["thigh"])
SLEEVE = Part("sleeve", ("sleeve", "elbow"), WIDTH["upper_arm"])
"""Where the gap round a near limb begins: away from the trunk, so that it stays joined to it."""
CRANKS = tuple(Part(f"{side}crank", ("crank", f"{side}pedal"), 4.0) for side in SIDES)
"""What the feet of somebody on a bike turn."""

JOINTS = frozenset(joint for part in (*LEG, *FAR_LEG, *ARM, *FAR_ARM, *TRUNK, *HEAD) for joint in part.joints)

_NAMES = {
    "near_leg": LEG,
    "far_leg": FAR_LEG,
    "near_arm": ARM,
    "far_arm": FAR_ARM,
    "legs": LEG + FAR_LEG,
    "arms": ARM + FAR_ARM,
    "trunk": TRUNK,
    "pelvis": TRUNK[1:],
    "head": HEAD,
}
GROUPS: dict[str, frozenset[str]] = {
    name: frozenset(part.name for part in parts) for name, parts in _NAMES.items()
}
