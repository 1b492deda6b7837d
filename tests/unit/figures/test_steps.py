"""Each step against its picture, joint by joint: what the words say is what is drawn."""

from __future__ import annotations

import pytest

from coach import library
from coach.figures import body, store
from coach.figures.body import WIDTH, Point
from coach.figures.postures import Posture


def at(exercise: str, variant: str, step: int) -> Posture:
    """The body in the picture of a step."""
    whole = store.drawn(exercise, variant)
    return whole.postures[whole.step(step).pose]


def sole(body_: Posture, side: str = "") -> float:
    """How high the sole is, at its lowest."""
    return min(body_.joints[f"{side}heel"][1], body_.joints[f"{side}toe"][1]) - WIDTH["foot"] / 2.0


def trunk_lean(body_: Posture) -> float:
    """How far the trunk leans forward, from hip to neck, in degrees."""
    return 90.0 - body.direction(body_.joints["hip"], body_.joints["neck"])


def bend(body_: Posture) -> float:
    """How far the spine is bent forward between pelvis and chest."""
    return body_.angles["waist"] + body_.angles["chest"]


def higher(one: Posture, other: Posture, joint: str) -> float:
    """How much higher a joint is in one than in the other."""
    return one.joints[joint][1] - other.joints[joint][1]


def test_the_words_are_still_those_that_the_pictures_were_drawn_for() -> None:
    """Whoever changes a step looks at its picture, and then changes this."""
    said = {
        step.id: step.say
        for exercise in library.load().exercises.values()
        for variant in exercise.variants.values()
        for step in variant.steps
    }
    assert said["EX-01.2"] == "Slowly bring your knees to your chest, with both hands to help."
    assert said["EX-02.2"] == "Let both hands reach down to the floor, between your knees."
    assert said["EX-04.2"] == "Slowly and gently sit back on your heels."
    assert said["EX-07.4"] == "Slowly lift one foot a hand's width, lower it, then change legs."


LYING = [
    ("back_flexion_lying", "both_knees", 1),
    ("back_flexion_lying", "one_knee", 1),
    ("back_flexion_lying", "head_lift", 1),
    ("abdominal_curl_up", "arms_folded", 1),
    ("abdominal_curl_up", "hands_behind_head", 1),
    ("hook_lying_march", "lying", 1),
    ("pelvic_tilt", "lying", 1),
]


@pytest.mark.parametrize("where", LYING)
def test_on_the_back_with_knees_bent_and_feet_flat(where: tuple[str, str, int]) -> None:
    shown = at(*where)
    assert abs(shown.joints["hip"][1] - shown.joints["shoulder"][1]) < 5.0, "the trunk lies level"
    assert shown.joints["nose"][1] > shown.joints["head"][1], "the face looks up"
    for side in body.SIDES:
        assert 80.0 <= shown.angles[f"{side}knee"] <= 125.0
        assert abs(sole(shown, side)) < 0.5
        assert shown.joints[f"{side}heel"][1] == pytest.approx(shown.joints[f"{side}toe"][1], abs=0.1)


@pytest.mark.parametrize("variant", ["both_knees", "head_lift"])
def test_both_knees_to_the_chest(variant: str) -> None:
    shown = at("back_flexion_lying", variant, 2)
    for side in body.SIDES:
        assert shown.angles[f"{side}hip"] > 100.0 and shown.angles[f"{side}knee"] > 90.0
        assert body.distance(shown.joints[f"{side}knee"], shown.joints["chest"]) < 34.0
        assert sole(shown, side) > 20.0


def test_one_knee_to_the_chest_and_the_other_foot_flat() -> None:
    shown = at("back_flexion_lying", "one_knee", 2)
    assert shown.angles["hip"] > 100.0 and sole(shown) > 20.0
    assert shown.angles["far_hip"] < 80.0 and abs(sole(shown, "far_")) < 0.5
    behind = body.distance(shown.joints["wrist"], shown.joints["knee"])
    assert behind < 17.0 and shown.joints["wrist"][1] < shown.joints["knee"][1], "behind the thigh"
    whole = store.drawn("back_flexion_lying", "one_knee")
    assert whole.postures[whole.pictures.even["move"]].angles["far_hip"] > 100.0, "then the other leg"


def test_the_head_lift() -> None:
    down, up = at("back_flexion_lying", "head_lift", 2), at("back_flexion_lying", "head_lift", 3)
    assert higher(up, down, "head") > 12.0 and higher(up, down, "neck") > 5.0 and bend(up) > bend(down) + 15.0
    to_knee = [body.distance(one.joints["head"], one.joints["knee"]) for one in (down, up)]
    assert to_knee[1] < to_knee[0]


def test_the_seated_bend() -> None:
    lean, down, hold, up = (at("back_flexion_sitting", "full", n) for n in (1, 2, 3, 4))
    assert 30.0 < trunk_lean(lean) < 70.0 and bend(lean) < 15.0, "from the hips, with a long back"
    assert down.angles["hip"] > 100.0 and bend(down) > 40.0
    assert down.joints["hand"][1] - WIDTH["hand"] / 2.0 < 3.0, "the hands reach the floor"
    assert hold is down
    assert abs(trunk_lean(up)) < 8.0
    assert all(abs(sole(one, side)) < 0.5 for one in (lean, down, up) for side in body.SIDES)


def test_the_small_seated_bend() -> None:
    lean, knees, _, up = (at("back_flexion_sitting", "small", n) for n in (1, 2, 3, 4))
    assert abs(trunk_lean(up)) < 8.0 < trunk_lean(lean) < trunk_lean(knees) < 45.0
    assert lean.joints["hand"][0] < knees.joints["hand"][0], "the hands slide forward"
    assert knees.joints["hand"][1] > knees.joints["knee"][1] - 5.0, "no lower than the knees"


def test_the_standing_bend() -> None:
    bending, tall, down, hold, rising = (at("back_flexion_standing", "full", n) for n in (1, 2, 3, 4, 5))
    assert abs(trunk_lean(tall)) < 5.0 and bend(tall) >= 0.0, "no arch"
    assert 35.0 < trunk_lean(bending) < trunk_lean(down)
    assert higher(down, bending, "hand") < -15.0 and down.joints["hand"][1] < down.joints["knee"][1]
    assert hold is down
    assert trunk_lean(rising) < trunk_lean(down) and bend(rising) > 0.0
    thigh = rising.joints["knee"][1], rising.joints["hip"][1]
    assert thigh[0] < rising.joints["hand"][1] < thigh[1], "hands on the thighs"
    for one in (bending, tall, down, rising):
        assert 5.0 <= one.angles["knee"] <= 30.0, "soft knees"
        assert abs(sole(one)) < 0.5


def test_the_small_standing_bend() -> None:
    bending, tall, hold, up = (at("back_flexion_standing", "small", n) for n in (1, 2, 3, 4))
    assert 20.0 < trunk_lean(bending) < 60.0 and hold is bending and up is tall
    assert bend(tall) >= 0.0
    assert bending.joints["hand"] == pytest.approx(tall.joints["hand"]), "the hands stay on the chair"


def test_childs_pose() -> None:
    fours, back, bent, rest, hold, up = (at("childs_pose", "full", n) for n in range(1, 7))
    assert 70.0 < fours.angles["hip"] < 100.0 and 80.0 < fours.angles["knee"] < 100.0 and up is fours
    for one in (back, bent, rest):
        assert one.angles["knee"] > 140.0
        assert body.distance(one.joints["hip"], one.joints["heel"]) < 30.0, "on the heels"
        assert one.joints["knee"] == pytest.approx(fours.joints["knee"]), "the knees stay"
    assert trunk_lean(back) < trunk_lean(bent) < trunk_lean(rest)
    assert rest.joints["head"][1] - body.HEAD_RADIUS < 2.0, "the head is on the floor"
    assert rest.joints["hand"][0] > rest.joints["head"][0] + 25.0, "the arms are long in front"
    assert rest.angles["shoulder"] > 120.0 and hold is rest


def test_half_way_childs_pose() -> None:
    half = at("childs_pose", "small", 2)
    full = at("childs_pose", "full", 4)
    assert 105.0 < half.angles["knee"] < full.angles["knee"] - 15.0
    assert half.joints["hip"][1] > full.joints["hip"][1] + 8.0


@pytest.mark.parametrize("variant", ["lying", "seated", "standing", "four_point"])
def test_the_pelvic_tilt_rolls_the_pelvis_back_and_flattens_the_low_back(variant: str) -> None:
    loose, tilted, felt, hold, let_go = (at("pelvic_tilt", variant, n) for n in range(1, 6))
    assert loose.angles["lean"] - tilted.angles["lean"] > 15.0
    assert tilted.angles["waist"] - loose.angles["waist"] > 15.0
    assert felt is hold is tilted and let_go is loose


def test_the_low_back_comes_down_on_the_mat_and_to_the_wall() -> None:
    loose, tilted = at("pelvic_tilt", "lying", 1), at("pelvic_tilt", "lying", 3)
    assert min(higher(loose, tilted, "waist"), higher(loose, tilted, "chest")) > 2.0
    back, flat = at("pelvic_tilt", "standing", 1), at("pelvic_tilt", "standing", 3)
    assert back.joints["waist"][0] - flat.joints["waist"][0] > 2.0
    assert flat.joints["ankle"][0] > flat.joints["hip"][0] + 8.0, "feet a small step in front"


def test_the_curl_up() -> None:
    lying, folded, tilted, up, hold, down = (at("abdominal_curl_up", "arms_folded", n) for n in range(1, 7))
    assert lying.angles["elbow"] < 20.0 < 100.0 < folded.angles["elbow"]
    assert tilted.angles["waist"] > folded.angles["waist"] + 8.0
    assert 8.0 < higher(up, tilted, "head") < 35.0 and higher(up, tilted, "neck") > 4.0, "a little"
    assert abs(up.joints["waist"][1] - tilted.joints["waist"][1]) < 4.0, "the low back stays down"
    assert hold is up and down is tilted


def test_the_curl_up_with_hands_behind_the_head() -> None:
    for n in (2, 3, 4, 5, 6, 7):
        shown = at("abdominal_curl_up", "hands_behind_head", n)
        assert body.distance(shown.joints["wrist"], shown.joints["head"]) < body.HEAD_RADIUS + 4.0
        assert shown.joints["elbow"][1] > shown.joints["shoulder"][1] + 10.0


def test_the_belly_press() -> None:
    tilted, pressed, firm, hold, _ = (at("abdominal_curl_up", "seated", n) for n in range(1, 6))
    assert pressed.angles["elbow"] < 45.0 and firm is hold is pressed
    assert abs(pressed.joints["hand"][1] - pressed.joints["knee"][1]) < 15.0, "the hands are on the thighs"
    assert abs(trunk_lean(tilted)) < 20.0


@pytest.mark.parametrize(("variant", "steps"), [("lying", (4, 5)), ("seated", (2, 4))])
def test_the_march_lifts_one_foot_a_hands_width(variant: str, steps: tuple[int, int]) -> None:
    near, far = (at("hook_lying_march", variant, n) for n in steps)
    assert 8.0 <= sole(near) <= 25.0 and abs(sole(near, "far_")) < 0.5
    assert 8.0 <= sole(far, "far_") <= 25.0 and abs(sole(far)) < 0.5


def test_the_lying_march_goes_left_then_right_and_keeps_the_tilt() -> None:
    whole = store.drawn("hook_lying_march", "lying")
    first = whole.postures[whole.pictures.cues["move"]]
    second, third = (whole.postures[kinds["switch"]] for kinds in (whole.pictures.even, whole.pictures.cues))
    assert sole(first, "far_") > 8.0 and sole(second) > 8.0 and third is first, "the left leg is the far one"
    tilt = at("hook_lying_march", "lying", 3).angles["waist"]
    assert first.angles["waist"] == second.angles["waist"] == tilt


def test_the_bike() -> None:
    whole = store.drawn("cycling", "bike")
    low = whole.postures["down"]
    assert 20.0 < low.angles["knee"] < 60.0, "the knee stays a bit bent"
    assert all(15.0 < trunk_lean(one) < 45.0 for one in whole.postures.values())
    turns = [whole.postures[name].joints["ball"] for name in whole.pictures.loops["move"].poses]
    assert _clockwise(turns), "pedals turn forward"


def _clockwise(places: list[Point]) -> bool:
    doubled = [
        (ahead[0] - here[0]) * (ahead[1] + here[1])
        for here, ahead in zip(places, [*places[1:], places[0]], strict=True)
    ]
    return sum(doubled) > 0.0


@pytest.mark.parametrize("variant", ["slope", "flat"])
def test_walking(variant: str) -> None:
    steps = [at("incline_walking", variant, n) for n in (1, 2, 3, 4)]
    ahead = [one.joints["ankle"][0] - one.joints["far_ankle"][0] for one in steps]
    assert ahead[0] > 35.0 and ahead[1] < -35.0, "one leg after the other"
    assert 0.0 < ahead[3] < ahead[0] / 1.5, "shorter steps"
    leans = trunk_lean(steps[0])
    assert (leans > 10.0) is (variant == "slope"), "leaning forward uphill, tall on the flat"
    assert trunk_lean(steps[2]) > 30.0 and steps[2].joints["hand"][1] > 90.0, "leaning on something"
