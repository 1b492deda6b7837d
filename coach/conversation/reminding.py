"""Reminders in a conversation: set, changed, asked about, ended, and answered.

They live in the journal's database (`coach.reminders`), so they outlive every process. Who brings them is
`assistant/reminding.py`; what could not be brought is told here when the person comes by.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from coach.clock import Clock
from coach.conversation import safety, zones
from coach.conversation.clock_words import day_words, days_words, time_words
from coach.conversation.talk import Talk
from coach.pairing import Pairing
from coach.places import kind_of
from coach.reminders import DAYS, Reminder, Reminders
from coach.understand.dates import names_a_date
from coach.understand.reminding import (
    Wish,
    reminder_change,
    reminder_wish,
)
from coach.words import words
from coach.zone import zone_of

TIME = "reminder_time"
SPOKEN_OF = 180.0
"""Seconds for which "change it to ten" means the reminder that was spoken of."""
OTHER_THINGS = re.compile(
    r"\b(pills?|tablets?|medicines?|meds|medications?|insulin|appointments?|pastillas?|medicinas?|citas?"
    r"|(see|ring|call|visit) (my|the) (doctor|gp|dentist|physio))\b"
)
"""What is not an exercise, and must not be left to this coach."""
ELSEWHERE = {
    "telegram": "reminder_in_telegram", "whatsapp": "reminder_in_whatsapp", "slack": "reminder_in_slack",
    "page": "reminder_on_page", "speaker": "reminder_on_speaker",
}  # fmt: skip
"""How the kinds of places are called to which a reminder comes."""


class Fixed:
    """The clock of a turn: it stands at the moment of the turn."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()


def book(talk: Talk) -> Reminders:
    """The reminders of everybody, at the moment of the turn."""
    clock: Clock = Fixed(talk.now)
    return Reminders(talk.journal, clock)


def here(talk: Talk) -> datetime:
    """The moment of the turn by the person's own clock."""
    return talk.now.astimezone(zone_of(talk.profile))


# -- what is wanted ---------------------------------------------------------------------------------------


def wanted(talk: Talk) -> None:
    """ "Remind me ...": keep it and say plainly what is kept, or ask for the time."""
    safety.hold(talk)
    if OTHER_THINGS.search(talk.turn.text.lower()):
        talk.say("reminder_only_exercises")  # nobody may rely on it for these
        return
    if _refused_a_date(talk):
        return
    _take(talk, reminder_wish(talk.turn.text))


def cancelled(talk: Talk) -> None:
    """ "No more reminders", "don't remind me tomorrow", "not on Sundays"."""
    wish, kept = reminder_wish(talk.turn.text), book(talk).of(talk.turn.person)
    _spoken_of(talk)
    if kept is None:
        talk.say("reminder_none")
    elif wish.once is not None:
        day = here(talk).date() + timedelta(days=wish.once == "tomorrow")
        book(talk).skip(talk.turn.person, day)
        talk.say("reminder_day_off", day=day_words(day, here(talk).date()))
        say_next(talk)
    elif wish.days and wish.how == "without" and set(kept.days) - set(wish.days):
        _take(talk, replace(wish, time=None, guessed=False))
    else:
        book(talk).cancel(talk.turn.person)
        talk.say("reminder_gone")


def _refused_a_date(talk: Talk) -> bool:
    """Say that a date cannot be kept, if one is named: better no reminder than one on the wrong day."""
    if not names_a_date(talk.turn.text):
        return False
    talk.say("reminder_no_dates")
    return True


def asked(talk: Talk) -> None:
    """ "When do you remind me?" """
    kept = book(talk).of(talk.turn.person)
    _spoken_of(talk)
    if kept is None:
        talk.say("reminder_none")
        talk.say("reminder_how")
        return
    if kept.time is not None:
        talk.say("reminder_is", when=_when(kept), where=_where(kept))
    say_next(talk)
    if talk.profile.get("lock"):
        talk.say("reminder_locked")


def changed(talk: Talk) -> bool:
    """Take "change it to ten" as a change of the reminder that was just spoken of; False if it is none."""
    at = talk.dialogue.reminder_at
    if at is None or not 0 <= talk.now.timestamp() - at <= SPOKEN_OF or talk.dialogue.routine.active:
        return False
    wish = reminder_change(talk.turn.text)
    if wish is None:
        return False
    if _refused_a_date(talk):
        return True
    _take(talk, wish)
    return True


def time_told(talk: Talk, text: str) -> None:
    """The answer to "at what time?"; the rest of the wish was told before."""
    talk.dialogue.ask = None
    before = reminder_wish(talk.dialogue.wish or "")
    talk.dialogue.wish = None
    if _refused_a_date(talk):
        return
    told = reminder_wish(text)
    days, how = (told.days, told.how) if told.days else (before.days, before.how)
    if told.late is None and told.time is not None and before.late:
        told = replace(told, time=after_noon(told.time))
    _take(
        talk,
        replace(told, days=days, how=how, once=told.once or before.once, kinds=told.kinds or before.kinds),
    )


def names_a_time(text: str) -> bool:
    """Whether a text says when, as an answer to "at what time?"."""
    wish = reminder_wish(text)
    return wish.time is not None or wish.minutes is not None


def _take(talk: Talk, wish: Wish) -> None:
    """Keep what is wanted, in place of or on top of what was wanted before."""
    if zones.ask(talk):
        talk.dialogue.wish = talk.turn.text[:200]
        return
    _spoken_of(talk)
    kept = book(talk).of(talk.turn.person)
    place, reached = _place(talk, wish, kept)
    if not reached:
        talk.say("reminder_no_such_place")
    once = _once(talk, wish, kept)
    if wish.minutes is not None or wish.once is not None:
        if once is None:
            _ask_time(talk)
            return
        _keep_once(talk, kept, once, place)
        return
    time = _time(wish, kept)
    days = _days(wish, kept)
    if time is None and wish.empty and kept is not None and kept.time is not None:
        asked(talk)
        return
    if time is None:
        _ask_time(talk)
        return
    if not days:
        book(talk).cancel(talk.turn.person)
        talk.say("reminder_gone")
        return
    _say_kept(talk, book(talk).keep(talk.turn.person, time, days, place), wish)


def _say_kept(talk: Talk, kept: Reminder, wish: Wish) -> None:
    talk.say("reminder_set", when=_when(kept), where=_where(kept))
    if wish.guessed:
        talk.say("reminder_guessed")
    if _only_here(talk):
        talk.say("reminder_only_here")
    if wish.twice:
        talk.say("reminder_once_a_day")
    say_next(talk)
    if talk.profile.get("lock"):
        talk.say("reminder_locked")


def _keep_once(talk: Talk, kept: Reminder | None, once: tuple[date, str], place: str | None) -> None:
    person, reminders, now = talk.turn.person, book(talk), here(talk)
    last = reminders.last(person)
    time, days = (kept.time, kept.days) if kept else (None, ())
    if once[0] == now.date() and last is not None and last.day == once[0]:
        # today's was given already: this is to hear it once more
        again = datetime.combine(once[0], datetime.strptime(once[1], "%H:%M").time(), now.tzinfo)
        if kept is None:
            reminders.keep(person, None, (), place, once)
        reminders.answered(person, "later", again.astimezone(timezone.utc))
    else:
        reminders.keep(person, time, days, place, once)
    talk.say("reminder_once", day=day_words(once[0], now.date()), time=time_words(once[1]))
    if talk.profile.get("lock"):
        talk.say("reminder_locked")


def _once(talk: Talk, wish: Wish, kept: Reminder | None) -> tuple[date, str] | None:
    """The single day and time that is wanted; None if no time is known for it."""
    now = here(talk)
    if wish.minutes is not None:
        at = now.astimezone(timezone.utc) + timedelta(minutes=wish.minutes)
        at = at.astimezone(now.tzinfo)
        return at.date(), at.strftime("%H:%M")
    if wish.once is None:
        return None
    day = now.date() + timedelta(days=wish.once == "tomorrow")
    time = wish.time or (kept.time if kept else None)
    if time is None:
        return None
    if day == now.date() and time <= now.strftime("%H:%M"):
        later = after_noon(time)
        if later > now.strftime("%H:%M") and wish.late is None:
            return day, later
        return day + timedelta(days=1), time  # that time is over today
    return day, time


def _time(wish: Wish, kept: Reminder | None) -> str | None:
    if wish.time is None:
        return kept.time if kept else None
    if wish.guessed and kept is not None and kept.time is not None and wish.late is not None:
        # "in the evening instead": the hour stays, if it can be one of the evening
        other = after_noon(kept.time) if wish.late else kept.time
        fits = "17:00" <= other < "22:00" if wish.late else other < "12:00"
        return other if fits and other != kept.time else wish.time
    return wish.time


def _days(wish: Wish, kept: Reminder | None) -> tuple[str, ...]:
    before = kept.days if kept is not None and kept.days else DAYS
    if wish.days is None:
        return tuple(before)
    if wish.how == "without":
        return tuple(day for day in before if day not in wish.days)
    if wish.how == "with":
        had = kept.days if kept is not None else ()
        return tuple(day for day in DAYS if day in had or day in wish.days)
    return wish.days


def _place(talk: Talk, wish: Wish, kept: Reminder | None) -> tuple[str | None, bool]:
    """The kind of place it is to come to, and whether there is one of that kind."""
    before = kept.to if kept is not None else _kind(talk)
    if wish.here:
        return _kind(talk), True
    if wish.kinds is None:
        return before, True
    if not wish.kinds:
        return None, True
    known = [kind for kind in wish.kinds if kind in _known(talk)]
    return (known[0], True) if known else (before, False)


def _kind(talk: Talk) -> str | None:
    """The kind of the place where this is said; None where nobody knows."""
    kind = kind_of(talk.turn.place)
    return kind if kind in ELSEWHERE else None


def _only_here(talk: Talk) -> bool:
    """Whether the person can be told of a reminder only when they come by."""
    return kind_of(talk.turn.place) in ("", "terminal") and _known(talk) <= {"", "terminal"}


def _known(talk: Talk) -> set[str]:
    """The kinds of places where the person can be met."""
    joined = Pairing(talk.journal, Fixed(talk.now)).places_of(talk.turn.person)
    return {kind_of(place) for place in (*joined, talk.turn.place, *talk.turn.open)}


def after_noon(time: str) -> str:
    hour = int(time[:2])
    return f"{hour + 12:02}{time[2:]}" if hour < 12 else time


def _ask_time(talk: Talk) -> None:
    talk.dialogue.wish = talk.turn.text[:200]
    choices = [time_words(time) for time in ("09:00", "14:00", "18:00")]
    say, plainer = words("reminder_time"), words("reminder_time_plainer")
    buttons = [one.capitalize() for one in choices]
    talk.ask(TIME, TIME, "choice", say, plainer=plainer, buttons=buttons, choices=choices)


def _when(kept: Reminder) -> str:
    return words("reminder_when", days=days_words(kept.days), time=time_words(kept.time or ""))


def _where(kept: Reminder) -> str:
    return words(ELSEWHERE[kept.to]) if kept.to in ELSEWHERE else ""


def say_next(talk: Talk) -> None:
    coming = book(talk).next(talk.turn.person)
    if coming is not None:
        at = coming.astimezone(here(talk).tzinfo)
        talk.say("reminder_next", day=day_words(at.date(), here(talk).date()), time=time_words(at))


def _spoken_of(talk: Talk) -> None:
    talk.dialogue.reminder_at = talk.now.timestamp()


def zone_told(talk: Talk, text: str) -> None:
    """The answer to "what time is it where you are?"; then what was wanted before is kept."""
    zones.answered(talk, text)
    waiting, talk.dialogue.wish = talk.dialogue.wish, None
    _take(talk, reminder_wish(waiting or ""))


INTENTS: dict[str, Callable[[Talk], None]] = {"set_reminder": wanted, "cancel_reminder": cancelled}
