"""The lexicon is sound, and says plainly what is wrong when it is not."""

from __future__ import annotations

import pytest

from coach.library.vocabulary import EXERCISES, ROUTINES, SYMPTOMS
from coach.understand.lexicon import DATA, LexiconError, build, load
from coach.understand.spelling import distance
from coach.understand.text import stem

GOOD = "words: {move: [walk]}\nmisspellings: {}\nentities: {exercise: {cycling: [bike, '<move> & hill']}}\n"


def test_every_value_of_the_contract_has_phrases_and_no_other() -> None:
    values = load().values
    assert values["exercise"] == set(EXERCISES)
    assert values["routine"] == set(ROUTINES)
    assert values["symptom"] == SYMPTOMS
    assert values["direction"] == {"slower", "faster", "easier", "harder"}
    assert values["side"] == {"left", "right", "both"}
    assert values["severity"] == {"mild", "moderate", "severe"}
    assert {"stenosis", "sciatica", "cauda_equina"} <= values["condition"]


def test_words_of_their_own_are_never_corrected() -> None:
    speller = load().speller
    lines = (DATA / "real_words.txt").read_text(encoding="utf-8").splitlines()
    for word in (line for line in lines if not line.startswith("#")):
        assert speller.correct(word) == word


@pytest.mark.parametrize(
    ("slip", "word"),
    [("streching", "stretching"), ("shoudler", "shoulder"), ("numbb", "numb"), ("stenosiss", "stenosis"),
     ("treadmil", "treadmill"), ("wendnesday", "wednesday"), ("repititions", "repetitions")],
)  # fmt: skip
def test_slips_are_put_right(slip: str, word: str) -> None:
    assert load().speller.correct(slip) == word


@pytest.mark.parametrize(
    "word",
    [
        "bank",
        "needs",
        "chain",
        "lack",
        "pack",
        "leg",
        "week",
        "start",
        "stair",
        "kick",
        "xyzzy",
        "minding",
        "enlighten",
    ],
)
def test_other_words_are_left_alone(word: str) -> None:
    assert load().speller.correct(word) == word


def test_distance_counts_a_swap_as_one() -> None:
    assert distance("bakc", "back", 2) == 1
    assert distance("knee", "knees", 2) == 1
    assert distance("tilt", "march", 2) == 3  # more than the limit


def test_stems_join_inflections() -> None:
    assert {stem(word) for word in ("bend", "bends", "bending", "bended")} == {stem("bend")}
    assert stem("sitting") == stem("sit") and stem("cycling") == stem("cycle") == stem("cycles")


def test_a_small_lexicon_builds() -> None:
    assert build(GOOD, []).values == {"exercise": {"cycling"}}


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        (GOOD.replace("<move>", "<moves>"), "exercise > cycling: there is no group of words called <moves>"),
        (GOOD.replace("[bike,", "[true,"), "entities > exercise > cycling"),
        (GOOD.replace("[bike,", "['hug ..',"), "ends with"),
        (GOOD.replace("[bike,", "['[bike]',"), "says nothing"),
        (GOOD.replace("[bike,", "['bike & [hill]',"), "no [..] in a phrase with &"),
        (GOOD.replace("[bike,", "['bike!',"), "is not a single plain word"),
        (GOOD.replace("[bike,", "[{say: bike, not_aftr: x},"), "not_aftr"),
        (GOOD.replace("misspellings: {}\n", ""), "misspellings"),
        ("words: [", "not valid YAML"),
        ("", "lexicon.yml"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(text: str, tells: str) -> None:
    with pytest.raises(LexiconError) as error:
        build(text, [])
    assert tells in str(error.value)
    assert "\n" not in str(error.value)


def test_optional_gap_and_order_marks() -> None:
    lexicon = build(
        "words: {}\nmisspellings: {}\nentities:\n  e:\n    a: ['hug .. knee']\n    b: ['lift [up] leg']\n"
        "    c: [{say: left, not_before: over, not_after: many, unless: dinner}]\n"
        "    d: ['=march', 'red (car)']\n",
        [],
    )

    def values(text: str) -> set[str]:
        return {match.value for match in lexicon.finder.find(lexicon.read(text))}

    assert values("hug both of my knees") == {"a"}
    assert values("hug one two three four knees") == set()
    assert values("lift leg") == values("lifting up legs") == {"b"}
    assert values("left") == {"c"}
    assert values("left over") == values("how many left") == values("left after dinner") == set()
    assert values("march") == {"d"} and values("marching") == set()
    match = lexicon.finder.find(lexicon.read("red car"))[0]
    assert (match.hits, match.used) == ((0, 1), (0,))
