"""Cross-validation: train on four parts of data/nlu, ask about the fifth, five times over.

Each part goes the whole way: a project folder of its own, the project's own training, Rasa's own parse.
"""

from __future__ import annotations

import asyncio
import os
import random
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant import starting
from assistant.local import load_agent, open_coach
from assistant.settings import PROJECT, Settings
from assistant.train import ensure_model
from coach.understand.entities import relevant

FOLDS = 5
SEED = 7
NOT_SURE = "nlu_fallback"


@dataclass(frozen=True)
class Parsed:
    """What was made of one sentence that the model had not learnt.

    Attributes:
        row: the sentence as `spinecoach.evaluate.nlu` wants it, with its intent and its entities.
        intent: what the person gets, which is `NOT_SURE` where the model was not sure enough.
        ranking: the likeliest intents and how likely each is, whether sure enough or not.
        settled: whether the table of short commands settled it, without the model.
    """

    row: dict[str, Any]
    intent: str
    entities: dict[str, Any]
    ranking: list[tuple[str, float]]
    settled: bool

    @property
    def place(self) -> int | None:
        """Where the right intent stands in the ranking, 0 at the top; None if it is not in it."""
        names = [name for name, _ in self.ranking]
        return names.index(self.row["intent"]) if self.row["intent"] in names else None

    @property
    def confidence(self) -> float:
        return self.ranking[0][1] if self.ranking else 0.0


def cross_validate(folder: Path) -> Iterator[Parsed]:
    """Every sentence of data/nlu, each parsed by a model that has not seen it.

    Args:
        folder: an empty one, for the parts and their models.
    """
    settings = Settings(models=folder / "models", data_dir=folder / "home")
    starting.prepare(settings)
    from rasa.shared.nlu.training_data.loading import load_data
    from rasa.shared.nlu.training_data.training_data import TrainingData

    examples = load_data(str(PROJECT / "data" / "nlu")).intent_examples
    _encode(settings.models, [e.get("text") for e in examples])
    folds = _folds(examples)
    for nth, held in enumerate(folds):
        project = folder / str(nth)
        learnt = [example for fold in folds if fold is not held for example in fold]
        _write(project, TrainingData(training_examples=learnt).nlu_as_yaml())
        own = replace(settings, project=project)
        agent = load_agent(own, ensure_model(own), open_coach(own))
        for example in held:
            yield _parsed(example, asyncio.run(agent.parse_message(example.get("text"))))


def _folds(examples: list[Any]) -> list[list[Any]]:
    """Five parts in which each intent has the same share; the same ones each time."""
    by_intent = defaultdict(list)
    for example in examples:
        by_intent[example.get("intent")].append(example)
    folds: list[list[Any]] = [[] for _ in range(FOLDS)]
    dealt = 0
    for intent in sorted(by_intent):
        random.Random(SEED).shuffle(by_intent[intent])
        for example in by_intent[intent]:
            folds[dealt % FOLDS].append(example)
            dealt += 1
    return folds


def _encode(models: Path, texts: list[str]) -> None:
    """Into the cache of the trainings: a vector knows nothing of the labels, so each part may share them."""
    from assistant.nlu.sentences import SentenceModel, encode_cached

    encode_cached(SentenceModel(threads=os.cpu_count() or 1), texts, models / ".cache")


def _write(project: Path, nlu: str) -> None:
    (project / "data" / "nlu").mkdir(parents=True)
    (project / "data" / "nlu" / "learnt.yml").write_text(nlu, encoding="utf-8")
    for name in ("config.yml", "domain.yml", "data/rules.yml"):
        shutil.copy(PROJECT / name, project / name)


def _parsed(example: Any, found: dict[str, Any]) -> Parsed:
    # What a request of this intent cannot carry is marked in the data here and there, and never looked for.
    carried = relevant(example.get("intent"))
    marked = [e for e in example.get("entities") or [] if e["entity"] in carried]
    wanted = {e["entity"]: e["value"] for e in reversed(marked)}
    intent = str(found["intent"]["name"])
    ranking = [(r["name"], float(r["confidence"])) for r in found["intent_ranking"] if r["name"] != NOT_SURE]
    return Parsed(
        row={"text": example.get("text"), "intent": example.get("intent"), "entities": wanted},
        intent=intent,
        entities={e["entity"]: e["value"] for e in reversed(found["entities"])},
        ranking=ranking,
        settled=len(ranking) == 1,
    )
