"""Scores of evaluation sets: what counts as right, the bounds, the bins and the pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.understood import Understood
from coach import triage
from spinecoach import calibration, evaluate, pictures

SETTLED = Understood("stop", {}, 1.0, (("stop", 1.0),))


def understood(intent: str, *ranking: tuple[str, float], **entities: Any) -> Understood:
    return Understood(intent, entities, 0.9, ranking or ((intent, 0.9), ("greet", 0.1)))


def row(intent: str, **more: Any) -> dict[str, Any]:
    return {"text": intent, "intent": intent, **more}


def scored(*pairs: tuple[dict[str, Any], Understood]) -> evaluate.Score:
    answers = iter([got for _, got in pairs])
    return evaluate.nlu([wanted for wanted, _ in pairs], lambda _: next(answers))


def case(gold: str, got: str, *acceptable: str, flag: str = "", asked: int = 3) -> evaluate.JudgedCase:
    return evaluate.JudgedCase({"gold": gold, "acceptable": list(acceptable), "flag": flag}, got, asked)


def test_an_accepted_reading_is_right_but_not_exact() -> None:
    figures = scored((row("greet", acceptable=["thanks"]), understood("thanks"))).figures
    assert (figures["intent_accuracy"], figures["intent_exact"]) == (1.0, 0.0)


def test_a_wrong_value_is_a_miss_where_the_intent_is_right() -> None:
    score = scored((row("set_dose", entities={"reps": 8}), understood("set_dose", reps=5)))
    assert score.figures["entity_accuracy"] == 0.0
    assert score.figures["intent_accuracy"] == 1.0
    assert len(score.misses) == 1


def test_talk_for_others_is_turned_away_acted_upon_or_neither() -> None:
    outside = row("out_of_scope")
    got = ("out_of_scope", "nlu_fallback", "stop", "greet")
    figures = scored(*((outside, understood(name)) for name in got)).figures
    assert (figures["turned_away"], figures["acted_upon"]) == (0.5, 0.25)


def test_the_bound_on_misses_is_that_of_clopper_and_pearson() -> None:
    assert evaluate.at_most(0, 59) == pytest.approx(1 - 0.05 ** (1 / 59))
    assert evaluate.at_most(2, 50) == pytest.approx(0.1206, abs=0.0005)
    assert evaluate.at_most(3, 3) == evaluate.at_most(0, 0) == 1.0


def test_an_accepted_tier_is_neither_under_nor_over() -> None:
    figures = evaluate.triage_figures(
        [
            case("emergency_now", "urgent_same_day", "urgent_same_day"),
            case("emergency_now", "see_doctor_soon"),
            case("self_care", "see_doctor_soon", flag="negative:idiom"),
            case("self_care", "emergency_now", flag="negative:idiom", asked=7),
        ]
    )
    assert (figures["exact"], figures["accepted"]) == (0.0, 0.25)
    assert (figures["under"], figures["under_by_two"], figures["over"]) == (0.25, 0.25, 0.5)
    assert (figures["emergencies"], figures["emergencies_missed"]) == (2, 1)
    assert figures["hard_negatives_alarmed"] == 0.5
    assert (figures["questions_mean"], figures["questions_most"]) == (4.0, 7)


def test_guesses_are_the_models_own_also_where_it_was_not_sure_enough() -> None:
    unsure = understood("nlu_fallback", ("nlu_fallback", 0.35), ("greet", 0.3), ("stop", 0.2))
    judged = scored((row("stop"), SETTLED), (row("greet"), unsure), (row("greet"), understood("stop"))).judged
    assert calibration.guesses(judged) == [(0.3, True), (0.9, False)]


def test_bins_hold_their_edges_and_weigh_by_how_many_they_hold() -> None:
    guesses = [(1.0, True), (0.95, True), (0.95, False), (0.2, False)]
    assert [(b.count, b.right) for b in calibration.binned(guesses)] == [(1, 0.0), (3, pytest.approx(2 / 3))]
    assert calibration.error(guesses) == pytest.approx((0.2 + abs(2.9 - 2)) / 4)
    assert calibration.error([]) == 0.0


def test_each_score_has_its_pictures(tmp_path: Path) -> None:
    score = scored((row("greet"), understood("greet")), (row("stop"), understood("greet")))
    names = [file.name for file in pictures.draw(score, tmp_path, "set")]
    cases = evaluate.Score(cases=[case("self_care", "emergency_now")])
    names += [file.name for file in pictures.draw(cases, tmp_path, "set")]
    kinds = ("intents", "reliability", "tiers")
    assert names == [f"set-{kind}{ending}" for kind in kinds for ending in (".svg", ".png")]
    assert all((tmp_path / name).stat().st_size > 1000 for name in names)


def test_a_picture_of_the_same_score_is_the_same_file(tmp_path: Path) -> None:
    cases = evaluate.Score(cases=[case("self_care", "emergency_now")])
    first, again = (pictures.draw(cases, tmp_path / part, "set") for part in ("1", "2"))
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in again]


def test_a_set_is_scored_by_conversation() -> None:
    told = {"text": "I cannot feel myself wipe", "facts": {}, "gold": "emergency_now"}
    score = evaluate.triage([told], triage.load(), lambda _: understood("report_symptom"))
    assert score.figures["emergencies_missed"] == 0
    assert score.cases[0].tier == "emergency_now"
