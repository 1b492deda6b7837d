"""The small language of the phrases, and its translation.

    wetting myself          these words, one after the other
    foot|toes               one of these words
    numb*                   a word that begins so
    my?                     a word that may be left out
    ~3                      up to three words of any kind
    {spot}                  anything from the list called spot

A gap never reaches over a masked word, and is at most twelve words, so that the time grows with the length
of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

MOST_WORDS_IN_A_GAP = 12
GAP_WORD = "(?!(?:no|not|never|without|neither) )[^ _]+ "
"""A denial inside a gap would turn the meaning round: "my face has not dropped"."""


class PatternError(ValueError):
    """A phrase that cannot be read. The message says which and why."""


def compile_all(phrases: list[str], lists: Mapping[str, list[str]]) -> re.Pattern[str]:
    """One expression that finds any of the phrases in a line of words.

    Raises:
        PatternError: if a phrase uses a list that does not exist, or a sign it must not.
    """
    if not phrases:
        raise PatternError("there is no phrase")
    return re.compile("(?<![^ ])(?:" + "|".join(_phrase(phrase, lists, ()) for phrase in phrases) + ")")


def _phrase(phrase: str, lists: Mapping[str, list[str]], inside: tuple[str, ...]) -> str:
    if not isinstance(phrase, str) or not phrase.split():
        raise PatternError(f"{phrase!r} is not a phrase")
    return "".join(_part(part, phrase, lists, inside) for part in phrase.split())


def _part(part: str, phrase: str, lists: Mapping[str, list[str]], inside: tuple[str, ...]) -> str:
    optional = part.endswith("?")
    core = part[:-1] if optional else part
    if core.startswith("~"):
        if not core[1:].isdigit() or not 0 < int(core[1:]) <= MOST_WORDS_IN_A_GAP:
            raise PatternError(f'"{phrase}": a gap is ~1 to ~{MOST_WORDS_IN_A_GAP}, not "{core}"')
        return f"(?:{GAP_WORD}){{0,{core[1:]}}}?"
    body = "|".join(_choice(choice, phrase, lists, inside) for choice in core.split("|"))
    return f"(?:{body})?" if optional else f"(?:{body})"


def _choice(choice: str, phrase: str, lists: Mapping[str, list[str]], inside: tuple[str, ...]) -> str:
    if choice.startswith("{") and choice.endswith("}"):
        name = choice[1:-1]
        if name not in lists:
            raise PatternError(f'"{phrase}": there is no list called "{name}"')
        if name in inside:
            raise PatternError(f'"{phrase}": the list "{name}" holds itself')
        return "|".join(_phrase(entry, lists, (*inside, name)) for entry in lists[name])
    if not re.fullmatch(r"[\w,.]+\*?", choice):
        raise PatternError(f'"{phrase}": "{choice}" holds a sign that is not one of | * ? ~ {{ }}')
    return re.escape(choice[:-1]) + "[^ ]* " if choice.endswith("*") else re.escape(choice) + " "


def find_all(pattern: re.Pattern[str], line: str) -> Iterator[tuple[int, int]]:
    """Where it is found in `line`, with those that overlap, one for each place of beginning."""
    match = pattern.search(line)
    while match is not None:
        yield match.start(), match.end()
        after = line.find(" ", match.start()) + 1
        if not after:
            return
        match = pattern.search(line, after)
