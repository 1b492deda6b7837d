"""Rasa's graph component that names the intent: logistic regression over meaning and wording."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.understood import NOT_SURE
from assistant.nlu import linear
from assistant.nlu.learnt import KINDS, Learnt
from assistant.nlu.ngrams import Counted
from coach.understand import ACTING

logger = logging.getLogger(__name__)

# One example in so many is kept back to see how sure the classifier may be of what it has not learnt.
_KEPT_BACK = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentByMeaning(Learnt):
    """Finds the intent and how sure that is, unless an earlier component settled it.

    Settings in config.yml: `meaning` and `wording`, the weight of sentence vector and n-grams; `strength`
    and `steps` of the training; `ranking`, how many of the likeliest intents are handed on; `act_from`,
    how sure it must be of a wish that changes something, and `outside`, how likely it may be at most
    that the words are not for the coach; `sharpness`, the factor that makes the chances honest. Their
    values were chosen on the development set: the encoder has seen the training sentences, so what is
    kept back of them would be told too surely. Without `sharpness` it is measured on a part of the
    sentences, for an encoder that has seen none.
    """

    FILE = "intent.npz"
    MISSING = "The model holds no intent classifier."

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, model_storage, resource)
        self._model: linear.Linear | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "meaning": 3.0, "wording": 3.0, "strength": 1.0, "steps": 40, "ranking": 5, "sharpness": None,
            "act_from": 0.5, "outside": 0.2,
        }  # fmt: skip

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all examples that have an intent, and keep the result with the model."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        labels = [e.get(INTENT) for e in examples]
        if len(set(labels)) < 2:
            logger.warning("There are fewer than two intents in the training data; nothing was learnt.")
            return self._resource
        texts = [e.get(TEXT) for e in examples]
        self._grams = [Counted.learn(kind, texts) for kind in KINDS]
        features = self._of(examples)
        sharpness = self._config["sharpness"] or self._sharpness(features, labels, texts)
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
        chances = self._model.probabilities(self._of([message]))[0]
        order = np.argsort(-chances, kind="stable")[: self._config["ranking"]]
        ranking = [{"name": self._model.classes[i], "confidence": float(chances[i])} for i in order]
        sure = {name: float(chance) for name, chance in zip(self._model.classes, chances, strict=True)}
        first = ranking[0] if self._act_on(ranking[0], sure) else {**ranking[0], "name": NOT_SURE}
        message.set("intent", first, add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)

    def _act_on(self, first: dict[str, Any], sure: dict[str, float]) -> bool:
        """Whether it is sure enough to change something: a stop always is, other wishes not by a guess."""
        if first["name"] not in ACTING or first["name"] == "stop":
            return True
        aside = sure.get("out_of_scope", 0.0)
        return bool(first["confidence"] >= self._config["act_from"] and aside <= self._config["outside"])

    def _of(self, messages: list[Message]) -> linear.Features:
        vectors = [m.get_dense_features(TEXT)[1].features[0] for m in messages]
        return self._features(np.stack(vectors), [m.get(TEXT) for m in messages])

    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        assert self._model is not None
        return self._model.arrays()

    def _restore(self, stored: Mapping[str, Any]) -> None:
        self._model = linear.Linear.from_arrays(stored)
