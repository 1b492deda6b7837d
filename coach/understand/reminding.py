"""What somebody wants of reminders, and what they answer to one: phrases and times, no model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from ruamel.yaml import YAML

from coach.understand.entities import extract
from coach.understand.lexicon import DATA
from coach.understand.numbers import numbers
from coach.understand.text import tokens
from coach.understand.words import DAYS

Days = Literal["set", "without", "with"]
Answer = Literal["now", "later", "not_today"]
Reason = Literal["ill", "away", "hurts", "busy", "tired", "none"]

PARTS = {
    "morning": "09:00", "breakfast": "09:00", "lunch": "13:30", "lunchtime": "13:30", "dinner": "13:30",
    "afternoon": "14:00", "tea": "17:00", "teatime": "17:00", "evening": "18:00", "supper": "19:00",
    "tonight": "19:00", "bed": "20:00", "bedtime": "20:00", "night": "20:00",
}  # fmt: skip
"""The time that is taken for a part of the day, where no hour is named."""
LATE_PARTS = frozenset(
    {"tonight", "afternoon", "evening", "night", "supper", "tea", "teatime", "bed", "bedtime"}
)
KINDS = {
    "telegram": ("telegram",), "whatsapp": ("whatsapp",), "slack": ("slack",),
    "phone": ("telegram", "whatsapp", "slack"), "mobile": ("telegram", "whatsapp", "slack"),
    "cell": ("telegram", "whatsapp", "slack"), "page": ("page",), "computer": ("page",), "laptop": ("page",),
    "tablet": ("page",), "screen": ("page",), "browser": ("page",), "speaker": ("speaker",),
    "kitchen": ("speaker",),
}  # fmt: skip
_NOT_BUT = re.compile(
    r"^\s*(?:no,? )?not (?:at |for )?[^,]*\d?[^,]*,\s*(?:but )?(?=at |\d|on )", re.IGNORECASE
)
"""What was ruled out before what is wanted: "not at nine, at ten"."""
LONGEST_CHANGE = 10
"""Words of a change that names no reminder."""
LONGEST_ANSWER = 30
REASONS: tuple[Reason, ...] = ("ill", "away", "hurts", "tired", "busy", "none")
LONGEST_AWAY = 92
"""Days that somebody may be away in one go; what is longer was misheard."""


@dataclass(frozen=True)
class Wish:
    """What is wanted of a reminder; what was not said is None.

    Args:
        time: HH:MM; `guessed` if only a part of the day was named, as for "in the morning".
        late: that the part of the day named lies after noon; None if none was.
        days: of mon to sun, with what to do with them (`how`).
        once: "today" or "tomorrow", for one time only.
        minutes: in how many minutes, once.
        kinds: the kinds of place it may come to; empty for any.
    """

    time: str | None = None
    guessed: bool = False
    late: bool | None = None
    days: tuple[str, ...] | None = None
    how: Days = "set"
    once: str | None = None
    minutes: int | None = None
    kinds: tuple[str, ...] | None = None
    here: bool = False
    twice: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was said of when or where."""
        return not any((self.time, self.days, self.once, self.minutes, self.here)) and self.kinds is None


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    """The phrases of data/reminding.yml, with the names of places and of parts of the day filled in."""
    data = YAML(typ="safe").load((DATA / "reminding.yml").read_text("utf-8"))
    gaps = {"PARTS": "|".join(PARTS), "KINDS": "|".join(KINDS)}
    return {
        name: re.compile(
            "|".join(re.sub("PARTS|KINDS", lambda gap: gaps[gap.group()], one) for one in patterns)
        )
        for name, patterns in data.items()
    }


def _found(name: str, said: str) -> re.Match[str] | None:
    return _patterns()[name].search(said)


def plain(text: str) -> str:
    """A text in small letters, without marks."""
    return " ".join(re.findall(r"[a-z0-9':]+", text.lower().replace("\u2019", "'")))


def reminder_wish(text: str) -> Wish:
    """What a text wants of a reminder, taken that it speaks of one."""
    text = _NOT_BUT.sub("", text)
    said = plain(text)
    found = {entity.entity: entity.value for entity in extract(text, "set_reminder")}
    named, time = found.get("days"), found.get("time")
    days = [str(day) for day in named] if isinstance(named, list) else []
    once = next((day for day in ("today", "tomorrow") if day in days), None)
    kept = tuple(day for day in DAYS if day in days)
    how: Days = "set"
    if kept and _found("without", said) and once is None:
        how = "without"
        if len(kept) > 3:  # "not on Sundays" is heard as all the others
            kept = tuple(day for day in DAYS if day not in kept)
        if re.search(r"\b(?:every ?day|daily|all)\b", said):
            how, kept = "set", tuple(day for day in DAYS if day not in kept)
    elif kept and _found("with", said):
        how = "with"
    part = _found("part", said)
    name = next((one for one in part.groups() if one), "") if part else ""
    guessed = time is None and bool(name)
    place = _found("kind", said)
    kinds: tuple[str, ...] | None = KINDS[place.group(1)] if place else None
    if _found("anywhere", said):
        kinds = ()
    return Wish(
        time=PARTS[name] if guessed else str(time) if time else None,
        guessed=guessed,
        late=name in LATE_PARTS if name else None,
        days=kept or None,
        how=how,
        once=once,
        minutes=_minutes(said),
        kinds=kinds,
        here=bool(_found("here", said)) and kinds is None,
        twice=bool(_found("twice", said)),
    )


def reminder_change(text: str) -> Wish | None:
    """What a short text changes of the reminder that was just spoken of; None if it is of something else."""
    said = plain(text)
    if len(said.split()) > LONGEST_CHANGE or not (_found("change", said) or said.endswith(" instead")):
        return None
    wish = reminder_wish(text)
    return None if wish.empty else wish


def reminder_answer(text: str, fresh: bool) -> Answer | None:
    """The answer to a reminder; `fresh` if nothing was said since, so that a bare yes or no is one too."""
    said = plain(text)
    if len(said.split()) > 30:
        return None
    if _found("not_today", said) or (fresh and _found("no", said)):
        return "not_today"
    if _found("later", said):
        return "later"
    if _found("now", said) or (fresh and _found("yes", said)):
        return "now"
    return None


def later_in(text: str) -> int | None:
    """In how many minutes, where that is said: "in half an hour"."""
    return _minutes(plain(text))


def reason_of(text: str) -> Reason | None:
    """Why not, as far as it was said."""
    said = plain(text)
    return next((reason for reason in REASONS if _found(f"because_{reason}", said)), None)


def last_day(text: str, today: date) -> date | None:
    """The last day of a time away: "until Friday", "for two weeks"; None where that is not said."""
    said = plain(text)
    stretch = _found("for", said)
    if stretch is not None:
        number = _number(stretch.group(1))
        unit = {"d": 1, "w": 7, "f": 14, "m": 30}[stretch.group(2)[0]]
        days = None if number is None else number * unit
        return today + timedelta(days=days - 1) if days and days <= LONGEST_AWAY else None
    until = _found("until", said)
    if until is None:
        return today + timedelta(days=6 - today.weekday()) if "this week" in said else None
    if "tomorrow" in until.group(1):
        return today + timedelta(days=1)
    found = {one.entity: one.value for one in extract(f"remind me on {until.group(1)}", "set_reminder")}
    named = [day for day in found.get("days") or () if day in DAYS]  # type: ignore[union-attr]
    if len(named) != 1:
        return today + timedelta(days=6) if re.search(r"\bnext week\b", until.group(1)) else None
    ahead = (DAYS.index(str(named[0])) - today.weekday()) % 7 or 7
    if re.search(r"\bback\b", said):
        ahead -= 1  # who is back on Friday is away until Thursday
    return today + timedelta(days=ahead)


def _minutes(said: str) -> int | None:
    found = _found("in", said)
    if found is None:
        return None
    if found.group(1) == "half an":
        return 30
    unit = 60 if found.group(2).startswith("h") else 1
    number = _number(found.group(1))
    return number * unit if number and number * unit <= 12 * 60 else None


def _number(said: str) -> int | None:
    if said in ("a", "an"):
        return 1
    if said in ("couple", "a couple", "couple of", "few", "a few"):
        return 2 if "couple" in said else 3
    found = numbers(tokens(said))
    return int(found[0].value) if len(found) == 1 and found[0].value == int(found[0].value) else None
