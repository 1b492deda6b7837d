"""What the coach tells: all that was promised is there, nothing claims too much, reviewers can read it."""

from __future__ import annotations

import re

import pytest

from coach.library import Education, load, vocabulary
from coach.understand.lexicon import load as load_lexicon
from scripts.knowledge import PAGE, page
from tests.readability import grade, sentences, too_hard

LIBRARY = load()
TEXTS = list(LIBRARY.education.values())

# What people ask about, and the text that answers it.
PROMISED = {
    "causes of stenosis": "KB-STENOSIS-CAUSES",
    "causes of sciatica": "KB-SCIATICA-CAUSES",
    "whether stenosis goes away": "KB-STENOSIS-COURSE",
    "whether sciatica goes away": "KB-SCIATICA-COURSE",
    "why bending forward helps": "ED-05",
    "why leaning on a trolley helps": "KB-TROLLEY",
    "how often": "KB-HOW-OFTEN",
    "how long a session": "KB-SESSION",
    "when to expect a change": "KB-HOW-LONG",
    "walking": "KB-WALKING",
    "how much walking": "KB-HOW-FAR",
    "cycling": "KB-CYCLING",
    "how much cycling": "KB-CYCLING-TIMES",
    "walking uphill": "KB-UPHILL",
    "rests on a walk": "KB-REST-STOPS",
    "swimming": "KB-SWIM",
    "gardening": "KB-GARDENING",
    "stairs": "KB-STAIRS",
    "good pain and bad pain": "KB-PAIN-LIMITS",
    "heat and cold": "KB-HEAT",
    "sleeping positions": "KB-SLEEP",
    "mattress": "KB-MATTRESS",
    "sitting": "KB-SITTING",
    "driving": "KB-DRIVING",
    "lifting": "KB-LIFTING",
    "shoes": "KB-SHOES",
    "sticks and frames": "KB-FRAMES",
    "corsets": "KB-CORSET",
    "aids in general": "KB-AIDS",
    "tablets": "KB-MEDICINE",
    "amounts of medicine": "KB-DOSES",
    "injections": "KB-INJECTIONS",
    "surgery": "KB-SURGERY",
    "scans": "KB-SCANS",
    "cauda equina": "KB-CAUDA-EQUINA",
    "its warning signs": "KB-CAUDA-SIGNS",
    "trapped nerve": "KB-NERVE",
    "slipped disc": "KB-DISC",
    "arthritis": "KB-ARTHRITIS",
    "spondylosis": "KB-SPONDYLOSIS",
    "osteoporosis": "KB-OSTEOPOROSIS",
    "thin bones and bending": "KB-BONES",
    "neuropathy": "KB-NEUROPATHY",
    "claudication": "KB-CLAUDICATION",
    "numbness": "KB-NUMB",
    "pins and needles": "KB-TINGLING",
    "cramp": "KB-CRAMP",
    "weak leg": "KB-WEAK",
    "whether it is safe": "KB-SAFE",
    "whether it can make things worse": "KB-HARM",
    "weight": "KB-WEIGHT",
    "work": "KB-WORK",
    "stress and mood": "KB-STRESS",
    "sex": "KB-SEX",
    "age": "KB-AGE",
    "sit-ups": "KB-SIT-UPS",
    "yoga": "KB-YOGA",
    "pilates": "KB-PILATES",
    "family doctor": "KB-GP",
    "physio": "KB-PHYSIO",
    "chiropractor": "KB-CHIROPRACTOR",
    "specialist": "KB-SPECIALIST",
    "how to choose one": "KB-CHOOSE",
    "what to ask the doctor": "KB-ASK-DOCTOR",
    "where the advice comes from": "KB-SOURCE",
    "how sure it is": "KB-EVIDENCE",
    "diagnosis": "KB-DIAGNOSIS",
    "visits and insurance": "KB-CLINIC",
}
# Sources known before addresses were asked for; no new one comes without.
WITHOUT_ADDRESS = {
    "article", "dynamic_health_nhs", "nhs_inform_back", "nhs_sitting", "sinaki_1984", "ros",
    "brooke_wavell_2022", "cuh_nhs", "northern_trust_nhs", "acog", "whitman_2006", "pua_2007",
    "comer_2013", "ammendolia_2018", "minetama_2019", "boost_2022", "comer_2024", "bussieres_2021",
    "uk_activity_2019", "nhs_steroid_injections", "heat_common_advice", "msd_manual_stenosis",
    "macp_card", "girft_2023", "nhs_borders", "pain_model", "ours",
}  # fmt: skip


def by_id(item: Education) -> str:
    return item.id


def words_of(item: Education) -> str:
    return " ".join(words for words in (item.text, item.more, item.why) if words)


@pytest.mark.parametrize("matter", PROMISED)
def test_each_matter_has_a_text_with_sources(matter: str) -> None:
    item = LIBRARY.education[PROMISED[matter]]
    assert item.sources
    assert grade(item.text) <= 6


def test_no_two_matters_share_a_text() -> None:
    assert len(set(PROMISED.values())) == len(PROMISED)


@pytest.mark.parametrize("item", TEXTS, ids=by_id)
def test_a_text_is_short_easy_and_has_sources(item: Education) -> None:
    assert too_hard([words for words in (item.text, item.more, item.why) if words]) == []
    assert all(len(sentences(words)) <= 4 for words in (item.text, item.more, item.why) if words)
    # with the offer of the warning signs it is four sentences as well
    assert len(sentences(item.text)) + item.warns <= 4
    assert item.sources


def test_a_list_for_choosing_a_doctor_covers_the_reference() -> None:
    assert "XR-08" in LIBRARY.education["KB-CHOOSE"].covers
    assert LIBRARY.education["KB-CHOOSE"].text.count("?") >= 3


@pytest.mark.parametrize("value", sorted(load_lexicon().values["condition"]))
def test_each_condition_that_is_understood_has_an_answer(value: str) -> None:
    item = LIBRARY.answer("ask_condition", value)
    assert item is not None and f"ask_condition:{value}" in item.answers


@pytest.mark.parametrize("symptom", sorted(vocabulary.SYMPTOMS))
def test_each_symptom_has_an_answer_that_offers_the_warning_signs(symptom: str) -> None:
    item = LIBRARY.answer("ask_condition", symptom)
    assert item is not None and f"ask_condition:{symptom}" in item.answers
    assert item.warns


@pytest.mark.parametrize("name", ["KB-NUMB", "KB-TINGLING", "KB-BURNING", "KB-WEAK"])
def test_whoever_feels_it_now_is_asked_to_tell(name: str) -> None:
    assert "If you feel it now, tell me" in LIBRARY.education[name].text


def test_nothing_is_promised() -> None:
    promise = re.compile(
        r"\b(will (cure|heal|fix|help you|ease|get better|go away)|guarantee|always works|no risk|"
        r"completely safe|nothing serious|you are fine|not serious)\b",
        re.IGNORECASE,
    )
    for item in TEXTS:
        assert not promise.search(words_of(item)), item.id


def test_medicine_has_no_amounts() -> None:
    amount = re.compile(
        r"\b\d+\b|\b(once|twice|three times|four times) (a|per) day\b|\bevery \w+ hours\b", re.I
    )
    for name in (
        "ED-03",
        "KB-MEDICINE",
        "KB-DOSES",
        "KB-SUPPLEMENTS",
        "KB-INJECTIONS",
        "KB-PHARMACIST",
        "KB-RELIEF",
    ):
        assert not amount.search(words_of(LIBRARY.education[name])), name


def test_tablets_and_injections_are_told_apart_and_left_to_those_who_know() -> None:
    tablets, injections = LIBRARY.education["KB-MEDICINE"], LIBRARY.education["KB-INJECTIONS"]
    assert "inject" not in words_of(tablets).lower() and "tablet" not in words_of(injections).lower()
    assert "pharmacist" in tablets.text and "doctor" in injections.text
    assert {tablets.often, injections.often} == {"KB-DOSES"}


def test_the_limits_of_the_studies_are_told() -> None:
    assert "bending forward by itself" in words_of(LIBRARY.education["KB-EVIDENCE"])
    assert "Working alone helped too, but less" in words_of(LIBRARY.education["KB-HOW-LONG"])


def test_no_source_comes_without_an_address() -> None:
    used = {name for item in TEXTS for name in item.sources}
    assert {name for name in used if LIBRARY.sources[name].doi_or_url is None} <= WITHOUT_ADDRESS


def test_the_page_for_reviewers_is_up_to_date() -> None:
    """Make it anew with python -m scripts.knowledge."""
    made = page(LIBRARY)
    assert PAGE.read_text("utf-8") == made
    for item in TEXTS:
        assert f"## {item.id} " in made and item.text in made
