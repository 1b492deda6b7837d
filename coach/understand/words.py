"""Closed lists of English: numbers, days, months, units. Grammar rather than content, so they are code."""

from __future__ import annotations

UNITS = {
    "zero": 0, "nought": 0, "naught": 0, "nil": 0, "zilch": 0, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
# ... as they are said in other places, and more short words that are no slips.
_REGIONAL = {"wan": 1, "yin": 1, "yan": 1, "twa": 2, "fower": 4, "seeven": 7, "nane": 0, "uno": 1}
UNITS_SAID = UNITS | _REGIONAL
OF_PLACES = frozenset({*_REGIONAL, "morn", "sects", "tues", "weds"})
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = {
    "monday": "mon", "tuesday": "tue", "wednesday": "wed", "thursday": "thu", "friday": "fri",
    "saturday": "sat", "sunday": "sun",
}  # fmt: skip
DAY_SHORT = {
    "mon": "mon", "mons": "mon", "tue": "tue", "tues": "tue", "wed": "wed", "weds": "wed", "thu": "thu",
    "thur": "thu", "thurs": "thu", "fri": "fri", "fris": "fri", "sat": "sat", "sats": "sat", "sun": "sun",
    "suns": "sun",
}  # fmt: skip
FULL_DAY = {short: name for name, short in DAY_NAMES.items()}
MONTHS = {
    "january": "january", "february": "february", "march": "march", "april": "april", "may": "may",
    "june": "june", "july": "july", "august": "august", "september": "september", "october": "october",
    "november": "november", "december": "december", "jan": "january", "feb": "february", "apr": "april",
    "aug": "august", "sept": "september", "sep": "september", "oct": "october", "nov": "november",
    "dec": "december",
}  # fmt: skip

_COMMON = {
    "minute", "minutes", "second", "seconds", "hour", "hours", "reps", "repetition", "repetitions", "times",
    "sets", "rounds", "morning", "evening", "afternoon", "tonight", "tomorrow", "yesterday", "today",
    "week", "month", "every", "daily", "weekday", "weekdays", "weekend", "weekends", "half", "quarter",
    "past", "noon", "midday", "midnight", "oclock", "couple", "dozen", "remind", "reminder", "left", "right",
    "both", "mins", "secs", "hrs", "rep", "each", "either", "without", "history", "always", "everything",
    "overall", "thurs", "exercises",
}  # fmt: skip

ALL = frozenset(
    {*UNITS, *TENS, *DAY_NAMES, *(name for name in MONTHS if len(name) > 4), *_COMMON} - {"naught", "fourty"}
)

# With one of these a day named is one to be reminded on.
REMINDER = frozenset(
    "remind reminder reminders reminded reminding alarm nudge prompt ping alert notify notification wake "
    "schedule buzz beep forget message appointment text bell chime".split()
)
