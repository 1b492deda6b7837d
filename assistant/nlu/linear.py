"""Logistic regression over several classes, from dense and sparse features at once.

scikit-learn would put both into one sparse matrix, which is five times slower, and its classifiers are
stored by pickling. Here the weights are arrays, and the same data always gives the same weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

Dense = npt.NDArray[np.float32]
Features = tuple[Dense, sparse.csr_matrix]


def softmax(scores: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Scores to probabilities, row by row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


class Linear:
    """Weights of each class for each feature, and a sharpness that makes the probabilities honest."""

    def __init__(
        self, classes: Sequence[str], dense: Dense, rare: Dense, bias: Dense, sharpness: float
    ) -> None:
        self.classes = list(classes)
        self.dense, self.rare, self.bias, self.sharpness = dense, rare, bias, sharpness

    def scores(self, features: Features) -> Dense:
        """Before sharpness and softmax."""
        dense, rare = features
        return np.asarray(dense @ self.dense + rare @ self.rare + self.bias, dtype=np.float32)

    def probabilities(self, features: Features) -> Dense:
        """One row for each sentence, one column for each class, rows sum to 1."""
        return np.asarray(softmax(self.scores(features) * self.sharpness), dtype=np.float32)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        return {
            "classes": np.array(self.classes, dtype=np.str_),
            "dense": self.dense,
            "rare": self.rare,
            "bias": self.bias,
            "sharpness": np.array(self.sharpness),
        }

    @classmethod
    def from_arrays(cls, stored: Any) -> Linear:
        return cls(
            stored["classes"].tolist(),
            stored["dense"],
            stored["rare"],
            stored["bias"],
            float(stored["sharpness"]),
        )


def fit(
    features: Features, labels: Sequence[str], strength: float = 1.0, steps: int = 60, sharpness: float = 1.0
) -> Linear:
    """Weights that explain the labels, held small.

    Args:
        features: dense and sparse rows, one of each for each label.
        labels: the class of each row.
        strength: how far the weights may follow the examples (the C of other libraries).
        steps: how often the weights are bettered at most.
        sharpness: see `sharpen`.
    """
    classes = sorted(set(labels))
    target = np.array([classes.index(label) for label in labels])
    rows = np.arange(len(target))

    def surprise(score: npt.NDArray[Any]) -> tuple[float, npt.NDArray[Any]]:
        chance = softmax(score)
        wrong = -np.log(chance[rows, target].clip(1e-12)).sum(dtype=np.float64)
        chance[rows, target] -= 1
        return wrong, chance

    a, b, c = descend(features, len(classes), surprise, strength, steps, ftol=1e-7)
    return Linear(classes, a, b, c, sharpness)


def descend(
    features: Features,
    columns: int,
    surprise: Callable[[npt.NDArray[Any]], tuple[float, npt.NDArray[Any]]],
    strength: float,
    steps: int,
    **options: float,
) -> tuple[Dense, Dense, Dense]:
    """Weights for dense and sparse features and a bias, with as little surprise as can be while held small.

    Args:
        columns: how many scores a row has.
        surprise: how wrong scores are, and its slope for each score.
        strength, steps: as for `fit`.
        options: more for the search (scipy's L-BFGS-B).
    """
    # with all digits: the search amplifies what is rounded away, and then hangs on how many cores there are
    dense, rare = features[0].astype(np.float64), features[1].astype(np.float64)
    shapes = [(dense.shape[1], columns), (rare.shape[1], columns), (1, columns)]
    ends = np.cumsum([a * b for a, b in shapes])
    transposed = rare.T.tocsr()

    def split(flat: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
        a, b, c = np.split(flat, ends[:-1])
        return a.reshape(shapes[0]), b.reshape(shapes[1]), c.reshape(shapes[2])

    def loss(flat: npt.NDArray[Any]) -> tuple[float, npt.NDArray[np.float64]]:
        a, b, c = split(flat)
        wrong, off = surprise(np.asarray(dense @ a + rare @ b + c))
        size = 0.5 / strength * (float((a * a).sum()) + float((b * b).sum()))
        slope = [dense.T @ off + a / strength, transposed @ off + b / strength, off.sum(axis=0)]
        return wrong + size, np.concatenate([np.asarray(s, dtype=np.float64).ravel() for s in slope])

    best = optimize.minimize(
        loss, np.zeros(ends[-1]), jac=True, method="L-BFGS-B", options={"maxiter": steps, **options}
    )
    a, b, c = split(best.x.astype(np.float32))
    return a, b, c


def sharpen(model: Linear, features: Features, labels: Sequence[str]) -> float:
    """The factor on the scores with which the probabilities fit sentences that were not learnt from best."""
    known = {name: i for i, name in enumerate(model.classes)}
    keep = [i for i, label in enumerate(labels) if label in known]
    scores = model.scores(features)[keep].astype(np.float64)
    target = np.array([known[labels[i]] for i in keep])

    def surprise(factor: float) -> float:
        chance = softmax(scores * factor)
        return float(-np.log(chance[np.arange(len(target)), target].clip(1e-12)).mean())

    return float(optimize.minimize_scalar(surprise, bounds=(0.2, 8.0), method="bounded").x)
