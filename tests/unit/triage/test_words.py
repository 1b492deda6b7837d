"""What the coach says: the action first, plain words, the safety net last, and no name of an illness."""

from __future__ import annotations

import re

import pytest

from coach.triage.models import tier_rank
from coach.triage.wording import safety_net
from tests.readability import too_hard
from tests.unit.triage.cases import FIRES, TRIAGE

REGIONS = TRIAGE.regions()
EMERGENCY = {
    "uk": "Call 999 now.",
    "ireland": "Call 112 now.",
    "us": "Call 911 now.",
    "canada": "Call 911 now.",
    "australia": "Call 000 now.",
    "new_zealand": "Call 111 now.",
    "northern_ireland": "Call 999 now.",
    "eu": "Call 112 now.",
    "india": "Call 112 now.",
    "south_africa": "Call 112 or 10177 now.",
    "nigeria": "Call 112 now.",
    "kenya": "Call 999 or 112 now.",
    "jamaica": "Call 110 or 119 now.",
    "singapore": "Call 995 now.",
    "philippines": "Call 911 now.",
    "pakistan": "Call 1122 now.",
    "other": "Call your local emergency number now.",
    None: "Call your local emergency number now.",
    "atlantis": "Call your local emergency number now.",
}
CRISIS = {
    "uk": ["116 123", "option 2"],
    "ireland": ["116 123"],
    "us": ["988"],
    "canada": ["988"],
    "australia": ["13 11 14"],
    "new_zealand": ["1737"],
    "northern_ireland": ["0808 808 8000"],
    "india": ["14416"],
    "south_africa": ["0800 567 567"],
    "jamaica": ["888 639 5433"],
    "singapore": ["1767"],
    "philippines": ["1553"],
}
URGENT = {"uk": "111", "canada": "811", "new_zealand": "0800 611 116"}
ILLNESS = re.compile(
    r"cauda|equina|stroke|heart attack|dvt|\bclots?\b|fracture|aneurysm|infection\b.*you have|sepsis"
    r"|tumou?r|metasta|sciatica|claudication|ischaemi|embol|radiculo|neuropath"
    r"|you have (?:no|cancer)|you do not have (?!to)",
    re.IGNORECASE,
)


def everything_said() -> list[str]:
    said: dict[str, None] = {}
    for facts in FIRES.values():
        for region in REGIONS:
            for exercising in (True, False):
                verdict = TRIAGE.assess(facts, exercising=exercising, region=region)
                said.update(dict.fromkeys([*verdict.say, *verdict.reasons]))
    return list(said)


@pytest.mark.parametrize("region", EMERGENCY)
def test_an_emergency_begins_with_the_call(region: str | None) -> None:
    assert TRIAGE.assess({"saddle_numbness": True}, region=region).say[0] == EMERGENCY[region]
    assert TRIAGE.assess({"saddle_numbness": True, "region": region}).say[0] == EMERGENCY[region]


def test_an_emergency_has_a_short_text_to_hand_on_and_ends_the_exercise() -> None:
    verdict = TRIAGE.assess({"bladder_change": True}, exercising=True, region="uk")
    assert verdict.say[1].startswith("Tell them: ")
    assert any("end the exercise" in line for line in verdict.say)
    assert verdict.exercise == "stop"


@pytest.mark.parametrize("region", CRISIS)
def test_self_harm_has_its_own_words_and_line(region: str) -> None:
    verdict = TRIAGE.assess({"self_harm": True, "chest_pain": True}, region=region)
    text = " ".join(verdict.say)
    assert verdict.say[0] == EMERGENCY[region]
    assert all(part in text for part in CRISIS[region])
    assert "alone" in text and "Tell them" not in text


@pytest.mark.parametrize("region", REGIONS)
def test_urgent_names_the_line_of_the_region(region: str) -> None:
    first = TRIAGE.assess({"fever": True}, region=region).say[0]
    assert "today" in first
    assert URGENT.get(region, "doctor") in first


@pytest.mark.parametrize("rule_id", sorted(FIRES))
def test_below_an_emergency_the_safety_net_comes_last(rule_id: str) -> None:
    for region_id, region in REGIONS.items():
        verdict = TRIAGE.assess(FIRES[rule_id], region=region_id)
        below = tier_rank(verdict.tier) < tier_rank("emergency_now")
        assert (verdict.say[-1] == safety_net(region)) is below


def test_the_safety_net_names_all_three_signs() -> None:
    net = safety_net(REGIONS["uk"])
    assert all(word in net for word in ("between your legs", "bladder", "bowels", "both legs", "999"))


def test_no_illness_is_named_or_ruled_out() -> None:
    asked = [part for q in _questions() for part in (q.say, q.why, q.plainer)]
    # The question about a diagnosis already made must name it; nothing else may.
    found = [line for line in [*everything_said(), *asked] if ILLNESS.search(line)]
    assert found == []


def test_no_line_holds_a_command_word_the_microphone_could_take() -> None:
    assert [line for line in everything_said() if re.search(r"\bstop\b", line, re.IGNORECASE)] == []


def test_everything_is_easy_to_read() -> None:
    assert too_hard(everything_said()) == []


@pytest.mark.parametrize("part", ["say", "why", "plainer"])
def test_the_questions_are_easy_to_read(part: str) -> None:
    assert too_hard(getattr(question, part) for question in _questions()) == []


def test_one_question_asks_with_a_reason() -> None:
    for question in _questions():
        assert question.why and question.plainer and question.plainer != question.say


def test_custom_is_what_the_messages_promise() -> None:
    custom = TRIAGE.assess({"fever": True}).custom()
    assert set(custom) == {"tier", "flags", "reasons", "sources", "exercise"}
    assert all(set(source) == {"id", "title", "year"} for source in custom["sources"])


def _questions() -> list:  # type: ignore[type-arg]
    return [TRIAGE._questions.wordings[fact] for fact in TRIAGE._questions.wordings]
