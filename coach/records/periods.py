"""Stretches of time in a person's own calendar: this week, last month, March, Monday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from coach.understand.numbers import numbers
from coach.understand.text import tokens
from coach.words import words

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
NAMES = ("today", "yesterday", "this_week", "last_week", "this_month", "last_month", "all", *DAYS, *MONTHS)
"""The periods that have a name, as the contract has them."""
EARLIEST = date(2000, 1, 1)
MOST_DAYS = 400
_LAST = re.compile(r"\b(?:last|past|previous) (?:\w+[ -]){1,3}?(day|week)s\b")
_OWN = re.compile(r"(last|past)_(\d{1,3})_days")


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included. `name` can be written into an address."""

    name: str
    title: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def period(name: str, today: date) -> Period:
    """The period of that name, seen from a day; a name that means nothing is all there is.

    A day's name is the last such day, today included; a month's name the last such month, this included.
    """
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    own = _OWN.fullmatch(name)
    if own and 1 <= int(own[2]) <= MOST_DAYS:
        return _rolling(int(own[2]), today)
    spans = {
        "today": ("when_today", today, today),
        "yesterday": ("when_yesterday", today - timedelta(days=1), today - timedelta(days=1)),
        "this_week": ("when_this_week", monday, today),
        "last_week": ("when_last_week", monday - timedelta(days=7), monday - timedelta(days=1)),
        "this_month": ("when_this_month", month, today),
        "last_month": ("when_last_month", before, month - timedelta(days=1)),
    }
    if name in spans:
        title, first, last = spans[name]
        return Period(name, words(title), first, last)
    if name in DAYS:
        day = today - timedelta(days=(today.weekday() - DAYS.index(name)) % 7)
        return Period(name, words("when_on", day=day_name(day)), day, day)
    if name in MONTHS:
        return _month(name, today)
    return Period("all", words("when_so_far"), EARLIEST, today)


def _month(name: str, today: date) -> Period:
    number = MONTHS.index(name) + 1
    year = today.year if number <= today.month else today.year - 1
    first = date(year, number, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Period(name, words("when_in", month=words(name)), first, min(last, today))


def _rolling(days: int, today: date) -> Period:
    named = words("when_last_days", days=days) if days > 1 else words("when_today")
    return Period(f"last_{days}_days", named, today - timedelta(days=days - 1), today)


def spoken(text: str, name: str | None, today: date) -> Period | None:
    """The period a text asks about: `name`, or so many days or weeks up to today; None if none is named."""
    match = _LAST.search(" ".join(token.word for token in tokens(text)))
    if match:
        found = [one.value for one in numbers(tokens(match.group())) if not one.loose or one.value != 1]
        days = int(found[0]) * (7 if match[1] == "week" else 1) if found else 0
        if 1 < days <= MOST_DAYS:
            return _rolling(days, today)
    return period(name, today) if name in NAMES else None


def day_name(day: date) -> str:
    """A day as one says it: "Tuesday, 3 March"."""
    return words("day_date", weekday=words(DAYS[day.weekday()]), date=short(day))


def short(day: date) -> str:
    """A day without its weekday: "3 March"."""
    return words("date", day=day.day, month=words(MONTHS[day.month - 1]))


def span(first: date, last: date) -> str:
    """From one day to another, as it is written on a paper."""
    year = f" {last.year}"
    if first == last:
        return short(first) + year
    return f"{short(first)}{f' {first.year}' if first.year != last.year else ''} to {short(last)}{year}"
