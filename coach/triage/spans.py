"""Numbers in what was said: how long, how old, how strong."""

from __future__ import annotations

import re

WEEKS_IN = {
    "hour": 1 / 168, "day": 1 / 7, "week": 1.0, "fortnight": 2.0, "month": 52 / 12, "year": 52.0,
    "decade": 520.0, "wk": 1.0, "mth": 52 / 12, "yr": 52.0,
}  # fmt: skip
SMALL = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "couple": 2, "few": 3, "several": 4, "zero": 0,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
SINCE = {
    "yesterday": 0.14, "today": 0.1, "tonight": 0.1, "this morning": 0.1, "this afternoon": 0.1,
    "this evening": 0.1, "last night": 0.14, "just now": 0.1, "the weekend": 0.7, "last week": 1.0,
    "last month": 52 / 12, "last year": 52.0, "monday": 1.0, "tuesday": 1.0, "wednesday": 1.0,
    "thursday": 1.0, "friday": 1.0, "saturday": 1.0, "sunday": 1.0, "christmas": 26.0,
}  # fmt: skip
NUMBER = "(?:" + "|".join((*SMALL, *TENS)) + r"|\d+(?:\.\d+)?)"
UNIT = "(?P<unit>hour|day|week|wk|fortnight|month|mth|year|yr|decade)s?"
LENGTH = re.compile(
    rf"(?<![^ ])(?:(?P<lead>for|since|about|over|past|last|these|nearly|almost) )?"
    rf"(?:(?P<count>{NUMBER}(?: {NUMBER})?)(?: or so| or {NUMBER})? (?:of |good |more )?)?"
    rf"(?:the )?{UNIT} (?P<ago>ago )?"
)
MOMENT = re.compile("(?<![^ ])(?:" + "|".join(SINCE) + ") ")
MANY = {
    "hour": 1.0,
    "day": 3.0,
    "week": 3.0,
    "fortnight": 1.0,
    "month": 3.0,
    "year": 2.0,
    "decade": 1.0,
    "wk": 3.0,
    "mth": 3.0,
    "yr": 2.0,
}
"""What a plural without a number is taken for: "for years" is two at least."""
AGE = re.compile(
    r"(?<![^ ])i am (?:nearly |almost |now |aged )?(?P<age>\d+|[a-z]+(?: [a-z]+)?) "
    r"(?:years (?:old|of age)|year old)"
)
BARE_AGE = re.compile(
    r"(?<![^ ])i am (?:nearly |almost |now |only )?(?P<age>1[0-9]|[2-9][0-9]|"
    + "(?:"
    + "|".join(TENS)
    + ")(?: (?:one|two|three|four|five|six|seven|eight|nine))?"
    + r") (?!percent|minutes|weeks|out|reps|per)"
)
SCORE = re.compile(
    rf"(?<![^ ])(?:(?P<score>{NUMBER}) out of (?:ten|10) "
    rf"|pain (?:(?!out )[a-z]+ ){{0,3}}?(?:at|of|is|about) (?P<pain>{NUMBER}) "
    rf"(?!out |weeks?|days?|months?|years?|hours?|minutes?))"
)


def number(words: str) -> float | None:
    """A number in figures or words from 0 to 99; None if it is none."""
    total = 0.0
    for word in words.split():
        if word in SMALL:
            total = SMALL[word] if word in ("couple", "few", "several") else total + SMALL[word]
        elif word in TENS:
            total += TENS[word]
        else:
            try:
                total += float(word)
            except ValueError:
                return None
    return total if words.strip() else None


def lengths(line: str) -> list[tuple[float, int, int]]:
    """The stretches of time in a line of words: weeks, and where they begin and end."""
    found: list[tuple[float, int, int]] = []
    for match in LENGTH.finditer(line):
        unit, count = match["unit"], match["count"]
        plural = match.group().split(unit)[-1].startswith("s")
        if count is None:
            if not (match["lead"] or match["ago"]) or not (plural or unit == "fortnight"):
                continue
            many = MANY[unit]
        else:
            many = number(count) or 0.0
        found.append((round(many * WEEKS_IN[unit], 2), match.start(), match.end()))
    for match in MOMENT.finditer(line):
        found.append((round(SINCE[match.group().strip()], 2), match.start(), match.end()))
    return found


def age(line: str) -> float | None:
    """The age told, in years."""
    match = AGE.search(line) or BARE_AGE.search(line)
    years = number(match["age"]) if match else None
    return years if years is not None and 1 <= years <= 120 else None


def score(line: str) -> float | None:
    """The pain told, from 0 to 10; the highest if there are several."""
    scores = [number(match["score"] or match["pain"]) for match in SCORE.finditer(line)]
    return max((s for s in scores if s is not None and s <= 10), default=None)
