"""Two people on one speaker: kept apart by name or code word, and never the worse for each other."""

from __future__ import annotations

import pytest

from tests.unit.conversation.household import Household

SPEAKER, PHONE = "speaker", "telegram:77"
LOCK = {"tier": "urgent_same_day", "flags": ["A"], "since": 1.0, "reason": "Why.", "advice": "Call a doctor."}
EMERGENCY = "I have lost control of my bladder and my legs are numb"


@pytest.fixture
def home() -> Household:
    made = Household(ann={}, bob={})
    made.at(SPEAKER)
    return made


def test_the_husband_takes_his_turn_and_the_records_stay_apart(home: Household) -> None:
    """J20: the whole of it."""
    assert "This is the session of Ann." in home.says(SPEAKER, "who is this?")
    home.in_a_set(SPEAKER)
    home.waits(10)
    assert "Hello Bob." in home.says(SPEAKER, "it's Bob's turn")
    assert home.counting == [] and home.phase("ann") == "paused"
    done = len(home.journal.events("bob"))
    home.says(SPEAKER, "start seated flexion")
    home.says(SPEAKER, "ready")
    assert home.counting == [SPEAKER] and len(home.journal.events("bob")) > done
    hers = home.journal.events("ann")
    home.waits(15)
    home.says(SPEAKER, "stop")
    assert home.journal.events("ann") == hers
    said = home.says(SPEAKER, "it is me, Ann")
    assert "Hello Ann." in said and "repetition one of four" in said
    home.says(SPEAKER, "yes")
    home.says(SPEAKER, "ready")
    assert home.counting == [SPEAKER] and home.phase("bob") == "paused"


def test_a_new_name_is_asked_as_a_new_person(home: Household) -> None:
    said = home.says(SPEAKER, "this is Carol")
    assert "Hello Carol. I am your exercise coach." in said and "Are you happy to go on?" in said
    assert home.places[SPEAKER].person == "carol"
    assert "Nothing is kept" in home.says(SPEAKER, "no")
    assert home.journal.profile("carol") == {}


def test_one_who_never_gave_a_name_is_asked_whether_it_is_them() -> None:
    home = Household(me={})
    home.at(SPEAKER, "me")
    assert "I do not know your name" in home.says(SPEAKER, "who is this?")
    assert "Was it you who did the exercises here before?" in home.says(SPEAKER, "my name is Ann")
    assert "Thank you, Ann." in home.says(SPEAKER, "yes")
    assert "session of Ann" in home.says(SPEAKER, "who am I") and home.places[SPEAKER].person == "me"
    assert "Yes, Ann." in home.says(SPEAKER, "it is me, Ann")
    home.says(SPEAKER, "this is Bob")
    assert home.places[SPEAKER].person == "bob"
    home.says(SPEAKER, "this is Ann")
    assert home.places[SPEAKER].person == "me"


def test_who_is_not_the_one_from_before_is_somebody_new() -> None:
    home = Household(me={"lock": LOCK})
    home.at(SPEAKER, "me")
    home.says(SPEAKER, "this is Bob")
    said = home.says(SPEAKER, "no")
    assert home.places[SPEAKER].person == "bob" and "Are you happy to go on?" in said
    assert home.journal.profile("me")["lock"] == LOCK


def test_a_code_word_is_needed_and_a_few_may_be_tried(home: Household) -> None:
    assert "Your code word is set" in home.says(SPEAKER, "my code word is bluebird")
    home.says(SPEAKER, "this is Bob")
    assert home.says(SPEAKER, "this is Ann") == "Say your code word, please."
    assert home.says(SPEAKER, "eagle") == "That is not the word I know."
    assert home.places[SPEAKER].person == "bob"
    home.says(SPEAKER, "it's Ann's turn")
    assert "Hello Ann." in home.says(SPEAKER, "Bluebird!")
    home.says(SPEAKER, "this is Bob")
    assert "Hello Ann." in home.says(SPEAKER, "this is Ann, bluebird")
    home.says(SPEAKER, "this is Bob")
    for word in ("robin", "eagle", "wren", "crow", "kite"):
        said = home.says(SPEAKER, f"this is Ann {word}")
    assert "bluebird" not in said
    assert "Wait ten minutes" in home.says(SPEAKER, "this is Ann bluebird")
    assert home.places[SPEAKER].person == "bob"


def test_a_code_word_alone_is_enough(home: Household) -> None:
    home.says(SPEAKER, "my code word is bluebird")
    home.says(SPEAKER, "this is Bob")
    assert "Hello Ann." in home.says(SPEAKER, "bluebird")


def test_a_code_word_can_be_changed_and_taken_away_by_its_owner(home: Household) -> None:
    home.says(SPEAKER, "my code word is bluebird")
    assert "not the word I know" in home.says(SPEAKER, "my code word is eagle")
    assert "is set" in home.says(SPEAKER, "change my code word to eagle")
    home.says(SPEAKER, "this is Bob")
    assert "Hello Ann." in home.says(SPEAKER, "eagle")
    home.says(SPEAKER, "forget my code word")
    home.says(SPEAKER, "this is Bob")
    assert "Hello Ann." in home.says(SPEAKER, "this is Ann")


@pytest.mark.parametrize(
    "word", ["stop", "yes", "go on", "ab", "pause", "three", "left leg", "numb", "seated flexion"]
)
def test_a_word_that_means_something_is_no_code_word(home: Household, word: str) -> None:
    said = home.says(SPEAKER, f"my code word is {word}")
    assert "code_word" not in home.journal.profile("ann"), said


def test_no_code_word_is_kept_as_it_was_said_or_said_again(home: Household) -> None:
    said = home.says(SPEAKER, "my code word is bluebird")
    assert "bluebird" not in said.lower() and "bluebird" not in str(home.journal.export("ann")).lower()


def test_a_lock_is_one_person_s_and_another_cannot_lift_it(home: Household) -> None:
    home.journal.remember("ann", lock=LOCK)
    home.says(SPEAKER, "this is Bob")
    home.says(SPEAKER, "a doctor has cleared it")
    home.says(SPEAKER, "yes")
    assert home.journal.profile("ann")["lock"] == LOCK
    home.in_a_set(SPEAKER, "bob")
    home.says(SPEAKER, "this is Ann")
    assert home.counting == []
    home.says(SPEAKER, "start seated flexion")
    home.says(SPEAKER, "ready")
    assert home.counting == []
    assert home.journal.profile("bob").get("lock") is None


@pytest.mark.parametrize("asked", ["this is Ann", "my name is Zoe"])
def test_stop_and_danger_work_whoever_it_is(home: Household, asked: str) -> None:
    home.says(SPEAKER, "my code word is bluebird")
    home.says(SPEAKER, "this is Bob")
    home.in_a_set(SPEAKER, "bob")
    home.says(SPEAKER, asked)
    person = home.places[SPEAKER].person
    said = home.says(SPEAKER, EMERGENCY)
    assert "emergency number now" in said or "999" in said
    assert home.counting == [] and home.journal.profile(person)["lock"]["tier"] == "emergency_now"
    others = {"ann", "bob", "zoe"} - {person}
    assert not any(home.journal.profile(one).get("lock") for one in others)


def test_stop_in_front_of_a_name_stops(home: Household) -> None:
    home.in_a_set(SPEAKER)
    home.says(SPEAKER, "stop this is Bob")
    assert home.phase("ann") == "paused" and home.counting == []


def test_open_questions_of_one_person_are_not_answered_by_another(home: Household) -> None:
    home.says(SPEAKER, "delete my data")
    home.says(SPEAKER, "this is Bob")
    home.says(SPEAKER, "yes")
    home.says(SPEAKER, "this is Ann")
    home.says(SPEAKER, "yes")
    assert home.journal.profile("ann").get("consent") and home.journal.profile("bob").get("consent")


def test_questions_about_a_symptom_wait_for_the_one_who_told_of_it(home: Household) -> None:
    home.says(SPEAKER, "my leg is numb", intent="report_symptom")
    home.says(SPEAKER, "this is Bob")
    home.in_a_set(SPEAKER, "bob")
    said = home.says(SPEAKER, "this is Ann")
    assert "I need to know a little more" in said


def test_a_chat_of_one_s_own_is_nobody_else_s(home: Household) -> None:
    home.at(PHONE, PHONE)
    assert "belongs to one person" in home.says(PHONE, "this is Ann")
    assert home.places[PHONE].person == PHONE
    assert "Thank you, Zoe." in home.says(PHONE, "my name is Zoe")


def test_a_page_that_a_code_joined_is_one_person_s(home: Household) -> None:
    page = "page:x/1"
    home.at(page, "ann")
    assert "Hello Bob." in home.says(page, "this is Bob")
    from coach.pairing import Pairing

    pairing = Pairing(home.journal, home.clock)
    assert pairing.person_of("page:x") == "bob"
    pairing.join("page:y", pairing.code_for("ann"))
    home.at("page:y/1", "ann")
    assert "belongs to one person" in home.says("page:y/1", "this is Bob")
