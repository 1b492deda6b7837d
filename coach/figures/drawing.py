"""A picture as a list of shapes on a canvas of 400 by 300, its corner at the top left, y down.

Every picture and every renderer goes through here, so that a new exercise needs data only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from coach.figures import arrows, groups, props
from coach.figures.body import FAR, Point
from coach.figures.groups import GROUPS, Part
from coach.figures.postures import Posture
from coach.figures.shapes import Area, Disc, Line, Shape, Tone, points
from coach.figures.store import Drawn, drawn

WIDTH, HEIGHT = 400.0, 300.0
MARGIN = 12.0
LARGEST = 2.3
"""Canvas units a centimetre is at most."""
LOWEST = 4.0
"""Room for the ground below the figure, in centimetres."""
HALO = 1.6
"""How wide the gap is, in centimetres, that tells a limb from what lies behind it."""


@dataclass(frozen=True)
class View:
    """From centimetres to the canvas: x and y grow by `scale`, (0, 0) lies at `origin`."""

    scale: float
    origin: Point

    def place(self, point: Point) -> Point:
        """A point on the canvas."""
        return (
            round(self.origin[0] + point[0] * self.scale, 2),
            round(self.origin[1] - point[1] * self.scale, 2),
        )

    def shape(self, shape: Shape) -> Shape:
        """A shape on the canvas."""
        if isinstance(shape, Disc):
            return replace(shape, centre=self.place(shape.centre), radius=round(shape.radius * self.scale, 2))
        put = tuple(self.place(point) for point in shape.points)
        if isinstance(shape, Area):
            return replace(shape, points=put)
        return replace(shape, points=put, width=round(shape.width * self.scale, 2))


@dataclass(frozen=True)
class Layer:
    """A part of the body in its tone; a `halo` is the gap round it."""

    part: Part
    tone: Tone
    halo: float = 0.0


def layers(moving: Iterable[str] = (), bike: bool = False, arm_behind: bool = False) -> list[Layer]:
    """The parts of a figure from back to front; those of the named groups are marked as moving."""
    lit = frozenset(name for group in moving for name in GROUPS[group])

    def toned(parts: Iterable[Part], side: str = "") -> list[Layer]:
        return [Layer(part, _tone(part.name, lit, side)) for part in parts]

    def parted(*parts: Part) -> list[Layer]:
        return [Layer(part, "paper", HALO) for part in parts]

    cranks = [Layer(part, "floor") for part in groups.CRANKS] if bike else []
    near_arm = [*parted(groups.SLEEVE, *groups.ARM[1:]), *toned(groups.ARM)]
    trunk = [part for part in groups.TRUNK if part.name != "pelvis" or "pelvis" in lit]
    return [
        *toned(groups.FAR_ARM, FAR),
        *cranks[1:],
        *toned(groups.FAR_LEG, FAR),
        *(near_arm if arm_behind else ()),
        *(parted(*groups.HEAD) if arm_behind else ()),
        *toned(groups.HEAD),
        *(replace(layer, tone="shirt") if layer.tone == "near" else layer for layer in toned(trunk)),
        *cranks[:1],
        *parted(groups.LAP, groups.LEG[1]),
        *toned(groups.LEG),
        *(() if arm_behind else near_arm),
    ]


def _tone(name: str, lit: frozenset[str], side: str = "") -> Tone:
    if side:
        return "far_accent" if name in lit else "far"
    return "accent" if name in lit else "near"


def body_layers(whole: Drawn, moving: Iterable[str] = ()) -> list[Layer]:
    """The parts of the figure of a variant from back to front."""
    return layers(moving, "bike" in whole.pictures.scene, whole.pictures.arm_behind)


def _drawn(layer: Layer, posture: Posture) -> Shape:
    width = layer.part.width + 2 * layer.halo
    places = tuple(posture.joints[joint] for joint in layer.part.joints)
    if len(places) == 1:
        return Disc(places[0], width / 2.0, layer.tone)
    return Line(places, width, layer.tone)


def around(scene: Iterable[str], view: View, ground: bool) -> list[Shape]:
    """What stands round the figure, on the canvas: the ground, or all the rest."""
    return [
        view.shape(shape) for shape in props.shapes([one for one in scene if (one in props.GROUND) == ground])
    ]


@lru_cache(maxsize=64)
def view(exercise: str, variant: str) -> View:
    """The one view of all pictures of a variant, so that nothing jumps from step to step."""
    whole = drawn(exercise, variant)
    besides = {name for step in whole.pictures.steps for name in (*whole.pictures.scene, *step.beside)}
    shown: list[Shape] = props.shapes(besides - props.GROUND - {"wall"})
    for posture in whole.postures.values():
        shown += [_drawn(layer, posture) for layer in body_layers(whole)]
    for step in whole.pictures.steps:
        shown += arrows.shapes(whole, step)
    corners = [corner for shape in shown for corner in points(shape)]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    low, high = min(y for _, y in corners) - LOWEST, max(y for _, y in corners)
    room = (WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
    scale = min(room[0] / (right - left), room[1] / (high - low), LARGEST)
    bottom = HEIGHT - MARGIN - max(0.0, room[1] - (high - low) * scale) * 0.45
    return View(scale, (WIDTH / 2.0 - (left + right) / 2.0 * scale, bottom + low * scale))


def picture(exercise: str, variant: str, number: int) -> list[Shape]:
    """All shapes of one picture from back to front, on the canvas.

    Raises:
        FigureError: if there is no such picture.
    """
    whole = drawn(exercise, variant)
    step = whole.step(number)
    seen = view(exercise, variant)
    posture, scene = whole.postures[step.pose], [*whole.pictures.scene, *step.beside]
    figure = [_drawn(layer, posture) for layer in body_layers(whole, step.moving)]
    return [
        *around(scene, seen, ground=False),
        *map(seen.shape, figure),
        *around(scene, seen, ground=True),
        *map(seen.shape, arrows.shapes(whole, step)),
        *arrows.signs(step),
    ]
