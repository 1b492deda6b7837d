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
from coach.records import Records, read, sentences
from coach.records.periods import period, short
from coach.words import put, words

FILE = Path(__file__).parent / "facts.yml"
SINCE = timedelta(days=90)
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MOST_SYMPTOMS = 4
MOST_QUESTIONS = 3
PAPERS = ("pdf", "csv", "fhir")
"""What can be opened beside it."""
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
    records = read(talk.journal, talk.turn.person, talk.now, (talk.now - SINCE).date())
    events = list(records.events)
    before = len(talk.messages)
    talk.say("summary_intro")
    _symptoms(talk, _of(events, "symptom"))
    _answers(talk, _of(events, "answer"))
    _advice(talk, _of(events, "triage"))
    _pain(talk, records)
    _exercises(talk, records)
    _walk(talk, records)
    _questions(talk, _of(events, "question"))
    if len(talk.messages) == before + 1:
        talk.messages.pop()
        talk.say("summary_none")
    else:
        talk.tell(words("summary_page"), custom={"papers": list(PAPERS)})


def _walk(talk: Talk, records: Records) -> None:
    """How long a walk lasts, first and last, where it is noted."""
    if any(one.minutes is not None for one in records.walks):
        talk.tell(sentences.walking(records, period("all", records.today)))


def _questions(talk: Talk, events: list[Event]) -> None:
    """What the person wants to ask, the last ones."""
    told = dict.fromkeys(as_said(str(event.data.get("words") or "")) for event in events)
    for what in [one for one in told if one][-MOST_QUESTIONS:]:
        talk.say("summary_question", what=what)


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


def _pain(talk: Talk, records: Records) -> None:
    """The pain before and after exercise, first and last; back and leg apart where they were told apart."""
    for part in sentences.parts_told(records):
        for key, moment in (("summary_pain_before", "before"), ("summary_pain_after", "after")):
            mine = (part,) if part == "leg" else (part, None)
            told = [one for one in records.pains if one.moment == moment and one.part in mine]
            if told:
                first, last = told[0], told[-1]
                talk.say(
                    key,
                    what=words(sentences.NAMES[part]),
                    first=first.score,
                    on=short(first.day),
                    last=last.score,
                    day=short(last.day),
                )


def _exercises(talk: Talk, records: Records) -> None:
    done = Counter(one.exercise for one in records.done if one.exercise in talk.library.exercises)
    if not records.days:
        return
    days = count(len(records.days), "day")
    names = [
        f"{talk.library.exercises[name].name} {count(times, 'time')}"
        for name, times in done.most_common(4)
        if name is not None
    ]
    if names:
        talk.say("summary_done", days=days, what=telling.listed(names))
    else:
        talk.say("summary_days", days=days)


def _day(moment: datetime) -> str:
    return words("date", day=moment.day, month=words(MONTHS[moment.month - 1]))
