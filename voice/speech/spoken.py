"""From how a text is written to how it is said, where speech engines get it wrong.

They read 999 as nine hundred and ninety-nine, "10 s" as a letter, and "3/10" as a slash. A number to call is
what somebody in trouble needs most, so it is said digit by digit.
"""

from __future__ import annotations

import re

from coach.numbers import spoken

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_LINES = frozenset("999 112 911 000 111 101 811 988 116 1737 998 119".split())
"""Numbers of help that are said digit by digit wherever they stand."""
_CALLING = re.compile(r"\b(calls?|ring|phone|dial|text|lifeline|samaritans|helpline|number is)\b", re.I)
_NUMBER = re.compile(r"(?<![\d.,:/-])\d+(?:[ -]\d+)*(?![\d:/%]|[.,]\d)")
_PLAIN = (
    (r"\be\.\s?g\.,?", "for example"),
    (r"\bi\.\s?e\.,?", "that is,"),
    (r"\betc\.?(?=\s+[a-z])", "and so on"),
    (r"\betc\b\.?", "and so on."),
    (r"\bvs?\.(?=\s)", "against"),
    (r"\b(approx|ca)\.?(?=\s*\d)", "about"),
    (r"\bDr\.?(?=\s+[A-Z])", "Doctor"),
    (r"\bMr\.?(?=\s+[A-Z])", "Mister"),
    (r"\bMrs\.?(?=\s+[A-Z])", "Missis"),
    (r"(?<=[a-z] )St\.(?!\s+[A-Z])", "Street"),
    (r"\bSt\.(?=\s+[A-Z])", "Saint"),
    (r"\bA\s?&\s?E\b", "A and E"),
    (r"\s*&\s*", " and "),
    (r"(?<=\d)\s?%", " percent"),
    (r"(?<=\d)\s?°\s?C\b|(?<=\d) C\b", " degrees"),
)
_UNITS = {
    "s": "second", "sec": "second", "secs": "second", "min": "minute", "mins": "minute", "h": "hour",
    "hr": "hour", "hrs": "hour", "mm": "millimetre", "cm": "centimetre", "m": "metre", "km": "kilometre",
    "kg": "kilogram",
}  # fmt: skip
_LONGEST_FIRST = "|".join(sorted(_UNITS, key=len, reverse=True))
_UNIT = re.compile(rf"(?<![\d.])(\d+(?:\.\d+)?)\s?({_LONGEST_FIRST})\b\.?(?!\w)")
_SENTENCE = re.compile(
    r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bapprox\.)"
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bSt\.)\s+|\n+"
)


def split(text: str) -> list[str]:
    """A text cut after each sentence; the point of "e.g." ends none."""
    return _SENTENCE.split(text)


def spoken_form(text: str) -> str:
    """The words as they are to be said."""
    calling = bool(_CALLING.search(text))
    text = _NUMBER.sub(lambda found: _number(found.group(), calling), text)
    for pattern, said in _PLAIN:
        text = re.sub(pattern, said, text)
    text = re.sub(r"\b(\d{1,2}):([0-5]\d)\b", _time, text)
    text = re.sub(r"(?<![\d/])(\d+)/(\d+)(?![\d/])", _part, text)
    text = re.sub(r"(?<![\d-])(\d+(?:\.\d+)?)\s?[-\u2013]\s?(\d+(?:\.\d+)?)(?![\d-])", r"\1 to \2", text)
    text = re.sub(r"(?<=\d)\s?[x\u00d7]\s?(?=\d)", " times ", text)
    text = _UNIT.sub(_unit, text)
    return re.sub(r"\s{2,}", " ", text).strip()


def _number(written: str, calling: bool) -> str:
    """A number to call digit by digit, its groups set apart; any other number as it is written."""
    groups = re.split(r"[ -]", written)
    alone = len(groups) == 1
    to_call = groups[0] in _LINES or written.startswith("00") or calling and (not alone or len(written) > 2)
    if not to_call or alone and len(written) < 3:
        return written
    return ", ".join(" ".join(_DIGITS[int(digit)] for digit in group) for group in groups)


def _time(found: re.Match[str]) -> str:
    hours, minutes = int(found.group(1)), int(found.group(2))
    if not minutes:
        return f"{spoken(hours)} o'clock"
    return f"{spoken(hours)} {'oh ' if minutes < 10 else ''}{spoken(minutes)}"


def _part(found: re.Match[str]) -> str:
    part, whole = found.groups()
    return "half" if (part, whole) == ("1", "2") else f"{part} out of {whole}"


def _unit(found: re.Match[str]) -> str:
    number, unit = found.group(1), _UNITS[found.group(2)]
    point = "." if found.group().endswith(".") and found.end() == len(found.string) else ""
    return f"{number} {unit}{'' if number == '1' else 's'}{point}"
