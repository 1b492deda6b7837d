"""The weekly note: nothing before consent, nothing after it, once a week, and no more than was agreed."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta, timezone
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from assistant.client import Message
from assistant.noting import Noting
from coach.caring import Caring, Note
from coach.clock import ManualClock
from coach.journal import Journal

WEDNESDAY = datetime(2026, 3, 4, 12, 0, tzinfo=timezone.utc)
HOUR = 3600.0
SECRET = "quetzal feathers in my shin"


class Reached:
    """Stands in for the places of people, and keeps what was sent to each."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    async def send(self, place: str, unasked: list[Message]) -> bool:
        self.sent += [(place, message.text) for message in unasked]
        return True

    def places(self, person: str) -> list[str]:
        return ["page:ann"]


class House:
    def __init__(self) -> None:
        self.clock, self.journal, self.live = ManualClock(WEDNESDAY), Journal(), Reached()
        self.journal.remember("ann", zone="Europe/London", consent=1.0)
        self.caring = Caring(self.journal, self.clock)
        self.server = Noting(self.journal, self.clock, self.live)

    def after(self, hours: float) -> int:
        self.clock.advance(hours * HOUR)
        return asyncio.run(self.server.look())

    def joined(self) -> House:
        self.caring.allow("ann", "daughter")
        code = self.caring.code_for("ann")
        assert code is not None and self.caring.join("telegram:9", code) == "daughter"
        return self

    def to(self, place: str) -> list[str]:
        return [text for where, text in self.live.sent if where == place]

    def exercised(self, *days: int) -> None:
        for day in days:
            at = datetime(2026, 3, day, 9, 0, tzinfo=timezone.utc)
            self.journal.add("ann", "exercise_done", {"exercise": "pelvic_tilt"}, at)
            self.journal.add("ann", "pain", {"score": 6 if day < 2 else 3, "moment": "before"}, at)
        self.journal.add("ann", "symptom", {"words": SECRET}, WEDNESDAY)


def test_it_comes_on_monday_to_both_and_says_no_more_than_was_agreed() -> None:
    house = House().joined()
    house.exercised(1, 3, 5, 6)
    assert house.after(24 * 4) == 0 and house.after(24) == 1 and house.after(1) == 0
    [note] = house.to("telegram:9")
    assert "2 March to" in note.replace("from ", "") and "three days" in note and "less than" in note
    assert SECRET not in note and "shin" not in note and "doctor" not in note
    [shown] = house.to("page:ann")
    assert note in shown


def test_whether_a_doctor_must_look_is_told_only_if_the_person_says_so() -> None:
    for says_so in (False, True):
        house = House().joined()
        house.journal.add("ann", "locked", {"tier": "urgent_same_day", "flags": []}, WEDNESDAY)
        if says_so:
            assert house.caring.with_advice("ann")
        house.after(24 * 5)
        assert ("doctor" in house.to("telegram:9")[0]) is says_so


def test_without_a_place_the_person_sees_it_and_sends_it_on() -> None:
    house = House()
    house.caring.allow("ann", "daughter")
    assert house.after(24 * 5) == 0
    assert [place for place, _ in house.live.sent] == ["page:ann"] and "send it on" in house.live.sent[0][1]


def test_after_it_was_ended_nothing_goes_out_not_even_what_was_due() -> None:
    house = House().joined()
    house.clock.advance(24 * 5 * HOUR)
    [due] = house.caring.due()
    assert house.caring.revoke("ann") and not house.caring.claim(due) and not house.caring.allowed(due)
    assert house.after(24) == 0 and house.live.sent == []


def test_of_the_week_before_the_consent_nothing_is_told() -> None:
    house = House()
    house.exercised(3, 5)
    house.clock.advance(24 * 5 * HOUR)  # Monday noon
    house.joined()
    assert house.after(1) == 0 and house.after(24 * 7 - 2) == 1
    assert "No exercises" in house.to("telegram:9")[0]


def test_a_code_opens_once_for_ten_minutes_and_guessing_ends() -> None:
    house = House()
    assert house.caring.code_for("ann") is None
    house.caring.allow("ann", "daughter")
    code = house.caring.code_for("ann")
    assert code is not None
    assert [house.caring.join("telegram:666", f"{n:08}") for n in range(6)] == [None] * 6
    assert house.caring.join("telegram:666", code) is None
    assert house.caring.join("telegram:9", f"{code[:4]} {code[4:]}") == "daughter"
    assert house.caring.join("telegram:10", code) is None
    code = house.caring.code_for("ann")
    house.clock.advance(601)
    assert code is not None and house.caring.join("telegram:10", code) is None


def test_the_place_can_end_it_and_all_goes_with_the_person() -> None:
    house = House().joined()
    assert house.caring.leave("telegram:9") and not house.caring.leave("telegram:9")
    assert house.after(24 * 5) == 0 and house.to("telegram:9") == []
    house.journal.delete("ann")
    assert house.journal.left("ann") == {} and house.caring.carer("ann") is None


class Notes(RuleBasedStateMachine):
    """Anything that may happen: what goes out goes to who may have it now, once a week."""

    @initialize()
    def begin(self) -> None:
        self.house = House()
        self.consent: datetime | None = None
        self.place: str | None = None
        self.weeks: set[date] = set()

    @rule(hours=st.sampled_from([1, 12, 24, 70, 168, 400]))
    def time_passes(self, hours: int) -> None:
        self.house.clock.advance(hours * HOUR)
        self.look()

    @rule(who=st.sampled_from(["daughter", "son"]))
    def allow(self, who: str) -> None:
        self.house.caring.allow("ann", who)
        self.consent, self.place = self.house.clock.now(), None

    @rule()
    def end(self) -> None:
        assert self.house.caring.revoke("ann") is (self.consent is not None)
        self.consent = self.place = None

    @rule(place=st.sampled_from(["telegram:9", "slack:u"]))
    def join(self, place: str) -> None:
        code = self.house.caring.code_for("ann")
        assert (code is None) is (self.consent is None)
        if code is not None and self.house.caring.join(place, code):
            self.place = place

    @rule(place=st.sampled_from(["telegram:9", "slack:u"]))
    def leave(self, place: str) -> None:
        self.house.caring.leave(place)
        self.place = None if self.place == place else self.place

    @rule(days=st.integers(0, 20))
    def live(self, days: int) -> None:
        at = self.house.clock.now() - timedelta(days=days)
        self.house.journal.add("ann", "exercise_done", {"exercise": "x"}, at)
        self.house.journal.add("ann", "symptom", {"words": SECRET}, at)

    @rule(stale=st.booleans())
    def race(self, stale: bool) -> None:
        """A server finds a note due; the consent ends before it is claimed."""
        due: list[Note] = self.house.caring.due()
        if stale and due:
            self.end()
            assert not any(self.house.caring.claim(note) for note in due)

    def look(self) -> None:
        before = len(self.house.live.sent)
        asyncio.run(self.house.server.look())
        new: list[tuple[str, Any]] = self.house.live.sent[before:]
        for place, text in new:
            assert self.consent is not None and SECRET not in text
            assert place in (self.place, "page:ann")
        if new:
            note = self.house.caring.last("ann")
            assert note is not None and note.week not in self.weeks and self.consent is not None
            assert self.consent.date() < note.week + timedelta(days=7)
            self.weeks.add(note.week)


Notes.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestNotes = Notes.TestCase
