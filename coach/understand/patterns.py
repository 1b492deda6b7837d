"""The small language of the lexicon's phrases, and finding them in a text.

knee to chest        words next to each other, in any inflection
=march               exactly this form ("marching" is not meant)
lean|bend forward    one of several words
<bend> [over] down   a word of the group "bend"; a word that may be there or not
hug .. knee          up to three other words in between
<bend> & chair       both near each other, in either order (at most nine words apart)
left (<body>)        a word that has to be there but is left for other phrases to use
back [(a)] sore      a word that may be there and is left for other phrases to use
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coach.understand.text import Token, stem

GAP = 3  # words that ".." may stand for
WINDOW = 10  # words within which the parts of an "&" phrase have to lie


class PatternError(ValueError):
    """A phrase of the lexicon that cannot be read."""


@dataclass(frozen=True)
class Part:
    """One place of a phrase: the stems and exact words that fit there."""

    stems: frozenset[str]
    words: frozenset[str]
    optional: bool = False
    gap: int = 0
    lent: bool = False

    def fits(self, token: Token) -> bool:
        return token.stem in self.stems or token.word in self.words


@dataclass(frozen=True)
class Phrase:
    """A phrase that stands for a value of an entity, and where it does not count.

    Guards: `not_after` and `not_before` look at the word next to the phrase, `unless` and `needs` at
    the words within thirty-two of it.
    """

    entity: str
    value: str
    parts: tuple[Part, ...]
    unordered: bool
    not_after: Part | None
    not_before: Part | None
    unless: Part | None
    needs: Part | None
    rank: int


@dataclass(frozen=True)
class Match:
    """A phrase found: `hits` are the places of its words, `used` those that it keeps to itself."""

    phrase: Phrase
    hits: tuple[int, ...]
    used: tuple[int, ...]

    @property
    def entity(self) -> str:
        return self.phrase.entity

    @property
    def value(self) -> str:
        return self.phrase.value

    @property
    def width(self) -> int:
        return max(self.hits) - min(self.hits) + 1


def part(text: str, groups: Mapping[str, Sequence[str]], gap: int = 0) -> Part:
    """Reads one place of a phrase.

    Raises:
        PatternError: if it is empty or names a group that is not there.
    """
    optional = text.startswith("[") and text.endswith("]")
    inner = text[1:-1] if optional else text
    lent = inner.startswith("(") and inner.endswith(")")
    inner = inner[1:-1] if lent else inner
    stems: set[str] = set()
    words: set[str] = set()
    for option in inner.split("|"):
        names = [option]
        if option.startswith("<") and option.endswith(">"):
            if option[1:-1] not in groups:
                raise PatternError(f"there is no group of words called {option}")
            names = list(groups[option[1:-1]])
        for name in names:
            if name.startswith("="):
                words.add(name[1:])
            elif name.isalnum():
                stems.add(stem(name))
            else:
                raise PatternError(f'"{name}" is not a single plain word')
    return Part(frozenset(stems), frozenset(words), optional, gap, lent)


def parts(text: str, groups: Mapping[str, Sequence[str]]) -> tuple[tuple[Part, ...], bool]:
    """Reads a phrase: its places, and whether their order does not matter.

    Raises:
        PatternError: if it cannot be read, says nothing, or begins or ends with "..".
    """
    if "&" in text:
        chosen = tuple(part(piece.strip(), groups) for piece in text.split("&"))
        if any(p.optional for p in chosen):
            raise PatternError(f'"{text}": no [..] in a phrase with &')
        return chosen, True
    found: list[Part] = []
    gap = 0
    for piece in text.split():
        if piece == "..":
            gap = GAP
            continue
        found.append(part(piece, groups, gap if found else 0))
        gap = 0
    if not found or gap or all(p.optional or p.lent for p in found):
        raise PatternError(f'"{text}" says nothing or ends with ".."')
    return tuple(found), False


class Finder:
    """Finds many phrases in one pass over a text; time grows with the text's length alone."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._ordered: dict[str, list[Phrase]] = {}
        self._loose: dict[str, list[tuple[Phrase, int]]] = {}
        for phrase in phrases:
            for place, piece in enumerate(phrase.parts):
                for key in [*piece.stems, *("=" + w for w in piece.words)]:
                    if phrase.unordered:
                        self._loose.setdefault(key, []).append((phrase, place))
                    else:
                        self._ordered.setdefault(key, []).append(phrase)
                if not phrase.unordered and not piece.optional:
                    break

    def find(self, words: Sequence[Token]) -> list[Match]:
        """Every phrase found, overlapping ones included."""
        found: list[Match] = []
        last: dict[int, dict[int, int]] = {}
        for at, token in enumerate(words):
            keys = (token.stem, "=" + token.word)
            for key in keys:
                for phrase in self._ordered.get(key, ()):
                    fits = _follow(phrase.parts, 0, words, at, True)
                    if fits is None:
                        continue
                    hits = tuple(hit for hit, _ in fits)
                    if allowed(phrase, hits, words):
                        found.append(Match(phrase, hits, tuple(hit for hit, kept in fits if kept)))
                for phrase, place in self._loose.get(key, ()):
                    seen = last.setdefault(id(phrase), {})
                    seen[place] = at
                    if len(seen) < len(phrase.parts) or len(set(seen.values())) < len(phrase.parts):
                        continue
                    hits = tuple(sorted(seen.values()))
                    if hits[-1] - hits[0] < WINDOW and allowed(phrase, hits, words):
                        kept = tuple(sorted(seen[i] for i, p in enumerate(phrase.parts) if not p.lent))
                        found.append(Match(phrase, hits, kept))
        return found


def _follow(
    pieces: tuple[Part, ...], place: int, words: Sequence[Token], at: int, first: bool
) -> tuple[tuple[int, bool], ...] | None:
    """The places of the words that fit the phrase from here on, each with whether it is kept; or None."""
    if place == len(pieces):
        return ()
    piece = pieces[place]
    for here in range(at, at + 1 if first else at + piece.gap + 1):
        if here < len(words) and piece.fits(words[here]):
            rest = _follow(pieces, place + 1, words, here + 1, False)
            if rest is not None:
                return ((here, not piece.lent), *rest)
    if piece.optional:
        return _follow(pieces, place + 1, words, at, first)
    return None


def allowed(phrase: Phrase, hits: tuple[int, ...], words: Sequence[Token]) -> bool:
    """Whether the guards of a phrase let it count here."""
    first, last = hits[0], hits[-1]
    if phrase.not_after and first > 0 and phrase.not_after.fits(words[first - 1]):
        return False
    if phrase.not_before and last + 1 < len(words) and phrase.not_before.fits(words[last + 1]):
        return False
    if phrase.unless or phrase.needs:
        near = [t for i, t in enumerate(words) if abs(i - first) <= 4 * WINDOW and i not in hits]
        if phrase.unless and any(phrase.unless.fits(t) for t in near):
            return False
        if phrase.needs and not any(phrase.needs.fits(t) for t in near):
            return False
    return True
