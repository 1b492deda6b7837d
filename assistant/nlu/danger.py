"""Rasa's graph component that hears what dangers a sentence comes near to.

It decides nothing. What it names is asked about earlier than the rest; the rules of the triage and the
person's answers decide. So it can add a question, and can never take one away.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy import optimize, sparse

from assistant.nlu.encoder import SentenceEncoder, cache_folder
from assistant.nlu.ngrams import Counted
from assistant.nlu.sentences import SentenceModel, encode_cached

logger = logging.getLogger(__name__)

HINTS = "hints"
"""What a message gets: facts of the triage with how near the words come to each, nearest first."""
FILE = "danger.npz"
KINDS = ("word", "letter")
Array = npt.NDArray[np.float32]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DangerHints(GraphComponent):  # type: ignore[misc]
    """Names the facts of the triage that a sentence may tell, each with a chance of its own.

    Settings in config.yml: `examples`, the file to learn from, in the project's folder; `meaning`, `wording`
    and `strength` as for the intents; `least`, the chance from which a fact is named.
    """

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._facts: list[str] = []
        self._grams: list[Counted] = []
        self._weights: tuple[Array, Array, Array] | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerHints:
        return cls(config, model_storage, resource)

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoder]

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

    def _features(self, vectors: Array, texts: Sequence[str]) -> tuple[Array, sparse.csr_matrix]:
        wording = sparse.hstack([grams(texts) for grams in self._grams]).tocsr()
        return (
            vectors.astype(np.float32) * np.float32(self._config["meaning"]),
            wording * np.float32(self._config["wording"]),
        )

    def _persist(self) -> None:
        assert self._weights is not None
        arrays: dict[str, npt.NDArray[Any]] = {"facts": np.array(self._facts, dtype=np.str_)}
        arrays.update(zip(("dense", "rare", "bias"), self._weights, strict=True))
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
    ) -> DangerHints:
        """As it was when it was trained; without hints if the model holds none."""
        component = cls(config, model_storage, resource)
        try:
            with (
                model_storage.read_from(resource) as folder,
                np.load(folder / FILE, allow_pickle=False) as stored,
            ):
                component._facts = stored["facts"].tolist()
                component._grams = [Counted.from_arrays(kind, stored) for kind in KINDS]
                component._weights = (stored["dense"], stored["rare"], stored["bias"])
        except (ValueError, OSError):
            logger.warning("The model holds no hints of danger.")
        return component


def _examples_file(config: dict[str, Any]) -> Path:
    project = Path(os.environ.get("SPINECOACH_PROJECT") or Path(__file__).parents[2])
    return project / str(config["examples"])


def load_examples(file: Path) -> list[tuple[str, frozenset[str]]]:
    """Sentences with the facts that each tells; none for a sentence that tells none."""
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [
        (text.strip(), frozenset(() if facts == "none" else facts.split(",")))
        for facts, block in raw["danger"].items()
        for text in block.splitlines()
        if text.strip()
    ]


def fit(
    features: tuple[Array, sparse.csr_matrix], wanted: Array, strength: float, steps: int = 60
) -> tuple[Array, Array, Array]:
    """Weights of one yes-or-no regression a fact, all at once, held small."""
    dense, rare = features
    count = wanted.shape[1]
    shapes = [(dense.shape[1], count), (rare.shape[1], count), (1, count)]
    ends = np.cumsum([a * b for a, b in shapes])
    transposed = rare.T.tocsr()

    def split(flat: npt.NDArray[Any]) -> list[Array]:
        parts = np.split(flat.astype(np.float32), ends[:-1])
        return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]

    def loss(flat: npt.NDArray[Any]) -> tuple[float, npt.NDArray[np.float64]]:
        a, b, c = split(flat)
        score = np.asarray(dense @ a + rare @ b + c)
        wrong = float((np.logaddexp(0, score) - wanted * score).sum(dtype=np.float64))
        off = 1 / (1 + np.exp(-score)) - wanted
        slope = [dense.T @ off + a / strength, transposed @ off + b / strength, off.sum(axis=0)]
        size = 0.5 / strength * (float((a * a).sum()) + float((b * b).sum()))
        return wrong + size, np.concatenate([np.asarray(s, dtype=np.float64).ravel() for s in slope])

    best = optimize.minimize(
        loss, np.zeros(ends[-1]), jac=True, method="L-BFGS-B", options={"maxiter": steps}
    )
    a, b, c = split(best.x)
    return a, b, c
