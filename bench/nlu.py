"""How well sentences are understood, how fast, and how long the training takes."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from assistant.local import LocalAssistant
from assistant.settings import PROJECT, Settings
from bench.crossval import FOLDS, NOT_SURE, SEED, Parsed, cross_validate
from bench.report import machine, percentile, share, table
from spinecoach import evaluate

WORST = 10
BINS = 10
MESSAGES = 600
WARM_UP = 20
TRAININGS = 3
ONE_MORE = """version: "3.1"
nlu:
  - intent: thanks
    examples: |
      - cheers for the count
"""
WARNING = (
    "These are our own sentences, written by the same hands as those the model learnt from: "
    "cross-validation on them is optimistic."
)


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        parsed = list(cross_validate(folder / "folds"))
        anew, again = _training(folder / "training")
        speed = _speed(folder, parsed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    understood = {p.row["text"]: (p.intent, p.entities) for p in parsed}
    score = evaluate.nlu([p.row for p in parsed], understood.__getitem__)
    print(machine())
    print(f"\n{FOLDS}-fold cross-validation, {len(parsed)} sentences, each intent spread evenly. {WARNING}\n")
    print(_intents(parsed, score))
    print(f"\nThe {WORST} intents that are found least often:\n")
    print(_worst(parsed))
    print("\nEntities with the right value, on the sentences where they are marked:\n")
    print(_entities(parsed, score))
    print("\nTime:\n")
    print(
        table(
            ["what", "figure"],
            [
                *speed,
                [f"training from nothing, the command as a whole (median of {TRAININGS})", f"{anew:.0f} s"],
                [f"training after one new sentence (median of {TRAININGS})", f"{again:.0f} s"],
            ],
        )
    )


def _intents(parsed: list[Parsed], score: evaluate.Score) -> str:
    model = [p for p in parsed if not p.settled]
    settled = [p for p in parsed if p.settled]
    unsure = [p for p in parsed if p.intent == NOT_SURE]
    rows: list[list[object]] = [
        ["right intent first (top 1)", share(sum(p.place == 0 for p in parsed), len(parsed))],
        ["right intent among the first three", share(_among_three(parsed), len(parsed))],
        ["settled by the table of short commands", share(len(settled), len(parsed))],
        ["... of these right", share(sum(p.place == 0 for p in settled), len(settled))],
        ["left to the model: top 1", share(sum(p.place == 0 for p in model), len(model))],
        ["left to the model: among the first three", share(_among_three(model), len(model))],
        ["below the threshold, so the coach asks again", share(len(unsure), len(parsed))],
        ["... where the first guess was right", share(sum(p.place == 0 for p in unsure), len(unsure))],
        ["what a person gets: right and sure", share(score.figures["intent_accuracy"])],
        ["what a person gets: wrong and sure", share(_wrong_and_sure(parsed), len(parsed))],
        ["out of scope and turned away", share(score.figures["turned_away"])],
        [f"calibration error of the model ({BINS} bins)", f"{100 * _calibration_error(model):.1f} points"],
    ]
    return table(["what", "figure"], rows)


def _among_three(parsed: list[Parsed]) -> int:
    return sum(p.place is not None and p.place < 3 for p in parsed)


def _wrong_and_sure(parsed: list[Parsed]) -> int:
    return sum(p.intent not in (NOT_SURE, p.row["intent"]) for p in parsed)


def _calibration_error(parsed: list[Parsed]) -> float:
    """How far confidence and share of right answers lie apart, on average over bins of confidence."""
    confidence = np.array([p.confidence for p in parsed])
    right = np.array([p.place == 0 for p in parsed])
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    apart = [abs(float((confidence - right)[bins == n].sum())) for n in range(BINS)]
    return sum(apart) / len(parsed)


def _worst(parsed: list[Parsed]) -> str:
    by_intent = defaultdict(list)
    for p in parsed:
        by_intent[p.row["intent"]].append(p)
    found = {intent: sum(p.intent == intent for p in those) for intent, those in by_intent.items()}
    order = sorted(by_intent, key=lambda intent: found[intent] / len(by_intent[intent]))[:WORST]
    rows: list[list[object]] = []
    for intent in order:
        instead = Counter(p.intent for p in by_intent[intent] if p.intent != intent).most_common(3)
        rows.append(
            [
                f"`{intent}`",
                share(found[intent], len(by_intent[intent])),
                ", ".join(f"`{name}` {count}" for name, count in instead),
            ]
        )
    return table(["intent", "right", "most often taken for"], rows)


def _entities(parsed: list[Parsed], score: evaluate.Score) -> str:
    found = [p for p in parsed if p.intent == p.row["intent"]]
    understood = {p.row["text"]: (p.intent, p.entities) for p in found}
    known = evaluate.nlu([p.row for p in found], understood.__getitem__).figures["entity_accuracy"]
    marked = Counter(name for p in parsed for name in p.row["entities"])
    wrong, missing = Counter[str](), Counter[str]()
    for miss in score.misses:
        for name, value in miss["entities"].items():
            if name not in miss["got_entities"]:
                missing[name] += 1
            elif miss["got_entities"][name] != value:
                wrong[name] += 1
    rows: list[list[object]] = [
        ["all values of a sentence", share(score.figures["entity_accuracy"]), "", ""],
        ["... where the intent was right", share(known), "", ""],
        *(
            [f"`{name}`", share(count - wrong[name] - missing[name], count), wrong[name], missing[name]]
            for name, count in marked.most_common()
        ),
    ]
    return table(["entity", "right", "another value", "not found"], rows)


def _speed(folder: Path, parsed: list[Parsed]) -> list[list[object]]:
    """Milliseconds of the assistant's parse, by whether the table of commands settles a sentence."""
    chosen = random.Random(SEED).sample(parsed, WARM_UP + MESSAGES)
    taken: dict[bool, list[float]] = {True: [], False: []}
    with LocalAssistant(Settings(models=folder / "training", data_dir=folder / "home")) as assistant:
        for nth, p in enumerate(chosen):
            begun = time.perf_counter()
            assistant.parse(p.row["text"])
            if nth >= WARM_UP:
                taken[p.settled].append(1000 * (time.perf_counter() - begun))
    ways = {
        "a message": taken[True] + taken[False],
        "... that the table settles": taken[True],
        "... for the model": taken[False],
    }
    return [
        [
            f"{way} ({len(times)}), p50 / p95",
            f"{percentile(times, 0.5):.1f} ms / {percentile(times, 0.95):.1f} ms",
        ]
        for way, times in ways.items()
    ]


def _training(models: Path) -> tuple[float, float]:
    """Seconds of `spinecoach train` with nothing there, and with one sentence more than the last time."""
    anew, again = [], []
    for nth in range(TRAININGS):
        shutil.rmtree(models, ignore_errors=True)
        anew.append(_train(PROJECT, models))
        project = models.with_name(f"project{nth}")
        (project / "data").mkdir(parents=True)
        for name in ("config.yml", "domain.yml"):
            shutil.copy(PROJECT / name, project / name)
        shutil.copytree(PROJECT / "data", project / "data", dirs_exist_ok=True)
        (project / "data" / "nlu" / "one_more.yml").write_text(ONE_MORE, encoding="utf-8")
        again.append(_train(project, models))
    return percentile(anew, 0.5), percentile(again, 0.5)


def _train(project: Path, models: Path) -> float:
    settings = {"SPINECOACH_PROJECT": project, "SPINECOACH_MODELS": models, "SPINECOACH_DATA_DIR": models}
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "spinecoach", "train"],
        env={**os.environ, **{name: str(path) for name, path in settings.items()}},
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - begun
