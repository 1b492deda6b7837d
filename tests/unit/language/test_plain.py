"""Plainer words on request: the same texts, easier, kept per person, and never heard by anybody else."""

from __future__ import annotations

import string
import threading

import pytest

from coach import language
from coach.language import PLAIN, SPANISH, speaking, spoken_language
from coach.library.translated import translated
from coach.understand import language_wish
from coach.words import own_sentences, pairs, put, retold, sentences, words
from tests.readability import _WORD, grade
from tests.unit.conversation.person import Person
from tests.unit.language import texts

MOST = 4.0
LEAST_WORDS = 5  # of fewer words a grade says nothing


def gaps(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def level(text: str) -> float:
    return grade(text.replace("{", "").replace("}", ""))


def test_every_plainer_text_has_a_harder_one_that_it_stands_for() -> None:
    own = own_sentences(PLAIN)
    assert own and set(own) <= set(sentences())
    assert all(gaps(own[key]) == gaps(sentences()[key]) for key in own)
    stale = set(pairs(PLAIN)) - texts.everything()
    assert not stale
    assert all(gaps(text) == gaps(said) for text, said in pairs(PLAIN).items())


def test_every_plainer_text_is_of_grade_four_and_easier_than_the_usual_one() -> None:
    said = [*own_sentences(PLAIN).values(), *pairs(PLAIN).values()]
    assert [text for text in said if level(text) > MOST] == []
    for text, plain in pairs(PLAIN).items():
        assert level(plain) < level(text), text


@pytest.mark.parametrize("part", [texts.of_exercises, texts.of_safety, texts.of_knowledge])
def test_nothing_above_grade_four_is_left_without_plainer_words(part) -> None:  # type: ignore[no-untyped-def]
    known = pairs(PLAIN)
    hard = [text for text in set(part()) if len(_WORD.findall(text)) >= LEAST_WORDS and level(text) > MOST]
    assert [text for text in hard if text not in known] == []


def test_the_exercises_differ_in_nothing_but_their_words() -> None:
    plain = translated(texts.LIBRARY, PLAIN)
    for name, exercise in texts.LIBRARY.exercises.items():
        other = plain.exercises[name]
        assert exercise.dose == other.dose and exercise.sources == other.sources
        for key, variant in exercise.variants.items():
            twin = other.variants[key]
            assert [step.id for step in variant.steps] == [step.id for step in twin.steps]
            assert len(variant.setup) == len(twin.setup) and variant.move_seconds == twin.move_seconds
    assert plain.exercises != texts.LIBRARY.exercises


def test_asked_for_it_is_remembered_and_taken_back() -> None:
    person = Person(
        lock={"tier": "emergency_now", "flags": ["cardiac"], "since": 4e9, "reason": "So.", "advice": "Go."}
    )
    usual = person.says("start seated bend", "start_exercise").text
    assert "I do not start exercises just now." in usual
    assert "plain words" in person.says("say it simpler please").text
    assert (
        "We do no moves just now."
        in Person(plain=True, lock=person.journal.profile("p")["lock"])
        .says("start seated bend", "start_exercise")
        .text
    )
    assert "normal words" in person.says("normal words").text
    assert person.journal.profile("p")["plain"] is False


def test_the_open_question_is_put_again_in_plainer_words() -> None:
    person = Person().says("I fell and my back hurts", "report_symptom")
    for _ in range(12):
        if person.asked == "bone_weakness":
            break
        person.says("no")
    assert "months of steroid tablets" in person.text
    assert "Are your bones thin?" in person.says("easier words please").text
    assert "months of steroid tablets" in person.says("normal words").text


@pytest.mark.parametrize(
    "text",
    [
        "say it simpler",
        "Easier words please",
        "too many words",
        "I don't understand these words",
        "use simple words",
    ],
)
def test_how_it_is_asked_for(text: str) -> None:
    assert language_wish(text) == "plain"


@pytest.mark.parametrize(
    "text",
    [
        "easier",
        "make it easier",
        "too many",
        "say it again",
        "I don't understand",
        "talk slower",
        "just count",
        "simple",
    ],
)
def test_what_does_not_ask_for_it(text: str) -> None:
    assert language_wish(text) is None


def test_a_language_holds_for_one_turn_and_one_thread() -> None:
    heard: dict[str, list[str]] = {}
    gate = threading.Barrier(2)

    def speak(name: str) -> None:
        with speaking(name):
            gate.wait()
            heard[name] = [words("back_in_position") for _ in range(200)]
            gate.wait()

    threads = [threading.Thread(target=speak, args=(name,)) for name in ("en", PLAIN)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert set(heard["en"]) == {sentences()["back_in_position"]}
    assert set(heard[PLAIN]) == {own_sentences(PLAIN)["back_in_position"]}
    assert spoken_language() == "en"


def test_a_switch_inside_a_turn_ends_with_it() -> None:
    with speaking("en"):
        language.switch(SPANISH)
        assert spoken_language() == SPANISH
    assert spoken_language() == "en"


def test_an_error_inside_a_turn_leaves_no_language_behind() -> None:
    with pytest.raises(KeyError), speaking(PLAIN):
        words("no_such_sentence")
    assert spoken_language() == "en"


def test_two_people_on_one_coach_are_kept_apart() -> None:
    person = Person(plain=True)
    person.journal.remember("q", consent=1.0, region="other", screened=4e9)
    from coach.conversation import Turn

    mine = person.says("I have chest pain", "report_symptom").text
    other = person._coach.turn(None, Turn("q", text="I have chest pain", intent="report_symptom"))
    assert other.messages[0].text == "Call your local emergency number now."
    assert "Call 999 now." in mine


def test_what_is_not_known_stays_as_it_is() -> None:
    with speaking(PLAIN):
        assert put("A sentence of nobody.") == "A sentence of nobody."
    assert retold("A sentence of nobody.") == "A sentence of nobody."
