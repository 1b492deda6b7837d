"""What goes on the page for the doctor, as lines of text under headings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from coach import library as libraries
from coach.journal import Event, Journal
from coach.library import Library
from coach.naming import nameless
from coach.records import sentences, trend
from coach.records.data import Records, own_words, read
from coach.records.days import days_done
from coach.records.periods import Period, period, short, span
from coach.records.plots import Plot, of
from coach.understand.outcomes import SCORES

FACTS = Path(__file__).parents[1] / "conversation" / "facts.yml"
USUAL_DAYS = 90
"""Days that a page goes back, if no other day is named."""
ADVICE = {
    "emergency_now": "call for help at once",
    "urgent_same_day": "see a doctor the same day",
    "see_doctor_soon": "see a doctor in the next days",
    "self_care": "look after it at home, with the signs to watch for",
}
SCORE_NAMES = {
    "odi": "Oswestry Disability Index (0-100)",
    "zcq_symptom": "Zurich Claudication Questionnaire, symptoms (1-5)",
    "zcq_function": "Zurich Claudication Questionnaire, function (1-4)",
    "zcq_satisfaction": "Zurich Claudication Questionnaire, satisfaction (1-4)",
    "mskhq": "MSK-HQ (0-56)",
    "eq5d": "EQ-5D index",
    "eqvas": "EQ VAS (0-100)",
    "rmdq": "Roland-Morris (0-24)",
}
WAYS = {"better": "eased", "worse": "got worse", "same": "much the same", "early": "too early to say"}
WALKING = {**WAYS, "better": "longer", "worse": "shorter"}


@dataclass(frozen=True)
class Section:
    """A heading with its lines, the most important line first."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """The page: of whom, for which days, made when, its sections, and the pictures on it.

    The name is empty for somebody who gave none: the page leaves room for it.
    """

    name: str
    first: date
    last: date
    made: datetime
    region: str | None
    sections: tuple[Section, ...]
    plots: tuple[Plot, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is noted."""
        return not self.sections

    @property
    def title(self) -> str:
        """The title of the paper."""
        named = f" for {self.name}" if self.name else ""
        return f"SpineCoach summary{named}, {span(self.first, self.last)}"


def summary(
    journal: Journal,
    person: str,
    now: datetime,
    since: date | None = None,
    library: Library | None = None,
) -> Summary:
    """What was noted of a person since a day (three months back, if none is named)."""
    known = library or libraries.load()
    today = read(journal, person, now).today
    first = since or period(f"last_{USUAL_DAYS}_days", today).first
    records = read(journal, person, now, min(first, today), today)
    begun = max(records.first, records.begun or today)
    stretch = Period("page", "In these days", begun, today)
    made = (
        Section("Questions I want to ask", _questions(records)),
        Section("Symptoms, in my words", _symptoms(records)),
        Section("Answers to the safety questions", _answers(records)),
        Section("Advice that SpineCoach gave", _advice(records)),
        Section("How I respond", _response(records)),
        Section("What I did", _did(records, known, stretch)),
        Section("My goals (0 not at all, 10 as well as ever)", _goals(records)),
        Section("Scores I was given elsewhere", _scores(records)),
    )
    pictures = of(records, stretch, known)
    there = {
        "pain": bool(records.pains),
        "walking": any(one.minutes is not None for one in records.walks),
        "days": bool(records.days),
        "steps": bool(records.sets),
    }
    shown = tuple(pictures[name] for name in ("pain", "walking", "days", "steps") if there[name])
    return Summary(
        "" if nameless(person, records.profile) else own_words(records.profile.get("called") or person),
        begun,
        today,
        records.now,
        records.profile.get("region"),
        tuple(section for section in made if section.lines),
        shown,
    )


@lru_cache(maxsize=1)
def labels() -> dict[str, str]:
    """What the facts of the safety screen are called."""
    return dict(YAML(typ="safe").load(FACTS.read_text("utf-8")))


def _of(records: Records, kind: str) -> list[Event]:
    return [event for event in records.events if event.kind == kind]


def _when(records: Records, event: Event) -> str:
    return short(records.day_of(event.at))


def _questions(records: Records) -> tuple[str, ...]:
    told = [own_words(event.data.get("words")) for event in _of(records, "question")]
    return tuple(dict.fromkeys(f"Ask {line}" for line in reversed(told) if line))


def _symptoms(records: Records) -> tuple[str, ...]:
    """The last symptoms, newest first: in own words, or by name where the words are not kept."""
    lines = []
    for event in reversed(_of(records, "symptom")):
        words = own_words(event.data.get("words"))
        named = " ".join(
            own_words(event.data.get(name))
            for name in ("side", "body_part", "symptom")
            if event.data.get(name)
        )
        told = f"\u201c{words}\u201d" if words else named
        if told:
            lines.append(f"{_when(records, event)}: {told}")
    return tuple(dict.fromkeys(lines))


def _answers(records: Records) -> tuple[str, ...]:
    """The answers of each day, newest first; of two on a day the later one."""
    days: dict[str, dict[str, bool]] = {}
    for event in _of(records, "answer"):
        fact, value = event.data.get("fact"), event.data.get("value")
        if isinstance(fact, str) and isinstance(value, bool) and fact in labels():
            days.setdefault(_when(records, event), {})[fact] = value
    lines = []
    for day, facts in reversed(days.items()):
        yes = [labels()[fact] for fact, value in facts.items() if value]
        no = [labels()[fact] for fact, value in facts.items() if not value]
        parts = [f"{word}: {', '.join(names)}" for word, names in (("Yes", yes), ("No", no)) if names]
        lines.append(f"{day}. " + ". ".join(parts))
    return tuple(lines)


def _advice(records: Records) -> tuple[str, ...]:
    lines = []
    lock = records.profile.get("lock")
    if isinstance(lock, dict) and isinstance(lock.get("reason"), str):
        lines.append(f"No exercises now, until a doctor has looked: {own_words(lock['reason'])}")
    for event in reversed(records.events):
        if event.kind == "triage" and event.data.get("tier") in ADVICE:
            lines.append(f"{_when(records, event)}: {ADVICE[event.data['tier']]}")
        elif event.kind == "cleared":
            lines.append(f"{_when(records, event)}: said that a doctor had cleared exercise")
    return tuple(dict.fromkeys(lines))


def _response(records: Records) -> tuple[str, ...]:
    found = trend.judge(records)
    lines = []
    for part, went in found.pain.items():
        before = trend.pain_days(records, part)
        after = trend.pain_days(records, part, "after")
        if not before and not after:
            continue
        name = sentences.name_of(part).capitalize()
        told = [f"{name}: {WAYS[went.way]}"]
        if went.way != "early":
            told.append(f"median {went.before:g} in the first week, {went.now:g} in the last")
        elif before:
            told.append(
                f"{before[0][1]:g} on {short(before[0][0])}, {before[-1][1]:g} on {short(before[-1][0])}"
            )
        pairs = dict(after)
        both = [pairs[day] - value for day, value in before if day in pairs]
        if both:
            told.append(f"after exercise {_mean(both)} on average ({len(both)} days)")
        lines.append("; ".join(told))
    lines += _walk_lines(records, found)
    rmdq = [one for one in records.scores if one.name == "rmdq"]
    if rmdq:
        points = ", ".join(f"{one.value:g} on {short(one.day)}" for one in rmdq[-4:])
        lines.append(f"Roland-Morris questionnaire (0-24, lower is better): {points}")
    settled = [event.data.get("fine") is True for event in _of(records, "settled")]
    if settled:
        lines.append(f"Pain settled within 45 minutes after {sum(settled)} of {len(settled)} sore sessions")
    return tuple(lines)


def _walk_lines(records: Records, found: trend.Judgement) -> list[str]:
    walks = [one for one in records.walks if one.minutes is not None]
    lines = []
    if walks:
        first, last = walks[0], walks[-1]
        told = f"{last.minutes:g} min on {short(last.day)}"
        if first is not last:
            told = f"{first.minutes:g} min on {short(first.day)}, {told}"
        lines.append(f"Walking until a rest: {told} ({WALKING[found.walking.way]})")
    own = [one for one in records.walks if one.minutes is None]
    if own:
        lines.append(f"Walking, {short(own[-1].day)}: \u201c{own[-1].words}\u201d")
    return lines


def _mean(values: list[float]) -> str:
    mean = sum(values) / len(values)
    if abs(mean) < 0.05:
        return "unchanged"
    return f"{abs(mean):.1f} points {'lower' if mean < 0 else 'higher'}"


def _did(records: Records, library: Library, stretch: Period) -> tuple[str, ...]:
    done = days_done(records, stretch)
    lines = []
    if done.done:
        late = len({one.day for one in records.done if one.late})
        extra = [f"{done.excused} days ill or away left out"] if done.excused else []
        extra += [f"{late} told afterwards"] if late else []
        lines.append(
            f"Exercises on {done.done} of {done.counting} days" + (f" ({'; '.join(extra)})" if extra else "")
        )
    times = Counter(one.exercise for one in records.done if one.exercise in library.exercises)
    steps = sentences.ladders(records, library)
    for name, count in times.most_common():
        assert name is not None
        exercise = library.exercises[name]
        told = f"{exercise.name.capitalize()}: {count} times"
        if name in steps:
            last = steps[name][-1]
            first = steps[name][0]
            dose = [f"{last.reps} reps" if last.reps else f"{last.seconds} s" if last.seconds else ""]
            dose += [f"hold {last.hold_seconds} s"] if last.hold_seconds else []
            step = sentences.title_of(library, name, last.level)
            moved = (
                ""
                if first.level == last.level
                else f", from {sentences.title_of(library, name, first.level)}"
            )
            told += f", now {', '.join(part for part in dose if part)}, step \u201c{step}\u201d{moved}"
        lines.append(told)
    return tuple(lines)


def _goals(records: Records) -> tuple[str, ...]:
    lines = []
    for goal in records.goals:
        if goal.dropped:
            continue
        told = ", ".join(f"{score} on {short(day)}" for _, day, score in goal.ratings[-3:])
        lines.append(f"{goal.words}: {told}" if told else goal.words)
    return tuple(lines)


def _scores(records: Records) -> tuple[str, ...]:
    names = [name for name in SCORES if name != "rmdq" and any(one.name == name for one in records.scores)]
    lines = []
    for name in names:
        told = ", ".join(f"{one.value:g} on {short(one.day)}" for one in records.scores if one.name == name)
        lines.append(f"{SCORE_NAMES[name]}: {told}")
    return tuple(lines)
