"""Cue sheets: the timeline of one set, made from the dose, the pace and the variant.

All times are seconds from the start of the sheet. A sheet is a value: the same inputs
always give the same sheet, so it need not be stored to be known again.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Any

from coach.library.models import Variant
from coach.numbers import count, spoken
from coach.routine.state import Chatty
from coach.words import words

PREPARE_SECONDS = 3.0
SETTLE_SECONDS = 1.0
"""A breath between two repetitions, so that one is over before the next is named."""
COUNT_OFFSET = 0.6
"""Where in its second a count of the hold is spoken: after the word "hold", before the way back."""
TIME_CALL = 10
"""Seconds before the end of a timed set at which the rest is told."""
MINUTE = 60


@dataclass(frozen=True)
class SetDose:
    """What one set asks for: repetitions with a hold, or a time."""

    reps: int | None
    hold_seconds: int | None
    seconds: int | None


@dataclass(frozen=True)
class Cue:
    """One thing to say or show: `at` and `seconds` from the start of the sheet, `n` the number counted."""

    at: float
    kind: str
    say: str
    seconds: float
    rep: int | None = None
    n: int | None = None
    side: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "kind": self.kind,
            "say": self.say,
            "seconds": self.seconds,
            "rep": self.rep,
            "n": self.n,
        }


@dataclass(frozen=True)
class Join:
    """How a sheet goes on from another one: its second 0 is second `at` of the one it `follows`.

    Its first cue comes `lead` seconds later; `skip` cues before that one were said already. `beat` is the
    number of the first change of sides.
    """

    follows: str
    at: float
    lead: float
    skip: int
    beat: int


@dataclass(frozen=True)
class CueSheet:
    """The timeline of one set, in the contract's form through `as_dict`.

    `joined` says how it goes on from the sheet before, if it does, and `under_way` is the repetition that is
    under way until its first cue.
    """

    id: str
    exercise: str
    set: int
    sets: int
    reps: int | None
    seconds: float
    rest: float
    cues: tuple[Cue, ...]
    joined: Join | None = None
    under_way: int | None = None

    def as_dict(self) -> dict[str, Any]:
        joined = {"continues": {"id": self.joined.follows, "at": self.joined.at}} if self.joined else {}
        return {
            **joined,
            "id": self.id,
            "exercise": self.exercise,
            "set": self.set,
            "sets": self.sets,
            "reps": self.reps,
            "seconds": self.seconds,
            "cues": [cue.as_dict() for cue in self.cues],
        }


@dataclass(frozen=True)
class Position:
    """Where a set stands at a moment: the repetition under way, and what is left of it."""

    rep: int
    resting: bool
    seconds_left: float
    side: str | None
    next_side: str | None


class _Timeline:
    """Adds cues one after the other and keeps the time."""

    def __init__(self, tempo: float) -> None:
        self.tempo = tempo
        self.now = 0.0
        self.cues: list[Cue] = []

    def add(self, kind: str, say: str, seconds: float, rep: int | None = None) -> None:
        """A cue at the present moment, which then moves on to the cue's end."""
        self.put(self.now, kind, say, seconds, rep=rep)
        self.now += seconds

    def put(
        self,
        at: float,
        kind: str,
        say: str,
        seconds: float,
        *,
        rep: int | None = None,
        n: int | None = None,
        side: str | None = None,
    ) -> None:
        """A cue at any moment, inside what is there already."""
        self.cues.append(Cue(round(at, 3), kind, say, round(seconds, 3), rep, n, side))

    def cut(self, skip: int, lead: float) -> int | None:
        """Leave out the first cues, so that the one after them comes at second `lead`.

        Returns:
            the repetition that the last of those left out belongs to.
        """
        shift = lead - self.cues[skip].at
        before = next((cue.rep for cue in reversed(self.cues[:skip]) if cue.rep), None)
        self.cues = [replace(cue, at=round(cue.at + shift, 3)) for cue in self.cues[skip:]]
        self.now += shift
        return before


def build(
    sheet_id: str,
    exercise: str,
    variant: Variant,
    dose: SetDose,
    *,
    set_number: int = 1,
    sets: int = 1,
    tempo: float = 1.0,
    first_rep: int = 1,
    rest: float = 0.0,
    chatty: Chatty = "normal",
    joined: Join | None = None,
) -> CueSheet:
    """Make the sheet of one set.

    Args:
        tempo: length of a counted second in seconds; 1.25 is a slower count.
        first_rep: the repetition to begin with, after a break in the middle of a set. For a timed
            set it is the time already done plus one, in whole seconds.
        rest: seconds of rest before the set.
        chatty: how much is said beside the counts.
        joined: where in the set it begins, if it goes on from another sheet.

    Raises:
        ValueError: if the dose has neither repetitions nor a time.
    """
    line = _Timeline(tempo)
    if rest and joined is None:
        line.add("rest", words("cue_rest"), rest)
    line.add("prepare", variant.cues.prepare, PREPARE_SECONDS)
    if dose.reps is not None:
        _reps(line, variant, dose.reps, dose.hold_seconds or 0, first_rep, chatty)
    elif dose.seconds is not None:
        _timed(line, variant, dose.seconds, first_rep - 1, joined.beat if joined else 0)
    else:
        raise ValueError(f"the dose of {exercise} has neither repetitions nor a time")
    short = set_number < sets or chatty == "less"
    line.add("done", words("cue_relax" if short else "cue_set_done"), 2.0)
    under_way = line.cut(joined.skip, joined.lead) if joined else None
    return CueSheet(
        sheet_id,
        exercise,
        set_number,
        sets,
        dose.reps,
        round(line.now, 3),
        rest,
        tuple(line.cues),
        joined,
        under_way,
    )


def _reps(line: _Timeline, variant: Variant, reps: int, hold: int, first: int, chatty: Chatty) -> None:
    for rep in range(first, reps + 1):
        name = words("cue_last") if rep == reps and reps > 1 else spoken(rep).capitalize()
        # whoever wants few words is told how to move once a set
        move = "" if chatty == "less" and rep > first else f" {variant.cues.move}"
        line.add("move", f"{name}.{move}", variant.move_seconds * line.tempo, rep=rep)
        if hold:
            start = line.now
            line.add("hold", variant.cues.hold or words("cue_hold"), hold * line.tempo, rep=rep)
            for n in range(1, hold + 1):
                at = start + (n - 1 + COUNT_OFFSET) * line.tempo
                line.put(at, "count", spoken(n), (1 - COUNT_OFFSET) * line.tempo, rep=rep, n=n)
        praise = _praise(rep, reps) if chatty == "more" else ""
        line.add("return", variant.cues.back + praise, variant.back_seconds * line.tempo, rep=rep)
        line.now += SETTLE_SECONDS


def _praise(rep: int, reps: int) -> str:
    """A kind word on the way back, for whoever likes to hear more."""
    if reps > 3 and rep * 2 in (reps, reps + 1):
        return " " + words("cue_half")
    return " " + words("cue_nice") if rep % 2 else ""


def _timed(line: _Timeline, variant: Variant, seconds: int, done: int, first: int) -> None:
    """A set by the clock: sides in turn where the variant has them, else a call each minute."""
    start, left = line.now, float(seconds - done)
    if variant.beat_seconds:
        beat = variant.beat_seconds * line.tempo
        for nth in range(first, first + max(1, int(left / beat))):
            say = variant.cues.back if nth % 2 else variant.cues.move
            line.put(
                start + (nth - first) * beat,
                "switch" if nth else "move",
                say,
                beat,
                rep=nth + 1,
                side="right" if nth % 2 else "left",
            )
    else:
        line.put(start, "move", variant.cues.move, left, rep=1)
        for minute in range(done // MINUTE + 1, (seconds - 1) // MINUTE + 1):
            line.put(
                start + minute * MINUTE - done,
                "count",
                words("cue_minutes", minutes=count(minute, "minute").capitalize()),
                1.0,
                n=minute,
            )
        if left > 2 * TIME_CALL:
            line.put(start + left - TIME_CALL, "count", words("cue_ten_seconds"), 1.0, n=TIME_CALL)
    line.cues.sort(key=lambda cue: cue.at)
    line.now = start + left


def position(sheet: CueSheet, at: float, *, done_seconds: int = 0) -> Position:
    """Where the set stands `at` seconds into the sheet.

    For a timed set `rep` is the second that is under way, so that `first_rep=rep` goes on from there.
    A repetition that is under way is not done: going on begins it again.
    """
    work = [cue for cue in sheet.cues if cue.kind not in ("rest", "prepare", "done")]
    start = work[0].at
    index = bisect_right([cue.at for cue in work], max(at, start)) - 1
    end = next(c.at for c in sheet.cues if c.kind == "done")
    sided = [c for c in work if c.side]
    here = next((c.side for c in reversed(work[: index + 1]) if c.side), None) if at >= start else None
    if sheet.reps is None:
        rep = done_seconds + int(min(max(at, start), end) - start) + 1
    elif at < start and sheet.under_way:
        rep = sheet.under_way
    else:
        rep = next((c.rep for c in reversed(work[: index + 1]) if c.rep), work[0].rep or 1)
        if at >= end:
            rep = sheet.reps + 1
    nxt = {"left": "right", "right": "left"}.get(here or "") if here else (sided[0].side if sided else None)
    return Position(rep, at < sheet.rest, round(max(0.0, end - max(at, 0.0)), 3), here, nxt)
