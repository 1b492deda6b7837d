"""Two readings are close: ask which was meant, in one short question."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from coach.conversation import requests
from coach.conversation.talk import Talk
from coach.triage import Finding
from coach.understand import Answer
from coach.words import words

FILE = Path(__file__).with_name("either.yml")
PURPOSE = "which"
LEAST = 0.15
"""How sure the model must be at least of each of the two."""
TOGETHER = 0.55
"""How sure it must be that it is one of the two."""
FELT = frozenset({"report_symptom", "report_worse", "report_pain_score"})
"""What tells of trouble is not offered beside a request: it is taken as told."""


def ask(talk: Talk) -> bool:
    """Ask which of two was meant; False if the two likeliest readings are not ones to choose from."""
    likeliest = talk.turn.ranking[:2]
    if len(likeliest) < 2 or likeliest[1][1] < LEAST or sum(sure for _, sure in likeliest) < TOGETHER:
        return False
    trouble = felt(talk)
    if trouble is not None:
        _go_on(talk, trouble)
        return True
    first, second = (intent for intent, _ in likeliest)
    names = _names()
    if not {first, second} <= set(names):
        return False
    choices = [names[first], names[second]]
    talk.ask(
        PURPOSE, PURPOSE, "choice", words("either", first=choices[0], second=choices[1]),
        buttons=[one.capitalize() for one in choices], choices=choices,
    )  # fmt: skip
    return True


def felt(talk: Talk) -> str | None:
    """Which of the two likeliest readings tells of trouble, if one does."""
    return next((intent for intent, sure in talk.turn.ranking[:2] if intent in FELT and sure >= LEAST), None)


def take(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    """Do what was chosen."""
    talk.dialogue.ask = None
    chosen = {name: intent for intent, name in _names().items()}.get(str(answer.value))
    if chosen is None:
        requests.intended(talk, talk.turn.text, findings)
    else:
        _go_on(talk, chosen)


def _go_on(talk: Talk, intent: str) -> None:
    entities: dict[str, Any] = talk.turn.entities
    talk.turn = replace(talk.turn, intent=intent, entities=entities, ranking=())
    requests.intended(talk, talk.turn.text, [])


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return dict(YAML(typ="safe").load(FILE.read_text("utf-8")))
