"""The moments of a reminder by the person's own clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.reminders import DAYS, Reminder, moment, upcoming

BERLIN, LONDON, NEW_YORK = (ZoneInfo(name) for name in ("Europe/Berlin", "Europe/London", "America/New_York"))
BEIRUT = ZoneInfo("Asia/Beirut")
LONG_AGO = datetime(2020, 1, 1, tzinfo=timezone.utc)


def at(time: str, *days: str, once: tuple[date, str] | None = None) -> Reminder:
    return Reminder("ann", time, days or DAYS, once, None, LONG_AGO)


@pytest.mark.parametrize("zone", [BERLIN, LONDON, NEW_YORK], ids=str)
def test_nine_o_clock_stays_nine_all_year(zone: ZoneInfo) -> None:
    for nth in range(366):
        fires = moment(at("09:00"), date(2028, 1, 1) + timedelta(days=nth), zone)
        assert fires is not None and (fires.hour, fires.minute) == (9, 0)


def test_a_time_that_the_clocks_leave_out_comes_an_hour_later() -> None:
    fires = moment(at("02:30"), date(2026, 3, 29), BERLIN)
    assert fires is not None
    assert fires.astimezone(timezone.utc) == datetime(2026, 3, 29, 1, 30, tzinfo=timezone.utc)
    assert fires.astimezone(BERLIN).strftime("%H:%M") == "03:30"


def test_of_a_time_that_comes_twice_it_is_the_first() -> None:
    fires = moment(at("02:30"), date(2026, 10, 25), BERLIN)
    assert fires is not None
    assert fires.astimezone(timezone.utc) == datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc)
    coming = upcoming(at("02:30"), fires, BERLIN)
    assert coming is not None and coming.date() == date(2026, 10, 26)


def test_a_midnight_that_the_clocks_leave_out() -> None:
    fires = moment(at("00:00"), date(2026, 3, 29), BEIRUT)
    assert fires is not None and fires.date() == date(2026, 3, 29)
    assert fires.astimezone(timezone.utc) == datetime(2026, 3, 28, 22, 0, tzinfo=timezone.utc)


def test_leap_day_and_new_year() -> None:
    assert moment(at("09:00"), date(2028, 2, 29), LONDON) is not None
    before = datetime(2028, 2, 28, 9, 0, tzinfo=LONDON)
    assert upcoming(at("09:00"), before, LONDON) == datetime(2028, 2, 29, 9, 0, tzinfo=LONDON)
    eve = datetime(2026, 12, 31, 23, 59, tzinfo=LONDON)
    assert upcoming(at("00:00"), eve, LONDON) == datetime(2027, 1, 1, 0, 0, tzinfo=LONDON)


def test_only_on_the_days_that_were_chosen() -> None:
    weekdays = at("09:00", "mon", "tue", "wed", "thu", "fri")
    friday = datetime(2026, 3, 6, 10, 0, tzinfo=LONDON)
    assert moment(weekdays, date(2026, 3, 7), LONDON) is None
    assert upcoming(weekdays, friday, LONDON) == datetime(2026, 3, 9, 9, 0, tzinfo=LONDON)


def test_another_time_on_one_day() -> None:
    once = at("09:00", once=(date(2026, 3, 7), "17:00"))
    assert moment(once, date(2026, 3, 7), LONDON) == datetime(2026, 3, 7, 17, 0, tzinfo=LONDON)
    assert moment(once, date(2026, 3, 8), LONDON) == datetime(2026, 3, 8, 9, 0, tzinfo=LONDON)
    alone = Reminder("ann", None, (), (date(2026, 5, 1), "08:00"), None, LONG_AGO)
    now = datetime(2026, 3, 7, 12, 0, tzinfo=LONDON)
    assert upcoming(alone, now, LONDON) == datetime(2026, 5, 1, 8, 0, tzinfo=LONDON)
    assert upcoming(alone, datetime(2026, 5, 1, 8, 0, tzinfo=LONDON), LONDON) is None


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)),
    st.times().map(lambda time: time.strftime("%H:%M")),
    st.sets(st.sampled_from(DAYS), min_size=1),
    st.sampled_from([BERLIN, NEW_YORK, BEIRUT, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kathmandu")]),
)
def test_the_next_one_is_the_first_that_is_due(
    now: datetime, time: str, days: set[str], zone: ZoneInfo
) -> None:
    """Against the plain way: the first day from now on whose moment has not passed."""
    reminder = at(time, *days)
    coming = upcoming(reminder, now.replace(tzinfo=timezone.utc), zone)
    assert coming is not None and DAYS[coming.astimezone(zone).weekday()] in days
    assert now.replace(tzinfo=timezone.utc) < coming <= now.replace(tzinfo=timezone.utc) + timedelta(days=8)
    shown = coming.astimezone(zone).strftime("%H:%M")
    skipped = datetime.combine(coming.date(), datetime.strptime(time, "%H:%M").time(), zone)
    really = skipped.astimezone(timezone.utc).astimezone(zone)
    assert shown in (time, really.strftime("%H:%M"))
