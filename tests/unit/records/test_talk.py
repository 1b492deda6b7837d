"""Conversations about the records: back and leg, walks, other days, is it working, questionnaires, papers."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from coach import library, triage
from coach.clock import ManualClock
from coach.conversation import Coach, Turn
from coach.records import read
from coach.records.files import PaperFolder
from coach.records.rmdq import ITEMS, items
from tests.unit.conversation.person import HOUR, SEATED, Person

DAY = 24 * HOUR
LEG = ("my leg hurts", "report_symptom")


class Diarist(Person):
    """Somebody who keeps a diary with the coach."""

    @property
    def records(self) -> Any:
        return read(self.journal, "p", self.clock.now())

    def told_of_leg_pain(self) -> Diarist:
        self.journal.add("p", "symptom", {"symptom": "pain", "body_part": "leg"}, self.clock.now())
        return self

    def session(self, *answers: str) -> Diarist:
        """A gentle session: its answers are the pain before, then the pain after."""
        self.says("start a gentle session", "start_routine", DAY)
        for answer in answers[:-1]:
            self.says(answer)
        self.says("ready").player("cue_sheet_done", 90.0).says("finish")
        self.says(answers[-1])
        return self

    def numbers(self, days: int, first: int, last: int, part: str | None = None) -> Diarist:
        """Pain numbers of so many days, the last one today."""
        now = self.clock.now()
        for n in range(days + 1):
            score = first if n < days / 2 else last
            where = {"part": part} if part else {}
            self.journal.add(
                "p", "pain", {"score": score, "moment": "before", **where}, now - timedelta(days=days - n)
            )
        return self


# -- back and leg ------------------------------------------------------------------------------------------


def test_the_leg_is_asked_about_only_where_it_is_known_to_hurt() -> None:
    plain = Diarist().says("start a gentle session", "start_routine").says("three")
    assert plain.asked == "ready"
    person = Diarist().told_of_leg_pain().says("start a gentle session", "start_routine")
    assert "in your back" in person.text and person.asked == "pain"
    person.says("three")
    assert "in your leg" in person.text and person.asked == "pain"
    person.says("five")
    assert person.asked == "ready" and "take it down a step" in person.text
    assert [(one.part, one.score) for one in person.records.pains] == [("back", 3), ("leg", 5)]


def test_both_in_one_answer_need_no_second_question() -> None:
    person = Diarist().told_of_leg_pain().says("start a gentle session", "start_routine")
    person.says("back three, leg two")
    assert person.asked == "ready"
    assert [(one.part, one.score) for one in person.records.pains] == [("back", 3), ("leg", 2)]


def test_the_higher_of_the_two_decides() -> None:
    person = Diarist().told_of_leg_pain().says("start a gentle session", "start_routine")
    person.says("one").says("eight")
    assert "too much pain" in person.text and not person.plays


def test_a_back_that_hurts_too_much_asks_nothing_more() -> None:
    person = Diarist().told_of_leg_pain().says("start a gentle session", "start_routine").says("nine")
    assert "too much pain" in person.text and person.asked is None


def test_a_leg_without_a_number_is_no_reason_to_wait() -> None:
    person = Diarist().told_of_leg_pain().says("start a gentle session", "start_routine")
    person.says("two").says("I don't know")
    assert person.asked == "ready"


def test_out_of_the_blue_a_number_is_noted_and_a_complaint_is_asked_about() -> None:
    person = Diarist().says("my leg is a five today", "report_pain_score")
    assert person.records.pains[0].part == "leg" and "five for the leg" in person.text
    person = Diarist().says("my right leg hurts, a six", "report_symptom")
    assert person.state is not None and person.state["case"] is not None


def test_in_a_set_it_pauses_as_any_score_does() -> None:
    person = Diarist().in_a_set().says("leg eight, back two", "report_pain_score", 10.0)
    assert person.phase == "finished" and not person.plays
    assert {one.part for one in person.records.pains} == {"leg", "back"}


# -- walking -----------------------------------------------------------------------------------------------


def test_a_walk_is_noted_in_minutes_or_in_own_words() -> None:
    person = Diarist().says("I walked twelve minutes before I had to sit", "report_worse")
    assert person.records.walks[0].minutes == 12 and "twelve minutes" in person.text
    person.says("I can walk half a mile", "report_better")
    assert person.records.walks[1].minutes is None
    assert person.records.walks[1].words == "I can walk half a mile"


def test_what_is_dangerous_is_asked_about_and_the_walk_kept_all_the_same() -> None:
    person = Diarist().says("I can walk five minutes and then I wet myself", "report_symptom")
    assert person.emergency and person.records.walks[0].minutes == 5


def test_a_symptom_told_beside_the_walk_is_asked_about() -> None:
    person = Diarist().says("I walked ten minutes before my legs ached and I had to sit", "report_symptom")
    assert person.records.walks[0].minutes == 10 and "ten minutes" in person.text
    assert person.state is not None and person.state["case"] is not None
    assert "ten minutes" in Diarist().says("I can walk ten minutes now").says("how is my walking going").text


def test_the_walk_is_asked_about_once_a_week_after_a_session() -> None:
    person = Diarist().session("two", "one")
    assert person.asked is None  # not on the first day
    person.session("two", "one")
    assert person.asked == "walk_minutes" and "How many minutes can you walk" in person.text
    person.says("a quarter of an hour")
    assert person.records.walks[0].minutes == 15
    assert person.session("two", "one").asked is None
    person.clock.advance(6 * DAY)
    assert person.session("two", "one").asked == "walk_minutes"
    person.says("just to the gate, 50 metres")
    assert person.records.walks[1].minutes is None and "50 metres" in person.records.walks[1].words


def test_the_walk_question_gives_way() -> None:
    person = Diarist().session("two", "one").session("two", "one")
    assert person.says("start seated flexion", "start_exercise").phase == "ready"


# -- J27: other days ---------------------------------------------------------------------------------------


def test_yesterdays_session_is_accepted_marked_late_counted_and_taken_back() -> None:
    person = Diarist().says("I did my exercises yesterday", "show_history")
    assert "Sunday, 4 January" in person.text and "marked as told later" in person.text
    (done,) = person.records.done
    assert done.late and done.day == date(2026, 1, 4) and done.exercise is None
    person.says("undo", "previous")
    assert person.records.days == frozenset()


def test_an_exercise_on_a_day_of_the_week() -> None:
    person = Diarist().says("I did the chair one on Tuesday evening", "report_worse")
    assert person.records.done[0].exercise == "back_flexion_sitting"
    assert person.records.done[0].day == date(2025, 12, 30)
    assert "seated forward bend for Tuesday, 30 December" in person.text


def test_nothing_is_noted_for_days_to_come_twice_or_of_long_ago() -> None:
    person = Diarist().says("I did them tomorrow", "done")
    assert "still to come" in person.text
    person.says("I did my exercises forty days ago", "done")
    assert "too long ago" in person.text and not person.records.done
    person.says("I did my exercises yesterday").says("I did my exercises yesterday")
    assert "noted already" in person.text and len(person.records.done) == 1


def test_late_words_start_nothing_and_lift_no_lock() -> None:
    lock = {
        "tier": "see_doctor_soon",
        "flags": [],
        "since": 1.0,
        "reason": "Told.",
        "advice": "See a doctor soon.",
    }
    person = Diarist(lock=lock).says("I did my exercises yesterday", "start_routine")
    assert not person.plays and "See a doctor soon." in person.text
    assert person.journal.profile("p")["lock"] == lock


def test_days_ill_or_away_are_left_out_without_blame() -> None:
    person = Diarist().says("I was ill last week", "report_symptom")
    assert "leave these days out" in person.text and person.records.excused(date(2026, 1, 2)) == "ill"
    person.says("I'm on holiday until Friday", "out_of_scope")
    assert person.records.excused(date(2026, 1, 9)) == "holiday"
    person.says("undo", "previous")
    assert person.records.excused(date(2026, 1, 9)) is None


def test_who_is_ill_now_is_heard_as_such() -> None:
    person = Diarist().says("I'm ill", "report_symptom")
    assert person.records.excused(date(2026, 1, 5)) == "ill" and "leave these days out" not in person.text
    assert "leave these days out" in Diarist().says("I've had a cold for three days", "out_of_scope").text


# -- J29: is it working? -----------------------------------------------------------------------------------

WORKING = ("is it working?", "help")


def test_it_is_too_early_to_say() -> None:
    person = Diarist().numbers(8, 7, 3).says(*WORKING)
    assert "too early to say" in person.text and "two weeks" in person.text
    assert not any(word in person.text for word in ("eased", "worse", "same"))


def test_it_has_eased_and_no_cause_is_claimed() -> None:
    person = Diarist().numbers(20, 7, 4).says(*WORKING)
    assert (
        "things have eased" in person.text and "about seven at first, and about four of late" in person.text
    )
    assert "cannot tell what made the change" in person.text and person.asked is None
    assert [plot["name"] for custom in person.customs for plot in custom.get("plots", ())] == ["pain"]


def test_it_is_much_the_same() -> None:
    assert "much the same" in Diarist().numbers(20, 5, 5).says(*WORKING).text


def test_it_got_worse_so_whom_to_ask_is_said_and_the_safety_questions_follow() -> None:
    person = Diarist().numbers(20, 3, 6, "leg").says(*WORKING)
    assert "has got worse" in person.text and "doctor or physio" in person.text
    assert person.asked in ("saddle_numbness", "bladder_change", "bowel_change", "bilateral", "weakness")
    assert not person.says(*SEATED).plays
    assert person.journal.events("p", "trend")[0].data["body_part"] == "leg"


def test_who_was_asked_today_is_not_asked_again() -> None:
    person = Diarist().numbers(20, 3, 6)
    person.journal.add("p", "triage", {"tier": "self_care"}, person.clock.now())
    assert person.says(*WORKING).asked is None


def test_days_and_walks_are_told_too() -> None:
    person = Diarist().numbers(28, 7, 4)
    for n, minutes in ((28, 5), (21, 5), (7, 10), (0, 11)):
        at = person.clock.now() - timedelta(days=n)
        person.journal.add("p", "walk", {"minutes": minutes, "words": ""}, at)
        person.journal.add("p", "exercise_done", {"exercise": "pelvic_tilt"}, at)
    text = person.says("are the exercises helping", "ask_why").text
    assert "five minutes at first before a rest" in text and "two days of the last" in text


# -- looking back ------------------------------------------------------------------------------------------


def test_history_speaks_in_the_sentences_of_its_pictures() -> None:
    person = Diarist().session("three", "two").session("two", "two")
    person.says("walk_question").asks("how am I doing this month", "show_history", {"period": "this_month"})
    assert "This month, you did exercises on two days. That makes two days in a row." in person.text
    plots = [plot for custom in person.customs for plot in custom.get("plots", ())]
    assert [plot["name"] for plot in plots] == ["days-this_month", "pain-this_month"]
    assert plots[1]["alt"] == "This month, your pain before exercise went from three to two."


def test_a_month_and_so_many_days() -> None:
    person = Diarist().session("three", "two")
    assert "In the last 10 days" in person.says("how did I do in the last ten days", "show_history").text
    person.asks("how did my pain go in March", "show_history", {"period": "march"})
    assert "In March, there is nothing noted yet." in person.text
    assert (
        "The last time was Tuesday, 6 January" in person.says("when did I last exercise", "show_history").text
    )
    assert "highest number was three" in person.says("what was my worst day", "show_history").text


# -- questionnaires and goals ------------------------------------------------------------------------------


def test_the_roland_questionnaire_from_end_to_end_twice() -> None:
    person = Diarist().says("start the roland questionnaire")
    for n in range(1, ITEMS + 1):
        assert person.asked == f"rmdq_{n}" and items()[n - 1] in person.text
        person.says("yes" if n <= 14 else "no")
    assert "Your score is fourteen of 24" in person.text and person.asked is None
    person.says("start the questionnaire", after=14 * DAY)
    for n in range(1, ITEMS + 1):
        person.says("skip" if n == 24 else "yes" if n <= 8 else "no")
    assert "Your score is eight of 24" in person.text and "left out one" in person.text
    assert "Last time it was fourteen. That is a change worth having." in person.text
    assert [one.value for one in person.records.scores] == [14, 8]


def test_it_can_be_left_and_gone_on_with() -> None:
    person = Diarist().says("start the questionnaire").says("yes").says("no")
    assert "keep your answers" in person.says("later", "goodbye").text and person.asked is None
    person.says("go on with the questions", "resume", HOUR)
    assert person.asked == "rmdq_3"
    assert "keep your answers" in person.says("stop", "stop").text and person.asked is None
    person.says("start the questionnaire", after=3 * DAY)
    assert person.asked == "rmdq_1"  # its sentences are about today


def test_fine_is_no_answer_and_danger_goes_first() -> None:
    person = Diarist().says("start the questionnaire")
    assert person.says("fine", "affirm").asked == "rmdq_1"
    assert person.says("yes, and I can't feel it when I wipe").emergency


def test_a_score_from_elsewhere_is_checked() -> None:
    person = Diarist().says("my Oswestry score is 34", "report_pain_score")
    assert "thirty-four" in person.text or "34" in person.text
    assert "goes from 0 to 100" in person.says("my oswestry score is 340").text
    person.says("my MSK-HQ was 30 on Friday")
    assert [(one.name, one.value, one.day.isoformat()) for one in person.records.scores] == [
        ("mskhq", 30, "2026-01-02"), ("odi", 34, "2026-01-05"),
    ]  # fmt: skip


def test_goals_in_own_words_up_to_three_and_asked_again_after_weeks() -> None:
    person = Diarist().says("my goal is to walk to the shops", "out_of_scope")
    assert '"walk to the shops"' in person.text and person.asked == "goal"
    person.says("four", "report_pain_score")
    person.says("I want to be able to kneel in the garden").says("two")
    person.says("my next goal is to swim").says("one").says("another goal")
    assert "three goals" in person.says("my goal is to dance").text
    assert [goal.words for goal in person.records.goals] == [
        "walk to the shops",
        "kneel in the garden",
        "swim",
    ]
    person.session("two", "one")
    person.clock.advance(22 * DAY)
    person.journal.remember("p", screened=4e9, active=person.clock.now().timestamp())
    person.session("two", "one")
    assert person.asked == "goal" and "walk to the shops" in person.text
    assert "Last time it was four" in person.says("six").text
    assert "dropped" in person.says("drop my first goal", "stop").text
    assert [goal.dropped for goal in person.records.goals] == [True, False, False]


# -- J32: papers -------------------------------------------------------------------------------------------


def test_a_question_for_the_doctor_is_kept_in_own_words() -> None:
    person = Diarist().says("ask my doctor whether I may swim", "ask_see_doctor")
    assert '"whether I may swim"' in person.text
    assert "You want to ask" in person.says("what can I tell my doctor", "doctor_summary").text
    assert {"papers": ["pdf", "csv", "fhir"]}.items() <= person.customs[-1].items()


def test_papers_are_made_here_and_nobody_sends_them(tmp_path: Path) -> None:
    clock, person = ManualClock(), Diarist()
    person.numbers(3, 5, 4)
    folder = PaperFolder(tmp_path / "papers")
    coach = Coach(person.journal, clock, library.load(), triage.load(), papers=folder)
    turn = Turn("p", text="send this to my physio", intent="doctor_summary")
    told = coach.turn(None, turn).messages
    text = " ".join(message.text for message in told)
    assert "page for your physio" in text and "I send nothing" in text and str(folder.of("p")) in text
    assert {file.suffix for file in folder.of("p").iterdir()} == {".pdf", ".csv", ".json"}
    assert any((message.custom or {}).get("papers") == ["pdf", "csv", "fhir"] for message in told)


def test_without_a_folder_they_are_offered_and_without_records_there_are_none() -> None:
    assert "nothing to put on a page" in Diarist().says("send this to my physio", "doctor_summary").text
    person = Diarist().numbers(3, 5, 4).says("print a report for my doctor", "doctor_summary")
    assert (
        "ready to open" in person.text
        and {"papers": ["pdf", "csv", "fhir"]}.items() <= person.customs[-1].items()
    )


@pytest.mark.parametrize(
    "text", ["can you send a doctor to my house", "should I ask my doctor about tablets"]
)
def test_other_words_about_doctors_make_no_paper(text: str) -> None:
    person = Diarist().numbers(3, 5, 4).says(text, "ask_see_doctor")
    assert not any("papers" in custom for custom in person.customs)
    assert not person.journal.events("p", "question")


def test_what_hurts_now_is_no_answer_to_a_sentence() -> None:
    person = Diarist().says("start the questionnaire").says("my leg hurts a lot", "report_symptom")
    assert person.asked == "saddle_numbness"
    assert Diarist().says("start the questionnaire").says("yes, my leg hurts a lot").asked == "rmdq_2"


@pytest.mark.parametrize("words", ["my back is -3", "back minus two, leg five", "my pain is minus one"])
def test_a_number_below_nothing_is_asked_again(words: str) -> None:
    person = Diarist()
    person.asks(words, "report_pain_score", {"pain": 3})
    assert person.asked == "pain" and not person.journal.events("p", "pain")
    assert person.says(words).asked == "pain" and not person.journal.events("p", "pain")
