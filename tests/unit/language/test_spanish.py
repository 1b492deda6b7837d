"""Spanish: every text is there with the same keys, gaps, ids and times, easy to read, and wholly Spanish."""

from __future__ import annotations

import json
import re

import pytest
from textstat.textstat import textstatistics

from coach.language import SPANISH, speaking
from coach.library.checks import check
from coach.library.translated import Books, spoken_texts, translated
from coach.numbers import count, spoken
from coach.routine import cues
from coach.words import number_words, own_sentences, pairs, put, retold, sentences, words
from tests.unit.language import texts
from tests.unit.language.test_plain import gaps

WORDS = own_sentences(SPANISH)
PAIRS = pairs(SPANISH)
ALIKE = {"Nigeria", "Jamaica", "India", "Australia"}
CORE = (
    "ED-01 ED-03 ED-04 ED-05 KB-SCIATICA KB-CAUDA-EQUINA KB-CAUDA-SIGNS KB-DOCTOR KB-EMERGENCY KB-HOW-OFTEN "
    "KB-WALKING KB-PAIN-LIMITS KB-MEDICINE KB-DOSES KB-RELIEF KB-SAFE KB-NUMB KB-BONES"
).split()
LEAST_EASE, LEAST_EASE_OF_ALL = 55.0, 80.0
"""Fernandez-Huerta, 0 to 100: from 80 on a text is easy, below 50 it is hard."""
MOST_WORDS = 24
ENGLISH = re.compile(
    r"\b(the|and|you|your|with|when|what|this|that|exercise|leg|back|pain|doctor's|please|sorry|hello|stop|call"
    r"|now|today|ready|yes|left|right|knee|foot|slowly|hold|rest|go|is|are|of|for|to|it|we|can|not)\b",
    re.IGNORECASE,
)
NAMES = re.compile(r"Samaritans( of Singapore)?|Lifeline|Healthline|Tele MANAS|SPINECOACH_TOKEN")


def everything() -> list[str]:
    return [*WORDS.values(), *PAIRS.values()]


def plain(text: str) -> str:
    return NAMES.sub("Nombre", re.sub(r"\{\w+\}", "dos", text))


def test_every_sentence_of_the_coach_is_there_with_the_same_gaps() -> None:
    """Whoever adds a sentence to en.yml adds it to es/words.yml too."""
    assert set(WORDS) == set(sentences())
    assert [key for key in WORDS if gaps(WORDS[key]) != gaps(sentences()[key])] == []


@pytest.mark.parametrize("part", [texts.of_exercises, texts.of_safety, texts.of_labels])
def test_every_text_of_exercises_and_safety_has_its_pair(part) -> None:  # type: ignore[no-untyped-def]
    assert {text for text in part() if text not in PAIRS} <= ALIKE


def test_no_pair_is_stale_and_all_have_the_same_gaps_and_numbers() -> None:
    assert set(PAIRS) - texts.everything() == set()
    for text, said in PAIRS.items():
        assert gaps(text) == gaps(said)
        digits = re.findall(r"\d{2,}", text)
        assert digits == re.findall(r"\d{2,}", said), text


def test_the_core_of_the_knowledge_is_there_and_the_rest_says_so() -> None:
    spanish = translated(texts.LIBRARY, SPANISH)
    for name in CORE:
        item, english = spanish.education[name], texts.LIBRARY.education[name]
        assert item.text != english.text and item.text != WORDS["only_english"]
        assert (item.more is None) == (english.more is None) and (item.why is None) == (english.why is None)
    told = [one.text for one in spanish.education.values()]
    assert told.count(WORDS["only_english"]) > 0
    assert not set(told) & {one.text for one in texts.LIBRARY.education.values()}


def test_ids_steps_doses_and_times_are_the_same() -> None:
    spanish = translated(texts.LIBRARY, SPANISH)
    check(spanish.copy(update={"education": texts.LIBRARY.education}))
    for name, exercise in texts.LIBRARY.exercises.items():
        other = spanish.exercises[name]
        same = {"id", "checklist_id", "kind", "dose", "start_level", "default_variant", "sources", "ours"}
        assert exercise.dict(include=same) == other.dict(include=same)
        assert list(exercise.variants) == list(other.variants)
        for key, variant in exercise.variants.items():
            twin = other.variants[key]
            assert [step.id for step in variant.steps] == [step.id for step in twin.steps]
            assert len(variant.setup) == len(twin.setup) and len(variant.out) == len(twin.out)
            assert not set(spoken_texts(variant.dict())) & set(spoken_texts(twin.dict()))
        assert [one.id for one in exercise.cautions] == [one.id for one in other.cautions]
        assert [one.symptom for one in exercise.adaptations] == [one.symptom for one in other.adaptations]


def test_cue_sheets_differ_in_nothing_but_what_is_said() -> None:
    books = Books(texts.LIBRARY)
    for name, exercise in texts.LIBRARY.exercises.items():
        level = exercise.levels[-1]
        dose = cues.SetDose(level.reps, level.hold_seconds, level.seconds)
        for key in exercise.variants:
            sheets = []
            for language in ("en", SPANISH):
                with speaking(language):
                    variant = books.spoken_in(language).exercises[name].variants[key]
                    sheets.append(
                        cues.build("s", name, variant, dose, rest=20.0, sets=2, chatty="more").as_dict()
                    )
            silent = [[{**cue, "say": ""} for cue in sheet.pop("cues")] for sheet in map(dict, sheets)]
            assert silent[0] == silent[1]
            assert all(
                a["say"] != b["say"] for a, b in zip(*(sheet["cues"] for sheet in sheets), strict=True)
            )


def test_a_question_keeps_its_fact_and_kind() -> None:
    for fact, wording in texts.TRIAGE._questions.wordings.items():
        with speaking(SPANISH):
            posed = texts.TRIAGE.question(fact)
        assert posed is not None and posed.custom() == wording.posed(again=False).custom()
        assert posed.say != wording.say and posed.plainer != wording.plainer and posed.why != wording.why


def test_a_verdict_is_the_same_but_for_its_words() -> None:
    for facts in (
        {"saddle_numbness": True},
        {"self_harm": True},
        {"fever": True},
        {"age": 80, "symptom": "pain"},
        {},
    ):
        for region in texts.TRIAGE.regions():
            english = texts.TRIAGE.assess(facts, region=region)
            with speaking(SPANISH):
                spanish = texts.TRIAGE.assess(facts, region=region)
            assert (spanish.tier, spanish.flags, spanish.exercise) == (
                english.tier,
                english.flags,
                english.exercise,
            )
            assert len(spanish.say) == len(english.say) and not set(spanish.say) & set(english.say)


@pytest.mark.parametrize("region", sorted(texts.TRIAGE.regions()))
def test_an_emergency_begins_with_the_number_of_the_region(region: str) -> None:
    number = texts.TRIAGE.regions()[region].emergency
    with speaking(SPANISH):
        said = texts.TRIAGE.assess({"chest_pain": True}, region=region).say
        net = texts.TRIAGE.assess({}, region=region).say[-1]
    assert said[0].startswith("Llame al") and said[0].endswith(" ahora.")
    assert said[1].startswith("Dígales: ")
    assert number is None or (number in said[0] and number in net)
    assert all(word in net for word in ("entre las piernas", "vejiga", "intestino", "las dos piernas"))


def test_all_of_it_is_easy_to_read() -> None:
    measure = textstatistics()  # one of its own: the shared one stays English for the other tests
    measure.set_lang("es")
    long = [text for text in map(plain, everything()) if len(text.split()) >= 12]
    assert [text for text in long if measure.fernandez_huerta(text) < LEAST_EASE] == []
    assert measure.fernandez_huerta(" ".join(one.rstrip(".") + "." for one in long)) > LEAST_EASE_OF_ALL
    cut = [part for text in map(plain, everything()) for part in re.split(r"[.!?:]", text)]
    assert [part for part in cut if len(part.split()) > MOST_WORDS] == []


def test_no_english_is_left_in_it() -> None:
    found = [text for text in map(plain, everything()) if ENGLISH.search(text)]
    assert [text for text in found if not set(ENGLISH.findall(text)) <= {"no", "doctor"}] == []


def test_it_says_usted_and_names_no_illness_as_ruled_out() -> None:
    familiar = re.compile(r"\b(tú|tu|tus|tienes|puedes|haz|dime|siéntate|quieres|estás)\b", re.IGNORECASE)
    assert [text for text in everything() if familiar.search(text)] == []
    absent = re.compile(r"\b(usted no tiene|no es grave|no es nada)\b", re.IGNORECASE)
    assert [text for text in everything() if absent.search(text)] == []


def test_numbers_and_what_is_counted() -> None:
    with speaking(SPANISH):
        assert [spoken(n) for n in (0, 7, 21, 45)] == ["cero", "siete", "veintiuno", "cuarenta y cinco"]
        assert count(1, "second") == "un segundo" and count(1, "set") == "una serie"
        assert count(21, "time") == "veintiuna veces" and count(31, "minute") == "treinta y un minutos"
        assert len({spoken(n) for n in range(100)}) == 100
    assert set(number_words(SPANISH)["nouns"]) >= {"second", "minute", "day", "set", "time", "exercise"}
    assert spoken(7) == "seven"


def test_a_sentence_finds_its_way_back() -> None:
    with speaking(SPANISH):
        asked = words("consent")
        assert retold(sentences()["consent"]) == asked
        assert put("Call 112 now.") == "Llame al 112 ahora."
    assert retold(asked) == sentences()["consent"]
    assert retold("Llame al 112 ahora.") == "Call 112 now."
    assert json.dumps(asked)
