"""Goals in a person's own words: up to three, rated from 0 to 10, and asked about again every few weeks."""

from __future__ import annotations

from datetime import timedelta

from coach.conversation.phrases import rest, says
from coach.conversation.talk import Talk
from coach.numbers import spoken
from coach.records import data
from coach.records.data import Goal
from coach.words import words

MOST = 3
EVERY = timedelta(days=21)
"""After so long a goal is asked about again."""
LONGEST = 100
"""Characters of a goal."""
NTH = {
    "first": 0,
    "one": 0,
    "1": 0,
    "second": 1,
    "two": 1,
    "2": 1,
    "third": 2,
    "three": 2,
    "3": 2,
    "last": -1,
}


def take(talk: Talk, text: str) -> bool:
    """Set, list or drop a goal; False if the text wants none of it."""
    if says("goal_how", text):
        talk.dialogue.ask = None
        talk.say("goal_how")
    elif says("goal_set", text):
        _set(talk, rest(text, "goal_set"))
    elif says("goals_list", text):
        _list(talk)
    elif (found := says("goal_drop", text)) is not None:
        _drop(talk, (found["which"] or found["number"] or "last").strip())
    else:
        return False
    return True


def _standing(talk: Talk) -> list[Goal]:
    known = data.read(talk.journal, talk.turn.person, talk.now)
    return [goal for goal in known.goals if not goal.dropped]


def _set(talk: Talk, what: str) -> None:
    talk.dialogue.ask = None
    shown = data.own_words(what[:LONGEST]).strip(" .!?,")
    goals = _standing(talk)
    if not shown:
        talk.say("goal_how")
    elif len(goals) >= MOST:
        talk.say("goal_full")
    else:
        every = data.read(talk.journal, talk.turn.person, talk.now).goals
        number = max((goal.id for goal in every), default=0) + 1
        talk.record("goal", goal=number, words=shown)
        talk.say("goal_noted", goal=shown)
        _ask(talk, number, shown)


def _ask(talk: Talk, number: int, what: str) -> None:
    talk.remember(goals_asked={**talk.profile.get("goals_asked", {}), str(number): talk.now.timestamp()})
    talk.ask(
        "goal",
        "goal",
        "number",
        words("goal_question", goal=what),
        plainer=words("goal_plainer"),
        min=0,
        max=10,
        goal=number,
    )


def rated(talk: Talk, number: int, score: int | None) -> None:
    """How well a goal goes, from 0 (cannot) to 10 (as well as ever)."""
    talk.dialogue.ask = None
    goal = next((one for one in _standing(talk) if one.id == number), None)
    if score is None or goal is None:
        talk.say("goal_later")
        return
    talk.record("goal_score", goal=number, score=score)
    if goal.ratings:
        talk.say("goal_rated_again", before=spoken(goal.ratings[-1][2]), score=spoken(score))
    else:
        talk.say("goal_rated", score=spoken(score))


def ask_due(talk: Talk) -> bool:
    """Ask about the goal that was not asked about for longest, if that was some weeks ago."""
    asked = talk.profile.get("goals_asked", {})
    due = []
    for goal in _standing(talk):
        last = max([goal.at, *(at for at, _, _ in goal.ratings)]).timestamp()
        last = max(last, float(asked.get(str(goal.id), 0.0)))
        if talk.now.timestamp() - last >= EVERY.total_seconds():
            due.append((last, goal))
    if not due:
        return False
    goal = min(due, key=lambda one: one[0])[1]
    _ask(talk, goal.id, goal.words)
    return True


def _list(talk: Talk) -> None:
    talk.dialogue.ask = None
    goals = _standing(talk)
    if not goals:
        talk.say("goal_none")
        return
    for goal in goals:
        key = "goal_told" if goal.ratings else "goal_told_new"
        talk.say(key, goal=goal.words, **({"score": spoken(goal.ratings[-1][2])} if goal.ratings else {}))
    oldest = min(goals, key=lambda one: one.ratings[-1][0] if one.ratings else one.at)
    day = oldest.ratings[-1][0] if oldest.ratings else oldest.at
    if talk.now - day > timedelta(days=1) or not oldest.ratings:
        _ask(talk, oldest.id, oldest.words)


def _drop(talk: Talk, which: str) -> None:
    talk.dialogue.ask = None
    goals = _standing(talk)
    place = NTH[which]
    if not goals or place >= len(goals):
        talk.say("goal_none")
        return
    talk.record("goal_dropped", goal=goals[place].id)
    talk.say("goal_dropped", goal=goals[place].words)
