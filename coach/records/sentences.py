"""What each picture shows, in a sentence: spoken as history, and read out where no picture can be seen."""

from __future__ import annotations

from collections.abc import Mapping

from coach.library import Library
from coach.numbers import count, spoken
from coach.records.data import Part, Records, SetDone
from coach.records.days import days_done
from coach.records.periods import Period
from coach.records.trend import pain_days
from coach.words import words

MOST_STEPS = 4
"""So many exercises are named with their step."""
NAMES: Mapping[Part | None, str] = {None: "part_pain", "back": "part_back_pain", "leg": "part_leg_pain"}


def name_of(part: Part | None) -> str:
    """What the pain of a part is called in a sentence."""
    return words(NAMES[part]).lower()


def parts_told(records: Records) -> tuple[Part | None, ...]:
    """The lines that a picture of the pain has: one, or back and leg apart."""
    if not any(one.part for one in records.pains):
        return (None,)
    told: list[Part | None] = []
    if any(one.part != "leg" for one in records.pains):
        told.append("back")
    if any(one.part == "leg" for one in records.pains):
        told.append("leg")
    return tuple(told)


def number(value: float) -> str:
    """A number as one says it: "six", "six and a half"."""
    whole = int(value)
    if abs(value - whole) < 0.25:
        return spoken(whole)
    if abs(value - whole - 1) < 0.25:
        return spoken(whole + 1)
    return words("and_a_half", number=spoken(whole)) if whole else words("a_half")


def minutes(value: float) -> str:
    """Minutes as one says them."""
    if value < 1:
        return words("under_a_minute")
    return count(round(value), "minute")


def pain(records: Records, stretch: Period) -> str:
    """How the pain went: its first and its last day."""
    lines = {
        part: pain_days(records, part) or pain_days(records, part, "after") for part in parts_told(records)
    }
    ends = {part: (days[0][1], days[-1][1], len(days)) for part, days in lines.items() if days}
    if not ends:
        return words("plot_pain_none", when=stretch.title)
    if len(ends) == 2 and all(days > 1 for _, _, days in ends.values()):
        (first, last, _), (third, fourth, _) = ends["back"], ends["leg"]
        return words(
            "plot_pain_both",
            when=stretch.title,
            first=number(first),
            last=number(last),
            third=number(third),
            fourth=number(fourth),
        )
    told = []
    for part, (first, last, days) in ends.items():
        what = name_of(part)
        if days == 1:
            told.append(words("plot_pain_once", when=stretch.title, what=what, score=number(last)))
        else:
            told.append(
                words("plot_pain", when=stretch.title, what=what, first=number(first), last=number(last))
            )
    return " ".join(told)


def days(records: Records, stretch: Period) -> str:
    """On how many days exercises were done, the row second."""
    done = days_done(records, stretch)
    if not done.done:
        return words("plot_days_none", when=stretch.title)
    told = [words("plot_days", when=stretch.title, days=count(done.done, "day"))]
    if stretch.days == 1:
        told = [words("plot_day", when=stretch.title)]
    if done.excused:
        told.append(words("plot_excused", days=count(done.excused, "day")))
    if done.streak > 1 and stretch.last == records.today and stretch.days > 1:
        told.append(words("plot_streak", days=count(done.streak, "day")))
    return " ".join(told)


def walking(records: Records, stretch: Period) -> str:
    """How long a walk lasted until a rest was needed, at first and at last."""
    told = [one.minutes for one in records.walks if one.minutes is not None]
    if not told:
        own = [one.words for one in records.walks if one.words]
        key = "plot_walk_words" if own else "plot_walk_none"
        return words(key, when=stretch.title, **({"what": own[-1]} if own else {}))
    if len(told) == 1:
        return words("plot_walk_once", when=stretch.title, minutes=minutes(told[0]))
    return words("plot_walk", when=stretch.title, first=minutes(told[0]), last=minutes(told[-1]))


def steps(records: Records, stretch: Period, library: Library) -> str:
    """The step of each exercise, the one done last first."""
    last = list(ladders(records, library))[:MOST_STEPS]
    if not last:
        return words("plot_steps_none", when=stretch.title)
    named = [
        f"{library.exercises[name].name}, {title_of(library, name, rows[-1].level)}"
        for name, rows in ladders(records, library).items()
        if name in last
    ]
    return words("plot_steps", what="; ".join(named))


def ladders(records: Records, library: Library) -> dict[str, list[SetDone]]:
    """The sets of each exercise that the library knows, the exercise done last first."""
    found: dict[str, list[SetDone]] = {}
    for one in sorted(records.sets, key=lambda made: made.at, reverse=True):
        if one.exercise in library.exercises and one.level < len(library.exercises[one.exercise].levels):
            found.setdefault(one.exercise, []).insert(0, one)
    return found


def title_of(library: Library, exercise: str, level: int) -> str:
    """What a rung of an exercise is called."""
    return library.exercises[exercise].levels[level].title
