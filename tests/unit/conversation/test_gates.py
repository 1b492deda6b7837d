"""What must never be got round: danger told in passing, locks, open questions, breaks, and "stop"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from coach.clock import ManualClock
from coach.journal import JournalError
from tests.unit.conversation.person import HOUR, SEATED, Person


@pytest.fixture
def person() -> Person:
    return Person()


@pytest.mark.parametrize(
    "words",
    [
        "three but I have a fever and I feel shivery",
        "2 but my foot has been dragging since yesterday",
    ],
)
def test_danger_beside_a_pain_score_is_asked_about(person: Person, words: str) -> None:
    person.says("a full session", "start_routine")
    assert person.asked == "pain"
    person.says(words)
    assert not person.plays and person.phase == "idle" and person.asked not in (None, "pain")


@pytest.mark.parametrize("words", ["yes but my leg went weak", "yes, I have a fever though"])
def test_danger_beside_a_yes_to_go_on_is_asked_about(person: Person, words: str) -> None:
    person.in_a_set().says("stop").says(words)
    assert not person.plays and person.phase != "running"


def test_danger_beside_a_word_to_stop_is_asked_about(person: Person) -> None:
    person.in_a_set().says("stop, my leg gave way")
    assert person.phase == "paused" and person.asked not in (None, "ready")
    person.says("yes", after=2.0)
    assert not person.plays


def test_a_stop_that_the_player_told_of_already_is_not_a_second_one(person: Person) -> None:
    person.in_a_set().player("cue_sheet_stopped", at=9.0, cause="stop")
    person.says("please stop it")
    assert person.phase == "paused" and person.asked == "ready"


DODGES: list[Callable[[Person], Person]] = [
    lambda p: p.says("go back", "previous").says("ready"),
    lambda p: p.says(*SEATED).says("ready"),
    lambda p: p.says("carry on").says("yes"),
    lambda p: p.says("undo").says("ready"),
    lambda p: p.says("a chair session", "start_routine").says("0").says("ready"),
    lambda p: p.says("has the doctor cleared me?").says("ready"),
    lambda p: p.says("the doctor has not cleared me yet").says("ready"),
    lambda p: p.says("yes").says("ready"),
    lambda p: p.says(*SEATED, 3 * HOUR).says("yes but it got worse").says("ready"),
    lambda p: p.says(*SEATED, 3 * HOUR).says("the doctor told me I can't exercise").says("ready"),
    lambda p: p.says(*SEATED, 3 * HOUR).says("no").says("ready"),
    lambda p: p.says("I can't get on the floor").says("0").says("ready"),
]


@pytest.mark.parametrize("dodge", DODGES)
def test_a_lock_cannot_be_got_round(person: Person, dodge: Callable[[Person], Person]) -> None:
    person.says("a full session", "start_routine").says("1").says("skip").says("ready")
    person.says("I have chest pain")
    assert not dodge(person).plays
    assert person.journal.profile("p")["lock"]


def test_a_doctor_who_has_cleared_it_lifts_the_lock_and_that_is_kept(person: Person) -> None:
    person.says("I have chest pain").says(*SEATED, 3 * HOUR)
    assert person.asked == "cleared"
    person.says("yes")
    assert person.phase == "ready"
    assert [event.kind for event in person.journal.events("p", "locked", "cleared")] == ["locked", "cleared"]


def test_a_graver_lock_is_not_made_lighter(person: Person) -> None:
    person.says("I can't feel it when I wipe").says("I have a fever and my back hurts", "report_symptom")
    while person.asked:
        person.says("no")
    assert person.journal.profile("p")["lock"]["tier"] == "emergency_now"


def test_questions_that_were_left_open_come_before_exercise(person: Person) -> None:
    person.in_a_set().says("my leg is numb", "report_symptom")
    person.says("finish").says(*SEATED)
    assert person.asked and person.asked != "ready" and not person.says("ready").plays


def test_what_is_told_of_thin_bones_in_passing_is_kept(person: Person) -> None:
    person.says("I have osteoporosis by the way", "report_symptom")
    while person.asked and person.asked != "ready":
        person.says("no")
    person.says("start standing flexion", "start_exercise")
    assert person.state and person.state["routine"]["items"][0]["exercise"] != "back_flexion_standing"


def test_yes_to_nothing_in_particular_starts_nothing(person: Person) -> None:
    person.in_a_set().says("stop").says("no").says("okay", "affirm")
    assert not person.plays
    person.says("pause").says("alright", "affirm")
    assert not person.plays


def test_a_pain_in_a_set_needs_its_number(person: Person) -> None:
    person.in_a_set().says("my knee hurts", "report_symptom")
    assert person.asked == "pain"
    assert not person.says("carry on").plays
    assert not person.says("ok", "affirm").plays
    assert not person.says("8").plays
    assert person.phase == "finished"


def test_too_much_pain_is_asked_about_again_before_anything_begins(person: Person) -> None:
    person.says("my pain is 9", "report_pain_score").says(*SEATED)
    assert person.asked == "pain" and person.phase == "idle"


@pytest.mark.parametrize("word", ["yes", "ready", "carry on", "done"])
def test_after_a_long_break_the_pain_comes_first(person: Person, word: str) -> None:
    person.in_a_set().says("stop").says(word, after=2 * HOUR)
    assert person.asked == "pain" and not person.plays
    assert not person.says("carry on").plays
    person.says("1").says("yes")
    assert person.phase == "ready"


def test_two_sides_are_both(person: Person) -> None:
    person.says("my leg is numb", "report_symptom")
    for _ in range(8):
        if person.asked == "bilateral":
            break
        person.says("no")
    person.says("yes but worse on the left")
    assert person.state and person.state["case"]["facts"]["bilateral"] is True


def test_the_other_leg_a_little_later_is_both(person: Person) -> None:
    person.says("my left leg is numb", "report_symptom")
    while person.asked:
        person.says("no")
    person.says("now my right leg is numb too", "report_symptom", 120.0)
    assert person.emergency


def test_no_sheet_comes_with_an_emergency(person: Person) -> None:
    person = Person(levels={"abdominal_curl_up": 4})
    person.says("start the curl-up", "start_exercise").says("ready").says("I have chest pain", after=140.0)
    assert not person.plays and person.phase == "finished"


def test_nobody_does_a_set_in_their_sleep(person: Person) -> None:
    person.in_a_set().says("hi", "greet", 3 * HOUR)
    assert person.state and not any(done["sets"] for done in person.state["routine"]["done"])
    assert person.phase == "paused" and person.asked == "pain"


def test_easier_keeps_to_what_the_person_may_do() -> None:
    person = Person(no_floor={"at": 0.0, "today": False})
    person.says("start the march", "start_exercise").says("easier", "change_level")
    assert "mat" not in person.text
    assert person.state and person.state["routine"]["items"][0]["variant"] == "seated"


@pytest.mark.parametrize("level", [1, 4])
def test_less_in_the_middle_of_a_set_leaves_a_set_that_can_be_stopped(level: int) -> None:
    person = Person(levels={"abdominal_curl_up": level})
    person.says("start the curl-up", "start_exercise").says("ready").says(
        "my pain is 5", "report_pain_score", 62.0
    )
    person.says("yes").says("stop")
    assert person.phase in ("paused", "finished")


def test_ready_said_twice_counts_nothing(person: Person) -> None:
    person.in_a_set().says("ready").says("ready")
    assert person.phase == "running" and person.state and not person.state["routine"]["done"]


def test_danger_at_the_end_of_a_very_long_story_is_heard(person: Person) -> None:
    person.says("well you see " * 600 + "and then I lost control of my bladder")
    assert person.emergency


def test_not_easy_is_not_easy(person: Person) -> None:
    person.in_a_set().player("cue_sheet_done", 40.0).says("2").says("that was not easy")
    assert not [event for event in person.journal.events("p", "felt") if event.data["how"] == "easy"]


def test_after_three_weeks_away_the_questions_come_anew(person: Person) -> None:
    person = Person(screened=ManualClock().now().timestamp())
    person.says(*SEATED, 22 * 24 * HOUR)
    assert person.asked == "saddle_numbness"


def test_what_was_not_done_is_no_exercise_done(person: Person) -> None:
    person.says(*SEATED).says("finish")
    assert not person.journal.events("p", "exercise_done")


def test_deleting_holds_the_set_and_forgets(person: Person) -> None:
    person.in_a_set().says("delete all my data", "delete_data")
    assert person.phase == "paused" and person.asked == "delete_data"
    person.says("yes")
    assert person.journal.people() == [] and person.phase == "idle"


def test_another_symptom_is_no_yes_to_the_question_that_is_open(person: Person) -> None:
    person.says("my leg is numb", "report_symptom").says("no")
    assert person.asked == "bladder_change"
    person.says("my back is a bit sore", "report_symptom")
    assert not person.emergency and person.asked == "bladder_change"
    assert person.says("it does leak a bit").emergency


def test_a_question_about_bending_is_no_symptom(person: Person) -> None:
    person.says("why does leaning forward help", "ask_why")
    assert person.asked is None


@pytest.mark.parametrize(
    "words", ["go away", "my wife says yes", "yes but my back hurts", "ok but I feel dizzy"]
)
def test_after_a_stop_only_a_plain_yes_goes_on(person: Person, words: str) -> None:
    person.in_a_set().says("stop").says(words, "report_symptom" if "my" in words else "")
    assert not person.plays


def test_a_numb_leg_beside_a_no_is_asked_about() -> None:
    person = Person(screened=0.0)
    person.says(*SEATED).says("no, but my leg is numb")
    assert person.state and person.state["case"]


@pytest.mark.parametrize("words", ["start my exercises", "ready", "carry on", "yes but keep my history"])
def test_only_a_plain_yes_deletes(person: Person, words: str) -> None:
    person.says("delete my data", "delete_data").says(words)
    assert person.journal.profile("p")


def test_without_a_journal_danger_is_answered_and_the_set_is_held(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise JournalError("The journal cannot be used (disk full).")

    person.in_a_set()
    monkeypatch.setattr(person.journal, "add", full)
    person.says("I have chest pain")
    assert person.emergency and person.phase == "finished" and "disk full" in person.text
