"""Questions: the right text for each, whatever intent it was taken for, and what may be asked after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from coach.library import load
from coach.understand import extract, topics
from tests.readability import sentences
from tests.unit.conversation.person import Person

CASES = Path(__file__).parent / "cases"
LIBRARY = load()
LEARNING = ("ask_why", "ask_condition", "ask_pain_relief", "ask_cardio", "ask_see_doctor")
Row = tuple[str, str, str]


def rows(name: str) -> list[Row]:
    return [(str(say), str(intent), str(text)) for say, intent, text in YAML(typ="safe").load(CASES / name)]


QUESTIONS, UNSEEN = rows("questions.yml"), rows("questions_unseen.yml")


def told(say: str, intent: str) -> str | None:
    """The text that a question gets in a conversation of its own."""
    found = {entity.entity: entity.value for entity in extract(say, intent)}
    person = Person().asks(say, intent, found)
    assert person.state is not None
    topic: str | None = person.state["topic"]
    return topic


def said(person: Person) -> str:
    return " ".join(message.text for message in person.messages)


def asked(say: str, intent: str) -> Person:
    return Person().asks(say, intent, {})


@pytest.mark.parametrize(("say", "intent", "text"), QUESTIONS)
def test_a_question_gets_its_text(say: str, intent: str, text: str) -> None:
    assert told(say, intent) == text


def test_nine_in_ten_questions_in_words_not_chosen_for_get_theirs() -> None:
    missed = [(say, text) for say, intent, text in UNSEEN if told(say, intent) != text]
    assert len(UNSEEN) >= 60
    assert len(missed) <= len(UNSEEN) // 10, missed


def test_there_are_enough_questions() -> None:
    assert len(QUESTIONS) >= 150
    assert len({say for say, _, _ in QUESTIONS + UNSEEN}) == len(QUESTIONS + UNSEEN)


@pytest.mark.parametrize("intent", LEARNING)
@pytest.mark.parametrize(
    ("say", "text"),
    [
        ("does a hot water bottle help", "KB-HEAT"),
        ("which tablets can I take", "KB-MEDICINE"),
        ("what does an injection do", "KB-INJECTIONS"),
        ("can I drive", "KB-DRIVING"),
        ("what are the signs of cauda equina", "KB-CAUDA-SIGNS"),
    ],
)
def test_the_words_decide_across_intents(intent: str, say: str, text: str) -> None:
    assert told(say, intent) == text


def test_every_text_but_a_few_is_found_by_words_and_every_word_leads_to_a_text() -> None:
    found = topics.load().ids
    assert found <= set(LIBRARY.education)
    # these answer a question for an exercise, for a routine, or one that names nothing
    assert set(LIBRARY.education) - found == {
        "ED-01", "ED-11", "ED-13", "KB-CHAIR-WHY", "KB-CONDITION", "KB-GENTLE-WHY", "KB-NINE",
    }  # fmt: skip


# -- what there is no text on -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("say", "intent", "whom"),
    [
        ("does a copper bracelet help", "ask_pain_relief", "pharmacist or doctor"),
        ("what is sarcoidosis", "ask_condition", "doctor"),
        ("is trombone playing good", "ask_cardio", "physio"),
        ("how many kettlebell swings", "ask_why", "physio"),
        ("which receptionist is friendly", "ask_see_doctor", "clinic"),
    ],
)
def test_what_there_is_no_text_on_is_said_with_whom_to_ask(say: str, intent: str, whom: str) -> None:
    answer = said(asked(say, intent))
    assert "no text" in answer or "do not know" in answer
    assert whom in answer


@pytest.mark.parametrize(
    ("say", "whom"),
    [
        ("how many paracetamol can I take", "pharmacist"),
        ("have I got sciatica", "doctor"),
        ("what does my insurance pay", "clinic"),
        ("does turmeric help", "pharmacist"),
    ],
)
def test_what_others_must_answer_is_handed_to_them(say: str, whom: str) -> None:
    assert whom in said(asked(say, "ask_condition"))


@pytest.mark.parametrize("intent", ["out_of_scope", "nlu_fallback"])
def test_a_question_taken_for_none_is_answered_if_it_names_a_matter(intent: str) -> None:
    assert told("should I buy a new mattress", intent) == "KB-MATTRESS"
    assert told("who won the cup final", intent) is None
    assert told("I bought a new mattress", intent) is None


# -- after an answer --------------------------------------------------------------------------------------


def test_more_is_told_once_then_whom_to_ask() -> None:
    person = asked("does heat help", "ask_pain_relief")
    item = LIBRARY.education["KB-HEAT"]
    assert item.text in said(person)
    assert item.more is not None and item.more in said(person.says("tell me more"))
    assert "physio" in said(person.says("anything else"))


def test_more_on_a_medicine_is_the_pharmacists() -> None:
    person = asked("which tablets are good", "ask_pain_relief").says("tell me more")
    assert "pharmacist" in said(person.says("tell me more"))


@pytest.mark.parametrize("words", ["why?", "but why", "how come", "why does that help", "how does it help"])
def test_the_reason_is_asked_for(words: str) -> None:
    person = asked("how should I lie in bed", "ask_pain_relief").says(words)
    assert LIBRARY.education["KB-SLEEP"].why == said(person)


def test_without_a_reason_of_its_own_more_is_told() -> None:
    item = LIBRARY.education["KB-STAIRS"]
    assert item.why is None
    assert said(asked("what about stairs", "ask_cardio").says("why")) == item.more


@pytest.mark.parametrize(
    "words", ["says who?", "who says that", "where does that come from", "are you sure about that"]
)
def test_the_sources_are_named(words: str) -> None:
    person = asked("can scans tell why I hurt", "ask_condition").says(words)
    assert "NICE guideline NG59" in said(person) and "2016" in said(person)


def test_what_is_our_own_is_called_so() -> None:
    assert "our own choice" in said(asked("what about stairs", "ask_cardio").says("says who"))
    both = said(asked("do corsets help", "ask_pain_relief").says("what about shoes").says("says who"))
    assert "NG59" in both and "our own choice" in both


@pytest.mark.parametrize(
    ("say", "intent", "text"),
    [
        ("is cycling good", "ask_cardio", "KB-CYCLING-TIMES"),
        ("is walking good", "ask_cardio", "KB-HOW-FAR"),
        ("does heat help", "ask_pain_relief", "KB-HEAT-TIMES"),
        ("why does bending help", "ask_why", "KB-HOW-OFTEN"),
        ("do painkillers help", "ask_pain_relief", "KB-DOSES"),
    ],
)
@pytest.mark.parametrize("words", ["and how often?", "how long", "for how long", "how many times a day"])
def test_how_often_is_asked_after(say: str, intent: str, text: str, words: str) -> None:
    assert LIBRARY.education[text].text in said(asked(say, intent).says(words))


def test_where_there_is_no_number_that_is_said() -> None:
    assert "no number" in said(asked("what is sciatica", "ask_condition").says("how often"))


def test_another_matter_is_named_in_passing() -> None:
    person = asked("is swimming good", "ask_cardio").says("and what about yoga?")
    assert LIBRARY.education["KB-YOGA"].text in said(person)
    assert LIBRARY.education["KB-STAIRS"].text in said(person.says("and stairs"))


@pytest.mark.parametrize("words", ["is it safe?", "does it work", "are there any risks"])
def test_whether_a_treatment_works_is_no_question_about_exercise(words: str) -> None:
    person = asked("what does an injection do", "ask_pain_relief").says(words, "ask_why")
    assert said(person) == LIBRARY.education["KB-INJECTIONS"].more
    assert "doctor" in said(person.says(words, "ask_why"))


def test_how_many_to_take_is_a_question_about_medicine() -> None:
    assert told("how many can I take", "ask_dose") == "KB-DOSES"


def test_what_somebody_feels_is_no_question_after_an_answer() -> None:
    person = asked("is swimming good", "ask_cardio").says("and my leg is numb", "report_symptom")
    assert "between your legs" in said(person)
    person = asked("is swimming good", "ask_cardio").says("what about this numb leg", "report_symptom")
    assert "between your legs" in said(person)


def test_getting_up_off_the_floor_is_no_wish_to_stay_off_it() -> None:
    assert told("how do I get up off the floor", "ask_how") == "KB-FLOOR-UP"
    person = Person().says("I can't get off the floor")
    assert "Stay calm" in said(person)
    assert "off the floor today" in said(Person().says("nothing on the floor today"))


def test_after_an_exercise_the_same_can_be_asked() -> None:
    person = Person().asks("how do I do the pelvic tilt", "ask_how", {"exercise": "pelvic_tilt"})
    exercise = LIBRARY.exercises["pelvic_tilt"]
    assert exercise.aim in said(person.says("why"))
    assert exercise.progression in said(person.says("tell me more"))
    assert exercise.name in said(person.says("how often"))
    assert "That comes from" in said(person.says("says who"))


def test_nothing_of_this_works_without_an_answer_before() -> None:
    for words in ("tell me more", "says who", "why", "and stairs"):
        assert Person().says(words).state["topic"] is None  # type: ignore[index]


# -- what goes with it ------------------------------------------------------------------------------------


def test_the_warning_signs_are_offered_after_a_symptom_and_can_be_asked_for() -> None:
    person = asked("why do toes tingle", "ask_condition")
    assert '"warning signs"' in said(person)
    assert "between your legs" in said(person.says("warning signs"))


@pytest.mark.parametrize("name", [name for name, item in LIBRARY.education.items() if item.warns])
def test_with_the_offer_an_answer_is_four_sentences_or_five(name: str) -> None:
    assert len(sentences(LIBRARY.education[name].text)) <= 4


def test_an_exercise_that_is_on_is_meant_where_nothing_is_named() -> None:
    person = Person().says("start seated flexion", "start_exercise")
    assert "the seated forward bend:" in said(person.asks("how many do I do", "ask_dose", {}))
    person.asks("when will I feel a change", "ask_dose", {})
    assert person.state is not None and person.state["topic"] == "KB-HOW-LONG"


def test_sources_of_a_matter_and_of_all() -> None:
    assert "Spine-health" in said(asked("where is your advice on mattresses from", "ask_source"))
    assert told("says who", "ask_source") == "KB-SOURCE"
    person = asked("does heat help", "ask_pain_relief").asks("who says so", "ask_source", {})
    assert "Spine-health" in said(person)
