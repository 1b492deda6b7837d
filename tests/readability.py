"""Whether a text can be read and heard with ease: sentences, words and the Flesch-Kincaid grade."""

from __future__ import annotations

import re
from collections.abc import Iterable

import textstat

MAX_GRADE = 6.0
MAX_WORDS_IN_SENTENCE = 18
LONG_ENOUGH = 20  # words; below this a grade says more about chance than about the text
MAX_SYLLABLES_PER_WORD = 1.9  # the guard for short texts ...
MAX_LONG_WORDS = 1  # ... and how many words of four syllables or more one may have

# Words the coach cannot do without; each is explained where it first matters.
NEEDED_WORDS = frozenset({"physiotherapist", "osteoporosis", "incontinence"})

_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*")


def syllables(word: str) -> int:
    """How many syllables a word has, from a pronouncing dictionary where it stands there."""
    return int(textstat.syllable_count(word.replace("-", " ")))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text: the school year in which it can be read (sixth: age eleven)."""
    return float(textstat.flesch_kincaid_grade(text.replace("-", " "))) if _WORD.search(text) else 0.0


def sentences(text: str) -> list[str]:
    """The sentences of a text, cut at its full stops, question marks and line ends."""
    return [part for part in re.split(r"(?<=[.!?])[\"'’)]*\s+|\n+", text) if _WORD.search(part)]


def too_hard(texts: Iterable[str]) -> list[str]:
    """What is too hard in these texts, one plain line for each finding; an empty list if all is well.

    Every sentence has to be short. A text of some length must be at grade 6 or below, and so must all of
    them together; a short one must do with short words.
    """
    found: list[str] = []
    kept = [text.strip() for text in texts if text.strip()]
    for text in kept:
        words = _WORD.findall(text)
        for sentence in sentences(text):
            length = len(_WORD.findall(sentence))
            if length > MAX_WORDS_IN_SENTENCE:
                found.append(f"{length} words in one sentence: {sentence}")
        if len(words) >= LONG_ENOUGH:
            if grade(text) > MAX_GRADE:
                found.append(f"grade {grade(text):.1f}: {text}")
        else:
            found.extend(_too_long_words(text, words))
    together = " ".join(text if text[-1] in ".!?" else text + "." for text in kept)
    if len(_WORD.findall(together)) >= LONG_ENOUGH and grade(together) > MAX_GRADE:
        found.append(f"grade {grade(together):.1f} for all of it together")
    return found


def _too_long_words(text: str, words: list[str]) -> list[str]:
    counts = [(word, syllables(word)) for word in words if word.lower() not in NEEDED_WORDS]
    long = [word for word, count in counts if count >= 4]
    if len(long) > MAX_LONG_WORDS:
        return [f"long words ({', '.join(long)}): {text}"]
    if len(counts) >= 5 and sum(count for _, count in counts) / len(counts) > MAX_SYLLABLES_PER_WORD:
        return [f"too many long words: {text}"]
    return []
