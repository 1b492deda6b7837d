"""Is it working? What the numbers say, and when it is too early to say.

The middle value (median) of the first week is held against that of the last one, so that one bad day does
not decide. What counts as a change worth having: pain 2 points or 30 % (source ostelo_2008), but never less
than 1 point; walking 30 % (source ammendolia_2018); the Roland questionnaire 5 points or 30 % (source
ostelo_2008). The same change the other way counts as worse.

Enough is, for pain, three days with a number in both weeks and two weeks between the first and the last
day; for walking, two numbers at either end (all of the first and of the last two weeks) and three weeks
between; for the questionnaire, two scores two weeks apart. The last number may not be older than two weeks,
of walking and the questionnaire four. These are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Literal

from coach.records.data import PARTS, Part, Records
from coach.records.days import days_done
from coach.records.periods import period

Way = Literal["better", "same", "worse", "early"]
SOURCES = ("ostelo_2008", "ammendolia_2018")
APART = timedelta(days=14)
"""From the first to the last day of which there is a number."""
FRESH = timedelta(days=14)
"""How old the last number may be."""
WALK_APART = timedelta(days=21)
WEEK, FORTNIGHT = timedelta(days=7), timedelta(days=14)
PAIN_DAYS, WALK_TIMES = 3, 2
PAIN_POINTS, LEAST_POINTS, SHARE = 2.0, 1.0, 0.3
RMDQ_POINTS = 5.0
LATELY = 14
"""Days over which the days done are told."""


@dataclass(frozen=True)
class Trend:
    """Which way a number went, from `before` to `now`; "early" if there is not enough to say."""

    way: Way
    before: float = 0.0
    now: float = 0.0


@dataclass(frozen=True)
class Judgement:
    """What the numbers say: pain by part (None: not told), walking, the questionnaire, the days."""

    pain: dict[Part | None, Trend]
    walking: Trend
    rmdq: Trend
    done: int
    counting: int

    @property
    def trends(self) -> list[Trend]:
        """All of them."""
        return [*self.pain.values(), self.walking, self.rmdq]

    @property
    def way(self) -> Way:
        """All in one: worse if anything is, then better, then the same."""
        ways = {one.way for one in self.trends}
        return next((way for way in _ORDER if way in ways), "early")


_ORDER: tuple[Way, ...] = ("worse", "better", "same")


def judge(records: Records) -> Judgement:
    """What the numbers of a person say up to now."""
    apart = any(one.part for one in records.pains)
    parts: tuple[Part | None, ...] = PARTS if apart else (None,)
    pain = {part: _pain(pain_days(records, part), records.today) for part in parts}
    if apart and pain["leg"].way == "early" and not any(one.part == "leg" for one in records.pains):
        del pain["leg"]
    lately = days_done(records, period(f"last_{LATELY}_days", records.today))
    walks = [(one.day, one.minutes) for one in records.walks if one.minutes is not None]
    scores = [(one.day, one.value) for one in records.scores if one.name == "rmdq"]
    return Judgement(
        pain, _walking(walks, records.today), _rmdq(scores, records.today), lately.done, lately.counting
    )


def pain_days(records: Records, part: Part | None, moment: str = "before") -> list[tuple[date, float]]:
    """The pain of each day: the middle of its numbers at that moment, else of all that were told.

    A number of which the part was not told counts for the back, where back and leg are told apart.
    """
    mine = [
        one
        for one in records.pains
        if one.part == part or (one.part is None and part == "back") or part is None
    ]
    days: dict[date, list[int]] = {}
    for one in mine:
        if one.moment == moment:
            days.setdefault(one.day, []).append(one.score)
    if moment == "before":
        for one in mine:
            if one.moment in ("during", "return") and one.day not in days:
                days[one.day] = [
                    other.score for other in mine if other.day == one.day and other.moment == one.moment
                ]
    return [(day, float(median(scores))) for day, scores in sorted(days.items())]


def _pain(days: Sequence[tuple[date, float]], today: date) -> Trend:
    first, last = _ends(days, today, WEEK)
    if len(first) < PAIN_DAYS or len(last) < PAIN_DAYS:
        return Trend("early")
    before, now = median(first), median(last)
    points = abs(now - before)
    changed = points >= PAIN_POINTS or (points >= LEAST_POINTS and points >= SHARE * before)
    return Trend(_way(changed, now < before), before, now)


def _walking(days: Sequence[tuple[date, float]], today: date) -> Trend:
    if len(days) < 2 * WALK_TIMES or days[-1][0] - days[0][0] < WALK_APART or today - days[-1][0] > 2 * FRESH:
        return Trend("early")
    first = sum(1 for day, _ in days if day - days[0][0] < FORTNIGHT)
    last = sum(1 for day, _ in days if days[-1][0] - day < FORTNIGHT)
    first, last = max(first, WALK_TIMES), max(last, WALK_TIMES)
    if first + last > len(days):
        first = last = WALK_TIMES
    before = median(value for _, value in days[:first])
    now = median(value for _, value in days[-last:])
    changed = abs(now - before) >= max(1.0, SHARE * before)
    return Trend(_way(changed, now > before), before, now)


def _rmdq(scores: Sequence[tuple[date, float]], today: date) -> Trend:
    if len(scores) < 2 or scores[-1][0] - scores[0][0] < APART or today - scores[-1][0] > 2 * FRESH:
        return Trend("early")
    return rmdq_change(scores[0][1], scores[-1][1])


def rmdq_change(before: float, now: float) -> Trend:
    """Which way the score of the Roland questionnaire went."""
    points = abs(now - before)
    changed = points >= RMDQ_POINTS or (points >= 2 and points >= SHARE * before)
    return Trend(_way(changed, now < before), before, now)


def _way(changed: bool, good: bool) -> Way:
    return "same" if not changed else "better" if good else "worse"


def _ends(
    days: Sequence[tuple[date, float]], today: date, window: timedelta
) -> tuple[list[float], list[float]]:
    """The numbers of the first and of the last stretch; none where they are too near or too old."""
    if not days:
        return [], []
    begun, ended = days[0][0], days[-1][0]
    if ended - begun < max(APART, 2 * window - timedelta(days=1)) or today - ended > FRESH:
        return [], []
    return (
        [value for day, value in days if day - begun < window],
        [value for day, value in days if ended - day < window],
    )
