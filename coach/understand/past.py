"""Days that somebody speaks of: what was done on them, and when they were ill or away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from coach.understand.entities import extract
from coach.understand.numbers import numbers
from coach.understand.text import tokens

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_LONGEST = 30  # words
MOST_BACK = 31
"""Days after which something done is too long ago to be noted."""
_NAMES = "|".join(_DAYS)
_MONTH_NAMES = "|".join(_MONTHS)
_DATE = (
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTH_NAMES})"
    rf"|({_MONTH_NAMES}) (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?|(?:on )?the (\d{{1,2}})(?:st|nd|rd|th))\b"
)


@dataclass(frozen=True)
class DoneThen:
    """What was done on some days: an exercise, or None for exercises that were not named."""

    days: tuple[date, ...]
    exercise: str | None


@dataclass(frozen=True)
class AwayThen:
    """Days that somebody was ill or away, and whether that is over."""

    first: date
    last: date
    reason: str
    over: bool


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("\u2019", "'")))


# -- days --------------------------------------------------------------------------------------------------


def named_days(plain: str, today: date) -> list[date]:
    """The days a text names, those to come among them; in order, each once."""
    found: set[date] = set()
    monday = today - timedelta(days=today.weekday())
    if re.search(r"\bevery ?day last week\b|\ball last week\b|\blast week every ?day\b", plain):
        found |= {monday - timedelta(days=7 - n) for n in range(7)}
    if re.search(r"\bevery ?day this week\b|\ball (?:of )?this week\b", plain):
        found |= {monday + timedelta(days=n) for n in range(today.weekday() + 1)}
    if re.search(r"\bday before yesterday\b", plain):
        found.add(today - timedelta(days=2))
    elif re.search(r"\byesterday\b.*\b(?:the )?day before\b", plain):
        found |= {today - timedelta(days=1), today - timedelta(days=2)}
    if re.search(r"(?<!day before )\byesterdays?\b|\blast night\b|\byday\b", plain):
        found.add(today - timedelta(days=1))
    if re.search(r"\btomorrow\b", plain):
        found.add(today + timedelta(days=1))
    if re.search(
        r"\btoday\b|\bthis (?:morning|afternoon|evening)\b|\btonight\b|\bearlier on\b|\bjust now\b", plain
    ):
        found.add(today)
    found |= set(_ago(plain, today)) | set(_dates(plain, today))
    for match in re.finditer(rf"\b(next |coming )?({_NAMES})s?\b", plain):
        back = (today.weekday() - _DAYS.index(match[2])) % 7 or 7
        found.add(
            today + timedelta(days=7 - back if back < 7 else 7) if match[1] else today - timedelta(days=back)
        )
    return sorted(found)


def _ago(plain: str, today: date) -> list[date]:
    days = []
    for match in re.finditer(r"\b((?:\w+ )?\w+) (day|week)s? (?:ago|back)\b", plain):
        found = [int(one.value) for one in numbers(tokens(match[1])) if one.value >= 1]
        amount = found[-1] if found else 1 if re.search(r"\ba$", match[1]) else 0
        if amount:
            days.append(today - timedelta(days=min(3650, amount * (7 if match[2] == "week" else 1))))
    return days


def _dates(plain: str, today: date) -> list[date]:
    """ "The 3rd", "3 March", "March the third" in digits; of no year the last such day."""
    days = []
    for match in re.finditer(_DATE, plain):
        number = int(match[1] or match[4] or match[5])
        month = match[2] or match[3]
        made = _date(today, number, _MONTHS.index(month) + 1 if month else None)
        if made is not None:
            days.append(made)
    return days


def _date(today: date, number: int, month: int | None) -> date | None:
    try:
        if month is not None:
            made = date(today.year, month, number)
            return made if made <= today + timedelta(days=180) else date(today.year - 1, month, number)
        made = today.replace(day=number)
        return made if made <= today else (today.replace(day=1) - timedelta(days=1)).replace(day=number)
    except ValueError:
        return None


# -- done on another day -----------------------------------------------------------------------------------

_DID = re.compile(
    r"^(?:(?:oh|yes|well|by the way|also|and|sorry|actually|ok|okay|hello|hi|i forgot(?: to (?:say"
    r"|tell you|mention))?"
    r"|forgot to (?:say|tell you|mention)|just to (?:say|let you know)|for the record|that|yesterday"
    r"|last night|this morning"
    rf"|today|on|{_NAMES}|the day before yesterday) )*"
    r"(?:i|we)(?:'ve| have)?(?: \w+ly| also| just| even| only| did manage to)? ?(?:did|done|do|managed"
    r"|finished|completed|"
    r"got through|went through)\b"
)
_OBJECT = re.compile(
    r"\b(?:exercises?|stretch(?:es|ing)?|routine|session|bends?|tilts?|curl ?ups?|march(?:es|ing)?|pose|"
    r"programme|program|workout|physio|them(?: all)?|the lot|chair one|moves)\b"
)
_NOT_DONE = re.compile(
    r"\b(?:didn't|did not|haven't|have not|never|couldn't|nothing|none|no|not|can't|shouldn't|tomorrow i|"
    r"my back in|wrong|hurt|would|if|why|how|what|when|which|did i|have i|nearly|almost|used to|half)\b"
)


def done_then(text: str, today: date) -> DoneThen | None:
    """Exercises somebody says they have done, with the days; None if no day or nothing done is named.

    Days to come are among them, so that it can be said that these are not noted.
    """
    plain = _plain(text)
    if len(plain.split()) > _LONGEST or _NOT_DONE.search(plain) or not _DID.search(plain):
        return None
    rest = re.sub(_DATE, " ", plain)  # March is an exercise too
    exercise = next((str(one.value) for one in extract(rest) if one.entity == "exercise"), None)
    if exercise is None and not _OBJECT.search(plain):
        return None
    days = named_days(plain, today)
    return DoneThen(tuple(days), exercise) if days else None


# -- ill, or away ------------------------------------------------------------------------------------------

_ILL = re.compile(
    r"\b(?:i|we) ?(?: was| were|'ve been| have been| am|'m|'re| are| got| fell| felt| been)"
    r"(?: (?:so|very|really|quite|rather|pretty|too|both|all|a bit|a little|been|just))*"
    r" (?:ill|sick|poorly|unwell|laid up|under the weather|not (?:\w+ )?well|in hospital|(?:ill )?in bed"
    r" (?:for|all|since|until|from|with (?:\w+ ){0,2}(?:flu|bug|cold|covid|virus|fever)))"
    r"\b(?! (?:of|in my)\b)"
    r"|\b(?:i|we) (?:wasn't|weren't|haven't been|aren't|'m not|am not|are not|was not|have not been)"
    r" (?:\w+ )?well\b"
    r"|\b(?:i|we) ?(?: had| have had| have|'ve had| have got|'ve got| got| caught|(?: \w+)? went down with"
    r"|(?: \w+)?(?: came)? down with)(?: just)?"
    r"(?: (?:a|an|the|this|that|my|some|bad|nasty|heavy|awful|terrible|stomach|tummy|chest|head|bout|of))*"
    r" (?:flu|covid|bug|virus|cold)\b"
    r"(?! (?:\w+ )?(?:legs?|foot|feet|toes?|hands?|pale|blue|sweats?|in the)\b)"
)
_HOLIDAY = re.compile(
    r"\b(?:i|we)\b(?: \w+|'\w+){0,5}? on (?:a |my |our |the )?(?:\w+ )?(?:holidays?|vacation|cruise)\b"
    r"|\b(?:i|we) ?(?: had| have|'ve had| took)(?: \w+){0,3}? (?:holiday|vacation)\b"
    r"|\b(?:i|we) ?(?: was| were|'ve been| have been| will be|'ll be| am|'m| are|'re| go| went)"
    r"(?: going| off)? (?:away|on a trip|holidaying)"
    r"(?= (?:until|untill|till|til|for|on|this|last|next|all|over|in|since|today"
    rf"|tomorrow|yesterday|again|(?:from )?(?:the \d|\d|next|{_NAMES}))\b)"
    r"|\b(?:i|we) ?(?: was| were|'ve been| have been| will be|'ll be|'m going| am going)(?: \w+day)? away$"
)
_QUESTION = re.compile(
    r"^(?:can|could|should|may|what|how|when|is|do|does|did|was|were|am|if|why|will)\b|\bwhat if\b"
    r"|\bif i\b|\bshould i\b|\b(?:years?|ages|decades) (?:ago|back)\b"
)
_NO = re.compile(r"\b(?:not|never|wasn't|haven't|n't) (?:\w+ )?(?:ill|sick|poorly|on holiday|away)\b")
_OVER = re.compile(
    r"\b(?:was|were|wasn't|weren't|haven't been|had|'ve been|have been|been|went|fell|caught|'ve had)\b"
)


def away_then(text: str, today: date) -> AwayThen | None:
    """Days of illness or holiday that somebody tells of, or None."""
    plain = _plain(text)
    if len(plain.split()) > _LONGEST or _QUESTION.search(plain) or _NO.search(plain):
        return None
    ill, holiday = _ILL.search(plain), _HOLIDAY.search(plain)
    if not ill and not holiday:
        return None
    over = bool(_OVER.search((ill or holiday or plain)[0]))
    span = _span(plain, today, over)
    if span is None:
        return None
    first, last = span
    if not 0 <= (last - first).days <= 366 or abs((first - today).days) > 366:
        return None
    return AwayThen(first, last, "ill" if ill else "holiday", over and last < today)


def _span(plain: str, today: date, over: bool) -> tuple[date, date] | None:
    """The days from which to which; one day if only one is named, today if none is."""
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    until = re.search(r"\b(?:until|till|til|to|through)\b (.+)$", plain)
    since = re.search(r"\b(?:since|from)\b (.+?)(?: (?:until|till|til|to|through)\b|$)", plain)
    long = re.search(
        r"\b(?:for|the (?:last|past)|last|past) (?:the )?(?:last |past |next )?((?:\w+ )?\w+) (day|week"
        r"|month)s?\b",
        plain,
    )
    if until and (ends := _one(until[1], today, ahead=not over)):
        begins = _one(since[1], today, ahead=False) if since else None
        return begins if begins and begins <= ends else min(today, ends), ends
    if since and (begins := _one(since[1], today, ahead=False)):
        return begins, max(begins, today)
    if re.search(r"\blast week\b", plain):
        return monday - timedelta(days=7), monday - timedelta(days=1)
    if re.search(r"\bnext week\b", plain):
        return monday + timedelta(days=7), monday + timedelta(days=13)
    if re.search(r"\bthis week\b|\ball week\b", plain):
        return (monday, today) if over else (today, monday + timedelta(days=6))
    if re.search(r"\blast month\b", plain):
        return (month - timedelta(days=1)).replace(day=1), month - timedelta(days=1)
    if long:
        found = [int(one.value) for one in numbers(tokens(long[1])) if one.value >= 1]
        amount = found[-1] if found else 1 if long[1].split()[-1] in ("a", "last", "past", "next") else 0
        length = amount * {"day": 1, "week": 7, "month": 30}[long[2]]
        if 1 <= length <= 366:
            if over or re.search(r"\b(?:last|past)\b", plain):
                return today - timedelta(days=length - 1), today
            return today, today + timedelta(days=length - 1)
    if re.search(r"\b(?:going|will|'ll)\b", plain) and (ahead := _one(plain, today, ahead=True)):
        return ahead, ahead
    days = named_days(plain, today)
    return (days[0], days[-1]) if days else (today, today)


def _one(words: str, today: date, ahead: bool) -> date | None:
    """The one day that words name: the next such day where it lies ahead, else the last."""
    days = named_days(words, today)
    if not days:
        if re.search(r"\bnext week\b", words):
            return today - timedelta(days=today.weekday() - 7)
        return None
    day = days[0]
    if ahead and day < today and re.search(_NAMES, words):
        return day + timedelta(days=7 if day + timedelta(days=7) > today else 14)
    if ahead and day < today and re.search(r"\bthe \d", words):
        return _next_month(day)
    return day


def _next_month(day: date) -> date | None:
    try:
        return (day.replace(day=1) + timedelta(days=31)).replace(day=day.day)
    except ValueError:
        return None
