"""Rasa's graph component that names the intent: logistic regression over meaning and wording."""

from __future__ import annotations

import logging
import zlib
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import sparse

from assistant.nlu import linear
from assistant.nlu.encoder import SentenceEncoder
from assistant.nlu.ngrams import Counted

logger = logging.getLogger(__name__)

FILE = "intent.npz"
KINDS = ("word", "letter")
# One example in so many is kept back to see how sure the classifier may be of what it has not learnt.
_KEPT_BACK = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentByMeaning(GraphComponent):  # type: ignore[misc]
    """Finds the intent and how sure that is, unless an earlier component settled it.

    Settings in config.yml: `meaning` and `wording`, the weight of sentence vector and n-grams; `strength` and
    `steps` of the training; `ranking`, how many of the likeliest intents are handed on. Their values were
    chosen by five-fold cross-validation on data/nlu.
    """

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._grams: list[Counted] = []
        self._model: linear.Linear | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentByMeaning:
        return cls(config, model_storage, resource)

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoder]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"meaning": 4.0, "wording": 2.0, "strength": 1.0, "steps": 40, "ranking": 5}

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have an intent, and keep the result with the model."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        labels = [e.get(INTENT) for e in examples]
        if len(set(labels)) < 2:
            logger.warning("There are fewer than two intents in the training data; nothing was learnt.")
            return self._resource
        texts = [e.get(TEXT) for e in examples]
        self._grams = [Counted.learn(kind, texts) for kind in KINDS]
        features = self._features(examples)
        sharpness = self._sharpness(features, labels, texts)
        self._model = self._fit(features, labels, sharpness)
        self._persist()
        return self._resource

    def _fit(self, features: linear.Features, labels: list[str], sharpness: float = 1.0) -> linear.Linear:
        return linear.fit(features, labels, self._config["strength"], self._config["steps"], sharpness)

    def _sharpness(self, features: linear.Features, labels: list[str], texts: list[str]) -> float:
        # By the text's checksum, so that the same data always parts in the same way, on every machine.
        parts = np.array([zlib.crc32(t.encode()) % _KEPT_BACK for t in texts])
        learnt, back = np.flatnonzero(parts), np.flatnonzero(parts == 0)
        chosen = [labels[i] for i in learnt]
        if len(back) == 0 or len(set(chosen)) < 2:
            return 1.0
        part = self._fit((features[0][learnt], features[1][learnt]), chosen)
        return linear.sharpen(part, (features[0][back], features[1][back]), [labels[i] for i in back])

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent of each message that has none yet."""
        for message in messages:
            if message.get("exact"):
                continue
            self._set(message)
        return messages

    def _set(self, message: Message) -> None:
        if self._model is None or not message.get(TEXT):
            message.set("intent", {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set("intent_ranking", [], add_to_output=True)
            return
        chances = self._model.probabilities(self._features([message]))[0]
        order = np.argsort(-chances, kind="stable")[: self._config["ranking"]]
        ranking = [{"name": self._model.classes[i], "confidence": float(chances[i])} for i in order]
        message.set("intent", ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)

    def _features(self, messages: list[Message]) -> linear.Features:
        vectors = [m.get_dense_features(TEXT)[1].features[0] for m in messages]
        texts = [m.get(TEXT) for m in messages]
        wording = sparse.hstack([grams(texts) for grams in self._grams]).tocsr()
        meaning = np.stack(vectors).astype(np.float32)
        return meaning * np.float32(self._config["meaning"]), wording * np.float32(self._config["wording"])

    def _persist(self) -> None:
        assert self._model is not None
        arrays = self._model.arrays()
        for grams in self._grams:
            arrays.update(grams.arrays())
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / FILE, **arrays)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentByMeaning:
        """As it was when it was trained; without anything learnt if the model holds none."""
        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                # No pickles: a model file can hold text and numbers, never code.
                with np.load(folder / FILE, allow_pickle=False) as stored:
                    component._model = linear.Linear.from_arrays(stored)
                    component._grams = [Counted.from_arrays(kind, stored) for kind in KINDS]
        except ValueError:
            logger.warning("The model holds no intent classifier.")
        return component
