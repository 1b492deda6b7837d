"""The sentences of data/danger.yml, without Rasa: the hints and the encoder are trained on the same ones."""

from __future__ import annotations

from pathlib import Path

import yaml


def load_examples(file: Path) -> list[tuple[str, frozenset[str]]]:
    """Sentences with the facts that each tells; none for a sentence that tells none."""
    raw = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [
        (text.strip(), frozenset(() if facts == "none" else facts.split(",")))
        for facts, block in raw["danger"].items()
        for text in block.splitlines()
        if text.strip()
    ]
