"""Reminders as people ask for them, change them and answer them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from coach.conversation.reminded import message
from coach.language import SPANISH, speaking
from coach.reminders import DAYS, Reminder, Reminders
from tests.unit.conversation.person import HOUR, Person

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.utc)
REMIND, CANCEL = "set_reminder", "cancel_reminder"


def somebody(**known: Any) -> Person:
    person = Person(**{"zone": "Europe/London", **known})
    person.clock.advance((MONDAY - person.clock.now()).total_seconds())
    return person


def kept(person: Person) -> Reminder:
    reminder = Reminders(person.journal, person.clock).of("p")
    assert reminder is not None
    return reminder


def given(person: Person, after: float) -> bool:
    """What a server does after some time; whether there was a reminder to give."""
    person.clock.advance(after)
    reminders = Reminders(person.journal, person.clock)
    due = reminders.due()
    return any(reminders.claim(one) and reminders.settle(one, "sent") for one in due)


@pytest.mark.parametrize(
    ("said", "time", "days", "told"),
    [
        ("remind me at nine every weekday", "09:00", DAYS[:5], "Monday to Friday at 9 in the morning"),
        ("remind me at half past eight", "08:30", DAYS, "every day at 8:30 in the morning"),
        (
            "remind me at 7 in the evening on Mondays and Thursdays",
            "19:00",
            ("mon", "thu"),
            "Monday and Thursday",
        ),
        ("remind me at 9 but not on Sundays", "09:00", DAYS[:6], "every day but Sunday"),
        ("remind me at noon at the weekend", "12:00", DAYS[5:], "Saturday and Sunday at noon"),
        ("remind me in the morning", "09:00", DAYS, "another time"),
        ("set a reminder twice a day, nine and five", "09:00", DAYS, "once a day at most"),
    ],
)
def test_what_is_set_is_told_with_its_days(said: str, time: str, days: tuple[str, ...], told: str) -> None:
    person = somebody().says(said, REMIND)
    assert (kept(person).time, kept(person).days) == (time, days)
    assert told in person.text, person.text


def test_without_a_time_it_is_asked_for_once() -> None:
    person = somebody().says("remind me to do my exercises on weekdays", REMIND)
    assert person.asked == "reminder_time" and "what time" in person.text
    person.says("half past ten")
    assert (kept(person).time, kept(person).days) == ("10:30", DAYS[:5]) and person.asked is None


def test_another_request_takes_the_place_of_the_question() -> None:
    person = somebody().says("remind me", REMIND).says("start seated flexion", "start_exercise")
    assert person.phase == "ready" and Reminders(person.journal, person.clock).of("p") is None


@pytest.mark.parametrize(
    ("said", "time", "days"),
    [
        ("change it to ten", "10:00", DAYS[:5]),
        ("no, in the evening", "21:00", DAYS[:5]),
        ("not at nine, at ten", "10:00", DAYS[:5]),
        ("not on Mondays", "09:00", DAYS[1:5]),
        ("only on Mondays", "09:00", ("mon",)),
        ("also on Saturday", "09:00", DAYS[:6]),
        ("make it 8 pm on weekends", "20:00", DAYS[5:]),
    ],
)
def test_it_can_be_changed_in_a_few_words(said: str, time: str, days: tuple[str, ...]) -> None:
    person = somebody().says("remind me at nine every weekday", REMIND).says(said)
    assert (kept(person).time, kept(person).days) == (time, days), person.text


def test_a_few_words_mean_the_reminder_only_just_after_it() -> None:
    person = somebody().says("remind me at nine every weekday", REMIND).says("make it ten", after=600)
    assert kept(person).time == "09:00"


def test_when_it_comes_and_that_it_is_gone() -> None:
    person = somebody().says("remind me at nine every weekday", REMIND).says("when do you remind me?")
    assert "Monday to Friday at 9 in the morning" in person.text
    assert "next one comes today at 9" in person.text
    person.says("no more reminders", CANCEL)
    assert "no more" in person.text
    assert "no reminders" in person.says("when do you remind me?").text
    assert "no reminders" in person.says("cancel my reminders", CANCEL).text


def test_one_day_left_out_and_one_day_by_itself() -> None:
    person = somebody().says("remind me at nine", REMIND).says("don't remind me today", CANCEL)
    assert "quiet today" in person.text and "comes tomorrow" in person.text and not given(person, HOUR)
    person.says("remind me tomorrow at ten", REMIND)
    assert "tomorrow at 10 in the morning" in person.text
    assert not given(person, 24 * HOUR) and given(person, HOUR)
    assert kept(person).time == "09:00"


def test_tonight_is_this_evening() -> None:
    person = somebody().says("remind me at seven", REMIND).says("remind me tonight", REMIND)
    assert "today at 7 in the evening" in person.text


def test_in_half_an_hour() -> None:
    person = somebody().says("remind me in half an hour", REMIND)
    assert "today at 8:30" in person.text and given(person, 1800) and not given(person, 24 * HOUR)


def test_a_place_that_nobody_knows_is_said() -> None:
    person = somebody().says("remind me at nine on my phone", REMIND)
    assert "cannot reach you there" in person.text and kept(person).time == "09:00"


# -- answers ----------------------------------------------------------------------------------------------


def reminded(**known: Any) -> Person:
    person = somebody(**known).says("remind me at nine", REMIND)
    assert given(person, HOUR)
    return person


@pytest.mark.parametrize("answer", ["start now", "yes", "ok", "let's go", "now"])
def test_now_begins(answer: str) -> None:
    person = reminded().says(answer)
    assert person.asked == "pain"


def test_later_comes_later_today() -> None:
    person = reminded().says("remind me later", REMIND)
    assert "10 in the morning" in person.text
    assert given(person, HOUR)
    person.says("in half an hour")
    assert given(person, 1800)
    person.says("ask me again at two")
    assert "2 in the afternoon" in person.text


def test_later_never_means_at_night() -> None:
    person = somebody().says("remind me at half past eight in the evening", REMIND)
    assert given(person, 12.5 * HOUR)
    person.says("later")
    assert "leave it for today" in person.text and "tomorrow" in person.text
    assert not given(person, HOUR) and not given(person, 3 * HOUR)


def test_not_today_is_fine_and_its_reason_is_kept() -> None:
    person = reminded().says("not today")
    assert person.asked == "not_today" and "fine" in person.text
    person.says("I am ill")
    assert "Get well" in person.text
    [event] = person.journal.events("p", "not_today")
    [away] = person.journal.events("p", "away")
    assert event.data["reason"] == "ill"
    assert away.data == {"first": "2026-03-02", "last": "2026-03-02", "reason": "ill"}


def test_away_until_a_day_is_quiet_until_it_is_over() -> None:
    person = reminded().says("not today because I'm on holiday until Thursday")
    assert "remind you again on Friday" in person.text
    assert [given(person, 24 * HOUR) for _ in range(4)] == [False, False, False, True]


def test_a_reason_that_hurts_is_looked_at() -> None:
    person = reminded().says("not today, my leg hurts", "report_symptom")
    assert person.asked not in (None, "not_today")
    assert person.journal.events("p", "not_today")[0].data["reason"] == "hurts"


def test_danger_goes_before_any_answer() -> None:
    person = reminded().says("not today, I have chest pain and can't breathe")
    assert person.emergency or person.asked == "chest_pain"
    assert not person.journal.events("p", "not_today")


@pytest.mark.parametrize("answer", ["no", "yes", "later", "not today"])
def test_a_question_of_danger_that_was_open_stays_open(answer: str) -> None:
    """A reminder came in between: what answers it answers nothing else."""
    person = somebody().says("remind me at nine", REMIND).says("my leg is numb", "report_symptom")
    assert person.asked == "saddle_numbness" and given(person, HOUR)
    person.says(answer)
    assert person.asked == "saddle_numbness" and person.known("saddle_numbness") is None
    assert person.says("yes").emergency


def test_nobody_is_asked_for_a_reason_twice() -> None:
    person = reminded().says("not today").says("no reason")
    assert person.asked is None and "noted" in person.text
    assert person.says("what exercises are there", "list_exercises").asked is None


def test_words_that_are_no_answer_are_none() -> None:
    person = reminded().says("what exercises are there", "list_exercises")
    assert "I know these" in person.text
    assert "later" not in person.says("ok").text  # no longer fresh


def test_who_was_not_reached_is_told_once_when_they_come_by() -> None:
    person = somebody().says("remind me at nine", REMIND)
    person.says("hello", "greet", after=3 * HOUR)
    assert "remind you of your exercises" in person.text
    assert [button["title"] for button in person.messages[-1].buttons] == ["Now", "Later", "Not today"]
    assert "remind" not in person.says("hello", "greet", after=HOUR).text
    assert not given(person, 60)


def test_who_was_not_reached_and_begins_by_themselves_is_not_told() -> None:
    person = (
        somebody()
        .says("remind me at nine", REMIND)
        .says("start seated flexion", "start_exercise", after=2 * HOUR)
    )
    assert person.phase == "ready" and "remind" not in person.text


# -- whose clock ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("I'm travelling, my time is now New York time", "America/New_York"),
        ("set my time zone to Europe/Paris", "Europe/Paris"),
        ("my clock is now on Spanish time", "Europe/Madrid"),
        ("please use Tokyo time", "Asia/Tokyo"),
        ("go by the time in Florida", "America/New_York"),
    ],
)
def test_the_clock_of_another_place(said: str, zone: str) -> None:
    person = somebody().says(said)
    there = MONDAY.astimezone(ZoneInfo(zone))
    assert person.journal.profile("p")["zone"] == zone
    assert str(int(there.strftime("%I"))) in person.text


@pytest.mark.parametrize("said", ["what time is it", "it takes a long time", "I use the time to rest"])
def test_other_talk_of_time_changes_no_clock(said: str) -> None:
    assert somebody().says(said).journal.profile("p")["zone"] == "Europe/London"


def test_a_place_that_is_not_known_is_said_and_changes_nothing() -> None:
    person = somebody().says("set my time zone to Narnia")
    assert "do not know that place" in person.text
    assert person.journal.profile("p")["zone"] == "Europe/London"


@pytest.fixture
def unknowing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that was never told where it is."""
    monkeypatch.setattr("tzlocal.get_localzone", lambda: ZoneInfo("UTC"))


@pytest.mark.usefixtures("unknowing")
def test_the_country_tells_the_zone_where_the_machine_does_not() -> None:
    person = somebody(zone=None, region="india").says("remind me at nine", REMIND)
    assert person.asked is None and person.journal.profile("p")["zone"] == "Asia/Kolkata"


@pytest.mark.usefixtures("unknowing")
@pytest.mark.parametrize(
    ("told", "zone"),
    [
        ("three in the morning", "America/New_York"),
        ("midnight", "America/Los_Angeles"),
        ("in Chicago", "America/Chicago"),
    ],
)
def test_in_a_wide_country_the_time_is_asked_once(told: str, zone: str) -> None:
    person = somebody(zone=None, region="us").says("remind me at nine on weekdays", REMIND)
    assert person.asked == "zone"
    person.says(told)
    assert person.journal.profile("p")["zone"] == zone
    assert (kept(person).time, kept(person).days) == ("09:00", DAYS[:5])


def test_while_a_doctor_must_look_it_is_said_that_it_stays_quiet() -> None:
    lock = {
        "tier": "urgent_same_day",
        "flags": [],
        "since": 0.0,
        "reason": "r",
        "advice": "Call a doctor today.",
    }
    person = somebody(lock=lock).says("remind me at nine", REMIND)
    assert "quiet until a doctor" in person.text and not given(person, HOUR)


def test_a_reason_is_understood_by_its_button_in_every_language() -> None:
    person = reminded(language="es").says("hoy no")
    person.says(person.messages[-1].buttons[0]["payload"])
    assert person.journal.events("p", "away")[0].data["reason"] == "ill"


@pytest.mark.parametrize("button", [0, 1, 2])
def test_the_buttons_work_in_every_language(button: int) -> None:
    person = reminded(language="es")
    with speaking(SPANISH):
        payload = message().buttons[button]["payload"]
    person.says(payload)
    assert (person.asked, bool(person.journal.events("p", "not_today"))) == (
        ("pain", False), (None, False), ("not_today", False),
    )[button]  # fmt: skip
    assert Reminders(person.journal, person.clock).open("p") is None


@pytest.mark.parametrize(
    "words", ["remind me to take my pills at nine", "remind me of my appointment at ten tomorrow"]
)
def test_nobody_relies_on_it_for_pills_and_visits(words: str) -> None:
    person = Person(zone="Europe/London").says(words, "set_reminder")
    assert "exercises only" in person.text
    assert "no reminders" in person.says("when do you remind me?").text
