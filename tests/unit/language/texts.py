"""Every text that can be said to a person, as the English data files have it."""

from __future__ import annotations

from coach import library, triage
from coach.conversation.either import _names
from coach.conversation.summary import _labels
from coach.figures import STILL, store
from coach.library.translated import spoken_texts
from coach.triage import wording

LIBRARY, TRIAGE = library.load(), triage.load()


def of_exercises() -> list[str]:
    """What the exercises and routines say."""
    items = [*LIBRARY.exercises.values(), *LIBRARY.routines.values()]
    return [text for item in items for text in spoken_texts(item.dict())]


def of_safety() -> list[str]:
    """What the safety screen asks, finds and advises."""
    asked = [t for one in TRIAGE._questions.wordings.values() for t in (one.say, one.plainer, one.why)]
    ruled = [t for rule in TRIAGE.rules for t in (rule.reason, rule.tell, *rule.advice) if t]
    numbers = [
        text
        for one in TRIAGE.regions().values()
        for text in (one.title, one.emergency_say, one.urgent_say, one.crisis_say, one.net_say)
    ]
    return [*asked, *ruled, *numbers, *_constants()]


def _constants() -> list[str]:
    found: list[str] = []
    for name, value in vars(wording).items():
        if name.isupper() and isinstance(value, (str, tuple, dict)):
            texts = (
                (value,)
                if isinstance(value, str)
                else tuple(value.values() if isinstance(value, dict) else value)
            )
            found += texts
    return found


def of_knowledge() -> list[str]:
    """What the coach knows, with what is told when more or the reason is asked for."""
    return [t for one in LIBRARY.education.values() for t in (one.text, one.more, one.why) if t]


def of_labels() -> list[str]:
    """What facts and requests are called."""
    return [*_labels().values(), *_names().values()]


def of_pictures() -> list[str]:
    """What the pictures are in words."""
    drawn = [variant for one in store.everything().values() for variant in one.variants.values()]
    says = [pose.says for variant in drawn for pose in variant.poses.values()]
    moves = [step.moves for variant in drawn for step in variant.steps if step.moves]
    return [STILL, *says, *moves]


def everything() -> set[str]:
    """All of it."""
    return {*of_exercises(), *of_safety(), *of_knowledge(), *of_labels(), *of_pictures()}
