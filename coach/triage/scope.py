"""Whether words in a sentence tell of the speaker, here and now: denial, supposing, past and other people.

In the manner of NegEx and ConText (Chapman 2001, Harkema 2009): words before and after a finding set its
reading, and reach only as far as the next turn of the sentence. Where two readings are left, the more urgent
one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from coach.triage.heard import Sentence
from coach.triage.models import REASSURING
from coach.triage.patterns import compile_all

Reading = Literal["yes", "no", "other", "doubtful", "nothing"]
"""Doubtful: of somebody else who is ill now, and may be the one the coach is asked for."""
REACH = 8
"""How many words before a finding a denial can stand."""
CALLS = frozenset({"wants_ambulance", "self_harm"})
"""What counts whoever says it, and however."""
LITTLE = 7
"""Words of a sentence in which little else is said than the finding."""
EXPRESSIONS = frozenset({"no_denial", "supposing", "in_general", "long_past", "old_news"})
OLD_MATTERS = frozenset({"bladder_change", "bowel_change", "sexual_change", "saddle_numbness"})


@dataclass(frozen=True)
class Scope:
    """The words that set a reading."""

    negators: frozenset[str]
    no_denial: re.Pattern[str]
    ends: frozenset[str]
    believes: frozenset[str]
    supposing: re.Pattern[str]
    in_general: re.Pattern[str]
    no_call: frozenset[str]
    planned: frozenset[str]
    if_doubt: frozenset[str]
    if_now: frozenset[str]
    if_habit: frozenset[str]
    long_past: re.Pattern[str]
    still_now: frozenset[str]
    settled: frozenset[str]
    old_news: re.Pattern[str]
    questions: frozenset[str]
    others: frozenset[str]
    not_ours: frozenset[str]
    anyone: frozenset[str]
    others_count: frozenset[str]
    others_past: frozenset[str]
    others_now: frozenset[str]
    others_may: frozenset[str]
    own: frozenset[str]
    subject: frozenset[str]
    turns: frozenset[str]
    openings: frozenset[str]

    def reading(self, sentence: Sentence, first: int, last: int, fact: str, history: bool) -> Reading:
        """How to read words `first` to `last` of the sentence, in which `fact` was found."""
        words = sentence.words
        mine = any(word in self.own for word in (*words[first : last + 1], *words[last + 2 : last + 3]))
        mine = mine or (first > 0 and words[first - 1] == "my")
        whose = "me" if mine else self._whose(words, first)
        if whose == "nobody" or (whose == "anyone" and fact != "wants_ambulance"):
            return "nothing"
        if self._supposed(sentence, first, mine, fact):
            return "nothing"
        if fact not in ("wants_ambulance", "self_harm") and self._asked(sentence, first, last, mine, fact):
            return "nothing"
        if self._denied(words, first, last):
            return "nothing" if whose == "other" else "no"
        if whose == "other":
            near = words[max(0, first - 3) : first + 1]
            past = any(word in self.others_past for word in near) and "now" not in words
            past = past or (fact in OLD_MATTERS and any(word in self.others_past for word in words))
            if fact in self.others_count and not past and (self.others_now & set(words) or fact in CALLS):
                return "other"
            return "doubtful" if fact in self.others_may and not past else "nothing"
        if not history and self._long_past(sentence, first, last):
            return "nothing"
        if fact in OLD_MATTERS and self._old_news(sentence, first, last):
            return "nothing"
        return "yes"

    def plain(self, sentence: Sentence, first: int, last: int) -> bool:
        """Whether words `first` to `last` are a plain statement of the speaker's own.

        That is: the speaker is named, or little else is said; nobody else is named, nothing before them is
        denied, and nothing is asked.
        """
        words = sentence.words
        around = (*words[:first], *words[last + 1 :])
        denied = any(word in self.negators for word in words[self._turn(words, first) : first])
        named = any(word in self.others or word in self.not_ours for word in around)
        own = any(word in self.own for word in words) or len(words) <= LITTLE
        return own and not denied and not named and not sentence.asks and words[0] not in self.openings

    def may_be_mine(self, sentence: Sentence, first: int) -> bool:
        """Whether words from `first` on may be about the speaker: all that nobody else is named for."""
        return self._whose(sentence.words, first) in ("me", "anyone")

    def _whose(self, words: tuple[str, ...], first: int) -> str:
        for index in range(first - 1, -1, -1):
            word = words[index]
            if word in self.own:
                if word == "my" and words[index + 1] in self.others | self.not_ours:
                    continue
                return "me"
            if word in self.not_ours:
                return "nobody"
            if word in self.others:
                return "other"
            if word in self.anyone:
                return "anyone"
        return "me"

    def _denied(self, words: tuple[str, ...], first: int, last: int) -> bool:
        listed = any(word in ("or", "nor") for word in words[max(0, first - REACH) : last + REACH])
        for index in range(first - 1, max(-1, first - REACH - 1), -1):
            word = words[index]
            if word in self.negators:
                return self.no_denial.match("".join(f"{w} " for w in words[index : index + 9])) is None
            if word == "i" and index >= 2 and words[index - 1] in self.believes:
                return any(before in self.negators for before in words[max(0, index - 3) : index])
            if word in self.ends or (word == "," and not listed):
                return False
        return False

    def _supposed(self, sentence: Sentence, first: int, mine: bool, fact: str) -> bool:
        if fact == "self_harm":
            return False
        words = sentence.words
        begin = self._turn(words, first)
        before = words[begin:first]
        if fact == "wants_ambulance":
            return any(word in self.no_call for word in before)
        if fact == "recent_surgery" and any(
            word in self.planned for word in words[max(0, first - 6) : first]
        ):
            return True
        line = "".join(f"{word} " for word in words[begin : first + 2])
        if self.supposing.search(line) or (not mine and self.in_general.search(line)):
            return True
        for index in range(begin, first):
            doubt = index > 0 and words[index - 1] in self.if_doubt
            habit = any(word in self.if_habit for word in words[index + 1 : index + 4])
            now = words[index + 1 : index + 2] == ("i",) and bool(
                self.if_now & set(words[index + 2 : index + 3])
            )
            if words[index] == "if" and not (doubt or habit or now):
                return True
        return False

    def _asked(self, sentence: Sentence, first: int, last: int, mine: bool, fact: str) -> bool:
        opening = sentence.words[0] if sentence.words[0] != "," else ""
        general = opening in self.questions or sentence.asks
        if opening == "why" and not any(word in self.anyone for word in sentence.words):
            general = False
        if not general:
            return False
        if fact in REASSURING:
            return True
        told = mine or any(word in self.subject for word in sentence.words[max(0, first - 3) : first])
        return not told

    def _long_past(self, sentence: Sentence, first: int, last: int) -> bool:
        words = sentence.words
        begin, end = self._turn(words, first), self._next_turn(words, last)
        part = words[begin:end]
        if any(
            word in self.still_now and part[index - 1] not in self.settled for index, word in enumerate(part)
        ):
            return False
        return self.long_past.search("".join(f"{word} " for word in part)) is not None

    def _old_news(self, sentence: Sentence, first: int, last: int) -> bool:
        words = sentence.words
        begin = self._turn(words, first)
        part = words[begin : self._next_turn(words, last)]
        if "now" in part or "today" in part:
            return False
        return self.old_news.search("".join(f"{word} " for word in part)) is not None

    def _turn(self, words: tuple[str, ...], first: int) -> int:
        for index in range(first - 1, -1, -1):
            if words[index] in self.turns or words[index : index + 2] == ("and", "now"):
                return index + 1
        return 0

    def _next_turn(self, words: tuple[str, ...], last: int) -> int:
        for index in range(last + 1, len(words)):
            if words[index] in self.turns or words[index : index + 2] == ("and", "now"):
                return index
        return len(words)


def load_scope(raw: Mapping[str, Any]) -> Scope:
    """Read the `scope` part of phrases.yml.

    Raises:
        KeyError: if a list is missing.
        PatternError: if a phrase cannot be read.
    """
    fields: dict[str, Any] = {
        name: compile_all(raw[name], {}) if name in EXPRESSIONS else frozenset(raw[name])
        for name in Scope.__dataclass_fields__
    }
    return Scope(**fields)
