"""The intent classifier learnt anew in this process, with parts of it taken away or from fewer sentences.

The sentence vectors are those of the real training, so one fit takes seconds. It follows
`assistant.nlu.intent` and Rasa's fallback: what it does with everything must be what the real model does.
"""

from __future__ import annotations

import math
import os
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from scipy import sparse

from actions.understood import NOT_SURE, Understood
from assistant import starting
from assistant.nlu import linear
from assistant.nlu.ngrams import Counted
from assistant.nlu.sentences import SentenceModel, Vectors, encode_cached
from assistant.settings import Settings
from bench.report import SEED, share, table
from bench.sets import Rows
from coach.understand import ACTING, command
from spinecoach import evaluate
from spinecoach.evaluate import OUTSIDE

PARTS = (0.10, 0.25, 0.50)
"""Of the training sentences, beside all of them."""
DRAWN = 3
"""How often a part is drawn; the figures are the mean."""


@dataclass(frozen=True)
class Recipe:
    """What the classifier may look at."""

    name: str
    exact: bool = True
    kinds: tuple[str, ...] = ("word", "letter")
    meaning: bool = True
    cautious: bool = True
    """Whether it acts only where it is sure enough; else the first guess always counts."""


RECIPES = (
    Recipe("everything"),
    Recipe("acting on every first guess", cautious=False),
    Recipe("without the table of commands", exact=False),
    Recipe("without letter groups", kinds=("word",)),
    Recipe("without words and pairs", kinds=("letter",)),
    Recipe("meaning only (and the table)", kinds=()),
    Recipe("wording only (and the table)", meaning=False),
)


@dataclass(frozen=True)
class Learnt:
    """Sentences with their vectors and, where they are to learn from, their intents."""

    texts: list[str]
    vectors: Vectors
    labels: list[str]

    def part(self, share_of_it: float, seed: int) -> Learnt:
        """This share of the sentences of each intent, at least one."""
        places = defaultdict(list)
        for place, label in enumerate(self.labels):
            places[label].append(place)
        rng = random.Random(seed)
        kept = sorted(
            place
            for label in sorted(places)
            for place in rng.sample(places[label], math.ceil(share_of_it * len(places[label])))
        )
        return Learnt([self.texts[n] for n in kept], self.vectors[kept], [self.labels[n] for n in kept])


class Refit:
    """The training sentences and the held-out ones, encoded once."""

    def __init__(self, settings: Settings, sets: dict[str, Rows]) -> None:
        starting.prepare(settings)
        from rasa.shared.nlu.training_data.loading import load_data

        pipeline = {one["name"].rpartition(".")[2]: one for one in _config(settings.project)["pipeline"]}
        self._settings = {**_defaults(), **pipeline["IntentByMeaning"]}
        self._fallback = pipeline["FallbackClassifier"]
        examples = load_data(str(settings.project / "data" / "nlu")).intent_examples
        texts = [e.get("text") for e in examples]
        encoder = SentenceModel(threads=os.cpu_count() or 1)
        vectors = encode_cached(encoder, texts, settings.models / ".cache")
        self.learnt = Learnt(texts, vectors, [e.get("intent") for e in examples])
        self._sets = sets
        said = list(dict.fromkeys(row["text"] for rows in sets.values() for row in rows))
        self._said = Learnt(said, encoder.encode(said), [])

    def ablation(self) -> str:
        """Each recipe on each set."""
        rows: list[list[object]] = [
            [recipe.name, *map(share, self._scores(recipe, self.learnt))] for recipe in RECIPES
        ]
        return table(["what it goes by", *self._columns()], rows)

    def curve(self) -> str:
        """Parts of the training sentences on each set."""
        rows: list[list[object]] = []
        for part in PARTS:
            parts = [self.learnt.part(part, SEED + nth) for nth in range(DRAWN)]
            scores = np.mean([self._scores(RECIPES[0], one) for one in parts], axis=0)
            rows.append([f"{100 * part:.0f} %", len(parts[0].texts), *map(share, scores.tolist())])
        whole = self._scores(RECIPES[0], self.learnt)
        rows.append(["all", len(self.learnt.texts), *map(share, whole)])
        return table(["part", "sentences", *self._columns()], rows)

    def _columns(self) -> list[str]:
        return [*self._sets, "together", "talk for others acted upon"]

    def _scores(self, recipe: Recipe, learnt: Learnt) -> list[float]:
        """Intents right on each set and on all together, and how much talk for others is acted upon."""
        understood = self._understood(recipe, *self._chances(recipe, learnt))
        both = [row for rows in self._sets.values() for row in rows]
        right = [_figures(rows, understood)["intent_accuracy"] for rows in self._sets.values()]
        together = _figures(both, understood)
        return [*right, together["intent_accuracy"], together.get("acted_upon", 0.0)]

    def _chances(self, recipe: Recipe, learnt: Learnt) -> tuple[linear.Dense, list[str]]:
        grams = [Counted.learn(kind, learnt.texts) for kind in recipe.kinds]
        model = linear.fit(
            self._features(recipe, grams, learnt),
            learnt.labels,
            self._settings["strength"],
            self._settings["steps"],
            self._settings.get("sharpness") or 1.0,
        )
        return model.probabilities(self._features(recipe, grams, self._said)), model.classes

    def _features(self, recipe: Recipe, grams: Sequence[Counted], of: Learnt) -> linear.Features:
        nothing = np.zeros((len(of.texts), 1), dtype=np.float32)
        dense = of.vectors * np.float32(self._settings["meaning"]) if recipe.meaning else nothing
        wording = [one(of.texts) for one in grams] or [sparse.csr_matrix(nothing)]
        return dense, sparse.hstack(wording).tocsr() * np.float32(self._settings["wording"])

    def _understood(
        self, recipe: Recipe, chances: linear.Dense, classes: list[str]
    ) -> Callable[[str], Understood]:
        made: dict[str, Understood] = {}
        for text, row in zip(self._said.texts, chances, strict=True):
            settled = command(text) if recipe.exact else None
            guess = classes[int(row.argmax())]
            sure = not recipe.cautious or self._sure(guess, dict(zip(classes, row.tolist(), strict=True)))
            made[text] = Understood(settled or (guess if sure else NOT_SURE), {})
        return made.__getitem__

    def _sure(self, guess: str, chances: dict[str, float]) -> bool:
        """As the pipeline decides it: sure enough, clear of the second, and surer still to act."""
        first, second = sorted(chances.values(), reverse=True)[:2]
        close = first - second < self._fallback["ambiguity_threshold"]
        if close or first < self._fallback["threshold"]:
            return False
        if guess not in ACTING or guess == "stop":
            return True
        aside = chances.get(OUTSIDE, 0.0)
        return bool(first >= self._settings["act_from"] and aside <= self._settings["outside"])


def _figures(rows: Rows, understand: Callable[[str], Understood]) -> dict[str, float]:
    return evaluate.nlu(rows, understand).figures


def _config(project: Path) -> Any:
    return YAML(typ="safe").load((project / "config.yml").read_text("utf-8"))


def _defaults() -> dict[str, Any]:
    from assistant.nlu.intent import IntentByMeaning

    return IntentByMeaning.get_default_config()
