"""What people say of their records, found by patterns: requests that no intent carries."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

FILE = Path(__file__).parent / "phrases.yml"
LONGEST = 240
"""Longer texts are stories."""


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    data = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return {name: [re.compile(pattern) for pattern in patterns] for name, patterns in data.items()}


def plain(text: str) -> str:
    """The words of a text in lower case, apostrophes kept, all other signs gone."""
    return " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("\u2019", "'")))


def says(name: str, text: str) -> re.Match[str] | None:
    """Where the text says what the list of that name is for; None if it does not."""
    words = plain(text)
    if not words or len(words) > LONGEST:
        return None
    return next((found for pattern in _patterns()[name] if (found := pattern.search(words))), None)


def rest(text: str, name: str) -> str:
    """What a text says after the words of that list, as it was written."""
    match = says(name, text)
    if match is None:
        return ""
    left = len(plain(text)[: match.end()].split())
    found = list(re.finditer(r"[A-Za-z0-9'\u2019]+", text))
    return text[found[left].start() :].strip() if left < len(found) else ""
