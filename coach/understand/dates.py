"""Whether somebody names a date, such as "5 December" or "next month", and no day of the week."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:january|february|april|june|july|august|september|october|november|december"
    r"|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_UNSURE = r"(?:march|may)"
_NTH = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|twentieth"
    r"|thirtieth|twenty (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirty first)"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b"
    rf"|\b{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?!:)"
    rf"|\b(?:\d{{1,2}}(?:st|nd|rd|th)|{_NTH})(?: of)? (?:{_MONTH}|{_UNSURE})\b"
    rf"|\b\d{{1,2}} of {_UNSURE}\b"
    rf"|\b(?:{_MONTH}|{_UNSURE}) (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)|{_NTH})\b"
    rf"|\bon the (?:\d{{1,2}}(?:st|nd|rd|th)|{_NTH})\b"
    r"(?! (?:exercise|stretch|set|time|one|move|step|floor|day))"
    r"|\b\d{1,2}/\d{1,2}\b|\b\d{4}-\d\d?-\d\d?\b|\b\d{1,2}\.\d{1,2}\.(?=\s|\d|$)"
    r"|\bnext month\b|\bin (?:a|one|two|three|four|five|six|\d+) (?:weeks?|fortnight|months?)\b"
    r"|\b(?:at|on|for|after) (?:christmas|easter|new year)\b|\bchristmas (?:day|eve)\b"
)
_EVERY = re.compile(
    r"\b(?:every|each|daily|weekdays|weekends|today|tonight|tomorrow"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
)


def names_a_date(text: str) -> bool:
    """Whether a text names a date that no day of the week, today or tomorrow stands for."""
    said = text.lower()
    return _DATE.search(said) is not None and _EVERY.search(said) is None
