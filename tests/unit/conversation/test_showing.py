"""Pictures in a conversation: beside what is told, and on request in any state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from coach import figures
from coach.conversation.remarks import remark
from coach.figures import store
from coach.library import LibraryError
from tests.unit.conversation.person import Person

CASES = YAML(typ="safe").load(Path(__file__).parent / "cases" / "pictures.yml")


def figure(person: Person) -> dict[str, Any] | None:
    """The picture of the turn, checked against its address."""
    shown = [message for message in person.messages if message.image is not None]
    assert len(shown) <= 1
    if not shown:
        return None
    told: dict[str, Any] = (shown[0].custom or {})["figure"]
    assert shown[0].image == f"figures/{told['exercise']}/{told['variant']}/{told['step']}.png"
    assert figures.known(told["exercise"], told["variant"], told["step"])
    return told


def place(person: Person) -> tuple[str, str]:
    told = figure(person)
    assert told is not None
    return told["exercise"], told["variant"]


@pytest.mark.parametrize("text", CASES["asked"])
def test_a_request_for_a_picture_is_heard(text: str) -> None:
    assert remark(text) == "picture"


@pytest.mark.parametrize("text", CASES["not_asked"])
def test_other_words_are_no_request_for_a_picture(text: str) -> None:
    assert remark(text) != "picture"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("show me the seated one", ("back_flexion_sitting", "full")),
        ("picture of the wall one", ("pelvic_tilt", "standing")),
        ("show me the standing one", ("back_flexion_standing", "full")),
        ("show me the seated march", ("hook_lying_march", "seated")),
        ("picture of the curl up with hands behind the head", ("abdominal_curl_up", "hands_behind_head")),
        ("show me one knee to chest", ("back_flexion_lying", "one_knee")),
        ("can I see a picture of the half way child's pose", ("childs_pose", "small")),
        ("a picture of the pelvic tilt on hands and knees", ("pelvic_tilt", "four_point")),
        ("show me the bike", ("cycling", "bike")),
        ("show me the flat walk", ("incline_walking", "flat")),
    ],
)
def test_the_words_choose_the_picture(text: str, wanted: tuple[str, str]) -> None:
    assert place(Person().says(text)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("muéstreme el sentado", ("back_flexion_sitting", "full")),
        ("una foto del de la pared, por favor", ("pelvic_tilt", "standing")),
        ("enséñeme el de pie", ("back_flexion_standing", "full")),
    ],
)
def test_it_is_asked_for_in_spanish_too(text: str, wanted: tuple[str, str]) -> None:
    person = Person(language="es").says(text)
    assert place(person) == wanted
    assert (figure(person) or {})["alt"].startswith("Una persona está")


def test_it_is_a_picture_and_at_most_four_short_lines() -> None:
    for text in ("show me the seated one", "show me the lying march", "show me the uphill walk"):
        person = Person().says(text)
        lines = person.messages[0].text.splitlines()
        assert figure(person) is not None and len(person.messages) == 1
        assert 1 < len(lines) <= 4 and all(len(line.split()) <= 14 for line in lines)


def test_the_moment_says_which_one_is_meant() -> None:
    person = Person().says("start the lying march", "start_exercise")
    assert place(person) == ("hook_lying_march", "lying"), "an exercise is shown when it begins"
    assert place(person.says("show me the seated one")) == ("hook_lying_march", "seated")
    lying = Person().says("start knees to chest", "start_exercise")
    assert place(lying.says("show me the seated one")) == ("back_flexion_sitting", "full"), (
        "what takes its place"
    )
    assert place(lying.says("show me")) == ("back_flexion_lying", "both_knees")


def test_each_step_that_is_told_has_its_own_picture() -> None:
    person = Person().says("start knees to chest", "start_exercise")
    for step in (1, 2, 3):
        told = figure(person.says("next"))
        assert told is not None and told["step"] == step
        assert told["alt"] == figures.alt("back_flexion_lying", "both_knees", step)
    assert (figure(person.says("show me this step")) or {})["step"] == 3
    assert (figure(person.says("show me step one")) or {})["step"] == 1
    assert (figure(person.says("next")) or {})["step"] == 4, "looking changes no place"
    assert (figure(person.says("again")) or {})["step"] == 4


def test_how_it_goes_comes_with_a_picture() -> None:
    told = figure(Person().asks("how do I do the pelvic tilt", "ask_how", {"exercise": "pelvic_tilt"}))
    assert told is not None and told["exercise"] == "pelvic_tilt"


def test_a_set_goes_on_counting() -> None:
    person = Person().in_a_set()
    sheet = person.customs[-1]["cue_sheet"]["id"]
    shown = [custom["figure"] for custom in person.customs if "figure" in custom]
    assert shown[0]["variant"] == "full" and figure(person) is None, (
        "a player knows what moves; no picture again"
    )
    person.player("cue_sheet_started")
    before = dict(person.state or {})["routine"]
    person.says("show me the seated one", after=10.0)
    assert figure(person) is not None and person.phase == "running" and not person.plays
    assert (person.state or {})["routine"] == before and before["sheet"]["id"] == sheet
    assert person.says("stop").phase == "paused"
    assert figure(person.says("show me the small one")) is not None and person.phase == "paused"


def test_a_rest_goes_on() -> None:
    person = Person(levels={"back_flexion_sitting": 3}).in_a_set()
    assert person.player("cue_sheet_done", after=60.0).phase == "resting"
    assert figure(person.says("show me the seated one")) is not None
    assert person.phase == "resting" and not person.plays


def test_an_open_question_stays_open() -> None:
    person = Person().in_a_set().player("cue_sheet_done", after=60.0)
    assert person.asked == "pain"
    assert figure(person.says("show me the seated one")) is not None
    assert (person.state or {})["ask"]["custom"]["fact"] == "pain"
    person.says("two")
    assert (person.state or {})["ask"] is None


def test_questions_of_safety_come_again_at_once() -> None:
    person = Person().says("my leg is numb", "report_symptom")
    fact = person.asked
    assert fact is not None
    person.says("show me the seated one")
    assert person.asked == fact


def test_an_emergency_goes_before_any_picture() -> None:
    person = Person().says("show me the seated one, I can't feel it when I wipe")
    assert person.emergency and figure(person) is None


def test_while_the_exercises_are_locked_the_advice_is_told_first() -> None:
    person = Person().says("I have crushing chest pain", "report_symptom")
    assert person.emergency
    person.says("show me the pelvic tilt", after=120.0)
    assert "999" in person.messages[0].text and figure(person) is not None


def test_without_an_exercise_it_asks_which() -> None:
    person = Person().says("show me")
    assert figure(person) is None and "Which exercise" in person.text


def test_broken_pictures_keep_nobody_from_exercising(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise LibraryError("In figures/cycling.yml, 'variants' is missing.")

    store.drawn.cache_clear()
    monkeypatch.setattr(store, "everything", broken)
    try:
        person = Person().in_a_set()
        assert person.plays and figure(person) is None
        person.says("show me the seated one")
        assert figure(person) is None and "Seated forward bend" in person.text
    finally:
        store.drawn.cache_clear()
