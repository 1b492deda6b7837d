"""What the components share that learn from meaning and wording: their features, and how they are kept."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from scipy import sparse

from assistant.nlu import linear
from assistant.nlu.encoder import SentenceEncoder
from assistant.nlu.ngrams import Counted

logger = logging.getLogger(__name__)

KINDS = ("word", "letter")
Kept = TypeVar("Kept", bound="Learnt")


class Learnt(GraphComponent):  # type: ignore[misc]
    """A component that learns from sentence vectors and n-grams, each with its own weight in config.yml."""

    FILE: str
    """Under which name it is kept with the model."""
    MISSING: str
    """What the log says where a model holds none."""

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._grams: list[Counted] = []

    @classmethod
    def create(
        cls: type[Kept],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Kept:
        return cls(config, model_storage, resource)

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoder]

    def _arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What was learnt, beside the n-grams."""
        raise NotImplementedError

    def _restore(self, stored: Mapping[str, Any]) -> None:
        """Take up again what `_arrays` gave."""
        raise NotImplementedError

    def _features(self, vectors: linear.Dense, texts: Sequence[str]) -> linear.Features:
        wording = sparse.hstack([grams(texts) for grams in self._grams]).tocsr()
        meaning = np.asarray(vectors).astype(np.float32) * np.float32(self._config["meaning"])
        return meaning, wording * np.float32(self._config["wording"])

    def _persist(self) -> None:
        arrays = self._arrays()
        for grams in self._grams:
            arrays.update(grams.arrays())
        with self._storage.write_to(self._resource) as folder:
            np.savez_compressed(folder / self.FILE, **arrays)

    @classmethod
    def load(
        cls: type[Kept],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Kept:
        """As it was when it was trained; without anything learnt if the model holds none."""
        component = cls(config, model_storage, resource)
        try:
            # No pickles: a model file can hold text and numbers, never code.
            with (
                model_storage.read_from(resource) as folder,
                np.load(folder / cls.FILE, allow_pickle=False) as stored,
            ):
                component._restore(stored)
                component._grams = [Counted.from_arrays(kind, stored) for kind in KINDS]
        except (ValueError, OSError):
            logger.warning(cls.MISSING)
        return component
