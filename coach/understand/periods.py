"""The stretch of time somebody wants to look back on."""

from __future__ import annotations

from collections.abc import Iterator

from coach.understand.models import Entity
from coach.understand.quantity_words import MEANT
from coach.understand.said import Said
from coach.understand.words import DAY_NAMES, FULL_DAY, MONTHS, REMINDER

_MODAL = {"i", "we", "you", "it", "that", "this", "he", "she", "they", "there", "and", "which"}

_MONTHLY = ("thirty", "30", "four", "4", "28")  # so many days or weeks


def period(said: Said, intent: str | None) -> Entity | None:
    """The stretch of time somebody asks about."""
    found = list(_periods(said, intent))
    if not found:
        return None
    value, first, last = min(found, key=lambda item: (not _meant(said, item[1]), item[0] == "all", item[1]))
    return Entity("period", value, *said.span(first, last))


def _meant(said: Said, first: int) -> bool:
    """'Since Monday, I mean this week'."""
    before = said.word(first - 1)
    return before in MEANT or before != "than" and said.word(first - 2) in ("sorry", "mean")


def _periods(said: Said, intent: str | None) -> Iterator[tuple[str, int, int]]:
    cued = intent == "show_history" or not said.words & REMINDER
    for at, token in enumerate(said.tokens):
        word, after, third = token.word, said.word(at + 1), said.word(at + 2)
        before = said.word(at - 1)
        if (before, word) == ("at", "all"):
            continue
        fourth = said.word(at + 3)
        if (
            word in ("today", "todays", "tonight")
            or word == "this"
            and after in ("morning", "afternoon", "evening")
        ):
            if cued:
                yield "today", at, at if word != "this" else at + 1
        elif word in ("yesterday", "yesterdays") or word == "last" and after == "night":
            yield "yesterday", at, at if word != "last" else at + 1
        elif word in ("this", "current") and after in ("week", "weeks", "weak"):
            yield "this_week", at, at + 1
        elif word in ("this", "current") and after in ("month", "months"):
            yield "this_month", at, at + 1
        elif word in ("last", "past", "previous") and after in ("week", "weeks", "weak"):
            yield "last_week", at, at + 1
        elif word in ("last", "past", "previous") and after in ("month", "months"):
            yield "last_month", at, at + 1
        elif word in ("last", "past") and after in ("few", "couple") and third in ("days", "of"):
            if "days" in (third, fourth):
                yield "this_week", at, at + 2
        elif word in ("last", "past", "previous") and after in ("seven", "7") and third == "days":
            yield "last_week", at, at + 2
        elif word in ("last", "past", "previous") and after in _MONTHLY and third in (
            "days", "weeks",
        ):  # fmt: skip
            yield "last_month", at, at + 2
        elif (
            word == "week"
            and after == "before"
            and third in ("", "this")
            or word == "week"
            and before == "weeks"
        ):
            yield "last_week", at, at
        elif word in ("week", "weeks") and (
            before in ("my", "all", "whole") or intent == "show_history" and before in ("the", "a", "weeks")
        ):
            yield "this_week", at, at
        elif word == "day" and before == "the" and intent == "show_history" and not after:
            yield "today", at - 1, at  # as the Scots say it
        elif word == "month" and after == "of" and third in MONTHS:
            continue
        elif word in ("month", "months") and (
            before in ("my", "all", "whole")
            or intent == "show_history"
            and before in ("the", "a")
            or before == "the"
            and said.word(at - 2) in ("over", "during", "for", "through")
        ):
            yield "this_month", at, at
        elif (
            word in ("ever", "overall", "altogether")
            or word == "all"
            and after in ("time", "of", "my", "the", "along")
        ):
            if (
                intent == "show_history"
                or word != "all"
                or after in ("time", "along")
                or said.words & {"history", "records"}
            ):
                yield "all", at, at
        elif word in ("everything", "all", "whole", "entire", "full", "complete", "total") and (
            said.words
            & {
                "history",
                "record",
                "records",
                "log",
                "done",
                "did",
                "diary",
                "journal",
                "progress",
                "logged",
                "recorded",
                "saved",
            }
            or intent == "show_history"
        ):
            yield "all", at, at
        elif word == "since" and (after in ("i", "we", "the", "day", "beginning", "my", "starting")):
            if {after, third, fourth} & {
                "started",
                "start",
                "began",
                "beginning",
                "day",
                "joined",
                "starting",
                "first",
                "got",
            }:
                yield "all", at, min(at + 2, len(said) - 1)
        elif word in ("beginning", "start", "outset") and before == "the" and "from" in said.words | {word}:
            if said.word(at - 2) in ("from", "since"):
                yield "all", at, at
        elif word == "so" and after == "far" and third not in ("this", "today"):
            yield "all", at, at + 1
        elif word in ("until", "till") and after == "now":
            yield "all", at, at + 1
        elif word == "to" and after == "date":
            yield "all", at, at + 1
        else:
            name = DAY_NAMES.get(word) or DAY_NAMES.get(word.removesuffix("s"))
            if name and cued and not word.endswith("days"):
                yield FULL_DAY[name], at, at
            elif name and intent == "show_history":
                yield FULL_DAY[name], at, at
            elif word in MONTHS or word.removesuffix("s") in MONTHS:
                month = MONTHS.get(word) or MONTHS[word.removesuffix("s")]
                if _is_month(said, at, word, intent):
                    yield month, at, at


def _is_month(said: Said, at: int, word: str, intent: str | None) -> bool:
    """March is an exercise too, and may a verb: those need a reason to be months."""
    if word not in ("march", "may", "dec", "jan", "mar", "sep"):
        return True
    before = said.word(at - 1)
    if word == "may" and said.word(at + 1) in _MODAL | {"be", "have", "not"}:
        return False
    return before in (
        "in",
        "last",
        "during",
        "since",
        "for",
        "of",
        "throughout",
        "from",
        "through",
        "until",
    ) or (word != "march" and before in ("this", "and", "to") and intent == "show_history")
