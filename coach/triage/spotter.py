"""Hears facts in free text: what hurts, what is denied, and what is somebody else's.

The phrases are data (phrases.yml). It looks for danger first: where a sentence has two readings, the more
urgent one counts, and a danger told anywhere is not undone by a denial elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coach.triage import spans
from coach.triage.files import DataError
from coach.triage.heard import Sentence, masked, sentences
from coach.triage.models import REASSURING, YES_NO_FACTS, Finding, more_urgent
from coach.triage.patterns import PatternError, compile_all, find_all
from coach.triage.scope import Scope, load_scope

COMPLAINING = re.compile(
    r"(?<![^ ])(?:it|this|me|mine|back|backache|feet|foot|bum|bottom|groin|sciatica|started|began"
    r"|burning|legs?|symptoms?|problems?|(?:numb|tingl|pain|hurt|ach|cramp|weak|stiff|leak|wet)[^ ]*) "
)
NOT_ITS_LENGTH = re.compile(
    r"(?<![^ ])(?:op|surgery|cancer|session|warfarin|old|married|retired|laminectomy|epidural|fusion"
    r"|remind|prostate|infection|stone|weight|broke|steroids?|tablets?|pills?"
    r"|(?:operat|injection|treat|predn|exercis|pregnan|chemo|fracture)[^ ]*) "
)
PARTS = {"spellings", "lists", "mask", "harmless", "lasting", "doubt", "facts", "scope"}
KINDS = ("says", "maybe", "ever", "clear")
DANGERS = frozenset(YES_NO_FACTS) - REASSURING
"""The facts that raise an answer: where they may be meant otherwise, they are asked about."""
SURGERY_WEEKS = 12
"""A back operation or injection up to this many weeks ago is recent. Source CUH; the number is ours."""


BARE_ANSWER = 5
"""A sentence of this many words or fewer, such as "for three weeks", is about the trouble itself."""


@dataclass(frozen=True)
class Phrases:
    """How one fact is said."""

    says: re.Pattern[str] | None
    maybe: re.Pattern[str] | None
    ever: re.Pattern[str] | None
    clear: re.Pattern[str] | None


@dataclass(frozen=True)
class Doubt:
    """Words that leave open whether some dangers are meant."""

    about: frozenset[str]
    says: re.Pattern[str]


class Spotter:
    """Finds facts of the contract in what a person says."""

    def __init__(
        self,
        facts: Mapping[str, Phrases],
        mask: re.Pattern[str],
        harmless: re.Pattern[str],
        lasting: frozenset[str],
        doubts: Sequence[Doubt],
        scope: Scope,
        spellings: Mapping[str, str],
        numbers: bool = True,
    ) -> None:
        self._facts = dict(facts)
        self._mask = mask
        self._harmless = harmless
        self._lasting = lasting
        self._doubts = tuple(doubts)
        self._scope = scope
        self._spellings = dict(spellings)
        self._counts = numbers

    def words(self, fact: str) -> frozenset[str]:
        """The words that the phrases of a fact are made of."""
        said = self._facts.get(fact)
        found = (said.says, said.maybe, said.ever, said.clear) if said else ()
        return frozenset(word for one in found if one for word in re.findall("[a-z]{2,}", one.pattern))

    def spot(self, text: str) -> list[Finding]:
        """Every fact that `text` tells, one finding for each; never raises, whatever the text."""
        best: dict[str, Finding] = {}
        said = list(sentences(text, self._spellings))
        open_facts = self._doubtful(said)
        for sentence in said:
            for finding in self._in(self._without_idioms(sentence), text):
                if finding.value is True and finding.fact in open_facts:
                    finding = finding.copy(update={"certain": False})
                known = best.get(finding.fact)
                if known is None or heavier(finding, known):
                    best[finding.fact] = finding
        return list(best.values())

    def _doubtful(self, said: list[Sentence]) -> frozenset[str]:
        """The dangers that some words, anywhere in what was said, leave open."""
        lines = [one.line.replace("years old ", "") for one in said]  # an age is no long time
        found = (d.about for d in self._doubts if any(d.says.search(line) for line in lines))
        return frozenset().union(*found)

    def _without_idioms(self, sentence: Sentence) -> Sentence:
        found = list(find_all(self._mask, sentence.line))
        if not self._lasting.intersection(sentence.words):
            found += find_all(self._harmless, sentence.line)
        spots = [(sentence.word_at(start), sentence.word_at(end - 1)) for start, end in found]
        return masked(sentence, spots) if spots else sentence

    def _in(self, sentence: Sentence, text: str) -> Iterator[Finding]:
        for fact, phrases in self._facts.items():
            kinds = ((phrases.says, True, False), (phrases.maybe, False, False), (phrases.ever, True, True))
            for pattern, certain, ever in kinds:
                if pattern is not None:
                    yield from self._told(sentence, text, fact, pattern, certain, ever)
            if phrases.clear is not None:
                for start, end in find_all(phrases.clear, sentence.line):
                    first, last = sentence.word_at(start), sentence.word_at(end - 1)
                    yield Finding(fact=fact, value=False, span=_span(sentence, text, first, last))
                    break
        if self._counts:
            yield from self._numbers(sentence, text)

    def _told(
        self, sentence: Sentence, text: str, fact: str, pattern: re.Pattern[str], certain: bool, ever: bool
    ) -> Iterator[Finding]:
        for start, end in find_all(pattern, sentence.line):
            first, last = sentence.word_at(start), sentence.word_at(end - 1)
            reading = self._scope.reading(sentence, first, last, fact, ever)
            if reading == "nothing":
                continue
            if fact == "recent_surgery" and reading == "yes":
                ago = [weeks for weeks, _, _ in spans.lengths(sentence.line)]
                if ago and min(ago) > SURGERY_WEEKS:
                    reading = "no"
            if reading == "doubtful":
                certain = False
            if reading == "yes" and fact in DANGERS:
                certain = certain and self._scope.plain(sentence, first, last)
            yield Finding(
                fact=fact,
                value=reading != "no",
                span=_span(sentence, text, first, last),
                certain=certain,
                other=reading == "other",
            )

    def _numbers(self, sentence: Sentence, text: str) -> Iterator[Finding]:
        everything = _span(sentence, text, 0, len(sentence.words) - 1)
        years, pain = spans.age(sentence.line), spans.score(sentence.line)
        if years is not None:
            yield Finding(fact="age", value=years, span=everything)
        if pain is not None:
            yield Finding(fact="pain", value=pain, span=everything)
        about_it = COMPLAINING.search(sentence.line) or len(sentence.words) <= BARE_ANSWER
        seen_then = " ago " in sentence.line and " doctor " in f" {sentence.line}"
        if sentence.asks or not about_it or seen_then or NOT_ITS_LENGTH.search(sentence.line):
            return
        for weeks, start, end in spans.lengths(sentence.line):
            first, last = sentence.word_at(start), sentence.word_at(end - 1)
            if self._scope.may_be_mine(sentence, first):
                span = _span(sentence, text, first, last)
                yield Finding(fact="duration_weeks", value=weeks, span=span)


def heavier(new: Finding, old: Finding) -> bool:
    """Whether the new finding counts for more: the speaker before others, the more urgent before the less."""
    if old.other != new.other:
        return old.other and new.value is True
    if new.value == old.value:
        return new.certain and not old.certain
    return more_urgent(new.fact, new.value, old.value)


def _span(sentence: Sentence, text: str, first: int, last: int) -> str:
    return text[sentence.places[first][0] : sentence.places[last][1]]


def load_spotter(raw: Any, numbers: bool = True) -> Spotter:
    """Read phrases.yml, or the phrases of another tongue, where `numbers` are not read.

    Raises:
        DataError: if a part is missing or a phrase cannot be read.
    """
    if not isinstance(raw, dict) or not PARTS <= set(raw):
        raise DataError(f"phrases.yml: needs {', '.join(sorted(PARTS))}")
    lists = raw["lists"]
    facts: dict[str, Phrases] = {}
    where = "mask"
    try:
        mask, harmless = compile_all(raw["mask"], lists), compile_all(raw["harmless"], lists)
        for fact, entry in raw["facts"].items():
            where = str(fact)
            if fact not in YES_NO_FACTS:
                raise DataError(f'phrases.yml: "{fact}" is not a yes-or-no fact')
            unknown = set(entry) - set(KINDS)
            if unknown:
                wrong = sorted(unknown)[0]
                raise DataError(f'phrases.yml: {fact}: "{wrong}" is not one of {", ".join(KINDS)}')
            found = {kind: compile_all(entry[kind], lists) if kind in entry else None for kind in KINDS}
            facts[fact] = Phrases(**found)
        where = "doubt"
        doubts = [_doubt(entry, lists) for entry in raw["doubt"]]
        where = "scope"
        scope = load_scope(raw["scope"])
    except PatternError as error:
        raise DataError(f"phrases.yml: {where}: {error}") from error
    except KeyError as error:
        raise DataError(f"phrases.yml: {where}: the list {error} is missing") from error
    spellings = {str(word): str(plain) for word, plain in raw["spellings"].items()}
    return Spotter(facts, mask, harmless, frozenset(raw["lasting"]), doubts, scope, spellings, numbers)


def _doubt(entry: Any, lists: Mapping[str, list[str]]) -> Doubt:
    about = DANGERS if entry["about"] == "any" else frozenset(entry["about"])
    if not about <= DANGERS:
        raise DataError(f"phrases.yml: doubt: {', '.join(sorted(about - DANGERS))} cannot be doubted")
    return Doubt(about, compile_all(entry["says"], lists))
