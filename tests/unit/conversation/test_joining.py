"""A place is joined by a code: greeted by name, nothing lost, and no lock got round."""

from __future__ import annotations

import re
from typing import Any

import pytest

from coach.pairing import GUESSES_HERE, HOLDS, Pairing
from tests.unit.conversation.household import Household

SPEAKER, PHONE = "speaker", "telegram:77"
NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LOCK = {"tier": "urgent_same_day", "flags": ["A"], "since": 1.0, "reason": "Why.", "advice": "Call a doctor."}
GRAVER = {"tier": "emergency_now", "flags": ["B"], "since": 0.5, "reason": "Worse.", "advice": "Call 999."}


@pytest.fixture
def home() -> Household:
    made = Household(ann={})
    made.at(SPEAKER)
    made.at(PHONE, PHONE)
    return made


def code_at(home: Household, place: str = SPEAKER, words: str = "pair my phone") -> str:
    said = home.says(place, words)
    assert "ten minutes" in said and "In the new place, type those six digits" in said
    found = re.search(r"Your code is ((?:\d, ){5}\d)\.", said)
    assert found, said
    return found[1]


@pytest.mark.parametrize(
    "words",
    ["pair my phone", "link my Telegram", "connect another device", "what's my code?", "add my tablet please",
     "how do I connect my phone", "can I use this on my phone"],
)  # fmt: skip
def test_a_code_is_told_digit_by_digit(home: Household, words: str) -> None:
    code_at(home, words=words)


def test_who_says_the_code_is_greeted_by_name_and_told_where_the_session_stands(home: Household) -> None:
    home.in_a_set(SPEAKER)
    home.waits(10)
    home.says(SPEAKER, "pause")
    code = code_at(home).replace(", ", "")
    said = home.says(PHONE, "my code is " + " ".join(NAMES[int(digit)] for digit in code))
    assert "Hello Ann." in said and "repetition" in said and "Shall we go on there?" in said
    home.says(PHONE, "continue")
    home.says(PHONE, "ready")
    assert home.counting == [PHONE]


def test_the_digits_alone_are_enough(home: Household) -> None:
    code = code_at(home)
    assert "Hello Ann." in home.says(PHONE, code)


def test_a_code_in_the_middle_of_a_set_pauses_it(home: Household) -> None:
    home.in_a_set(SPEAKER)
    code_at(home)
    assert home.counting == [] and home.phase() == "paused"


def test_a_wrong_code_opens_nothing_and_five_are_enough(home: Household) -> None:
    right = code_at(home).replace(", ", "")
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(GUESSES_HERE):
        assert "does not open" in home.says(PHONE, wrong)
    assert "Wait ten minutes" in home.says(PHONE, right)
    assert home.places[PHONE].person == PHONE
    home.waits(HOLDS + 1)
    assert "Hello Ann." in home.says(PHONE, code_at(home))


def test_a_code_with_too_few_digits_is_no_try(home: Household) -> None:
    assert "six digits" in home.says(PHONE, "my code is 4 8 2")


def test_numbers_that_are_counted_aloud_join_nothing(home: Household) -> None:
    code = code_at(home)
    home.in_a_set(SPEAKER)
    assert "code" not in home.says(SPEAKER, "one two three four five six")
    assert code and home.counting == [SPEAKER]


def test_what_was_told_in_the_new_place_is_kept_with_the_person(home: Household) -> None:
    home.journal.add(PHONE, "pain", {"score": 3}, home.clock.now())
    home.journal.remember(PHONE, facts={"fever": {"value": True, "at": 5.0}}, patience=2.0)
    home.journal.remember("ann", facts={"fever": {"value": False, "at": 9.0}})
    home.says(PHONE, code_at(home))
    assert [event.data["score"] for event in home.journal.events("ann", "pain")] == [3]
    assert home.journal.profile("ann")["facts"]["fever"]["value"] is True, "a danger is not taken back"
    assert home.journal.profile("ann")["patience"] == 2.0
    assert home.journal.profile(PHONE) == {} and home.journal.events(PHONE) == []


@pytest.mark.parametrize(
    ("hers", "there", "tier"),
    [(None, LOCK, "urgent_same_day"), (LOCK, None, "urgent_same_day"), (LOCK, GRAVER, "emergency_now"),
     (GRAVER, LOCK, "emergency_now")],
)  # fmt: skip
def test_a_lock_of_either_side_survives(home: Household, hers: Any, there: Any, tier: str) -> None:
    if hers:
        home.journal.remember("ann", lock=hers)
    if there:
        home.journal.remember(PHONE, lock=there)
    home.says(PHONE, code_at(home))
    kept = home.journal.profile("ann")["lock"]
    assert kept["tier"] == tier
    assert set(kept["flags"]) == {*(hers or {"flags": ()})["flags"], *(there or {"flags": ()})["flags"]}
    home.says(SPEAKER, "start seated flexion")
    home.says(SPEAKER, "ready")
    assert home.counting == []


def test_a_lock_that_comes_with_a_place_ends_what_is_on(home: Household) -> None:
    code = code_at(home)
    home.in_a_set(SPEAKER)
    home.journal.remember(PHONE, lock=GRAVER)
    home.says(PHONE, code)
    home.waits(30)
    assert home.counting == [] and home.phase() == "finished"


def test_questions_of_safety_are_answered_before_a_code_counts(home: Household) -> None:
    home.journal.remember(PHONE, consent=1.0, region="uk", screened=4e9)
    home.says(PHONE, "my leg is numb", intent="report_symptom")
    assert "question to answer first" in home.says(PHONE, code_at(home))
    assert home.places[PHONE].person == PHONE


@pytest.mark.parametrize("words", ["unpair", "forget this phone", "disconnect this device"])
def test_a_place_can_be_left_and_takes_the_lock_along(home: Household, words: str) -> None:
    home.says(PHONE, code_at(home))
    home.journal.remember("ann", lock=LOCK)
    said = home.says(PHONE, words)
    assert "no longer joined" in said and home.places[PHONE].person == PHONE
    assert home.journal.profile(PHONE)["lock"]["tier"] == "urgent_same_day"
    assert home.journal.profile("ann")["lock"]


def test_a_lost_phone_is_taken_away_from_another_place(home: Household) -> None:
    assert "No other place" in home.says(SPEAKER, "unpair my phone")
    home.says(PHONE, code_at(home))
    assert "no longer joined in Telegram" in home.says(SPEAKER, "unpair my phone")
    home.at("whatsapp:+44", "whatsapp:+44")
    home.at(PHONE).person = PHONE
    home.says(PHONE, code_at(home))
    home.says("whatsapp:+44", code_at(home))
    assert "more than one" in home.says(SPEAKER, "unpair my phone")
    assert "in WhatsApp" in home.says(SPEAKER, "disconnect whatsapp")


def test_deleting_all_leaves_the_lock_in_every_place(home: Household) -> None:
    home.says(PHONE, code_at(home))
    home.journal.remember("ann", lock=LOCK)
    home.says(SPEAKER, "delete my data")
    home.says(SPEAKER, "yes")
    assert home.journal.profile("ann") == {"lock": LOCK} == home.journal.profile(PHONE)


def test_no_code_and_no_code_word_is_shown_elsewhere(home: Household) -> None:
    code = code_at(home)
    assert any((one.custom or {}).get("private") for one in home.messages)
    home.coach.turn(None, _said(home, code))
    assert all(
        "private" in (one.custom or {}) for one in home.coach.turn(None, _said(home, "123456")).messages[-1:]
    )


def _said(home: Household, text: str) -> Any:
    from coach.conversation import Turn

    return Turn("telegram:9", text, "nlu_fallback", place="telegram:9")


def test_a_terminal_is_joined_and_left_as_one_whatever_its_process(home: Household) -> None:
    home.at("terminal:1", "me")
    code = code_at(home)
    assert "Hello Ann." in home.says("terminal:1", code)
    assert pairing_of_home(home).places_of("ann") == ["terminal"]
    home.at("terminal:2", "ann")
    home.says("terminal:2", "unpair")
    assert pairing_of_home(home).places_of("ann") == []
    assert home.places["terminal:2"].person == "me", "and not a person named as the terminal is"


def pairing_of_home(home: Household) -> Pairing:
    return Pairing(home.journal, home.clock)
