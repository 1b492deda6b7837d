"""Questions about exercises and about the condition: answers from reviewed texts, with their sources.

Which text it is, the words of the question decide (coach/understand/topics.py), whatever intent they were
taken for. The intent decides where they name nothing.
"""

from __future__ import annotations

import re
from typing import Any

from coach.conversation import showing, telling
from coach.conversation.talk import Talk
from coach.library import Education, Exercise
from coach.library.vocabulary import ANSWERED_INTENTS
from coach.routine import plan
from coach.understand import topics
from coach.understand.topics import Topic

INTENTS = ANSWERED_INTENTS - {"help"}
UNKNOWN = {
    "ask_how": "unknown_move",
    "ask_why": "unknown_move",
    "ask_dose": "unknown_move",
    "ask_cardio": "unknown_move",
    "ask_condition": "unknown_illness",
    "ask_pain_relief": "unknown_relief",
    "ask_see_doctor": "unknown_visit",
}
"""What is said where there is no text: that there is none, and whom to ask."""
NO_MORE = {
    "physio": "no_more",
    "doctor": "no_more_doctor",
    "pharmacist": "no_more_pharmacist",
    "clinic": "no_more_clinic",
}
OF_EXERCISES = ("ask_how", "ask_why", "ask_dose")
"""Questions that may be about one exercise."""
YIELDING = frozenset({"ED-02", "ED-05", "ED-07", "KB-HOW-OFTEN", "KB-RELIEF", "KB-SESSION"})
"""General texts; while an exercise is on, "how many" and "what is it for" mean that one."""
ABOUT_SOURCES = frozenset({"KB-SOURCE", "KB-EVIDENCE", "ED-14"})
SOURCE_WORDS = re.compile(
    r"\b(where|who|whose|whos|source\w*|from|evidence|stud(y|ies)|proof|prove[dn]?|research|based|advice|says?|said|"
    r"told|trust|true|link|reference\w*|citation|paper|journal|article|read|sure|check\w*|wrote|written|know)\b"
)
"""Without one of these a question was hardly for a source, whatever it was taken for."""
EXERCISES = re.compile(r"\b(exercises?|moves?|stretch(es)?|routines?|workouts?)\b")
CAUTIONS = frozenset({"KB-BONES", "KB-PREGNANCY", "KB-AFTER-SURGERY"})
"""Matters that go before a wish to begin."""
PROSPECTS = frozenset({"KB-STENOSIS-COURSE", "KB-SCIATICA-COURSE", "KB-HARM", "KB-HOW-LONG", "KB-MISSED"})
"""Matters that are easily taken for news of how somebody is."""
NEWS = re.compile(r"\b(my|im|i'm|i am|its|it's|it is|has|have|been|was)\b")
ABOUT = re.compile(r"\b(on|about|for|regarding|of)\b")
ASKING = frozenset(
    "what whats why when where which who whom how can could should shall is are does do did would will may "
    "any tell explain must am ought".split()
)
"""Words that a question begins with."""


def answer(talk: Talk, intent: str, entities: dict[str, Any]) -> None:
    """Answer a question; what is not known is said to be so, with whom to ask."""
    named = talk.library.exercises.get(entities.get("exercise") or "") if intent in OF_EXERCISES else None
    topic = topics.find(talk.turn.text)
    if intent == "list_exercises" and _for_a_list(talk, topic):
        names = [one.name for one in talk.library.exercises.values()]
        talk.say("exercises_list", names=telling.listed(names))
    elif intent == "ask_source":
        _where_from(talk, topic)
    elif named is not None and (topic is None or topic.rank not in ("first", "doing")):
        _of_exercise(talk, intent, named)
    elif topic is not None and not _yields(talk, intent, topic):
        _tell(talk, talk.library.education[topic.id])
    else:
        _at_large(talk, intent, entities)


def asked(talk: Talk) -> bool:
    """Answer a question that was taken for none, if it names something there is a text on."""
    topic = topics.find(talk.turn.text)
    if topic is None or not _asks(talk) or (topic.general and not _plainly(talk)):
        return False
    _tell(talk, talk.library.education[topic.id])
    return True


def cautious(talk: Talk) -> bool:
    """Answer whether an exercise is for somebody with thin bones, say, before any is begun."""
    topic = topics.find(talk.turn.text)
    return topic is not None and topic.id in CAUTIONS and asked(talk)


def _asks(talk: Talk) -> bool:
    words = _plain(talk).split()
    return bool(words) and (words[0].strip(",.'") in ASKING or _plain(talk).rstrip().endswith("?"))


def _plainly(talk: Talk) -> bool:
    """Whether a general question may be answered: nothing was made of it, and it holds no unknown word."""
    return talk.turn.intent == "nlu_fallback" and not topics.unknown(talk.turn.text)


def _for_a_list(talk: Talk, topic: Topic | None) -> bool:
    """Whether it is the list of exercises that is asked for, and no matter of its own."""
    if topic is None or topic.id in CAUTIONS or _plain(talk).startswith("why"):
        return topic is None
    return topic.general or EXERCISES.search(_plain(talk)) is not None


def looks_ahead(talk: Talk) -> bool:
    """Answer a question on how things will go that was taken for news of how they are."""
    topic = topics.find(talk.turn.text)
    words = _plain(talk).split()
    if topic is None or topic.id not in PROSPECTS or words[0] not in ASKING or NEWS.search(_plain(talk)):
        return False
    _tell(talk, talk.library.education[topic.id])
    return True


def _plain(talk: Talk) -> str:
    return talk.turn.text.lower().replace("\u2019", "'")


def free(talk: Talk) -> bool:
    """Whether the intent model took what was said for a question, or for nothing that it knows."""
    return talk.turn.intent in INTENTS | {None, "", "nlu_fallback", "out_of_scope"}


def about(talk: Talk) -> bool:
    """Tell what there is on the matter that is named; False if none is."""
    topic = topics.find(talk.turn.text)
    if topic is None or topic.general:
        return False
    _tell(talk, talk.library.education[topic.id])
    return True


def _on(talk: Talk) -> Exercise | None:
    """The exercise that is on."""
    item = talk.dialogue.routine.item if talk.dialogue.routine.active else None
    return talk.library.exercises.get(item.exercise) if item else None


def _yields(talk: Talk, intent: str, topic: Topic) -> bool:
    """Whether a general text is not what was asked for: it is about the exercise that is on, or about
    something there is no text on."""
    if not topic.general or topic.id in ABOUT_SOURCES or topic.id == "KB-DOCTOR":
        return False
    on = _on(talk) is not None and intent in OF_EXERCISES and topic.id in YIELDING
    return on or bool(topics.unknown(talk.turn.text))


def _of_exercise(talk: Talk, intent: str, exercise: Exercise) -> None:
    if intent == "ask_dose":
        _dose(talk, exercise)
    elif intent == "ask_how":
        _how(talk, exercise)
    else:
        item = talk.library.answer(intent, exercise.id)
        if item is not None and f"{intent}:{exercise.id}" in item.answers:
            _tell(talk, item)
        else:
            talk.dialogue.topic, talk.dialogue.told_more = f"exercise:{exercise.id}", False
            talk.tell(exercise.aim)


def _at_large(talk: Talk, intent: str, entities: dict[str, Any]) -> None:
    """A question whose words name nothing there is a text on."""
    on = _on(talk)
    told = talk.library.answer(intent, entities.get("condition") if intent == "ask_condition" else None)
    if topics.unknown(talk.turn.text):
        talk.say(UNKNOWN.get(intent, "unknown_topic"))
    elif on is not None and intent in OF_EXERCISES:
        _of_exercise(talk, intent, on)
    elif told is not None:
        _tell(talk, told)
    else:
        talk.say(UNKNOWN.get(intent, "unknown_topic"))


def _dose(talk: Talk, exercise: Exercise) -> None:
    level = talk.abilities.level(exercise)
    talk.dialogue.topic, talk.dialogue.told_more = f"exercise:{exercise.id}", False
    talk.say("dose_of", name=exercise.name, dose=telling.dose(plan.item(talk.library, exercise.id, level)))


def _how(talk: Talk, exercise: Exercise) -> None:
    one = plan.item(talk.library, exercise.id, talk.abilities.level(exercise))
    variant = exercise.variants[one.variant]
    talk.dialogue.topic, talk.dialogue.told_more = f"exercise:{exercise.id}", False
    talk.say("how_intro", name=exercise.name)
    showing.introduced(talk, one, talk.messages[-1].text)
    talk.tell(*variant.setup)
    talk.tell(*(step.say for step in variant.steps))


def _tell(talk: Talk, item: Education) -> None:
    talk.dialogue.topic, talk.dialogue.told_more = item.id, False
    talk.tell(item.text)
    if item.warns:
        talk.say("warning_signs")


def _where_from(talk: Talk, topic: Topic | None) -> None:
    """Where the advice comes from: on the matter that is named, on what was last told, or at large."""
    if topic is not None and not SOURCE_WORDS.search(_plain(talk)):
        _tell(talk, talk.library.education[topic.id])
        return
    matter = topic is not None and not topic.general and ABOUT.search(_plain(talk))
    if topic is not None and matter and topic.id not in ABOUT_SOURCES:
        talk.dialogue.topic, talk.dialogue.told_more = topic.id, False
        sources(talk)
    elif topic is not None and topic.id in ABOUT_SOURCES:
        _tell(talk, talk.library.education[topic.id])
    elif talk.dialogue.topic:
        sources(talk)
    else:
        _tell(talk, talk.library.education["KB-SOURCE"])


# -- what is asked after an answer ------------------------------------------------------------------------


def _last(talk: Talk) -> tuple[Education | None, Exercise | None]:
    kind, _, name = (talk.dialogue.topic or "").partition(":")
    return talk.library.education.get(kind), talk.library.exercises.get(name)


def more(talk: Talk) -> None:
    """More on what was last explained; once that is told, whom to ask."""
    item, exercise = _last(talk)
    if item is not None and item.more and not talk.dialogue.told_more:
        talk.tell(item.more)
    elif exercise is not None and not talk.dialogue.told_more:
        talk.tell(*(caution.say for caution in exercise.cautions[:2]), exercise.progression)
    else:
        talk.say(NO_MORE[item.whom if item is not None else "physio"])
    talk.dialogue.told_more = True


def why(talk: Talk) -> None:
    """The reason for what was last explained."""
    item, exercise = _last(talk)
    if item is not None and item.why:
        talk.tell(item.why)
    elif exercise is not None:
        talk.tell(exercise.aim)
    else:
        more(talk)


def often(talk: Talk) -> None:
    """How often, or how long, to do what was last explained."""
    item, exercise = _last(talk)
    if exercise is not None:
        _dose(talk, exercise)
    elif item is not None and item.often:
        _tell(talk, talk.library.education[item.often])
    else:
        talk.say("no_number")


def on_it(talk: Talk) -> bool:
    """Whether what was last explained works, or is safe: more on it where others than a physio must say;
    False where it is about exercise, so that the question is answered like any other."""
    item, _ = _last(talk)
    if item is None or item.whom == "physio":
        return False
    more(talk)
    return True


def sources(talk: Talk) -> None:
    """Where what was last explained comes from."""
    item, exercise = _last(talk)
    ids = item.sources if item is not None else exercise.sources if exercise is not None else []
    known = [talk.library.sources[one] for one in ids]
    own = any(source.read == "ours" for source in known)
    titles = [
        f"{source.title} ({source.year})" if source.year else source.title
        for source in known
        if source.read != "ours"
    ]
    if titles:
        talk.say("source_of", titles=telling.listed(titles))
    if own:
        talk.say("source_ours" if titles else "source_all_ours")
    elif not titles:
        talk.say("unknown_topic")
