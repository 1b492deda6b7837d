"""The coach's own sentences: one data file, so that they can be read, graded and changed in one place."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FILE = Path(__file__).parent / "en.yml"


@lru_cache(maxsize=1)
def sentences() -> dict[str, str]:
    """All sentences by key."""
    return {
        str(key): str(text).strip() for key, text in YAML(typ="safe").load(FILE.read_text("utf-8")).items()
    }


def words(key: str, **values: Any) -> str:
    """The sentence of that key with its gaps filled.

    Raises:
        KeyError: if there is no such sentence, or a gap has no value.
    """
    return sentences()[key].format(**values)
