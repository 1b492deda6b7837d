"""Remarks: what people say in so many words that no intent carries, found by patterns in a data file."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

FILES = [Path(__file__).with_name(name) for name in ("remarks.yml", "asides.yml")]
LONGEST = 200
"""Longer texts are stories, not remarks."""


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    named = [item for file in FILES for item in YAML(typ="safe").load(file.read_text("utf-8")).items()]
    return [(name, re.compile(pattern)) for name, patterns in named for pattern in patterns]


def remark(text: str) -> str | None:
    """The name of the remark that a text makes, or None."""
    plain = " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("\u2019", "'")))
    if not plain or len(plain) > LONGEST:
        return None
    return next((name for name, pattern in _patterns() if pattern.search(plain)), None)
