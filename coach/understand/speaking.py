"""Wishes about how the coach speaks: "talk slower", "louder", "a woman's voice", "just count"."""

from __future__ import annotations

import re
from functools import lru_cache

from ruamel.yaml import YAML

from coach.understand.lexicon import DATA

LONGEST = 80
"""Characters; longer texts are stories, not wishes."""


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    data = YAML(typ="safe").load((DATA / "speaking.yml").read_text("utf-8"))
    return [(name, re.compile(pattern)) for name, patterns in data.items() for pattern in patterns]


def speaking_wish(text: str) -> str | None:
    """The name of the wish in data/speaking.yml that a text makes, or None."""
    plain = " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("\u2019", "'")))
    plain = re.sub(r"\b(please|pls|coach|now|could you|can you|would you|will you)\b", " ", plain)
    plain = " ".join(plain.split())
    if not plain or len(plain) > LONGEST:
        return None
    return next((name for name, pattern in _patterns() if pattern.search(plain)), None)
