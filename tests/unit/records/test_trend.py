"""Days done, and what the numbers say of whether it works."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coach.records import read, trend
from coach.records.days import days_done, streak
from coach.records.periods import period
from tests.unit.records.journals import NOW, Line, at, filled


def falling(first: float, last: float) -> Line:
    return lambda gone: first + (last - first) * gone


def judged(days: int = 30, **lines: Line) -> trend.Judgement:
    return trend.judge(read(filled(days, **lines), "p", NOW))


@pytest.mark.parametrize(
    ("first", "last", "way"),
    [(6, 4, "better"), (6, 3, "better"), (6, 5, "same"), (5, 5, "same"), (4, 6, "worse"), (3, 2, "better"),
     (0, 1, "worse")],
)  # fmt: skip
def test_pain_changes_by_two_points_or_a_third(first: float, last: float, way: str) -> None:
    steady: Line = lambda gone: first if gone < 0.5 else last  # noqa: E731
    found = judged(back=steady)
    assert found.pain == {None: trend.Trend(way, first, last)}
    assert found.way == way


def test_one_bad_day_does_not_decide() -> None:
    journal = filled(30, back=lambda _: 4)
    journal.add("p", "pain", {"score": 10, "moment": "before"}, at(0.01))
    assert trend.judge(read(journal, "p", NOW)).way == "same"


@pytest.mark.parametrize("days", [0, 1, 5, 13])
def test_two_weeks_are_the_least(days: int) -> None:
    assert judged(days, back=falling(8, 2)).way == "early"
    assert judged(14, back=falling(8, 2)).way == "better"


def test_numbers_of_long_ago_say_nothing_of_now() -> None:
    journal = filled(30, back=falling(8, 2))
    later = NOW + timedelta(days=15)
    assert trend.judge(read(journal, "p", later)).way == "early"


def test_back_and_leg_are_judged_apart_and_the_worse_one_counts() -> None:
    found = judged(back=falling(7, 3), leg=falling(3, 7))
    assert found.pain["back"].way == "better" and found.pain["leg"].way == "worse"
    assert found.way == "worse"


def test_walking_needs_four_numbers_and_three_weeks() -> None:
    assert judged(28, walk=falling(6, 12)).walking.way == "better"
    assert judged(28, walk=falling(12, 6)).walking.way == "worse"
    assert judged(28, walk=falling(10, 11)).walking.way == "same"
    assert judged(14, walk=falling(6, 12)).walking.way == "early"


def test_the_questionnaire_changes_by_five_or_a_third() -> None:
    assert trend.rmdq_change(14, 9).way == "better"
    assert trend.rmdq_change(20, 16).way == "same"
    assert trend.rmdq_change(9, 14).way == "worse"
    assert trend.rmdq_change(3, 2).way == "same"


# -- days --------------------------------------------------------------------------------------------------


def test_days_off_neither_count_nor_break_a_row() -> None:
    journal = filled(6)
    for n in (10, 11):
        journal.add("p", "exercise_done", {"exercise": "pelvic_tilt"}, at(n))
    journal.add("p", "away", {"first": "2026-03-11", "last": "2026-03-12", "reason": "ill"}, NOW)
    # the 13th was not done, and is no day off: the row ends there
    assert streak(read(journal, "p", NOW)) == 7
    journal.add("p", "away", {"first": "2026-03-12", "last": "2026-03-13", "reason": "holiday"}, NOW)
    records = read(journal, "p", NOW)
    found = days_done(records, period("last_30_days", records.today))
    assert (found.done, found.counting, found.excused, found.streak) == (9, 9, 3, 9)


def test_today_does_not_break_a_row_and_is_no_missed_day() -> None:
    journal = filled(0)
    tomorrow = read(journal, "p", NOW + timedelta(days=1))
    found = days_done(tomorrow, period("last_30_days", tomorrow.today))
    assert (found.done, found.counting, found.streak) == (1, 1, 1)


def test_a_late_day_counts_on_its_own_day_until_it_is_taken_back() -> None:
    journal = filled(0)
    late = {"exercise": None, "day": "2026-03-18", "late": True, "mark": "m"}
    journal.add("p", "exercise_done", late, NOW)
    records = read(journal, "p", NOW)
    assert records.days == {date(2026, 3, 18), date(2026, 3, 20)} and records.begun == date(2026, 3, 18)
    journal.add("p", "taken_back", {"mark": "m"}, NOW)
    assert read(journal, "p", NOW).days == {date(2026, 3, 20)}


def test_midnight_is_the_persons_own() -> None:
    journal = filled(0)
    journal.add("p", "exercise_done", {"exercise": "pelvic_tilt"}, NOW.replace(hour=23, minute=30))
    journal.remember("p", zone="Asia/Tokyo")
    later = NOW + timedelta(hours=6)
    assert read(journal, "p", later).days == {date(2026, 3, 21)}  # 3 in the morning, and 8.30
    journal.remember("p", zone="America/New_York")
    assert read(journal, "p", later).days == {date(2026, 3, 20)}


def test_leg_pain_is_known_while_it_was_told_of_lately() -> None:
    journal = filled(0)
    assert not read(journal, "p", NOW).leg_pain_known
    journal.add("p", "symptom", {"symptom": "pain", "body_part": "leg", "words": "my leg hurts"}, NOW)
    assert read(journal, "p", NOW).leg_pain_known
    assert not read(journal, "p", NOW + timedelta(days=61)).leg_pain_known
    for _ in range(3):
        journal.add("p", "pain", {"score": 0, "moment": "before", "part": "leg"}, NOW)
    assert not read(journal, "p", NOW).leg_pain_known
