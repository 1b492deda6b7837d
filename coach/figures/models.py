"""The shape of the pictures' data: poses in degrees, what touches what, and what moves in a step."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field, StrictBool, StrictStr, root_validator, validator

from coach.figures import body
from coach.figures.groups import GROUPS, JOINTS
from coach.figures.props import PROPS

Offset = tuple[float, float]
Pair = tuple[float | None, float | None]
CueKind = Literal["prepare", "move", "hold", "count", "return", "switch", "rest", "done"]
FAR_FOOT = 8.0
"""How far ahead the far foot stands, so that it can be seen."""


class _Strict(BaseModel):
    class Config:
        frozen = True
        extra = "forbid"
        anystr_strip_whitespace = True
        min_anystr_length = 1


def _joint(name: str) -> str:
    if name not in JOINTS:
        raise ValueError(f"'{name}' is no joint of the figure")
    return name


def _prop(name: str) -> str:
    if name not in PROPS:
        raise ValueError(f"'{name}' is nothing that can be drawn")
    return name


class Reach(_Strict):
    """Where a wrist is: at a place, or at a joint of the body (`to`) moved by `off`.

    `point` is the direction in which the hand points, in degrees from +x; without it, that of the forearm.
    """

    to: StrictStr | None = None
    at: Offset | None = None
    off: Offset = (0.0, 0.0)
    point: float | None = None

    @root_validator(skip_on_failure=True)
    def _somewhere(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["to"] is None) == (values["at"] is None):
            raise ValueError("needs either 'to', a joint, or 'at', a place")
        if values["to"] is not None:
            _joint(values["to"])
        return values


class Pose(_Strict):
    """One posture, in degrees as coach/figures/body.py counts them.

    A pair is the near (right) and the far (left) limb. `anchor` is the one joint whose place is known. `feet`
    stand on the ground with their ankles at these places along it, raised by `lift` centimetres and with the
    toes up by `sole` degrees. `pedal` is where the near pedal of the bike is, in degrees from ahead against
    the clock. `hands` reach for something. The joints of those limbs follow.
    """

    says: StrictStr
    anchor: dict[str, Offset]
    lean: float = 0.0
    waist: float = 0.0
    chest: float = 0.0
    neck: float = 0.0
    hip: Pair = (0.0, 0.0)
    knee: Pair = (0.0, 0.0)
    ankle: Pair = (0.0, 0.0)
    shoulder: Pair = (0.0, 0.0)
    elbow: Pair = (0.0, 0.0)
    wrist: Pair = (0.0, 0.0)
    feet: Pair | None = None
    lift: Pair = (0.0, 0.0)
    sole: Pair = (0.0, 0.0)
    pedal: float | None = None
    hands: tuple[Reach | None, Reach | None] | None = None

    @validator("hip", "knee", "ankle", "shoulder", "elbow", "wrist", "lift", "sole", pre=True)
    def _both_sides(cls, value: Any) -> Any:
        return (value, value) if isinstance(value, (int, float)) else value

    @validator("feet", pre=True)
    def _feet(cls, value: Any) -> Any:
        return (value, value + FAR_FOOT) if isinstance(value, (int, float)) else value

    @validator("hands", pre=True)
    def _hands(cls, value: Any) -> Any:
        return (value, value) if isinstance(value, dict) else value

    @validator("anchor")
    def _one_anchor(cls, value: dict[str, Offset]) -> dict[str, Offset]:
        if len(value) != 1:
            raise ValueError("needs exactly one joint with its place")
        _joint(next(iter(value)))
        return value

    @property
    def angles(self) -> dict[str, float]:
        """The angles as they are given, by joint."""
        found = {name: float(getattr(self, name)) for name in body.SPINE}
        for name in body.LIMBS:
            for side, value in zip(body.SIDES, getattr(self, name), strict=True):
                found[side + name] = float(value or 0.0)
        return found


class Arrow(_Strict):
    """What moves where: the way of a joint from another pose to this one, or a curve of its own.

    `off` moves the way aside (to its left if positive), `keep` is the part of it that is drawn. `curve` has
    three points, as offsets from the joint `of`.
    """

    of: StrictStr
    start: StrictStr | None = Field(default=None, alias="from")
    off: float = 0.0
    keep: tuple[float, float] = (0.0, 1.0)
    curve: tuple[Offset, Offset, Offset] | None = None

    @root_validator(skip_on_failure=True)
    def _one_way(cls, values: dict[str, Any]) -> dict[str, Any]:
        _joint(values["of"])
        if (values["start"] is None) == (values["curve"] is None):
            raise ValueError("needs either 'from', a pose, or 'curve', three points")
        return values


class StepPicture(_Strict):
    """The picture of one step: its pose, and what moves in it.

    `moves` says so in words (None: nothing does). `hold`, `breathe` and `talk` draw their signs. `beside` is
    what stands there in this step only.
    """

    id: StrictStr
    pose: StrictStr
    moving: list[str] = Field(default_factory=list)
    arrows: list[Arrow] = Field(default_factory=list)
    hold: bool = False
    breathe: bool = False
    talk: bool = False
    moves: StrictStr | None = None
    beside: list[str] = Field(default_factory=list)

    @validator("moving", each_item=True)
    def _known_part(cls, value: str) -> str:
        if value not in GROUPS:
            raise ValueError(f"'{value}' is no part of the figure")
        return value

    _known_prop = validator("beside", each_item=True, allow_reuse=True)(_prop)


class Loop(_Strict):
    """Poses that follow each other as long as a cue lasts, once round in so many seconds."""

    poses: list[StrictStr] = Field(min_items=2)
    seconds: float = Field(gt=0.0)


class VariantPictures(_Strict):
    """All pictures of one way to do an exercise.

    `arm_behind` draws the near arm behind the head and the trunk. `cover` is the number of the step that
    shows it best. `cues` says which pose each kind of cue leads to, `even` the same for even repetitions
    where they differ, `then` the pose at the end of such a cue, `loops` what goes round.
    """

    scene: list[str]
    arm_behind: StrictBool = False
    cover: int = Field(ge=1)
    poses: dict[str, Pose]
    steps: list[StepPicture] = Field(min_items=1)
    cues: dict[CueKind, str]
    even: dict[CueKind, str] = Field(default_factory=dict)
    then: dict[CueKind, str] = Field(default_factory=dict)
    loops: dict[CueKind, Loop] = Field(default_factory=dict)

    _known_prop = validator("scene", each_item=True, allow_reuse=True)(_prop)

    @root_validator(skip_on_failure=True)
    def _names_are_there(cls, values: dict[str, Any]) -> dict[str, Any]:
        steps: list[StepPicture] = values["steps"]
        named = [step.pose for step in steps]
        named += [arrow.start for step in steps for arrow in step.arrows if arrow.start is not None]
        named += [pose for kinds in ("cues", "even", "then") for pose in values[kinds].values()]
        named += [pose for loop in values["loops"].values() for pose in loop.poses]
        for pose in named:
            if pose not in values["poses"]:
                raise ValueError(f"has no pose '{pose}', which is named in it")
        if values["cover"] > len(steps):
            raise ValueError(f"has no step {values['cover']} to be the cover")
        return values


class Pictures(_Strict):
    """The pictures of one exercise, by variant."""

    exercise: StrictStr
    variants: dict[str, VariantPictures]
