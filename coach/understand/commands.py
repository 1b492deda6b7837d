"""Short commands by an exact table, and the one question that is never left to a model: is it "stop"?"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from ruamel.yaml import YAML

from coach.language import SPANISH, spoken_language
from coach.understand.lexicon import DATA, LexiconError
from coach.understand.spanish import is_spanish_stop
from coach.understand.text import tokens
from coach.understand.tongues import is_foreign_stop

_LONGEST = 12  # words; more than that is no bare command
_POLITE = frozenset({"please", "pls", "plz"})  # must never make a difference to "stop"
_HOLDING = frozenset({"just"})  # says nothing around a command, but belongs to "just a minute"
_DRAWN_OUT = (
    (re.compile("s+t+o+p+"), "stop"),
    (re.compile("o+w+"), "ow"),
    (re.compile("o+u+c+h+"), "ouch"),
    (re.compile("a+r+g+h+"), "argh"),
)
_REACH = 10  # words looked at on either side of a "stop"


def command(text: str) -> str | None:
    """The intent of a short command said alone, or None. Without any model, and never by likeness.

    A cry of pain ("ow") is no command: it silences the coach, but what it tells is a symptom.
    """
    words = [token.word for token in tokens(text)]
    intent = _look_up(words)
    if intent is None and len(words) <= _LONGEST and _wants_stop(words):
        return "pause" if _rules().moment(words) else "stop"
    return intent


def phrases(intents: Collection[str]) -> list[str]:
    """Every phrase that is understood alone as one of the intents, without apostrophes; for grammars.

    With "stop" among the intents, also what else silences the coach: "I can't go on", "ow".
    """
    found = [phrase for phrase, intent in _table().commands.items() if intent in intents]
    if "stop" in intents:
        found += sorted(_rules().phrases | _rules().cries)
    return list(dict.fromkeys(found))


def is_stop(text: str) -> bool:
    """Whether this wants the coach silent at once: "stop", "that's enough", "ow", "I can't go on".

    Not "don't stop", "bus stop" or "when should I stop". Upper and lower case, punctuation and "please"
    make no difference, and the words for it in other languages count in every one. Never fails.
    """
    words = [token.word for token in tokens(text)]
    stops = _look_up(words) == "stop" or _wants_stop(words) or _cries(words)
    return stops or is_spanish_stop(text, cries=spoken_language() == SPANISH) or is_foreign_stop(text)


def silencing(text: str) -> Literal["stop", "pause"] | None:
    """Whether these words mean silence at once, and which; what every player asks before anything else."""
    bare = command(text)
    if is_stop(text) or bare == "stop":
        return "stop"
    return "pause" if bare == "pause" else None


def holds_up(text: str) -> bool:
    """Whether this begins as a wish to wait and then goes on: "hang on, the kettle's boiling"."""
    table = _table()
    words = [token.word for token in tokens(text)]
    words = [word for word in words[:_REACH] if word not in table.fillers - _HOLDING]
    return any(tuple(words[: len(one)]) == one for one in table.holding)


def _look_up(words: list[str]) -> str | None:
    if not words or len(words) > _LONGEST:
        return None
    table = _table()
    return next((table.commands[form] for form in table.forms(words) if form in table.commands), None)


def _wants_stop(said: Sequence[str]) -> bool:
    rules = _rules()
    words = rules.weigh(said)
    core = list(words)
    while core and core[-1] in rules.trailing:
        core.pop()
    if {" ".join(form) for form in (words, _single(words), core, _single(core))} & rules.phrases:
        return True
    for beginning in rules.beginnings:
        length = len(beginning.split())
        if " ".join(words[:length]) == beginning and len(words) > length:
            if words[length] not in rules.not_after_beginning:
                return True
    return any(word == "stop" and rules.means_it(words, at) for at, word in enumerate(words))


def _cries(said: Sequence[str]) -> bool:
    rules = _rules()
    words = rules.weigh(said)
    if not words:
        return False
    if words[-1] in rules.cries and len(words) <= _REACH:
        return True
    return words[0] in rules.cries and (len(words) == 1 or words[1] not in rules.not_after_cry)


def _single(words: Sequence[str]) -> list[str]:
    """Words said twice in a row once: "next next"."""
    return [word for at, word in enumerate(words) if at == 0 or word != words[at - 1]]


@dataclass(frozen=True)
class _Rules:
    """The words of data/stop.yml; what each list is for stands there."""

    fillers: frozenset[str]
    openers: frozenset[str]
    phrases: frozenset[str]
    cries: frozenset[str]
    not_after_cry: frozenset[str]
    links: frozenset[str]
    blockers: frozenset[str]
    nouns: frozenset[str]
    urgent: frozenset[str]
    slips: frozenset[str]
    objects: frozenset[str]
    things: frozenset[str]
    whiles: frozenset[str]
    not_objects: frozenset[str]
    that_what: frozenset[str]
    moments: frozenset[str]
    trailing: frozenset[str]
    beginnings: frozenset[str]
    not_after_beginning: frozenset[str]

    def weigh(self, said: Sequence[str]) -> list[str]:
        """The words that count."""
        words = [self._plain(word) for word in said if word not in self.fillers]
        words = [
            "stop" if w == "stopping" and words[i - 1] in ("im", "am", "mind") and i else w
            for i, w in enumerate(words)
        ]
        while words and words[0] in self.openers and words[1:2] != ["need"]:  # not "no need to"
            words.pop(0)
        return words

    def means_it(self, words: Sequence[str], at: int) -> bool:
        """Whether the "stop" at this place is a wish to stop."""
        if at and words[at - 1] in self.nouns:
            return False
        linked = True
        for back in range(at - 1, max(-1, at - 1 - _REACH), -1):
            word = words[back]
            if (
                word in ("it", "that", "this")
                and back == at - 1
                and words[back - 1] in ("do", "like", "take")
            ):
                return self._ends(words[at + 1 : at + 1 + _REACH], True)  # "I can't do it, stop"
            if word in self.blockers or word == "should" and words[back + 1] in ("i", "we"):
                return False
            if word == "no" and words[back + 1] == "need":
                return False
            if word not in self.links:
                linked = False
                break
        return self._ends(words[at + 1 : at + 1 + _REACH], linked)

    def _ends(self, after: Sequence[str], linked: bool) -> bool:
        """Whether nothing after the word makes it mean something else.

        `linked`: nothing else was said before it.
        """
        if not after:
            return True
        if any(word in self.not_objects for word in after[:4]) or not linked and after[0] not in self.urgent:
            return False
        first, second = after[0], after[1] if len(after) > 1 else ""
        if first == "the":
            return second in self.things
        if first == "for":
            return second in self.whiles
        if first in ("that", "this"):
            return not second or second in self.that_what or second in self.things
        if first == "at":
            return second == "once"
        if first == "a":
            return second in self.moments
        if first == "and":
            return second in (
                "rest",
                "breathe",
                "sit",
                "you",
                "youre",
                "listen",
                "let",
                "i",
                "im",
                "get",
                "help",
            )
        return first in self.objects

    def moment(self, words: Sequence[str]) -> bool:
        """Whether this is "stop for a minute": meaning to come back."""
        at = words.index("stop") if "stop" in words else len(words)
        near = words[at + 1 : at + 5]
        while near and near[0] in ("there", "here", "it", "now", "please"):
            near = near[1:]
        if near[:2] == ["for", "now"]:
            return True
        near = near[1:] if near[:1] == ["for"] else near
        return len(near) > 1 and near[0] in ("a", "one", "two", "half") and near[1] in self.moments

    def _plain(self, word: str) -> str:
        """The word as it is written, when it was drawn out in a cry ("owww") or typed in a hurry."""
        if word in self.slips:
            return "stop"
        return next((plain for drawn, plain in _DRAWN_OUT if drawn.fullmatch(word)), word)


@dataclass(frozen=True)
class _Table:
    """The words of data/commands.yml; what each list is for stands there."""

    fillers: frozenset[str]
    openings: tuple[tuple[str, ...], ...]
    not_opened: frozenset[str]
    holding: frozenset[tuple[str, ...]]
    commands: dict[str, str]

    def forms(self, words: list[str]) -> list[str]:
        """The same command with less and less around it."""
        polite = [word for word in words if word not in _POLITE]
        bare = [word for word in polite if word not in self.fillers]
        forms = [" ".join(polite)]
        for kept in (polite, bare or polite[:1]):
            kept = _single(kept)
            forms.append(" ".join(kept))
            for _ in range(3):
                opening = next((o for o in self.openings if tuple(kept[: len(o)]) == o), None)
                if (
                    opening is None
                    or len(kept) == len(opening)
                    or " ".join(kept[len(opening) :]) in self.not_opened
                ):
                    break
                kept = kept[len(opening) :]
                forms.append(" ".join(kept))
        return [form for form in forms if form]


@lru_cache(maxsize=1)
def _table() -> _Table:
    raw = _load("commands.yml", {"fillers", "openings", "not_opened", "holding", "commands"})
    table: dict[str, str] = {}
    for intent, entries in raw["commands"].items():
        for entry in _words("commands.yml", intent, entries):
            key = " ".join(token.word for token in tokens(entry))
            if table.setdefault(key, intent) != intent:
                raise LexiconError(f'commands.yml: "{entry}" stands under {table[key]} and under {intent}')
    openings = sorted(
        (tuple(o.split()) for o in _words("commands.yml", "openings", raw["openings"])), key=len
    )
    return _Table(
        fillers=frozenset(_words("commands.yml", "fillers", raw["fillers"])),
        openings=tuple(reversed(openings)),
        not_opened=frozenset(_words("commands.yml", "not_opened", raw["not_opened"])),
        holding=frozenset(tuple(one.split()) for one in _words("commands.yml", "holding", raw["holding"])),
        commands=table,
    )


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    names = set(_Rules.__dataclass_fields__)
    raw = _load("stop.yml", names)
    return _Rules(**{name: frozenset(_words("stop.yml", name, raw[name])) for name in names})


def _load(name: str, keys: set[str]) -> dict[str, Any]:
    raw = YAML(typ="safe").load((DATA / name).read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or set(raw) != keys:
        raise LexiconError(f"{name} must have exactly these lists: {', '.join(sorted(keys))}")
    return raw


def _words(name: str, where: str, entries: Any) -> list[str]:
    """A list of words from a file.

    Raises:
        LexiconError: if an entry is no words, as true and 10 are without quotes.
    """
    for entry in entries if isinstance(entries, list) else [entries]:
        if not isinstance(entry, str) or not entry.strip():
            raise LexiconError(f"{name}, at {where}: {entry!r} must be words; put quotes round it")
    return list(entries)
