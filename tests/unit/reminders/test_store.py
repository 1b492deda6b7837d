"""What is due, who may give it, and what became of it: over restarts, zones and clocks that jump."""

from __future__ import annotations

import multiprocessing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from coach.clock import ManualClock
from coach.journal import Journal
from coach.reminders import DAYS, Reminders

LONDON, NEW_YORK, TOKYO = "Europe/London", "America/New_York", "Asia/Tokyo"
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.utc)


class SetClock(ManualClock):
    """A clock that can be set, also back, as a machine's clock can be."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self.at = now

    def now(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def house(folder: Path | None = None, now: datetime = MONDAY, zone: str = LONDON) -> Reminders:
    journal = Journal.in_folder(folder) if folder else Journal()
    journal.remember("ann", zone=zone)
    made = Reminders(journal, SetClock(now))
    made.keep("ann", "09:00", DAYS)
    return made


def journal_of(reminders: Reminders) -> Journal:
    return reminders._journal


def clock_of(reminders: Reminders) -> SetClock:
    assert isinstance(reminders._clock, SetClock)
    return reminders._clock


def give(reminders: Reminders) -> int:
    """What a server does; how many were given."""
    given = 0
    for due in reminders.due():
        if reminders.claim(due):
            reminders.settle(due, "sent")
            given += 1
    return given


def test_it_comes_at_its_time_and_once() -> None:
    reminders = house()
    assert give(reminders) == 0 and reminders.wait() == 3600.0
    clock_of(reminders).advance(3600)
    assert [give(reminders) for _ in range(3)] == [1, 0, 0]
    assert reminders.wait() == 86400.0


def test_what_was_done_today_anywhere_needs_no_reminder() -> None:
    reminders = house()
    journal_of(reminders).add("ann", "exercise_done", {"exercise": "x"}, clock_of(reminders).now())
    clock_of(reminders).advance(3600)
    assert give(reminders) == 0 and reminders.owed("ann") is None
    clock_of(reminders).advance(86400)
    assert give(reminders) == 1


def test_what_is_told_late_counts_for_its_own_day() -> None:
    reminders = house()
    late = {"exercise": "x", "day": "2026-03-01", "late": True}
    journal_of(reminders).add("ann", "exercise_done", late, MONDAY)
    clock_of(reminders).advance(3600)
    assert give(reminders) == 1


def test_yesterday_evening_is_not_today() -> None:
    """Nine in the evening in New York is tomorrow in London: the person's own day counts."""
    reminders = house(now=datetime(2026, 3, 3, 2, 0, tzinfo=timezone.utc), zone=NEW_YORK)
    journal_of(reminders).add("ann", "exercise_done", {"exercise": "x"}, clock_of(reminders).now())
    clock_of(reminders).advance(12.5 * 3600)
    assert give(reminders) == 1


def test_ill_or_away_and_back_again() -> None:
    reminders = house()
    away = {"first": "2026-03-02", "last": "2026-03-04", "reason": "holiday"}
    journal_of(reminders).add("ann", "away", away, MONDAY)
    clock_of(reminders).advance(3600)
    given = []
    for _ in range(4):
        given.append(give(reminders))
        clock_of(reminders).advance(86400)
    assert given == [0, 0, 0, 1]


@pytest.mark.parametrize("told", [{}, {"first": "soon", "last": None}, {"first": "2026-03-02"}])
def test_a_time_away_that_cannot_be_read_is_none(told: dict[str, Any]) -> None:
    reminders = house()
    journal_of(reminders).add("ann", "away", told, MONDAY)
    clock_of(reminders).advance(3600)
    assert give(reminders) == 1


def test_nobody_is_sent_to_exercise_while_a_doctor_must_look() -> None:
    reminders = house()
    journal_of(reminders).remember("ann", lock={"tier": "urgent_same_day"})
    clock_of(reminders).advance(3600)
    assert give(reminders) == 0


@pytest.mark.parametrize(("late", "comes"), [(119 * 60, 1), (2 * 3600, 0), (25 * 3600, 1)])
def test_after_downtime_it_comes_late_or_not_at_all(late: float, comes: int) -> None:
    reminders = house()
    clock_of(reminders).advance(3600 + late)
    assert give(reminders) == comes


def test_a_late_one_does_not_come_on_the_next_day() -> None:
    reminders = house()
    reminders.keep("ann", "23:30", DAYS)
    clock_of(reminders).at = datetime(2026, 3, 3, 0, 10, tzinfo=timezone.utc)
    assert give(reminders) == 0


def test_weeks_of_downtime_bring_one(tmp_path: Path) -> None:
    house(tmp_path)
    later = Reminders(Journal.in_folder(tmp_path), SetClock(datetime(2026, 4, 2, 8, 30, tzinfo=timezone.utc)))
    assert [give(later) for _ in range(3)] == [1, 0, 0]  # half past nine: it is summer time by now


def test_one_that_was_asked_for_after_its_time_begins_tomorrow() -> None:
    reminders = house()
    clock_of(reminders).advance(5400)
    reminders.keep("ann", "09:00", DAYS)
    assert give(reminders) == 0 and reminders.owed("ann") is None
    coming = reminders.next("ann")
    assert coming is not None and coming.date() == date(2026, 3, 3)


def test_a_change_after_todays_was_given_begins_tomorrow() -> None:
    reminders = house()
    clock_of(reminders).advance(3600)
    assert give(reminders) == 1
    reminders.keep("ann", "10:00", DAYS)
    coming = reminders.next("ann")
    assert coming is not None and (coming.date(), coming.hour) == (date(2026, 3, 3), 10)
    clock_of(reminders).advance(3600)
    assert give(reminders) == 0


def test_travel_west_brings_no_second_one_and_then_keeps_local_time() -> None:
    reminders = house()
    clock_of(reminders).advance(3600)
    assert give(reminders) == 1
    journal_of(reminders).remember("ann", zone=NEW_YORK)
    clock_of(reminders).at = datetime(
        2026, 3, 2, 14, 0, tzinfo=timezone.utc
    )  # nine in New York, the same day
    assert give(reminders) == 0
    clock_of(reminders).at = datetime(2026, 3, 3, 14, 0, tzinfo=timezone.utc)
    assert give(reminders) == 1


def test_a_clock_that_jumps_back_brings_none_twice() -> None:
    reminders = house()
    clock_of(reminders).advance(3600)
    assert give(reminders) == 1
    clock_of(reminders).advance(-3600)
    assert give(reminders) == 0
    clock_of(reminders).advance(3600)
    assert give(reminders) == 0


def test_what_was_asked_for_on_a_wrong_clock_works_on_the_right_one() -> None:
    reminders = house(now=datetime(2031, 1, 1, tzinfo=timezone.utc))
    clock_of(reminders).at = MONDAY + timedelta(hours=1)
    assert give(reminders) == 1


def test_a_restart_between_claim_and_delivery_is_told_when_they_come_by(tmp_path: Path) -> None:
    first = house(tmp_path)
    clock_of(first).advance(3600)
    [due] = first.due()
    assert first.claim(due)
    second = Reminders(Journal.in_folder(tmp_path), SetClock(clock_of(first).now() + timedelta(minutes=1)))
    assert second.due() == [] and second.owed("ann") is None  # it may be on its way
    clock_of(second).advance(900)
    owed = second.owed("ann")
    assert owed is not None and second.settle(owed, "told") and second.owed("ann") is None
    assert not second.settle(owed, "told")


def test_one_that_reached_nobody_is_owed_on_that_day_only() -> None:
    reminders = house()
    clock_of(reminders).advance(3600)
    [due] = reminders.due()
    reminders.claim(due)
    reminders.settle(due, "unreached")
    clock_of(reminders).advance(8 * 3600)
    assert reminders.owed("ann") == reminders.owed("Ann ") is not None
    clock_of(reminders).advance(8 * 3600)
    assert reminders.owed("ann") is None


def test_later_comes_later_unless_it_was_done_meanwhile() -> None:
    reminders = house()
    clock_of(reminders).advance(3600)
    give(reminders)
    reminders.answered("ann", "later", clock_of(reminders).now() + timedelta(hours=1))
    assert give(reminders) == 0 and reminders.wait() == 3600.0
    clock_of(reminders).advance(3600)
    assert give(reminders) == 1
    reminders.answered("ann", "later", clock_of(reminders).now() + timedelta(hours=1))
    journal_of(reminders).add("ann", "exercise_done", {}, clock_of(reminders).now())
    clock_of(reminders).advance(3600)
    assert give(reminders) == 0


def test_later_never_comes_after_midnight() -> None:
    reminders = house()
    reminders.keep("ann", "23:00", DAYS)
    clock_of(reminders).at = MONDAY.replace(hour=23)
    assert give(reminders) == 1
    reminders.answered("ann", "later", clock_of(reminders).now() + timedelta(hours=2))
    clock_of(reminders).advance(7200)
    assert give(reminders) == 0


def test_no_more_reminders_also_ends_what_was_put_off() -> None:
    reminders = house()
    clock_of(reminders).advance(3600)
    give(reminders)
    reminders.answered("ann", "later", clock_of(reminders).now() + timedelta(hours=1))
    assert reminders.cancel("ann") and not reminders.cancel("ann")
    clock_of(reminders).advance(3600)
    assert give(reminders) == 0 and reminders.next("ann") is None


def test_an_answer_is_understood_for_half_a_day_and_once() -> None:
    reminders = house()
    clock_of(reminders).advance(3600)
    assert reminders.open("ann") is None
    give(reminders)
    assert reminders.open("ann") is not None
    clock_of(reminders).advance(13 * 3600)
    assert reminders.open("ann") is None
    clock_of(reminders).advance(-3600)
    reminders.answered("ann", "now")
    assert reminders.open("ann") is None


def test_it_goes_with_the_person() -> None:
    reminders = house()
    clock_of(reminders).advance(3600)
    give(reminders)
    assert set(journal_of(reminders).export("ann")) >= {"reminders", "reminded"}
    journal_of(reminders).delete("ann")
    assert reminders.of("ann") is None and journal_of(reminders).left("ann") == {}


def _claim(folder: str, start: Any, results: Any) -> None:
    reminders = Reminders(Journal.in_folder(Path(folder)), SetClock(MONDAY + timedelta(hours=1)))
    due = reminders.due()
    start.wait()
    results.put(sum(reminders.claim(one) for one in due))


def test_of_several_processes_at_once_one_gives_it(tmp_path: Path) -> None:
    house(tmp_path)
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(4), context.Queue()
    processes = [context.Process(target=_claim, args=(str(tmp_path), start, results)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert sum(results.get() for _ in processes) == 1


class Days(RuleBasedStateMachine):
    """Anything that may happen: at most one reminder a day comes unasked, none that is not wanted."""

    @initialize(zone=st.sampled_from([LONDON, NEW_YORK, TOKYO]))
    def begin(self, zone: str) -> None:
        self.reminders = house(zone=zone)
        self.other = Reminders(journal_of(self.reminders), clock_of(self.reminders))
        self.unasked: dict[date, int] = {}
        self.put_off = 0

    @rule(minutes=st.sampled_from([1, 15, 60, 180, 600, 1440, 5000]))
    def time_passes(self, minutes: int) -> None:
        clock_of(self.reminders).advance(60 * minutes)
        self.look()

    @rule(minutes=st.integers(1, 3000))
    def the_clock_jumps_back(self, minutes: int) -> None:
        clock_of(self.reminders).advance(-60 * minutes)
        self.look()

    @rule(hour=st.integers(0, 23), minute=st.sampled_from([0, 30]), days=st.sets(st.sampled_from(DAYS)))
    def change(self, hour: int, minute: int, days: set[str]) -> None:
        self.reminders.keep("ann", f"{hour:02}:{minute:02}", days)
        self.look()

    @rule(zone=st.sampled_from([LONDON, NEW_YORK, TOKYO]))
    def travel(self, zone: str) -> None:
        journal_of(self.reminders).remember("ann", zone=zone)
        self.look()

    @rule(minutes=st.integers(5, 300))
    def later(self, minutes: int) -> None:
        if self.reminders.open("ann") is not None:
            now = clock_of(self.reminders).now()
            self.reminders.answered("ann", "later", now + timedelta(minutes=minutes))
            self.put_off += 1

    @rule()
    def exercise(self) -> None:
        journal_of(self.reminders).add("ann", "exercise_done", {}, clock_of(self.reminders).now())
        self.look()

    @rule()
    def cancel(self) -> None:
        self.reminders.cancel("ann")
        assert self.reminders.due() == [] and self.reminders.owed("ann") is None

    @rule(reached=st.booleans())
    def come_by(self, reached: bool) -> None:
        owed = self.reminders.owed("ann")
        if owed is not None:
            claimed = self.reminders.claim(owed)
            told = self.reminders.settle(owed, "told")
            assert told
            if claimed:
                self.count(owed)

    def look(self) -> None:
        """Two servers look; what either gives is counted."""
        found = [due for server in (self.reminders, self.other) for due in server.due()]
        for due in found:
            if self.reminders.claim(due):
                self.reminders.settle(due, "sent")
                self.count(due)
        assert self.reminders.due() == []

    def count(self, due: Any) -> None:
        now = clock_of(self.reminders).now().astimezone(ZoneInfo(self.zone))
        assert due.day == now.date() and due.at <= now
        done = journal_of(self.reminders).events("ann", "exercise_done")
        assert not any(event.at.astimezone(ZoneInfo(self.zone)).date() == due.day for event in done)
        if due.nth == 0:
            assert due.day not in self.unasked
            self.unasked[due.day] = 1
        else:
            self.put_off -= 1
            assert self.put_off >= 0

    @property
    def zone(self) -> str:
        return str(journal_of(self.reminders).profile("ann")["zone"])


Days.TestCase.settings = settings(max_examples=30, stateful_step_count=40, deadline=None)
TestDays = Days.TestCase
