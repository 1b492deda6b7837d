"""The moving figure: what the page gets fits the cue sheets, and limbs keep their length on every way."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Any

import pytest

from coach import figures, library
from coach.figures import body, drawing
from coach.routine import cues, plan
from tests.unit.figures.bodies import VARIANTS


def moving(exercise: str, variant: str) -> Any:
    """The animation after the way over the network."""
    return json.loads(json.dumps(figures.animation(exercise, variant)))


def cues_of(exercise: str, variant: str) -> tuple[cues.Cue, ...]:
    """The cues of a first set."""
    told = library.load()
    one = plan.item(told, exercise, 1, variant)
    dose = cues.SetDose(one.reps, one.hold_seconds, one.seconds)
    sheet = cues.build("x", exercise, told.exercises[exercise].variants[variant], dose, rest=30.0)
    return sheet.cues


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_every_cue_of_a_set_leads_to_a_pose(exercise: str, variant: str) -> None:
    data = moving(exercise, variant)
    for cue in cues_of(exercise, variant):
        assert 0 <= data["cues"][cue.kind] < len(data["poses"]), cue.kind


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_a_page_that_follows_a_sheet_finds_every_way(exercise: str, variant: str) -> None:
    data = moving(exercise, variant)
    here = data["cues"]["rest"] if "rest" in data["cues"] else data["cues"]["prepare"]
    for cue in cues_of(exercise, variant):
        even = cue.rep is not None and cue.rep % 2 == 0
        going = [data["even"].get(cue.kind, data["cues"][cue.kind]) if even else data["cues"][cue.kind]]
        if cue.kind in data["loops"]:
            going = [*data["loops"][cue.kind]["poses"], data["loops"][cue.kind]["poses"][0]]
        if cue.kind in data["then"]:
            going.append(data["then"][cue.kind])
        if cue.kind == "count" and cue.n is not None and cue.kind not in data["then"]:
            continue  # a count is heard in the middle of what moves
        for to in going:
            assert here == to or f"{here}-{to}" in data["ways"], (cue.kind, here, to)
            here = to


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_limbs_keep_their_length_on_every_way(exercise: str, variant: str) -> None:
    data, scale = moving(exercise, variant), drawing.view(exercise, variant).scale
    frames = [*data["poses"], *(frame for way in data["ways"].values() for frame in way)]
    for frame in frames:
        for start, end, length in body.BONES:
            assert math.dist(frame[start], frame[end]) == pytest.approx(length * scale, abs=0.05)


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_straight_lines_between_the_frames_hardly_shorten_a_limb(exercise: str, variant: str) -> None:
    """A page that joins the frames with straight lines keeps limbs within two parts in a hundred."""
    data, scale = moving(exercise, variant), drawing.view(exercise, variant).scale
    for name, way in data["ways"].items():
        first, last = (data["poses"][int(n)] for n in name.split("-"))
        frames = [first, *way, last]
        for one, other in pairwise(frames):
            for start, end, length in body.BONES:
                middle = [
                    [(a + b) / 2.0 for a, b in zip(one[j], other[j], strict=True)] for j in (start, end)
                ]
                assert math.dist(*middle) > 0.98 * length * scale, (name, start, end)


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS)
def test_parts_are_drawn_of_joints_that_are_there(exercise: str, variant: str) -> None:
    data = moving(exercise, variant)
    joints = set(data["poses"][0])
    assert (data["width"], data["height"]) == (400, 300)
    assert data["scene"].startswith("<") and "script" not in data["scene"]
    for part in data["parts"]:
        assert set(part["joints"]) <= joints and part["width"] > 0
        assert part["kind"] == ("circle" if len(part["joints"]) == 1 else "line")


def test_the_march_changes_legs_and_comes_down_again() -> None:
    data = moving("hook_lying_march", "lying")
    odd, even = data["poses"][data["cues"]["switch"]], data["poses"][data["even"]["switch"]]
    flat = data["poses"][data["then"]["switch"]]
    assert odd["far_ankle"][1] < flat["far_ankle"][1] - 10 and odd["ankle"] == flat["ankle"]
    assert even["ankle"][1] < flat["ankle"][1] - 10 and even["far_ankle"] == flat["far_ankle"]
