"""The library in another language: the same ids, doses and times, with what is said put into other words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coach.language import ENGLISH, PLAIN
from coach.library.models import Education, Exercise, Library, RoutinePlan
from coach.words import pairs, sentences

SPOKEN = frozenset(
    "name title say aim reason setup out prepare move hold back progression text more why".split()
)
"""The fields that are said to a person."""
UNSPOKEN = frozenset({"levels.title", "ours", "sources", "also_called"})
"""What has such a field in it, or its name, and is never said."""
REASONED = ("more", "why")


def translated(library: Library, language: str) -> Library:
    """The library as it is said in a language; what has no translation stays English.

    A piece of knowledge that has none says so, in the language itself, and keeps its id.
    """
    if language == ENGLISH:
        return library
    known = pairs(language)
    put = known.get
    return library.copy(
        update={
            "exercises": {name: Exercise(**_put(one.dict(), put)) for name, one in library.exercises.items()},
            "routines": {
                name: RoutinePlan(**_put(one.dict(), put)) for name, one in library.routines.items()
            },
            "education": {name: _told(one, known, language) for name, one in library.education.items()},
        }
    )


class Books:
    """A library in every language, put into it once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[str, Library] = {}

    def spoken_in(self, language: str) -> Library:
        """The library as it is said in a language."""
        if language not in self._known:
            self._known[language] = translated(self._library, language)
        return self._known[language]


def spoken_texts(body: Any, path: str = "") -> list[str]:
    """Every text of an item that is said to a person, in order, from its dict form."""
    found: list[str] = []

    def keep(text: str, otherwise: str) -> str:
        found.append(text)
        return otherwise

    _put(body, keep, path)
    return found


def _told(item: Education, known: Mapping[str, str], language: str) -> Education:
    if language != PLAIN and item.text not in known:
        missing = sentences(language)["only_english"]
        return item.copy(update={"text": missing, "more": None, "why": None})
    changes: dict[str, str | None] = {"text": known.get(item.text, item.text)}
    for name in REASONED:
        text = getattr(item, name)
        if text is not None:
            changes[name] = known.get(text, text if language == PLAIN else None)
    return item.copy(update=changes)


def _put(body: Any, put: Callable[[str, str], str | None], path: str = "") -> Any:
    """The dict form of an item with its spoken texts replaced."""
    if isinstance(body, dict):
        return {
            key: value
            if key in UNSPOKEN or f"{path}.{key}" in UNSPOKEN
            else _put(value, put, str(key) if key in SPOKEN or isinstance(value, (dict, list)) else "")
            for key, value in body.items()
        }
    if isinstance(body, list):
        return [_put(value, put, path) for value in body]
    return put(body, body) if isinstance(body, str) and path in SPOKEN else body
