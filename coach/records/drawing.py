"""How the pictures are drawn. Large letters, words beside the lines, and nothing that grey would lose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from coach.library import Library
from coach.records import sentences
from coach.records.data import Part, Records
from coach.records.days import weeks
from coach.records.periods import MONTHS, Period
from coach.records.trend import pain_days

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDE, HIGH = 8.0, 4.4
SMALL_WIDE, SMALL_HIGH = 3.6, 2.2
DARK, SOFT, PALE, INK = "#0b3c5d", "#b35c00", "#e9eef2", "#222222"
"""Dark blue, burnt orange, a tint behind days off, and the colour of letters. In grey: 22, 47, 93, 13 %."""
MOST_DAYS = 60
"""Of more days than this a line shows the middle of each week."""
MOST_WEEKS = 12
"""So many weeks a calendar shows at most, the last ones."""
MOST_LADDERS = 6
DAY_LETTERS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _figure(small: bool, high: float | None = None) -> tuple[Figure, float]:
    """A page to draw on, with the size of its letters in points."""
    from matplotlib.figure import Figure

    size = (SMALL_WIDE, high or SMALL_HIGH) if small else (WIDE, high or HIGH)
    return Figure(figsize=size, constrained_layout=True), 8.0 if small else 15.0


def _empty(small: bool, told: str, title: str) -> Figure:
    """A picture that says that there is nothing to show yet."""
    figure, size = _figure(small)
    axes = figure.add_subplot()
    axes.axis("off")
    axes.set_title(title, fontsize=size * 1.1, color=INK, loc="left")
    axes.text(0.5, 0.5, told, ha="center", va="center", fontsize=size, color=INK, wrap=True)
    return figure


def _plain(axes: Any, size: float, title: str) -> None:
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=size, colors=INK)
    axes.set_title(title, fontsize=size * 1.1, color=INK, loc="left")


# -- pain --------------------------------------------------------------------------------------------------


def pain(records: Records, stretch: Period, small: bool) -> Figure:
    """Pain before (full line) and after exercise (broken line), back and leg one above the other."""
    parts = [
        part
        for part in sentences.parts_told(records)
        if pain_days(records, part) or pain_days(records, part, "after")
    ]
    if not parts:
        return _empty(small, "No pain number yet", "Pain, 0 to 10")
    high = (SMALL_HIGH if small else HIGH) * (1.0 if len(parts) == 1 else 1.45 if not small else 1.0)
    figure, size = _figure(small, high)
    if small and len(parts) == 2:
        size *= 0.95
    rows = figure.subplots(len(parts), 1, sharex=True, squeeze=False)[:, 0]
    for axes, part in zip(rows, parts, strict=True):
        _pain_line(axes, records, part, size, small)
    _dates(rows[-1], records, [day for part in parts for day, _ in _both(records, part)], size)
    return figure


def _both(records: Records, part: Part | None) -> list[tuple[date, float]]:
    return [*pain_days(records, part), *pain_days(records, part, "after")]


def _pain_line(axes: Any, records: Records, part: Part | None, size: float, small: bool) -> None:
    name = sentences.name_of(part).capitalize()
    _plain(axes, size, f"{name}, 0 to 10")
    axes.set_ylim(-0.6, 10.6)
    axes.set_yticks([0, 5, 10])
    axes.grid(axis="y", color="0.88", linewidth=0.8)
    ends = []
    for moment, line, mark, colour in (("before", "-", "o", DARK), ("after", "--", "s", SOFT)):
        days = pain_days(records, part, moment)
        if not days:
            continue
        shown = _by_week(days) if len(days) > MOST_DAYS else days
        if shown is not days:
            axes.plot(*zip(*days, strict=True), mark, color="0.75", markersize=2, zorder=1)
        axes.plot(
            *zip(*shown, strict=True),
            line,
            marker=mark,
            color=colour,
            markerfacecolor=colour if moment == "before" else "white",
            markersize=(4 if small else 8) * (0.7 if len(shown) > 30 else 1.0),
            linewidth=1.2 if small else 2.4,
            zorder=3,
        )
        ends.append((shown[-1][0], shown[-1][1], f" {moment} {shown[-1][1]:g}", colour))
    _beside(axes, ends, size, 1.7 if not small else 2.4)


def _beside(axes: Any, ends: Sequence[tuple[date, float, str, str]], size: float, apart: float) -> None:
    """The name of each line at its end, two that would lie on each other moved apart."""
    ends = sorted(ends, key=lambda end: end[1])
    heights = [end[1] for end in ends]
    if len(heights) == 2 and heights[1] - heights[0] < apart:
        middle = min(max(sum(heights) / 2, apart / 2), 10 - apart / 2)
        heights = [middle - apart / 2, middle + apart / 2]
    right = max((end[0] for end in ends), default=None)
    for (_, _, text, colour), height in zip(ends, heights, strict=True):
        axes.annotate(
            text, (right, height), (6, 0), textcoords="offset points", color=colour, fontsize=size,
            va="center", annotation_clip=False,
        )  # fmt: skip


def _by_week(days: Sequence[tuple[date, float]]) -> list[tuple[date, float]]:
    """The middle of each week, on the Thursday of it."""
    found: dict[date, list[float]] = {}
    for day, value in days:
        found.setdefault(day - timedelta(days=day.weekday() - 3), []).append(value)
    return [(day, float(median(values))) for day, values in sorted(found.items())]


def _dates(axes: Any, records: Records, days: Sequence[date], size: float) -> None:
    """A few dates below, room for words at the right, and a tint behind the days that do not count."""
    first, last = min(days), max(days)
    length = max(1, (last - first).days)
    axes.set_xlim(first - timedelta(days=max(1, length * 0.04)), last + timedelta(days=max(1, length * 0.04)))
    ticks = [first] if first == last else [first, last]
    if length > 4:
        ticks = [first, first + timedelta(days=length // 2), last]
    axes.set_xticks(ticks)
    year = length > 300
    axes.set_xticklabels([_short(day) + (f"\n{day.year}" if year else "") for day in ticks])
    for other in axes.figure.axes:
        for away in records.aways:
            if away.last >= first and away.first <= last:
                half = timedelta(hours=12)
                left, right = max(away.first, first), min(away.last, last)
                other.axvspan(
                    left - half, right + half, facecolor=PALE, hatch="///", edgecolor="0.82", zorder=0
                )
                if (right - left).days >= length * 0.12:
                    other.text(
                        left + (right - left) / 2, 0.97, away.reason, transform=other.get_xaxis_transform(),
                        ha="center", va="top", fontsize=size * 0.85, color=INK,
                    )  # fmt: skip


# -- walking -----------------------------------------------------------------------------------------------


def walking(records: Records, stretch: Period, small: bool) -> Figure:
    """Minutes walked until a rest was needed."""
    title = "Minutes walked before a rest"
    days = [(one.day, one.minutes) for one in records.walks if one.minutes is not None]
    if not days:
        return _empty(small, "No walk noted yet", title)
    figure, size = _figure(small)
    axes = figure.add_subplot()
    _plain(axes, size, title)
    shown = _by_week(days) if len(days) > MOST_DAYS else days
    if shown is not days:
        axes.plot(*zip(*days, strict=True), "o", color="0.75", markersize=3, zorder=1)
    axes.plot(
        *zip(*shown, strict=True),
        "-o",
        color=DARK,
        linewidth=1.2 if small else 2.4,
        markersize=4 if small else 8,
    )
    top = max(value for _, value in days)
    axes.set_ylim(0, max(5.0, top * 1.25))
    axes.locator_params(axis="y", nbins=4, integer=True)
    axes.grid(axis="y", color="0.88", linewidth=0.8)
    for place in sorted({0, len(shown) - 1}):
        axes.annotate(
            f"{shown[place][1]:g}", shown[place], (0, 8 if not small else 4), textcoords="offset points",
            ha="center", fontsize=size * 1.05, color=DARK, weight="bold",
        )  # fmt: skip
    _dates(axes, records, [day for day, _ in days], size)
    return figure


# -- days done ---------------------------------------------------------------------------------------------


def days(records: Records, stretch: Period, small: bool) -> Figure:
    """A calendar: a tick for a day with exercises, stripes for a day off, the number for any other."""
    begun = records.begun or records.today
    first, last = max(stretch.first, begun), min(stretch.last, records.today)
    if first > last or not records.days:
        return _empty(small, "No exercise day yet", "Days with exercises")
    rows = weeks(first, last)[-MOST_WEEKS:]
    figure, size = _figure(small, None if small else 1.5 + 0.62 * len(rows))
    axes = figure.add_subplot()
    axes.set_title("Days with exercises", fontsize=size * 1.1, color=INK, loc="left")
    cramped = small and len(rows) > 6
    letters = size * (0.72 if cramped else 0.9)
    for at, name in enumerate(DAY_LETTERS):
        axes.text(at + 0.5, -0.35, name, ha="center", va="center", fontsize=letters, color=INK)
    for down, week in enumerate(rows):
        axes.text(-0.15, down + 0.5, _short(week[0]), ha="right", va="center", fontsize=letters, color=INK)
        for at, day in enumerate(week):
            _cell(axes, records, day, at, down, letters, first, last)
    axes.set_xlim(-1.9, 7.05)
    axes.set_ylim(len(rows) + (0.9 if not cramped else 1.4), -0.8)
    _key(axes, records, len(rows), letters, rows)
    axes.axis("off")
    return figure


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3].capitalize()}"


def _cell(
    axes: Any, records: Records, day: date, at: int, down: int, size: float, first: date, last: date
) -> None:
    from matplotlib.patches import Rectangle

    if not first <= day <= last:
        return
    done, off = day in records.days, records.excused(day)
    look: dict[str, Any] = {"facecolor": "white", "edgecolor": "0.6"}
    if done:
        look = {"facecolor": DARK, "edgecolor": DARK}
    elif off:
        look = {"facecolor": PALE, "edgecolor": "0.84", "hatch": "///"}
    axes.add_patch(Rectangle((at + 0.06, down + 0.08), 0.88, 0.84, linewidth=0.8, **look))
    text, colour = ("\u2713", "white") if done else (str(day.day), "0.35")
    axes.text(at + 0.5, down + 0.5, text, ha="center", va="center", fontsize=size, color=colour,
              weight="bold" if done else "normal")  # fmt: skip


def _key(axes: Any, records: Records, rows: int, size: float, shown: list[list[date]]) -> None:
    off = sorted(
        {one.reason for one in records.aways if one.last >= shown[0][0] and one.first <= shown[-1][-1]}
    )
    told = "\u2713 done" + (f"     /// {' or '.join(off)}" if off else "")
    axes.text(0.06, rows + 0.5, told, ha="left", va="center", fontsize=size, color=INK)


# -- the steps of the exercises ----------------------------------------------------------------------------


def steps(records: Records, stretch: Period, library: Library, small: bool) -> Figure:
    """For each exercise the step it was done at over time, a row each, the last one named."""
    title = "Steps of the exercises"
    ladders = dict(list(sentences.ladders(records, library).items())[:MOST_LADDERS])
    if not ladders:
        return _empty(small, "No set done yet", title)
    figure, size = _figure(small, None if small else 1.6 + 0.95 * len(ladders))
    if small and len(ladders) > 4:
        size *= 0.85
    axes = figure.add_subplot()
    axes.set_title(title, fontsize=size * 1.1, color=INK, loc="left")
    last = max(rows[-1].day for rows in ladders.values())
    for down, (name, rows) in enumerate(ladders.items()):
        _ladder(axes, library, name, [(one.day, one.level) for one in rows], down, last, size, small)
    axes.set_ylim(len(ladders) - 0.1, -0.35)
    axes.set_yticks([])
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(labelsize=size, colors=INK)
    _dates(axes, records, [one.day for rows in ladders.values() for one in rows], size)
    return figure


def _ladder(
    axes: Any, library: Library, name: str, sets: list[tuple[date, int]], down: int, last: date, size: float,
    small: bool,
) -> None:  # fmt: skip
    """One exercise: its steps as a staircase between the row's floor and its top."""
    exercise = library.exercises[name]
    rungs = max(1, len(exercise.levels) - 1)
    floor = down + 0.72
    heights = [floor - 0.42 * level / rungs for _, level in sets]
    days = [day for day, _ in sets]
    axes.axhline(floor + 0.04, color="0.88", linewidth=0.8)
    axes.step(
        [*days, last], [*heights, heights[-1]], where="post", color=DARK, linewidth=1.2 if small else 2.6
    )
    axes.plot([days[-1]], [heights[-1]], "o", color=DARK, markersize=4 if small else 8)
    axes.annotate(
        f" {exercise.levels[sets[-1][1]].title}", (last, heights[-1]), (6, 0), textcoords="offset points",
        va="center", fontsize=size, color=DARK, annotation_clip=False,
    )  # fmt: skip
    axes.text(0.0, down + 0.06, exercise.name.capitalize(), transform=axes.get_yaxis_transform(),
              fontsize=size * 0.9, color=INK, va="center")  # fmt: skip
