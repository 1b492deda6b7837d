"""What a question is about: the id of the text that answers it, found by the words in data/topics.yml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pydantic
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from coach.understand import lexicon
from coach.understand.patterns import Finder, Match, PatternError, Phrase
from coach.understand.spelling import Speller
from coach.understand.text import Token, stem, tokens

FILE = lexicon.DATA / "topics.yml"
LISTS = ("first", "doing", "particular", "condition", "general")
"""The lists of the file: what is found in an earlier one counts before all of a later one."""
SHORTEST = 6
"""Letters of a word that slips are put right towards; among shorter ones too many are words of their own."""
_SAYS_LITTLE = frozenset(
    (
        "a an the my your me i it is are do does did to of for with in on at from and or what whats why when "
        "how should can could would will if this that these be have any some so up out get go"
    ).split()
)


class File(pydantic.BaseModel):
    """The topics as they are written: in each list, phrases by the id of the text."""

    words: dict[str, list[pydantic.StrictStr]]
    plain: list[pydantic.StrictStr] = []
    first: dict[str, list[lexicon.Guarded | pydantic.StrictStr]]
    doing: dict[str, list[lexicon.Guarded | pydantic.StrictStr]]
    particular: dict[str, list[lexicon.Guarded | pydantic.StrictStr]]
    condition: dict[str, list[lexicon.Guarded | pydantic.StrictStr]]
    general: dict[str, list[lexicon.Guarded | pydantic.StrictStr]]

    class Config:
        extra = "forbid"
        smart_union = True


@dataclass(frozen=True)
class Topic:
    """A text that a question asks for, and the list in which it stands."""

    id: str
    rank: str

    @property
    def general(self) -> bool:
        """Whether the question names no matter of its own."""
        return self.rank == "general"


@dataclass(frozen=True)
class Topics:
    """The topics, ready for use."""

    finder: Finder
    speller: Speller
    plain: frozenset[str]
    ids: frozenset[str]

    def find(self, text: str) -> Topic | None:
        """The topic of a text, or None. The same words always lead to the same one."""
        words = self._read(text)
        found = self.finder.find(words)
        if not found:
            return None
        best = min(found, key=lambda match: _order(match, words))
        return Topic(best.value, best.entity)

    def unknown(self, text: str) -> list[str]:
        """The words of a text that say something and that no list knows."""
        return [
            token.word
            for token in self._read(text)
            if len(token.word) > 2 and not token.number and token.stem not in self.plain
        ]

    def _read(self, text: str) -> list[Token]:
        return [_righted(token, self.speller.correct(token.word)) for token in tokens(text)]


def _righted(token: Token, right: str) -> Token:
    return token if right == token.word else Token(right, stem(right), token.before, token.start, token.end)


def _order(match: Match, words: list[Token]) -> tuple[int, int, int]:
    weight = sum(words[hit].word not in _SAYS_LITTLE for hit in match.hits)
    return (LISTS.index(match.entity), -weight, match.phrase.rank)


def find(text: str) -> Topic | None:
    """What a text asks for; None if none of the words are known."""
    return load().find(text)


def unknown(text: str) -> list[str]:
    """The words of a text that name something there is no text on."""
    return load().unknown(text)


@lru_cache(maxsize=1)
def load() -> Topics:
    """The topics of this package.

    Raises:
        LexiconError: if the file cannot be read or says something that makes no sense.
    """
    return build(FILE.read_text("utf-8"))


def build(text: str, name: str = "topics.yml") -> Topics:
    """The topics from their YAML text; see `load`."""
    try:
        file = File.parse_obj(YAML(typ="safe").load(text))
    except YAMLError as error:
        raise lexicon.LexiconError(f"{name} is not valid YAML: {' '.join(str(error).split())}") from None
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        where = " > ".join(str(step) for step in first["loc"])
        raise lexicon.LexiconError(f"{name}, at {where}: {first['msg']}") from None
    phrases = list(_phrases(file, name))
    known = {word for group in file.words.values() for word in group}
    known |= {word for phrase in _entries(file) for word in _split(phrase[2].say)}
    known = {word.lstrip("=") for word in known} | set(file.plain)
    others = lexicon.load()
    return Topics(
        Finder(phrases),
        Speller({word for word in known if len(word) >= SHORTEST}, others.speller.right | known, {}),
        frozenset(stem(word) for word in known | others.words | _SAYS_LITTLE),
        frozenset(id for _, id, _ in _entries(file)),
    )


def _entries(file: File) -> Iterator[tuple[str, str, lexicon.Guarded]]:
    """Every phrase with its list and the text it leads to."""
    for where in LISTS:
        for id, says in getattr(file, where).items():
            for say in says:
                yield where, id, say if isinstance(say, lexicon.Guarded) else lexicon.Guarded(say=say)


def _phrases(file: File, name: str) -> Iterator[Phrase]:
    for rank, (where, id, entry) in enumerate(_entries(file)):
        try:
            yield lexicon.phrase(where, id, entry, file.words, rank)
        except PatternError as error:
            raise lexicon.LexiconError(f"{name}, at {where} > {id}: {error}") from None


def _split(say: str) -> list[str]:
    for mark in "[]|&":
        say = say.replace(mark, " ")
    return [word for word in say.split() if word.lstrip("=").isalnum()]
