"""The days somebody wants to be reminded on."""

from __future__ import annotations

from collections.abc import Mapping

from coach.understand.models import Entity
from coach.understand.quantity_words import MEANT
from coach.understand.said import Said
from coach.understand.words import DAY_NAMES, DAY_SHORT, DAYS, REMINDER

_DAILY = {
    "day",
    "morning",
    "evening",
    "night",
    "afternoon",
    "lunchtime",
    "breakfast",
    "bedtime",
    "noon",
    "am",
    "pm",
}


# After "on a" or "every" these are what a recogniser makes of a day.
_MISHEARD = {"thirsty": "thu", "sundae": "sun", "sundaes": "sun", "mundane": "mon", "fried": "fri"}
# Between two days these say that both are meant, or that the second is ruled out.
_AS_WELL = frozenset("and also plus not than except excluding but bar barring without skip".split())
_NOT_THEN = frozenset("than except excluding bar barring without skip not never".split())


def days(said: Said, intent: str | None) -> Entity | None:
    """The days named, for a reminder: a list of mon to sun, today, tomorrow."""
    cued = intent == "set_reminder" or bool(said.words & REMINDER)
    chosen: dict[str, tuple[int, int]] = {}
    without: set[str] = set()
    minus = False
    named = _named_days(said, cued)
    at = 0
    recurring = False
    while at < len(said):
        word = said.word(at)
        found, last, again = _group(said, at)
        if found and _ruled_out(said, at, bool(chosen)):
            without.update(found)
            at = last + 1
            continue
        if found:
            if _meant_instead(said, at, last, chosen):
                _drop_last(chosen)
            for day in found:
                chosen.setdefault(day, (at, last))
            recurring |= again
            at = last + 1
            continue
        if word in ("except", "excluding", "but", "bar", "barring", "without", "skip", "not") or (
            word == "apart" and said.word(at + 1) == "from"
        ):
            minus = any(at < place <= at + 4 for place in named)
        if at in named and said.word(at - 1) == "than":
            at += 1  # "on Monday rather than Tuesday"
            continue
        if at in named:
            day = named[at]
            end = _range_end(said, at, named)
            span = _span(day, named[end]) if end is not None else [day]
            if _meant_instead(said, at, at if end is None else end, chosen):
                _drop_last(chosen)
            for each in span:
                if minus:
                    without.add(each)
                else:
                    chosen.setdefault(each, (at, end if end is not None else at))
            recurring |= end is not None or word.endswith("days") or minus
            at = (end if end is not None else at) + 1
            continue
        at += 1
    if without and not chosen and cued:
        chosen = {day: (0, len(said) - 1) for day in DAYS}
    for day in without:
        chosen.pop(day, None)
    if not chosen or not (cued or recurring or "tomorrow" in chosen or intent is None):
        return None
    if (
        intent is None
        and not cued
        and not recurring
        and "tomorrow" not in chosen
        and set(chosen) != {"today"}
    ):
        if not said.words & {"on", "at", "and", "next", "this", "for"} or said.words & {
            "did",
            "was",
            "last",
            "history",
            "show",
        }:
            return None
    order = [day for day in (*DAYS, "today", "tomorrow") if day in chosen]
    if recurring and not cued and "today" in order:
        order.remove("today")
    if len(order) > 1 and "today" in order and any(day in DAYS for day in order):
        order.remove("today")  # "every day at nine tonight" starts tonight; it is every day
    first = min(start for start, _ in chosen.values())
    last = max(end for _, end in chosen.values())
    return Entity("days", order, *said.span(first, last))


def _ruled_out(said: Said, at: int, others: bool) -> bool:
    """'Not weekends', 'every day but weekends'."""
    before = said.word(at - 1)
    if before in ("on", "at", "the"):
        before = said.word(at - 2)
    return before in _NOT_THEN or others and before == "but"


def _meant_instead(said: Said, first: int, last: int, chosen: Mapping[str, tuple[int, int]]) -> bool:
    """'Monday, no, sorry, Wednesday', 'Mondays ... Wednesdays, I mean'."""
    if not chosen:
        return False
    since = max(end for _, end in chosen.values()) + 1
    between = {said.word(at) for at in range(since, first)}
    after = (said.word(last + 1), said.word(last + 2))
    if between & _AS_WELL or after[0] in ("too", "also") or after == ("as", "well"):
        return False
    return bool(between & MEANT) or after == ("i", "mean")


def _drop_last(chosen: dict[str, tuple[int, int]]) -> None:
    latest = max(chosen.values())
    for day in [day for day, place in chosen.items() if place == latest]:
        del chosen[day]


def _group(said: Said, at: int) -> tuple[list[str], int, bool]:
    """Several days said in one: "every day", "weekends"; also today and tomorrow."""
    word, after, third = said.word(at), said.word(at + 1), said.word(at + 2)
    everyday = list(DAYS)
    if word in ("tomorrow", "morra", "morrow", "tomoz", "tomorra"):
        return ["tomorrow"], at, False
    if word == "morn" and said.word(at - 1) == "the" and said.word(at - 2) not in ("in", "of", "on", "every"):
        return ["tomorrow"], at, False
    if word in ("today", "tonight"):
        return ["today"], at, False
    if word == "this" and after in ("evening", "afternoon", "morning", "arvo"):
        return ["today"], at + 1, False
    if word == "later" and after == "on" and not third:
        return [], at, False
    if word in ("every", "each", "alternate", "per"):
        if after == "single":
            after, at = third, at + 1
            third = said.word(at + 2)
        if word == "alternate" and after in ("day", "days", "morning", "mornings", "evenings"):
            return ["mon", "wed", "fri", "sun"], at + 1, True
        if after in ("other", "second") and third in _DAILY:
            return ["mon", "wed", "fri", "sun"], at + 2, True
        if after in ("two", "2") and third == "days":
            return ["mon", "wed", "fri", "sun"], at + 2, True
        if (
            after in ("weekday", "workday")
            or after in ("week", "working", "work")
            and third in ("day", "morning")
        ):
            return list(DAYS[:5]), at + (1 if after.endswith("day") else 2), True
        if after == "weekend" or after == "week" and third == "end":
            return ["sat", "sun"], at + 1, True
        if after in _DAILY and word != "alternate" and not (word == "per"):
            return everyday, at + 1, True
    if word in ("daily", "everyday", "nightly", "mornings", "evenings", "nights", "afternoons"):
        if said.word(at - 1) not in ("weekday", "week"):
            return everyday, at, True
    if word in ("weekdays", "workdays") or word in ("weekday", "working", "week", "work") and after in (
        "days", "mornings", "evenings", "nights",
    ):  # fmt: skip
        return list(DAYS[:5]), at + (0 if word.endswith("days") else 1), True
    if word in ("weekend", "weekends"):
        return ["sat", "sun"], at, True
    if word in ("seven", "7") and after == "days" and third == "a":
        return everyday, at + 3, True
    if word in ("five", "5") and after == "days" and third == "a":
        return list(DAYS[:5]), at + 3, True
    if word in ("three", "3") and after in ("times", "days") and third in ("a", "per", "each"):
        return (["mon", "wed", "fri"], at + 3, True) if said.word(at + 3) == "week" else ([], at, False)
    if word == "twice" and after in ("a", "per") and third == "week":
        return ["mon", "thu"], at + 2, True
    if word == "once" and after == "a" and third == "day":
        return everyday, at + 2, True
    if word == "all" and after in ("week", "days"):
        return everyday, at + 1, True
    if word == "day" and after == "after" and third == "tomorrow":
        return [], at + 2, False
    return [], at, False


def _named_days(said: Said, cued: bool) -> dict[int, str]:
    """The places of names of days. Short forms are words of their own, so they need a reason."""
    full: dict[int, str] = {}
    short: dict[int, str] = {}
    for at, token in enumerate(said.tokens):
        word = token.word
        name = DAY_NAMES.get(word) or DAY_NAMES.get(word.removesuffix("s"))
        if name:
            full[at] = name
        elif word in DAY_SHORT:
            short[at] = DAY_SHORT[word]
    for at, word in enumerate(token.word for token in said.tokens):
        if cued and word in _MISHEARD and said.word(at - 1) in ("a", "on", "every", "each", "next", "and"):
            full[at] = _MISHEARD[word]
    for at, day in short.items():
        word = said.word(at)
        neighbours = any(at + step in full or at + step in short for step in (-2, -1, 1, 2))
        if (
            neighbours
            or word not in ("sat", "sun", "wed")
            and (cued or said.word(at - 1) in ("on", "every"))
            or (cued and said.word(at - 1) in ("on", "every", "each", "and"))
        ):
            full[at] = day
    return dict(sorted(full.items()))


def _range_end(said: Said, at: int, named: dict[int, str]) -> int | None:
    if at + 2 in named and said.word(at + 1) in ("to", "through", "thru", "till", "until", "til"):
        return at + 2
    if at + 1 in named and said.before(at + 1).strip() in ("-", "\u2013", "\u2014"):
        return at + 1
    return None


def _span(first: str, last: str) -> list[str]:
    start, end = DAYS.index(first), DAYS.index(last)
    count = (end - start) % 7 + 1
    return [DAYS[(start + i) % 7] for i in range(count)]
