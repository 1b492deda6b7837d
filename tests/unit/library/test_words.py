"""What people read and hear is short, easy and free of words that could steer the coach."""

from __future__ import annotations

import re

import pytest

from coach.library import Exercise, load
from tests.readability import grade, sentences, too_hard

LIBRARY = load()


def exercise_words(exercise: Exercise) -> list[str]:
    """All that is said about an exercise and in it."""
    said = [exercise.aim, exercise.progression]
    said += [caution.say for caution in exercise.cautions]
    said += [level.say for level in exercise.levels]
    said += [adaptation.say for adaptation in exercise.adaptations]
    said += [avoid.reason for avoid in exercise.avoid_if]
    swaps = [exercise.no_floor, exercise.easier, exercise.harder]
    swaps += [adaptation.then for adaptation in exercise.adaptations]
    swaps += [avoid.to for avoid in exercise.avoid_if]
    said += [swap.reason for swap in swaps if swap is not None]
    for variant in exercise.variants.values():
        cues = variant.cues
        said += [*variant.setup, *variant.out, *(step.say for step in variant.steps)]
        said += [cues.prepare, cues.move, cues.back] + ([cues.hold] if cues.hold else [])
    return said


def knowledge() -> list[str]:
    texts = [item.text for item in LIBRARY.education.values()]
    texts += [item.more for item in LIBRARY.education.values() if item.more]
    return texts


def everything() -> list[str]:
    said = [text for exercise in LIBRARY.exercises.values() for text in exercise_words(exercise)]
    return said + knowledge() + [plan.say for plan in LIBRARY.routines.values()]


@pytest.mark.parametrize("name", LIBRARY.exercises)
def test_exercises_are_easy_to_read(name: str) -> None:
    assert too_hard(exercise_words(LIBRARY.exercises[name])) == []


def test_knowledge_is_easy_to_read() -> None:
    assert too_hard(knowledge()) == []


def test_routines_are_easy_to_read() -> None:
    assert too_hard([plan.say for plan in LIBRARY.routines.values()]) == []


@pytest.mark.parametrize("name", LIBRARY.education)
def test_an_answer_is_two_to_four_sentences(name: str) -> None:
    item = LIBRARY.education[name]
    assert 2 <= len(sentences(item.text)) <= 4
    assert item.more is None or 1 <= len(sentences(item.more)) <= 4


COMMANDS = re.compile(r"\b(stop|stops|stopping|pause|skip|resume|repeat|quit|cancel|louder)\b", re.IGNORECASE)
WHOLE_COMMANDS = {"next", "again", "done", "ready", "back", "slower", "faster", "easier", "harder", "yes",
                  "no", "go on", "carry on", "hold on", "hang on", "enough"}  # fmt: skip


def test_no_word_could_be_taken_for_a_command() -> None:
    for text in everything():
        assert not COMMANDS.search(text), text
        for part in re.split(r"[.,:;!?]", text.lower()):
            assert part.strip() not in WHOLE_COMMANDS, text


def test_nobody_is_told_what_they_have_or_do_not_have() -> None:
    verdict = re.compile(r"\byou (have|do not have|don't have|suffer from) (a |an |no )?(spinal )?"
                         r"(stenosis|sciatica|cauda|cancer|infection|arthritis)", re.IGNORECASE)  # fmt: skip
    for text in everything():
        assert not verdict.search(text), text


def test_no_medicine_is_named_or_dosed() -> None:
    drug = re.compile(r"\b(ibuprofen|paracetamol|acetaminophen|codeine|naproxen|gabapentin|aspirin|"
                      r"pregabalin|mg|milligrams?|tablets? (a|per) day)\b", re.IGNORECASE)  # fmt: skip
    for text in everything():
        assert not drug.search(text), text


def test_every_line_is_whole() -> None:
    for text in everything():
        assert text[0].isupper(), text
        assert text[-1] in ".!?", text


@pytest.mark.parametrize("name", LIBRARY.exercises)
def test_moves_are_slow(name: str) -> None:
    for variant in LIBRARY.exercises[name].variants.values():
        assert 3 <= variant.move_seconds <= 4
        assert 3 <= variant.back_seconds <= 4


# The check itself.
def test_easy_words_pass_and_hard_ones_do_not() -> None:
    easy = "Sit on a chair. Put your feet flat. Lean forward a little. Then come back up, and take a rest."
    hard = (
        "Lumbar stenosis necessitates individualised rehabilitation incorporating facilitation. "
        "Consider consulting an experienced musculoskeletal practitioner beforehand. "
        "Contraindications regarding osteoporotic individuals necessitate modification."
    )
    assert grade(easy) < 2
    assert too_hard([easy]) == []
    assert grade(hard) > 12
    assert any(line.startswith("grade") for line in too_hard([hard]))


def test_a_long_sentence_is_found() -> None:
    line = "Put one foot in front of the other and then walk on and on until you get to the door."
    assert len(line.split()) == 20
    assert any("20 words" in finding for finding in too_hard([line]))
    assert too_hard(["Put one foot in front of the other. Then walk on until you get to the door."]) == []


def test_short_texts_are_judged_by_their_words() -> None:
    assert too_hard(["Individualised rehabilitation necessary."]) != []
    assert too_hard(["Gently tighten your lower belly."]) == []
    assert too_hard(["", "  "]) == []
