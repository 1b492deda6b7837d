"""Texts in languages that the coach does not speak: told by script or common words, in doubt not at all."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ruamel.yaml import YAML

from coach.understand import spanish
from coach.understand.lexicon import DATA

LONGEST = 1000
"""Characters that are looked at."""
LEAST_WORDS = 3
"""Common words of a language without which it is not told; typing slips in English hit one now and then."""
LONGEST_STOP = 40
"""Characters of a text that can be a stop and no more."""
SHARE = 0.5
"""The share of a text's words, or of its letters, that must be of the language."""
SCRIPTS = {
    "Cyrillic": "\u0400-\u04ff",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Arabic": "\u0600-\u06ff\u0750-\u077f",
    "Devanagari": "\u0900-\u097f",
    "Han": "\u4e00-\u9fff",
    "Kana": "\u3040-\u30ff",
    "Hangul": "\uac00-\ud7af",
}
SPACELESS = ("Han", "Kana", "Hangul")
"""Scripts in which a danger is looked for as it stands, and not word by word."""
DENIALS = frozenset(
    "nicht kein keine keinen pas non nao geen niet nie yok degil \u043d\u0435 \u043d\u0435\u0442 "
    "\u0644\u0627 \u0644\u064a\u0633 \u0928\u0939\u0940\u0902 khong \u03b4\u03b5\u03bd".split()
)
"""Words that deny; a danger is told in spite of one only where its own phrase has one ("cannot breathe")."""


@dataclass(frozen=True)
class Tongue:
    """A language that the coach does not speak, and its lines; a number goes into `emergency` and `now`."""

    id: str
    script: str | None
    words: frozenset[str]
    signs: re.Pattern[str] | None
    speaks: str
    emergency: str
    now: str
    local: str
    dangers: tuple[tuple[str, tuple[str, ...]], ...]

    def danger(self, text: str) -> str | None:
        """The danger that a text in this language tells, or None."""
        if self.script in SPACELESS:
            plain = "".join(text.split())
            return next((fact for fact, phrase in self.dangers if "".join(phrase) in plain), None)
        spoken = _words(text)
        said, line = set(spoken), f" {' '.join(spoken)} "
        denied = bool(said & DENIALS)
        return next(
            (
                fact
                for fact, phrase in self.dangers
                if said.issuperset(phrase)
                # of a word that is there twice ("tu tu") one alone tells nothing
                and (len(set(phrase)) == len(phrase) or f" {' '.join(phrase)} " in line)
                and (not denied or DENIALS.intersection(phrase))
            ),
            None,
        )

    def lines(self, number: str | None, *, danger: bool = False) -> list[str]:
        """What somebody is told: whom to call at once, or what is spoken here and whom to call if need be."""
        call = (self.now if danger else self.emergency).format(number=number or self.local)
        return [call] if danger else [self.speaks, call]


def heard(text: str) -> Tongue | None:
    """The language of a text, if it is plainly one that the coach does not speak; None in doubt."""
    text = text[:LONGEST]
    found = _by_script(text)
    if found is not None:
        return found
    said = _words(text)
    known = {one.id: sum(word in one.words for word in said) for one in tongues() if one.script is None}
    best = max(known, key=lambda name: known[name])
    one = next(tongue for tongue in tongues() if tongue.id == best)
    tells = known[best] >= LEAST_WORDS or bool(
        one.signs and one.signs.search(text.lower()) and known[best] >= 2
    )
    alone = list(known.values()).count(known[best]) == 1
    if tells and alone and known[best] >= SHARE * len(said) and known[best] > spanish.read(text).own:
        return one
    told = [one for one in tongues() if one.script is None and one.danger(text)]
    near = [one for one in told if known[one.id] == known[best]] or told
    # a phrase of danger tells its language by itself, where little English is beside it
    if not near or spanish.is_english(text) or spanish.read(text).own > known[near[0].id]:
        return None
    return near[0]


def is_foreign_stop(text: str) -> bool:
    """Whether this is a word for "stop" in one of these languages, and hardly anything beside it."""
    if len(text) > LONGEST_STOP:
        return False
    words = _words(text)
    whole = " ".join(word for word, before in zip(words, [None, *words], strict=False) if word != before)
    return whole in _stops()


@lru_cache(maxsize=1)
def _stops() -> frozenset[str]:
    raw = YAML(typ="safe").load((DATA / "tongues.yml").read_text("utf-8"))
    return frozenset(" ".join(_words(str(phrase))) for one in raw.values() for phrase in one["stop"])


def _by_script(text: str) -> Tongue | None:
    letters = [sign for sign in text if sign.isalpha()]
    if len(letters) < 2:
        return None
    for one in tongues():
        if one.script is None:
            continue
        own = re.findall(f"[{SCRIPTS[one.script]}]", text)
        both = (
            re.findall(f"[{SCRIPTS['Kana']}{SCRIPTS['Han']}]", text) if one.script == "Kana" and own else own
        )
        if len(both) >= SHARE * len(letters):
            return one
    return None


def _words(text: str) -> list[str]:
    """The words of a text, without accents and in lower case."""
    plain = unicodedata.normalize("NFD", text.lower().replace("ß", "ss").replace("ł", "l").replace("ı", "i"))
    bare = "".join(
        sign for sign in plain if unicodedata.category(sign) != "Mn" or "\u0900" <= sign <= "\u097f"
    )
    return re.findall(r"[^\W\d_](?:[^\W\d_]|[\u0900-\u097f])*", bare.replace("đ", "d"))


@lru_cache(maxsize=1)
def tongues() -> tuple[Tongue, ...]:
    """The languages of data/tongues.yml; Japanese before Chinese, whose signs it uses too."""
    raw = YAML(typ="safe").load((DATA / "tongues.yml").read_text("utf-8"))
    english = spanish.english_words()
    found = [
        Tongue(
            str(name),
            one.get("script"),
            frozenset(str(word) for word in one.get("words", ())) - english,
            re.compile(one["signs"]) if "signs" in one else None,
            one["speaks"],
            one["emergency"],
            one["now"],
            one["local"],
            tuple(
                (
                    fact,
                    tuple(_words(str(phrase)) if one.get("script") not in SPACELESS else str(phrase).split()),
                )
                for fact, phrases in one["dangers"].items()
                for phrase in phrases
            ),
        )
        for name, one in raw.items()
    ]
    return tuple(sorted(found, key=lambda one: one.script != "Kana"))
