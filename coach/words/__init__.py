"""The coach's own sentences: data files, so that they can be read, graded and changed in one place.

en.yml holds all of them by key. Another language, or plainer wording, is a folder: words.yml in it has the
same keys, and the other files are pairs, the English text on the left and what is said in its place on the
right, for the texts of the exercises, the safety screen and the knowledge. A text without one stays English.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from ruamel.yaml import YAML

from coach.language import ENGLISH, LANGUAGES, spoken_language

FOLDER = Path(__file__).parent
FILE = FOLDER / "en.yml"
KEYED = ("words.yml", "numbers.yml")
"""The files of a language that are no pairs."""


@lru_cache(maxsize=8)
def sentences(language: str = ENGLISH) -> dict[str, str]:
    """All sentences by key; those that a language does not have, or not with these gaps, are English ones."""
    english = _texts(FILE)
    if language == ENGLISH:
        return english
    own = own_sentences(language)
    return {key: own[key] if _gaps(own.get(key)) == _gaps(text) else text for key, text in english.items()}


def _gaps(text: str | None) -> set[str | None] | None:
    """The names of the gaps in a sentence."""
    return None if text is None else {name for _, name, _, _ in Formatter().parse(text)} - {None}


def own_sentences(language: str) -> dict[str, str]:
    """The sentences that a language puts in the place of the English ones, by key."""
    return _texts(FOLDER / language / "words.yml")


@lru_cache(maxsize=8)
def pairs(language: str) -> dict[str, str]:
    """What is said in a language in the place of an English text that has no key."""
    found: dict[str, str] = {}
    if language != ENGLISH:
        for path in sorted((FOLDER / language).glob("*.yml")):
            if path.name not in KEYED:
                found.update(_texts(path))
    return found


@lru_cache(maxsize=8)
def number_words(language: str) -> dict[str, Any]:
    """How a language says numbers, from its numbers.yml; empty where it says them as English does."""
    path = FOLDER / language / "numbers.yml"
    return dict(YAML(typ="safe").load(path.read_text("utf-8"))) if path.exists() else {}


def words(key: str, **values: Any) -> str:
    """The sentence of that key with its gaps filled, in the language that is spoken.

    Raises:
        KeyError: if there is no such sentence, or a gap has no value.
    """
    return sentences(spoken_language())[key].format(**values)


def put(text: str) -> str:
    """An English text of the data files, as it is said in the language that is spoken."""
    return pairs(spoken_language()).get(text, text)


def retold(text: str) -> str:
    """What was said in any language, in the one that is spoken now; as it was, where it is not known.

    Only for whole sentences without gaps, such as the question that is open when the language changes.
    """
    english = next((_backwards(one)[text] for one in LANGUAGES if text in _backwards(one)), text)
    now = spoken_language()
    key = next((key for key, said in sentences().items() if said == english), None)
    return sentences(now)[key] if key is not None else pairs(now).get(english, english)


@lru_cache(maxsize=8)
def _backwards(language: str) -> dict[str, str]:
    """The English text of what is said in a language."""
    if language == ENGLISH:
        return {}
    english, own = sentences(), own_sentences(language)
    by_key = {said: english[key] for key, said in own.items() if key in english}
    return {**{said: text for text, said in pairs(language).items()}, **by_key}


def _texts(path: Path) -> dict[str, str]:
    return {
        str(key): str(text).strip() for key, text in YAML(typ="safe").load(path.read_text("utf-8")).items()
    }
