"""What a person can tell the doctor: symptoms, answers, advice, pain and exercises, each with its day."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from coach.conversation import telling
from coach.conversation.talk import Talk
from coach.journal import Event
from coach.numbers import count
from coach.words import put, words

FILE = Path(__file__).parent / "facts.yml"
SINCE = timedelta(days=90)
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MOST_SYMPTOMS = 4
MOST_DAYS = 2
ADVICE = {
    "emergency_now": "summary_emergency",
    "urgent_same_day": "summary_urgent",
    "see_doctor_soon": "summary_soon",
    "self_care": "summary_home",
}


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    return dict(YAML(typ="safe").load(FILE.read_text("utf-8")))


def tell(talk: Talk) -> None:
    """Tell what was noted in the last three months."""
    events = talk.journal.events(talk.turn.person, since=talk.now - SINCE)
    before = len(talk.messages)
    talk.say("summary_intro")
    _symptoms(talk, _of(events, "symptom"))
    _answers(talk, _of(events, "answer"))
    _advice(talk, _of(events, "triage"))
    _pain(talk, _of(events, "pain"))
    _exercises(talk, _of(events, "exercise_done"))
    if len(talk.messages) == before + 1:
        talk.messages.pop()
        talk.say("summary_none")


def _of(events: list[Event], kind: str) -> list[Event]:
    return [event for event in events if event.kind == kind]


def _symptoms(talk: Talk, events: list[Event]) -> None:
    told = [
        (event.at, as_said(str(event.data.get("words") or event.data.get("symptom") or "")))
        for event in events
    ]
    for at, what in [one for one in told if one[1]][-MOST_SYMPTOMS:]:
        talk.say("summary_symptom", day=_day(at), what=what)


def as_said(text: str) -> str:
    """A person's own words as they can be shown in quotes: without signs that steer a screen."""
    shown = "".join(sign if sign.isprintable() and sign not in '{}"' else " " for sign in text)
    return " ".join(shown.split()).strip(" .!?")


def _answers(talk: Talk, events: list[Event]) -> None:
    """The answers to the safety questions, by day; of two on a day the later one."""
    days: dict[str, dict[str, bool]] = {}
    for event in events:
        if event.data["fact"] in _labels() and isinstance(event.data["value"], bool):
            days.setdefault(_day(event.at), {})[event.data["fact"]] = event.data["value"]
    for day, facts in list(days.items())[-MOST_DAYS:]:
        for key, wanted in (("summary_yes", True), ("summary_no", False)):
            names = [put(_labels()[fact]) for fact, value in facts.items() if value is wanted]
            if names:
                talk.say(key, day=day, what=telling.listed(names))


def _advice(talk: Talk, events: list[Event]) -> None:
    if events:
        talk.say(ADVICE[events[-1].data["tier"]], day=_day(events[-1].at))


def _pain(talk: Talk, events: list[Event]) -> None:
    """The pain before and after exercise, first and last."""
    for key, moment in (("summary_pain_before", "before"), ("summary_pain_after", "after")):
        scores = [event for event in events if event.data.get("moment") == moment]
        if scores:
            first, last = scores[0], scores[-1]
            talk.say(
                key, first=first.data["score"], on=_day(first.at), last=last.data["score"], day=_day(last.at)
            )


def _exercises(talk: Talk, events: list[Event]) -> None:
    done = Counter(
        event.data["exercise"] for event in events if event.data["exercise"] in talk.library.exercises
    )
    if done:
        names = [
            f"{talk.library.exercises[name].name} {count(times, 'time')}"
            for name, times in done.most_common(4)
        ]
        days = count(len({event.at.date() for event in events}), "day")
        talk.say("summary_done", days=days, what=telling.listed(names))


def _day(moment: datetime) -> str:
    return words("date", day=moment.day, month=words(MONTHS[moment.month - 1]))
