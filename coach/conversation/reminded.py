"""A reminder and the answers to it: now, later, not today. What could not be brought is told here."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from coach import language
from coach.clock import Clock
from coach.conversation import beginning, noting
from coach.conversation.clock_words import day_words, time_words
from coach.conversation.dialogue import OF_SAFETY, Message
from coach.conversation.reminding import after_noon, book, here, say_next
from coach.conversation.talk import Talk
from coach.journal import Journal, one_name
from coach.reminders import Reminders
from coach.understand.reminding import Answer, last_day, later_in, reason_of, reminder_answer, reminder_wish
from coach.words import words

FRESH = 2.0
"""Seconds by which the clocks of a reminder and of what was said last may differ."""
QUESTION = 600.0
"""Seconds for which an open question keeps a reminder back: its "no" must not be taken for the question's."""
A_WHILE = timedelta(hours=1)
"""When a reminder comes again that was put off without a time."""
QUIET_FROM, QUIET_TO = 21, 7
"""Hours between which nothing comes that was put off."""
COMES_BACK = timedelta(minutes=30)
"""After a silence this long, somebody who speaks comes by anew."""
REASONS = {
    "ill": "because_ill", "away": "because_away", "hurts": "because_hurts", "busy": "because_busy",
    "none": "because_none",
}  # fmt: skip
"""The reasons that are offered, as they are called."""


def message(key: str = "reminder_due") -> Message:
    """A reminder with its three answers, in the language that is spoken."""
    answers = (
        ("button_now", "answer_now"),
        ("button_later", "answer_later"),
        ("button_not_today", "answer_not_today"),
    )
    buttons = tuple({"title": words(title), "payload": words(payload)} for title, payload in answers)
    return Message(words(key), buttons, {"reminder": True})


def nudge(journal: Journal, clock: Clock, person: str, kind: str = "") -> Message | None:
    """The reminder that is due, for a place that lies open and brings it itself; None if there is none.

    Whoever asks for it leaves alone somebody who has just been asked something (QUESTION).

    Args:
        kind: what kind of place that is; reminders that are to come to another kind are not for it.
    """
    reminders = Reminders(journal, clock)
    for due in reminders.due():
        mine = due.person == one_name(person) and due.to in (None, kind)
        if mine and reminders.claim(due) and reminders.settle(due, "sent"):
            with language.speaking(language.wanted(journal.profile(person))):
                return message()
    return None


def mention(talk: Talk) -> None:
    """Tell somebody who comes by what they should have been reminded of today; once."""
    touched = talk.dialogue.touched
    gone = touched is None or talk.now - datetime.fromtimestamp(touched, timezone.utc) > COMES_BACK
    serious = any("triage" in (one.custom or {}) for one in talk.messages)
    if not (talk.turn.opened or gone or talk.turn.intent == "greet") or serious:
        return
    if talk.dialogue.ask is not None or talk.dialogue.routine.active or talk.new_session:
        return
    noting.mention(talk)
    reminders = book(talk)
    owed = reminders.owed(talk.turn.person)
    if owed is not None:
        reminders.claim(owed)
        if reminders.settle(owed, "told"):
            talk.messages.append(message("reminder_owed"))


def answered(talk: Talk) -> bool:
    """Take what was said as the answer to a reminder; False if it is none."""
    if talk.dialogue.routine.active:
        return False
    pressed = _pressed(talk.turn.own)
    if pressed is None and reminder_answer(talk.turn.text, fresh=True) is None:
        return False
    reminders, person = book(talk), talk.turn.person
    given = reminders.open(person)
    if given is None:
        return False
    fresh = given.at.timestamp() >= (talk.dialogue.touched or 0.0) - FRESH
    answer = pressed or reminder_answer(talk.turn.text, fresh)
    if answer is None or (talk.dialogue.ask is not None and not fresh):
        return False
    ask = talk.dialogue.ask
    if ask is not None and (answer == "now" or ask.purpose in OF_SAFETY):
        # it was left open when the reminder came, and is answered before an exercise; of danger in any case
        reminders.answered(person, answer)
        talk.ask_again()
    elif answer == "now":
        reminders.answered(person, "now")
        beginning.start(talk, {})
    elif answer == "later":
        _later(talk, reminders)
    else:
        reminders.answered(person, "not_today")
        return _not_today(talk)
    return True


def _pressed(text: str) -> Answer | None:
    """The answer whose button was pressed, in the language that is spoken."""
    answers: tuple[tuple[str, Answer], ...] = (
        (words("answer_now"), "now"),
        (words("answer_later"), "later"),
        (words("answer_not_today"), "not_today"),
    )
    said = text.strip().lower()
    return next((answer for payload, answer in answers if said == payload.lower()), None)


def _later(talk: Talk, reminders: Reminders) -> None:
    now, wish = here(talk), reminder_wish(talk.turn.text)
    again = now.astimezone(timezone.utc) + timedelta(
        minutes=later_in(talk.turn.text) or A_WHILE.seconds // 60
    )
    again = again.astimezone(now.tzinfo)
    if wish.time is not None:
        time = wish.time if wish.time > now.strftime("%H:%M") else after_noon(wish.time)
        again = datetime.combine(now.date(), datetime.strptime(time, "%H:%M").time(), now.tzinfo)
    quiet = not QUIET_TO <= again.hour < QUIET_FROM and not _usual(talk, again)
    if again <= now or again.date() != now.date() or quiet:
        reminders.answered(talk.turn.person, "later")
        talk.say("reminder_too_late")
        say_next(talk)
        return
    reminders.answered(talk.turn.person, "later", again.astimezone(timezone.utc))
    talk.say("reminder_later", time=time_words(again))


def _usual(talk: Talk, again: datetime) -> bool:
    """Whether the person has chosen an hour as late as this."""
    kept = book(talk).of(talk.turn.person)
    return kept is not None and kept.time is not None and kept.time >= again.strftime("%H:%M") >= "12:00"


def _not_today(talk: Talk) -> bool:
    reason = reason_of(talk.turn.text)
    if reason in (None, "none") and "because" not in talk.turn.text.lower():
        choices = [words(key) for key in REASONS.values()]
        talk.say("reminder_not_today")
        talk.ask(
            "not_today", "not_today", "choice", words("reminder_why"), plainer=words("reminder_why_plainer"),
            buttons=[one.capitalize() for one in choices], choices=choices,
        )  # fmt: skip
        return True
    return because(talk, talk.turn.text)


def because(talk: Talk, text: str) -> bool:
    """Keep why not today, without a word of blame; False if it tells of pain, which is asked about."""
    talk.dialogue.ask = None
    reason = _reason(text) or "none"
    today = here(talk).date()
    talk.record("not_today", reason=reason, day=today.isoformat())
    if reason == "hurts":
        talk.say("reminder_not_today")
        if talk.turn.intent in ("report_symptom", "report_worse", "report_pain_score"):
            return False
        talk.say("reminder_hurts")
    elif reason in ("ill", "away"):
        last = last_day(text, today) or today
        talk.record("away", first=today.isoformat(), last=last.isoformat(), reason=reason)
        talk.say("reminder_get_well" if reason == "ill" else "reminder_enjoy")
        if last > today:
            talk.say("reminder_quiet_until", day=day_words(last + timedelta(days=1), today))
    else:
        talk.say("reminder_noted")
    return True


def names_a_reason(text: str) -> bool:
    """Whether a text says why, as an answer to "why not today?"."""
    return _reason(text) is not None


def _reason(text: str) -> str | None:
    """The reason that is told: one of those offered, in the language that is spoken, or another."""
    said = text.strip().lower()
    return next((reason for reason, key in REASONS.items() if said == words(key).lower()), reason_of(text))
