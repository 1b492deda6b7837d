"""Wishes about the language and about plainer words: "en español, por favor", "say it simpler"."""

from __future__ import annotations

import re
from functools import lru_cache

from ruamel.yaml import YAML

from coach.understand.lexicon import DATA
from coach.understand.text import fold

LONGEST = 90
"""Characters; longer texts are stories, not wishes."""
_POLITE = re.compile(
    r"\b(please|pls|coach|now|could you|can you|would you|will you|por favor|porfa|ahora|gracias|ok|okay)\b"
)


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    data = YAML(typ="safe").load((DATA / "languages.yml").read_text("utf-8"))
    return [(name, re.compile(pattern)) for name, patterns in data.items() for pattern in patterns]


def language_wish(text: str) -> str | None:
    """What a text wishes: "spanish", "english", "plain" words or the "normal" ones; None if nothing of it."""
    if len(text) > LONGEST:
        return None
    folded = " ".join(re.findall(r"[a-z0-9']+", fold(text)[0]))
    plain = " ".join(_POLITE.sub(" ", folded).split())
    if not plain:
        return None
    return next((name for name, pattern in _patterns() if pattern.search(plain)), None)
