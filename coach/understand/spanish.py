"""What is said in Spanish, put into the English that the rest of the coach understands: by lists, no model.

Requests and questions are found as a whole; of other sentences the words are put into English one after
the other, which is enough for answers, numbers, names of exercises, symptoms and parts of the body. Dangers
are found by the safety screen, in Spanish phrases of its own (coach/triage/data/phrases_es.yml).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML

from coach.language import SPANISH
from coach.understand import lexicon
from coach.understand.entities import extract
from coach.understand.lexicon import DATA
from coach.understand.text import fold
from coach.words import number_words

LONGEST = 1000
"""Characters that are read; a longer story is told sentence by sentence."""
MOST_WORDS = 6
"""Words of the longest phrase that is put into English as one."""
SPANISH_SIGNS = re.compile("[¿¡ñ]")
_MINE = ("remark", "speaking", "question", "unsure")
"""Kinds of requests that are no intents: their English text says it all."""
GREETINGS = ("greet", "goodbye")
_WHOLE = re.compile(r"(?<![a-z)\]?+])[a-z]{3,}(?![a-z(\[?+])")
"""A word in an expression that stands there in full."""


@dataclass(frozen=True)
class Reading:
    """A Spanish text in English, the intent where it is a request, and what is named in it.

    `known` is the share of its words that stand in the lists, `own` how many of those are no English words.
    """

    text: str
    intent: str | None
    entities: dict[str, Any] = field(default_factory=dict)
    known: float = 0.0
    own: int = 0


@dataclass(frozen=True)
class _Lists:
    """The lists of spanish.yml, ready for use."""

    stop: dict[str, frozenset[str]]
    fillers: re.Pattern[str]
    requests: tuple[tuple[str, str, re.Pattern[str]], ...]
    words: dict[str, str]
    vocabulary: frozenset[str]


def words_of(text: str) -> list[str]:
    """The words of a text without accents and signs, in lower case."""
    return re.findall(r"[a-z]+|\d+", fold(text[:LONGEST])[0])


def is_spanish_stop(text: str, *, cries: bool = False) -> bool:
    """Whether this wants the coach silent at once, in Spanish: "¡pare!", "basta ya", "no puedo más".

    "Para mi espalda" is none, and neither is "no pare". `cries` counts "¡ay!" as well.
    """
    said = words_of(text)
    stop = _lists().stop
    core = " ".join(
        _single([word for word in said if word not in ("por", "favor", "porfa", "please", "coach")])
    )
    bare = " ".join(_single([word for word in said if word not in stop["beside"]]))
    if not core or any(f" {one} " in f" {core} " for one in stop["never"]):
        return False
    if {core, bare} & stop["alone"] or said[0] in stop["first"] or said[-1] in stop["first"]:
        return True
    if cries and (said[0] in stop["cries"] and len(said) <= 3 or said[-1] in stop["cries"]):
        return True
    after, before = said[1:2], said[-2:-1]
    first = said[0] == "para" and (not after or after[0] in stop["para_with"])
    last = said[-1] == "para" and (not before or before[0] in stop["para_with"])
    return first or last


def read(text: str) -> Reading:
    """A text as Spanish, in English words. Never fails; what is in no list is left out."""
    lists = _lists()
    said = words_of(text)
    plain = " ".join(said)
    bare = " ".join(lists.fillers.sub(" ", f" {plain} ").split())
    kind, english = _request(lists, bare, plain)
    glossed = _glossed(lists, said)
    if is_spanish_stop(text):
        kind, english = "stop", "stop"
    felt = {entity.entity: entity.value for entity in extract(glossed)}
    known = sum(word in lists.vocabulary or word.isdigit() for word in said) / max(1, len(said))
    own = sum(
        word in lists.vocabulary and not word.isdigit() and word not in english_words() for word in said
    )
    if kind in GREETINGS and felt:
        kind, english = None, None  # "hola, me duele la pierna": what comes after it counts
    if english is None:
        return Reading(glossed, _intent(glossed, felt), felt, known, own)
    named = {entity.entity: entity.value for entity in extract(english)}
    intent = None if kind in _MINE else kind
    if kind == "question":
        english += "?"
    return Reading(english, intent or "nlu_fallback", named, 1.0, own)


def is_spanish(text: str) -> bool:
    """Whether a text is Spanish and hardly English: most of its words are known, and some are no English."""
    found = read(text)
    signs = bool(SPANISH_SIGNS.search(text))
    enough = found.own >= 2 or (found.own >= 1 and (signs or len(words_of(text)) <= 2))
    return enough and found.known >= 0.5


def is_english(text: str) -> bool:
    """Whether most words of a text are English ones."""
    said = words_of(text)
    plain = english_words() | lexicon.load().words
    return sum(word in plain or word.isdigit() for word in said) >= max(1, 0.6 * len(said))


def _request(lists: _Lists, bare: str, plain: str) -> tuple[str | None, str | None]:
    for kind, english, pattern in lists.requests:
        if pattern.fullmatch(plain) or (bare and pattern.fullmatch(bare)):
            return kind, english
    return None, None


def _intent(glossed: str, named: dict[str, Any]) -> str | None:
    """What a sentence asks for that is no request by its form."""
    if "exercise" in named:
        return "start_exercise"
    if "routine" in named or "a session" in glossed or glossed == "start":
        return "start_routine"
    if "symptom" in named or named.get("severity") is not None:
        return "report_symptom"
    if "pain" in named:
        return "report_pain_score"
    return "nlu_fallback"


def _glossed(lists: _Lists, said: list[str]) -> str:
    found: list[str] = []
    at = 0
    while at < len(said):
        for length in range(min(MOST_WORDS, len(said) - at), 0, -1):
            phrase = " ".join(said[at : at + length])
            if phrase in lists.words or phrase.isdigit():
                found.append(lists.words.get(phrase, phrase))
                at += length
                break
        else:
            at += 1
    return " ".join(one for one in found if one)


def _single(words: list[str]) -> list[str]:
    return [word for at, word in enumerate(words) if at == 0 or word != words[at - 1]]


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Words that are English as well, so that they tell no language: "no", "me", "come"."""
    lines = (DATA / "real_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset({*(line.strip() for line in lines), *lexicon.load().words, *_file()["english_too"]})


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    raw = _file()
    words: dict[str, str] = {}
    for english, phrases in raw["words"].items():
        for phrase in phrases:
            words[" ".join(words_of(str(phrase)))] = str(english)
    for number, said in enumerate(number_words(SPANISH)["numbers"]):
        words.setdefault(" ".join(words_of(said)), str(number))
    for number in range(11):
        for one in (number_words(SPANISH)["numbers"][number], str(number)):
            for out_of in ("de diez", "sobre diez", "de 10", "sobre 10"):
                words[f"{one} {out_of}"] = f"{number} out of 10"
    words |= {"nada": "nothing", "veintiun": "21"}
    requests = tuple(
        (kind, english, re.compile(fold(pattern)[0]))
        for kind, entries in raw["requests"].items()
        for english, patterns in entries.items()
        for pattern in patterns
    )
    known = {word for phrase in words for word in phrase.split()}
    known |= {word for _, _, pattern in requests for word in _WHOLE.findall(pattern.pattern)}
    known |= {word for phrase in raw["fillers"] for word in phrase.split()}
    return _Lists(
        {name: frozenset(fold(str(one))[0] for one in entries) for name, entries in raw["stop"].items()},
        re.compile(r"(?<= )(?:" + "|".join(sorted(raw["fillers"], key=len, reverse=True)) + r")(?= )"),
        requests,
        words,
        frozenset(known | set(raw["little"])),
    )


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return dict(YAML(typ="safe").load((DATA / "spanish.yml").read_text("utf-8")))
