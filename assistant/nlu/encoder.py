"""Rasa's graph component for the sentence encoder: a dense feature for each message."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu import progress
from assistant.nlu.sentences import SentenceModel, Vectors, encode_cached

ORIGIN = "SentenceEncoder"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(GraphComponent):  # type: ignore[misc]
    """Gives each message its sentence vector.

    Settings in config.yml: `model`, an ONNX file that takes the place of our own encoder.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        self._loaded: SentenceModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        component = cls(config)
        component._load()  # a missing encoder is said at start, not at the first sentence
        return component

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"model": None}

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    def _load(self) -> SentenceModel:
        if self._loaded is None:
            self._loaded = SentenceModel(self._config.get("model"))
        return self._loaded

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector to each message that a later component still needs it for."""
        waiting = [m for m in messages if m.get(TEXT) and not m.get("exact")]
        if waiting:
            self._add(waiting, self._load().encode([m.get(TEXT) for m in waiting]))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors to all examples; known sentences come from the cache."""
        examples = [e for e in training_data.training_examples if e.get(TEXT)]
        trainer = SentenceModel(self._config.get("model"), threads=os.cpu_count() or 1)
        vectors = encode_cached(trainer, [e.get(TEXT) for e in examples], cache_folder(), progress.encoded)
        self._add(examples, vectors)
        return training_data

    @staticmethod
    def _add(messages: list[Message], vectors: Vectors) -> None:
        for message, vector in zip(messages, vectors, strict=False):
            message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, ORIGIN))


def cache_folder() -> Path:
    """Where vectors of earlier trainings lie."""
    # Rasa's own cache of trainings: what clears the one clears the other.
    return Path(os.environ.get("RASA_CACHE_DIRECTORY", ".rasa/cache"))
