"""Rasa's graph component that hears what dangers a sentence comes near to.

It decides nothing. What it names is asked about earlier than the rest; the rules of the triage and the
person's answers decide. So it can add a question, and can never take one away.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu import linear
from assistant.nlu.encoder import cache_folder
from assistant.nlu.examples import load_examples
from assistant.nlu.learnt import KINDS, Learnt
from assistant.nlu.ngrams import Counted
from assistant.nlu.sentences import SentenceModel, encode_cached

logger = logging.getLogger(__name__)

HINTS = "hints"
"""What a message gets: facts of the triage with how near the words come to each, nearest first."""
STEPS = 60
"""How often the weights are bettered at most."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DangerHints(Learnt):
    """Names the facts of the triage that a sentence may tell, each with a chance of its own.

    Settings in config.yml: `examples`, the file to learn from, in the project's folder; `meaning`, `wording`
    and `strength` as for the intents; `least`, the chance from which a fact is named.
    """

    FILE = "danger.npz"
    MISSING = "The model holds no hints of danger."

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, model_storage, resource)
        self._facts: list[str] = []
        self._weights: tuple[linear.Dense, linear.Dense, linear.Dense] | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "examples": "data/danger.yml", "model": None, "meaning": 5.0, "wording": 2.0, "strength": 2.0,
            "least": 0.08,
        }  # fmt: skip

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """What Rasa's cache of trainings cannot see by itself: the examples."""
        file = _examples_file(config)
        return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples of the file."""
        file = _examples_file(self._config)
        if not file.is_file():
            logger.warning("There is no %s; no danger is hinted at.", file.name)
            return self._resource
        examples = load_examples(file)
        texts = [text for text, _ in examples]
        self._facts = sorted({fact for _, facts in examples for fact in facts})
        wanted = np.array(
            [[fact in facts for fact in self._facts] for _, facts in examples], dtype=np.float32
        )
        self._grams = [Counted.learn(kind, texts) for kind in KINDS]
        encoder = SentenceModel(self._config["model"], threads=os.cpu_count() or 1)
        vectors = encode_cached(encoder, texts, cache_folder(), kind="danger")
        self._weights = fit(self._features(vectors, texts), wanted, self._config["strength"])
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the hints to each message."""
        for message in messages:
            message.set(HINTS, self._hints(message), add_to_output=True)
        return messages

    def _hints(self, message: Message) -> list[dict[str, Any]]:
        dense = message.get_dense_features(TEXT)[1] if message.get(TEXT) else None
        if self._weights is None or dense is None:
            return []
        a, b, c = self._weights
        meaning, wording = self._features(dense.features, [message.get(TEXT)])
        chances = 1 / (1 + np.exp(-np.asarray(meaning @ a + wording @ b + c)[0].astype(np.float64)))
        # rounded, so that the last digits of another processor change no order
        near = [(round(float(chance), 2), fact) for chance, fact in zip(chances, self._facts, strict=True)]
        named = sorted(((-chance, fact) for chance, fact in near if chance >= self._config["least"]))
        return [{"fact": fact, "chance": -chance} for chance, fact in named]

    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        assert self._weights is not None
        names = np.array(self._facts, dtype=np.str_)
        return {"facts": names, **dict(zip(("dense", "rare", "bias"), self._weights, strict=True))}

    def _restore(self, stored: Mapping[str, Any]) -> None:
        self._facts = stored["facts"].tolist()
        self._weights = (stored["dense"], stored["rare"], stored["bias"])


def _examples_file(config: dict[str, Any]) -> Path:
    project = Path(os.environ.get("SPINECOACH_PROJECT") or Path(__file__).parents[2])
    return project / str(config["examples"])


def fit(
    features: linear.Features, wanted: linear.Dense, strength: float
) -> tuple[linear.Dense, linear.Dense, linear.Dense]:
    """Weights of one yes-or-no regression a fact, all at once, held small."""

    def surprise(score: npt.NDArray[Any]) -> tuple[float, npt.NDArray[Any]]:
        wrong = float((np.logaddexp(0, score) - wanted * score).sum(dtype=np.float64))
        return wrong, 1 / (1 + np.exp(-score)) - wanted

    return linear.descend(features, wanted.shape[1], surprise, strength, STEPS)
