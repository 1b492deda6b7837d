"""Stretches of time in a person's own calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from coach.records.periods import NAMES, period, span, spoken
from coach.zone import zone_of

FRIDAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("name", "first", "last", "title"),
    [
        ("today", (2026, 3, 20), (2026, 3, 20), "Today"),
        ("yesterday", (2026, 3, 19), (2026, 3, 19), "Yesterday"),
        ("this_week", (2026, 3, 16), (2026, 3, 20), "This week"),
        ("last_week", (2026, 3, 9), (2026, 3, 15), "Last week"),
        ("this_month", (2026, 3, 1), (2026, 3, 20), "This month"),
        ("last_month", (2026, 2, 1), (2026, 2, 28), "Last month"),
        ("march", (2026, 3, 1), (2026, 3, 20), "In March"),
        ("april", (2025, 4, 1), (2025, 4, 30), "In April"),
        ("december", (2025, 12, 1), (2025, 12, 31), "In December"),
        ("friday", (2026, 3, 20), (2026, 3, 20), "On Friday, 20 March"),
        ("saturday", (2026, 3, 14), (2026, 3, 14), "On Saturday, 14 March"),
        ("last_10_days", (2026, 3, 11), (2026, 3, 20), "In the last 10 days"),
    ],
)
def test_weeks_months_and_days_are_those_of_the_calendar(
    name: str, first: tuple[int, int, int], last: tuple[int, int, int], title: str
) -> None:
    found = period(name, FRIDAY)
    assert (found.first, found.last, found.title) == (date(*first), date(*last), title)


@given(some.sampled_from(NAMES), some.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_no_period_reaches_into_the_future_or_is_empty(name: str, today: date) -> None:
    found = period(name, today)
    assert found.first <= found.last <= today


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("how did I do in the last ten days", 10),
        ("my pain over the past 7 days", 7),
        ("the last two weeks", 14),
        ("in the past six weeks please", 42),
    ],
)
def test_so_many_days_are_counted_back_from_today(text: str, days: int) -> None:
    found = spoken(text, "last_week", FRIDAY)
    assert found is not None and (found.days, found.last) == (days, FRIDAY)


def test_without_a_number_the_name_counts() -> None:
    assert spoken("how was march", "march", FRIDAY) == period("march", FRIDAY)
    assert spoken("how am I doing", None, FRIDAY) is None
    assert period("no such name", FRIDAY).name == "all"


def test_a_span_names_the_year_once() -> None:
    assert span(date(2026, 3, 1), FRIDAY) == "1 March to 20 March 2026"
    assert span(date(2025, 12, 31), FRIDAY) == "31 December 2025 to 20 March 2026"
    assert span(FRIDAY, FRIDAY) == "20 March 2026"


def test_the_zone_is_the_persons_own_or_the_machines() -> None:
    assert str(zone_of({"zone": "Asia/Kolkata"})) == "Asia/Kolkata"
    for odd in ({}, {"zone": "Nowhere/Land"}, {"zone": ""}, {"zone": 3}, {"zone": "../../etc/passwd"}):
        assert zone_of(odd).utcoffset(None) is None or isinstance(zone_of(odd).utcoffset(None), timedelta)
