"""Loads the lexicon: which words and phrases stand for which value. Content, so it is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pydantic
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from coach.errors import PlainError
from coach.understand import mishearings
from coach.understand import words as word_lists
from coach.understand.patterns import Finder, Part, PatternError, Phrase, part, parts
from coach.understand.spelling import Speller
from coach.understand.text import Token, stem, tokens

DATA = Path(__file__).parent / "data"


class LexiconError(PlainError, ValueError):
    """The lexicon cannot be used; the message says in one sentence where and why."""


class Guarded(pydantic.BaseModel):
    """A phrase with the places where it does not count."""

    say: pydantic.StrictStr
    not_after: str = ""
    not_before: str = ""
    unless: str = ""
    needs: str = ""

    class Config:
        extra = "forbid"


class File(pydantic.BaseModel):
    """The lexicon as it is written."""

    words: dict[str, list[pydantic.StrictStr]]
    misspellings: dict[str, str]
    entities: dict[str, dict[str, list[Guarded | pydantic.StrictStr]]]
    hints: dict[str, dict[str, dict[str, list[Guarded | pydantic.StrictStr]]]] = {}

    class Config:
        extra = "forbid"
        smart_union = True


@dataclass(frozen=True)
class Lexicon:
    """The lexicon, ready for use."""

    finder: Finder
    speller: Speller
    groups: Mapping[str, Part]
    values: Mapping[str, frozenset[str]]
    words: frozenset[str]
    hints: Mapping[str, Finder]

    def read(self, text: str) -> list[Token]:
        """The words of a text, slips and mishearings put right."""
        out = []
        for token in mishearings.spelt_as_spoken(tokens(text), self.speller.right.__contains__):
            right = self.speller.correct(token.word)
            out.append(
                token
                if right == token.word
                else Token(right, stem(right), token.before, token.start, token.end)
            )
        return mishearings.load().put_right(out)


@lru_cache(maxsize=1)
def load() -> Lexicon:
    """The lexicon of this package.

    Raises:
        LexiconError: if the file cannot be read or says something that makes no sense.
    """
    lines = (DATA / "real_words.txt").read_text(encoding="utf-8").splitlines()
    real = [line for line in lines if line and not line.startswith("#")]
    return build((DATA / "lexicon.yml").read_text(encoding="utf-8"), real)


def build(text: str, real_words: list[str], name: str = "lexicon.yml") -> Lexicon:
    """A lexicon from its YAML text; see `load`."""
    try:
        file = File.parse_obj(YAML(typ="safe").load(text))
    except YAMLError as error:
        raise LexiconError(f"{name} is not valid YAML: {' '.join(str(error).split())}") from None
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        where = " > ".join(str(step) for step in first["loc"])
        raise LexiconError(f"{name}, at {where}: {first['msg']}") from None
    phrases: list[Phrase] = []
    vocabulary: set[str] = set(word_lists.ALL)
    exact: set[str] = set(word_lists.OF_PLACES)  # right as they are, but nothing is taken for a slip of them
    for group in file.words.values():
        vocabulary.update(w.lstrip("=") for w in group)
    for entity, values in file.entities.items():
        for value, entries in values.items():
            for entry in entries:
                guarded = entry if isinstance(entry, Guarded) else Guarded(say=entry)
                try:
                    phrases.append(phrase(entity, value, guarded, file.words, len(phrases)))
                except PatternError as error:
                    raise LexiconError(f"{name}, at {entity} > {value}: {error}") from None
                vocabulary.update(_words_of(guarded.say))
                exact.update(_exact_words_of(guarded.say))
    hints: dict[str, list[Phrase]] = {intent: [] for intent in file.hints}
    for intent, kinds in file.hints.items():
        for entity, values in kinds.items():
            for value, entries in values.items():
                for entry in entries:
                    guarded = entry if isinstance(entry, Guarded) else Guarded(say=entry)
                    exact.update(_words_of(guarded.say))
                    hints[intent].append(phrase(entity, value, guarded, file.words, len(hints[intent])))
    forms = {form for word in vocabulary for form in _forms(word)}
    return Lexicon(
        finder=Finder(phrases),
        speller=Speller(vocabulary | forms, {*real_words, *exact}, file.misspellings),
        groups={name: part(f"<{name}>", file.words) for name in file.words},
        values={entity: frozenset(values) for entity, values in file.entities.items()},
        words=frozenset(vocabulary),
        hints={intent: Finder(phrases) for intent, phrases in hints.items()},
    )


def phrase(entity: str, value: str, entry: Guarded, groups: dict[str, list[str]], rank: int) -> Phrase:
    pieces, unordered = parts(entry.say, groups)
    guards = [
        part("|".join(text.split()), groups) if text else None
        for text in (entry.not_after, entry.not_before, entry.unless, entry.needs)
    ]
    return Phrase(entity, value, pieces, unordered, guards[0], guards[1], guards[2], guards[3], rank)


def _words_of(say: str) -> set[str]:
    return {word for word in _pieces(say) if word.isalpha()}


def _exact_words_of(say: str) -> set[str]:
    return {word[1:] for word in _pieces(say) if word.startswith("=")}


def _pieces(say: str) -> list[str]:
    for mark in "[]()|&":
        say = say.replace(mark, " ")
    return say.split()


def _forms(word: str) -> set[str]:
    """The word and its plural: slips in either are put right."""
    if len(word) < 4 or not word.isalpha() or word.endswith(("ing", "ed", "ly", "s")):
        return {word}
    return {word, word + ("es" if word.endswith(("sh", "ch", "x")) else "s")}
