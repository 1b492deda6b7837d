"""What the benches do to sentences, cases and figures before they count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.understood import Understood
from bench import variants
from bench.__main__ import main
from bench.mistyped import NEIGHBOURS, mistyped
from bench.refit import Learnt
from bench.report import interval
from bench.spoken import misheard
from coach import triage
from coach.triage import Hint

LONG = "the quick brown fox jumps over the lazy dog " * 50
VARIANTS = {variant.name: variant for variant in variants.VARIANTS}


@given(st.text(), st.floats(0, 1), st.integers())
def test_mistyping_is_the_same_each_time_and_leaves_all_but_letters(
    text: str, rate: float, seed: int
) -> None:
    made = mistyped(text, rate, seed)
    assert made == mistyped(text, rate, seed)
    assert mistyped(text, 0, seed) == text
    figures = "0123456789 .,?!"
    assert [c for c in made if c in figures] == [c for c in text if c in figures]


def test_about_the_share_that_was_asked_for_is_mistyped() -> None:
    letters = LONG.replace(" ", "")
    wrong = misheard(letters, mistyped(letters, 0.05, 1))
    assert 0.03 < wrong / len(letters) < 0.09
    assert mistyped(LONG, 0.05, 1) != mistyped(LONG, 0.05, 2)


def test_neighbours_are_beside_each_other_on_the_keyboard() -> None:
    assert set(NEIGHBOURS["g"]) == set("tyfhvb")
    assert set(NEIGHBOURS["q"]) == set("wa")


def test_the_interval_narrows_with_the_number_of_examples() -> None:
    few, many = interval([True] * 45 + [False] * 5), interval([True] * 900 + [False] * 100)
    assert few[0] < many[0] < 0.9 < many[1] < few[1]
    assert many == pytest.approx((0.881, 0.918), abs=0.003)
    assert interval([True] * 9) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("said", "got", "wrong"),
    [("a b c", "a b c", 0), ("a b c", "a x c", 1), ("a b c", "b c d", 2), ("a b", "", 2), ("", "a", 1)],
)
def test_misheard_words_are_counted_by_the_fewest_changes(said: str, got: str, wrong: int) -> None:
    assert misheard(said.split(), got.split()) == wrong


def test_a_part_of_the_training_has_every_intent() -> None:
    labels = ["many"] * 40 + ["few"] * 2
    learnt = Learnt([str(n) for n in range(42)], np.zeros((42, 2), dtype=np.float32), labels)
    part = learnt.part(0.25, seed=1)
    assert (part.labels.count("many"), part.labels.count("few")) == (10, 1)
    assert part.texts == learnt.part(0.25, seed=1).texts != learnt.part(0.25, seed=2).texts
    assert len(part.vectors) == len(part.texts) == 11


def _figures(variant: str, text: str, gold: str, *hints: Hint, **facts: object) -> dict[str, float]:
    rows = [{"text": text, "facts": facts, "gold": gold, "flag": "negative:made"}]
    told = {text: Understood("report_symptom", {}, hints=hints)}
    return variants.figures(triage.load(), VARIANTS[variant], rows, told)


def test_without_the_spotter_a_danger_that_is_told_is_only_found_by_asking() -> None:
    text = "I have crushing chest pain and I cannot breathe"
    whole, deaf = (
        _figures(name, text, "emergency_now", chest_pain=True)
        for name in ("as it is", "questions only: neither spotter nor hints")
    )
    assert whole["questions_most"] == 0
    assert deaf["questions_most"] > 0


def test_deaf_to_denial_an_idle_mention_becomes_an_alarm() -> None:
    text = "My neighbour had chest pain years ago, I have no chest pain"
    assert _figures("as it is", text, "self_care")["hard_negatives_alarmed"] == 0
    assert _figures("spotter deaf to denial, past and other people", text, "self_care")["over"] == 1
    assert _figures("as it is", text, "self_care")["over"] == 0, "the alteration must not outlive its use"


def test_hints_bring_a_question_forward_and_a_limit_ends_them() -> None:
    hint = Hint(fact="cold_pale_leg", chance=0.6)
    told, unhinted = (
        _figures(name, "my leg is numb", "emergency_now", hint, cold_pale_leg=True)
        for name in ("as it is", "without hints")
    )
    assert (told["under"], told["questions_most"]) == (0, 1)
    assert unhinted["under"] == 1
    most = [
        _figures(f"at most {n} questions", "my leg is numb", "self_care")["questions_most"] for n in (6, 8)
    ]
    assert most[0] <= 6 and most[0] < most[1] <= 8


@pytest.mark.parametrize("arguments", [[], ["bench-nlu", "nonsense"], ["bench-nlu", "sample=many"]])
def test_a_part_that_does_not_exist_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1
