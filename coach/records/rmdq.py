"""The 24 sentences of the Roland-Morris questionnaire, in their authors' words."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

FILE = Path(__file__).parent / "rmdq.yml"
ITEMS = 24
SOURCES = ("roland_morris_1983", "roland_fairbank_2000")


@lru_cache(maxsize=1)
def items() -> tuple[str, ...]:
    """The sentences, the first one at place 0."""
    return tuple(YAML(typ="safe").load(FILE.read_text("utf-8")))
