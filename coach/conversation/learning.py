"""Questions about exercises and about the condition: answers from reviewed texts, with their sources."""

from __future__ import annotations

from typing import Any

from coach.conversation import telling
from coach.conversation.talk import Talk
from coach.library import Exercise
from coach.library.vocabulary import ANSWERED_INTENTS
from coach.routine import plan

INTENTS = ANSWERED_INTENTS - {"help"}


def answer(talk: Talk, intent: str, entities: dict[str, Any]) -> None:
    """Answer a question; what is not known is said to be so, with whom to ask."""
    exercise = _exercise(talk, entities)
    if intent == "list_exercises":
        names = [one.name for one in talk.library.exercises.values()]
        talk.say("exercises_list", names=telling.listed(names))
    elif intent == "ask_how" and exercise is not None:
        _how(talk, exercise)
    elif intent == "ask_dose" and exercise is not None:
        level = talk.abilities.level(exercise)
        talk.say(
            "dose_of", name=exercise.name, dose=telling.dose(plan.item(talk.library, exercise.id, level))
        )
    elif intent == "ask_source" and talk.dialogue.topic:
        sources(talk)
    else:
        value = entities.get("condition") if intent == "ask_condition" else entities.get("exercise")
        _from_library(talk, intent, value, exercise)


def _exercise(talk: Talk, entities: dict[str, Any]) -> Exercise | None:
    """The exercise named, else the one that is on."""
    item = talk.dialogue.routine.item if talk.dialogue.routine.active else None
    named = entities.get("exercise") or (item.exercise if item else None)
    return talk.library.exercises.get(named) if named else None


def _how(talk: Talk, exercise: Exercise) -> None:
    level = talk.abilities.level(exercise)
    variant = exercise.variants[plan.item(talk.library, exercise.id, level).variant]
    talk.dialogue.topic = f"exercise:{exercise.id}"
    talk.say("how_intro", name=exercise.name)
    talk.tell(*variant.setup)
    talk.tell(*(step.say for step in variant.steps))


def _from_library(talk: Talk, intent: str, value: str | None, exercise: Exercise | None) -> None:
    item = talk.library.answer(intent, value)
    if (
        intent == "ask_why"
        and exercise is not None
        and (item is None or f"{intent}:{value}" not in item.answers)
    ):
        talk.dialogue.topic = f"exercise:{exercise.id}"
        talk.tell(exercise.aim)
        return
    if item is None:
        talk.say("unknown_topic")
        return
    talk.dialogue.topic = item.id
    talk.tell(item.text)


def more(talk: Talk) -> None:
    """More on what was last explained."""
    item = talk.library.education.get(talk.dialogue.topic or "")
    if item is not None and item.more:
        talk.tell(item.more)
    else:
        talk.say("no_more")


def sources(talk: Talk) -> None:
    """Where what was last explained comes from."""
    topic = talk.dialogue.topic or ""
    ids: list[str] = []
    if topic.startswith("exercise:"):
        ids = list(talk.library.exercises[topic.split(":")[1]].sources)
    elif topic in talk.library.education:
        ids = list(talk.library.education[topic].sources)
    known = [talk.library.sources[one] for one in ids if one in talk.library.sources]
    titles = [f"{source.title} ({source.year})" if source.year else source.title for source in known]
    if titles:
        talk.say("source_of", titles=telling.listed(titles))
    else:
        talk.say("unknown_topic")
