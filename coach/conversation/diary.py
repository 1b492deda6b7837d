"""What people tell of their days beside an exercise: walking, days done or away, scores, goals, questions.

It is written down before it is spoken of, and each of it can be taken back with "undo" for a while.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from coach.conversation import goals, pain, papers, rmdq, safety, standing, telling, working
from coach.conversation.talk import Talk
from coach.records import data, sentences
from coach.records.periods import day_name
from coach.triage import Finding
from coach.understand import command, extract, outcomes, past
from coach.understand.text import tokens
from coach.words import words
from coach.zone import zone_of

UNDO_SECONDS = 600.0
"""How long "undo" means what was last noted here."""
GIVES_WAY = frozenset({"walk", "goal", "rmdq", "carry_on", "which", "delete"})
"""Open questions that give way to news of this kind."""
WALK_EVERY = timedelta(days=7)
"""How often the walk is asked about."""
SYMPTOMS = ("report_symptom", "report_worse")
OWN = {"ill": "away_ill", "holiday": "away_holiday"}


def take(talk: Talk, text: str, findings: list[Finding]) -> bool:
    """Answer what is told here; False if it is something else, or something of a symptom's."""
    ask = talk.dialogue.ask
    if ask is not None and ask.purpose not in GIVES_WAY:
        return False
    if any(one.fact in safety.WORTH_ASKING and one.value is True for one in findings):
        return False
    if _pain(talk, text):
        return True
    if talk.dialogue.routine.playing:
        return False
    for answer in (_walk, _done, _away, _score, rmdq.take, goals.take, papers.take, working.take):
        if answer(talk, text):
            talk.dialogue.misses = 0
            return True
    return False


def overhear(talk: Talk, text: str) -> None:
    """Note how far somebody can walk where the same words go to the safety questions."""
    told = outcomes.walk(text)
    if told is not None and told.minutes is not None and told.minutes <= data.LONGEST_WALK:
        talk.record("walk", minutes=told.minutes, words=text[:200])


def _note(talk: Talk, events: list[tuple[str, dict[str, Any]]]) -> None:
    """Write these events so that they can be taken back together."""
    marks = []
    for kind, what in events:
        marks.append(uuid.uuid4().hex[:16])
        talk.record(kind, **what, mark=marks[-1])
    talk.remember(noted={"at": talk.now.timestamp(), "marks": marks})


def undo(talk: Talk) -> bool:
    """Take back what was last noted here, if that is the last thing that can be taken back."""
    kept = talk.profile.get("noted") or {}
    change = talk.dialogue.undo
    if not kept or talk.now.timestamp() - kept["at"] > UNDO_SECONDS:
        return False
    if change is not None and change.at > kept["at"]:
        return False
    for mark in kept["marks"]:
        talk.record("taken_back", mark=mark)
    talk.remember(noted=None)
    talk.say("noted_undone")
    return True


def _pain(talk: Talk, text: str) -> bool:
    """ "Back three, leg five" out of the blue."""
    parts = outcomes.pain_parts(text)
    if not parts or not outcomes.only_pain(text) or command(text) is not None:
        return False
    if len(parts) == 1 and talk.turn.intent in SYMPTOMS:
        return False  # what may be a symptom is asked about
    talk.dialogue.ask = None
    pain.told(talk, max(parts.values()), "during", parts)
    return True


# -- walking -----------------------------------------------------------------------------------------------


def _walk(talk: Talk, text: str) -> bool:
    told = outcomes.walk(text)
    if told is None:
        return False
    note_walk(talk, told.minutes, text)
    # what is told beside it as a symptom is asked about
    return not (talk.turn.intent in SYMPTOMS and _complains(text))


def _complains(text: str) -> bool:
    named = {entity.entity for entity in extract(text)}
    return "symptom" in named or bool(outcomes.COMPLAINT & {token.word for token in tokens(text)})


def note_walk(talk: Talk, minutes: float | None, text: str) -> None:
    """Note how long somebody can walk until a rest, in minutes, or how far in their own words."""
    talk.dialogue.ask = None
    if minutes is not None and minutes > data.LONGEST_WALK:
        talk.say("walk_too_long")
        return
    _note(talk, [("walk", {"minutes": minutes, "words": text[:200]})])
    if minutes is None:
        talk.say("walk_words")
    else:
        talk.say("walk_noted", minutes=sentences.minutes(minutes))


def good_moment(talk: Talk) -> None:
    """After a session: the one more question that is due, if any is; goals before the walk."""
    if talk.dialogue.ask is not None or talk.profile.get("lock"):
        return
    if goals.ask_due(talk):
        return
    known = data.read(talk.journal, talk.turn.person, talk.now)
    before = [day for day in known.days if day < known.today]
    last = max((one.at for one in known.walks), default=None)
    asked = talk.profile.get("walk_asked", 0.0)
    if not before or (last is not None and talk.now - last < WALK_EVERY):
        return
    if talk.now.timestamp() - asked < WALK_EVERY.total_seconds():
        return
    talk.remember(walk_asked=talk.now.timestamp())
    ask_walk(talk)


def ask_walk(talk: Talk) -> None:
    """Ask how many minutes the person can walk."""
    talk.ask(
        "walk",
        "walk_minutes",
        "number",
        words("walk_question"),
        plainer=words("walk_plainer"),
        min=0,
        max=data.LONGEST_WALK,
    )


# -- done on another day, ill, away ------------------------------------------------------------------------


def _done(talk: Talk, text: str) -> bool:
    today = talk.now.astimezone(zone_of(talk.profile)).date()
    told = past.done_then(text, today)
    if told is None or command(text) is not None:
        return False
    talk.dialogue.ask = None
    if any(day > today for day in told.days):
        talk.say("late_future")
        return True
    days = [day for day in told.days if (today - day).days <= past.MOST_BACK]
    if not days:
        talk.say("late_too_long")
        return True
    known = data.read(talk.journal, talk.turn.person, talk.now)
    there = {(one.day, one.exercise) for one in known.done}
    new = [
        day
        for day in days
        if (day, told.exercise) not in there and (told.exercise is not None or day not in known.days)
    ]
    exercise = talk.library.exercises.get(told.exercise or "")
    named = [day_name(day) if day != today else words("when_today").lower() for day in (new or days)]
    if not new:
        talk.say("late_there", days=telling.listed(named))
        return True
    _note(
        talk,
        [
            (
                "exercise_done",
                {"exercise": exercise.id if exercise else None, "day": day.isoformat(), "late": day != today},
            )
            for day in new
        ],
    )
    what = words("late_one", name=exercise.name) if exercise else words("late_all")
    late = any(day != today for day in new)
    talk.say("late_noted" if late else "today_noted", what=what, days=telling.listed(named))
    if talk.profile.get("lock"):
        standing.remind(talk)
    return True


def _away(talk: Talk, text: str) -> bool:
    """Days that do not count. Who is ill now is heard as such too: it may be a symptom."""
    today = talk.now.astimezone(zone_of(talk.profile)).date()
    told = past.away_then(text, today)
    if told is None:
        return False
    what = {"reason": told.reason, "first": told.first.isoformat(), "last": told.last.isoformat()}
    ill_now = told.reason == "ill" and not told.over
    known = data.read(talk.journal, talk.turn.person, talk.now)
    if not any(
        (one.first, one.last, one.reason) == (told.first, told.last, told.reason) for one in known.aways
    ):
        _note(talk, [("away", what)])
    if ill_now and talk.turn.intent in SYMPTOMS:
        return False
    talk.dialogue.ask = None
    days = day_name(told.first)
    if told.last != told.first:
        days = f"{day_name(told.first)} to {day_name(told.last)}"
    talk.say(OWN.get(told.reason, "away_holiday"), days=days)
    return True


# -- scores of questionnaires that were filled in elsewhere ------------------------------------------------


def _score(talk: Talk, text: str) -> bool:
    told = outcomes.score(text)
    if told is None:
        return False
    talk.dialogue.ask = None
    least, most, name = outcomes.SCORES[told.name]
    if not told.fits:
        talk.say("score_range", name=name, least=_number(least), most=_number(most))
        return True
    today = talk.now.astimezone(zone_of(talk.profile)).date()
    days = [day for day in past.named_days(text.lower(), today) if day <= today]
    day = days[-1] if days else today
    _note(talk, [("score", {"name": told.name, "score": told.value, "day": day.isoformat()})])
    talk.say("score_noted", name=name, score=_number(told.value), day=day_name(day))
    return True


def _number(value: float) -> str:
    text = f"{abs(value):g}"
    return f"minus {text}" if value < 0 else text
