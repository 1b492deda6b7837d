"""What somebody answers to a question whose kind of answer is known."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from coach.understand import on_topic
from coach.understand.durations import weeks
from coach.understand.lexicon import DATA, Lexicon, build, load
from coach.understand.models import Answer, Ask
from coach.understand.numbers import SOUNDS_LIKE, below_nothing, numbers
from coach.understand.patterns import Match
from coach.understand.quantities import quantities
from coach.understand.said import Said
from coach.understand.spelling import distance
from coach.understand.text import Token, stem, tokens

# Facts that are bad news: here "fine" means no, and between yes and no the careful answer is yes.
_TROUBLE = frozenset(
    "saddle_numbness bladder_change bowel_change sexual_change bilateral sudden_onset worsening "
    "weakness foot_drop "
    "fever immune_or_iv cancer_history weight_loss night_pain major_trauma minor_trauma "
    "bone_weakness recent_surgery "
    "anticoagulant pregnant chest_pain stroke_signs abdominal_pulse calf_swelling cold_pale_leg "
    "self_harm".split()
)
# Facts about the past or about relief: "fine" says neither yes nor no.
_PLAIN = frozenset({"eases_bent", "resolves_quickly", "known_stenosis", "seen_doctor"})
# Where having lost feeling or power is itself the answer yes.
_LOSS = frozenset(
    "saddle_numbness bladder_change bowel_change sexual_change weakness foot_drop stroke_signs".split()
)
_AGAIN_FIRST = frozenset(
    "what why pardon eh huh how who which where when can could should would will is are does".split()
)
_PLAIN_NO = frozenset("no nope nah nay nae naw".split())
_AUXILIARY = frozenset("do does did have has had am is are was were can could will would been got".split())
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5, "seventh": 6}


def parse_answer(text: str, ask: Ask) -> Answer:
    """What the text answers to the question `ask` ({"fact", "type", "choices", "min", "max"}).

    A bool, a number within its bounds (pain in whole points, rounded up; duration_weeks in weeks), or the
    id of a choice. "unsure" and "refused" where they say so; "none" where the text is something else.
    Never fails on any text.
    """
    kind = ask.get("type")
    words = _lexicon().read(text)
    if not words:
        return Answer("none")
    found = _lexicon().finder.find(words)
    said = _of("answer", found)
    if kind == "bool":
        return _bool(str(ask.get("fact", "")), said, words)
    if kind == "number":
        return _number(text, ask, said, words)
    if kind == "choice":
        return _choice(ask, said, _of("choice", found), words)
    return Answer("none")


def to_the_point(text: str, asked: Collection[str], told: bool) -> bool:
    """Whether a text that has a yes or a no in it tells nothing but that, and what was asked about.

    "I haven't" does, "I haven't got my glasses" does not.

    Args:
        asked: the stems of what was asked about.
        told: whether the answer tells of trouble.
    """
    words = _lexicon().read(text)
    return on_topic.alone(words, _of("answer", _lexicon().finder.find(words)), asked, told)


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    lines = (DATA / "real_words.txt").read_text(encoding="utf-8").splitlines()
    real = {line for line in lines if line and not line.startswith("#")}
    main = load().speller.right
    return build((DATA / "answers.yml").read_text(encoding="utf-8"), sorted(real | main), "answers.yml")


def _of(entity: str, found: Sequence[Match]) -> list[Match]:
    """The longest phrases of one kind that do not overlap, in the order they were said."""
    used: set[int] = set()
    chosen = []
    matches = [match for match in found if match.entity == entity]
    for match in sorted(matches, key=lambda m: (-len(m.hits), m.width, m.hits[0], m.phrase.rank)):
        if not used.intersection(match.hits):
            used.update(match.hits)
            chosen.append(match)
    return sorted(chosen, key=lambda m: m.hits[0])


def _bool(fact: str, said: list[Match], words: Sequence[Token]) -> Answer:
    trouble, leave = fact in _TROUBLE, fact not in _TROUBLE and fact not in _PLAIN
    votes: list[bool] = []
    for match in said:
        worse = fact in _PLAIN and words[match.hits[0]].word == "worse"
        if match.value == "yes" and (worse or _denied(match, words)):
            votes.append(False)
        elif match.value == "yes":
            loss = words[match.hits[0]].word in ("no", "lost", "losing")
            if loss and fact not in _LOSS:
                votes.append(words[match.hits[0]].word != "no")
            else:
                votes.append(True)
        elif match.value == "loss":
            # "Nothing comes out", "I can't feel it": a no by its words, the trouble itself by its meaning.
            if fact in _LOSS:
                votes.append(True)
        elif match.value == "unwell":
            if fact == "fever":
                votes.append(True)
        elif match.value == "no":
            votes.append(False)
        elif match.value == "well" and fact not in _PLAIN:
            votes.append(leave)
        elif match.value == "go" and leave:
            votes.append(True)
        elif match.value in ("wait", "not_go") and (leave or words[match.hits[0]].word == "no"):
            votes.append(False)
    kinds = {match.value for match in said}
    asks_back = bool(said) and said[0].value == "again" and said[0].hits[0] == 0
    if votes and not (asks_back and words[0].word in _AGAIN_FIRST):
        if "unsure" in kinds:
            # "Well, maybe a little" is a yes where trouble is asked about; all other doubt is doubt.
            sure = trouble and (
                votes[-1] and said[-1].value == "yes" or all(votes) and said[0].value == "yes"
            )
            return Answer("value", True) if sure else Answer("unsure")
        if all(votes) or not any(votes):
            return Answer("value", votes[0])
        if fact in _PLAIN or _only_in_passing(said, words):
            return Answer("none")  # what would calm is told plainly or asked again
        return _mixed(votes, trouble)
    if "unsure" in kinds:
        return Answer("unsure")
    if "refused" in kinds:
        return Answer("refused")
    return Answer("none")


def _denied(match: Match, words: Sequence[Token]) -> bool:
    """Whether "not" follows and ends it: "I have not", but not "it is not right"."""
    at = match.hits[-1] + 1
    denied = at < len(words) and words[at].word == "not" and words[match.hits[-1]].word in _AUXILIARY
    return denied and (at + 1 == len(words) or words[at + 1].broken)


def _only_in_passing(said: list[Match], words: Sequence[Token]) -> bool:
    """Whether a plain no comes first, and the yes after it belongs to what is told: "no, I was asleep"."""
    first, *later = said
    plain = first.value == "no" and len(first.hits) == 1 and words[first.hits[0]].word in _PLAIN_NO
    yeses = [match for match in later if match.value not in ("no", "unsure", "go", "wait", "not_go")]
    return plain and all(
        match.value == "yes" and len(match.hits) > 1 and words[match.hits[-1]].word in _AUXILIARY
        and match.hits[-1] + 1 < len(words) and not words[match.hits[-1] + 1].broken
        for match in yeses
    )  # fmt: skip


def _mixed(votes: list[bool], trouble: bool) -> Answer:
    """Both yes and no. About trouble, a yes that comes after a no counts ("not really, well, a bit")."""
    if trouble:
        return Answer("value", True) if votes[-1] else Answer("unsure")
    return Answer("value", votes[-1])


def _number(text: str, ask: Ask, said: list[Match], words: Sequence[Token]) -> Answer:
    fact = str(ask.get("fact", ""))
    low, high = float(_bound(ask, "min", 0)), float(_bound(ask, "max", math.inf))
    kinds = {match.value for match in said}
    value: float | None
    if low >= 0 and below_nothing(text):
        return Answer("none")
    if fact == "duration_weeks":
        value = weeks(words)
    elif fact == "pain":
        value = _pain(words, high)
    else:
        found = [n.value for n in numbers(words) if low <= n.value <= high and not n.loose]
        value = found[0] if found else None
    if value is None and len(words) <= 2 and words[-1].word in SOUNDS_LIKE:
        value = float(SOUNDS_LIKE[words[-1].word])
    if value is not None and low <= value <= high:
        return Answer("value", int(value) if float(value).is_integer() else round(value, 2))
    if value is not None:
        return Answer("none")
    if "unsure" in kinds:
        return Answer("unsure")
    if "refused" in kinds:
        return Answer("refused")
    return Answer("none")


def _pain(words: Sequence[Token], high: float) -> float | None:
    """A pain score. "Eleven out of ten" is ten; "nothing" is nought; nothing else is guessed."""
    over = re.compile(r"out of (?:ten|10)\b")
    line = " ".join(token.word for token in words)
    if over.search(line):
        above = [n.value for n in numbers(words) if n.value > high]
        if above and not any(n.value < high for n in numbers(words)):
            return high
    found = [e for e in quantities(Said(words), "report_pain_score") if e.entity == "pain"]
    if found and isinstance(found[0].value, int):
        if found[0].value == 0 and words[0].word in ("no", "not") and len(words) < 3 and "pain" not in line:
            return None  # a bare "no" is no score
        return float(found[0].value)
    return None


def _bound(ask: Ask, name: str, default: float) -> float:
    value = ask.get(name)
    return default if value is None else float(value)


def _choice(ask: Ask, said: list[Match], matches: Sequence[Match], words: Sequence[Token]) -> Answer:
    options = _options(ask.get("choices") or [])
    ids = list(options)
    kinds = {match.value for match in said}
    line = " " + " ".join(token.word for token in words) + " "
    exact = [i for i, names in options.items() if any(name and f" {name} " in line for name in names)]
    by_alias = [
        (m.hits, m.value)
        for m in matches
        if m.entity == "choice" and m.value in options and not _ruled_out(m, words)
    ]
    named = list(dict.fromkeys(value for _, value in by_alias))
    hidden = {m.value for m in matches if m.entity == "choice"}
    exact = [i for i in exact if i in named or i not in _aliases() or not hidden]
    found = list(dict.fromkeys(exact + named))
    if "both" in options and ("both" in found or {"left", "right"} <= set(found)):
        found = ["both"]
    if len(found) > 1 and "other" in found:
        found.remove("other")
    if len(found) > 1:
        longest = max(found, key=lambda i: max((len(n) for n in options[i] if f" {n} " in line), default=0))
        others = [i for i in found if i != longest]
        if all(any(other in name for name in options[longest]) for other in others):
            found = [longest]
    if len(found) == 1:
        return Answer("value", found[0])
    if not found:
        nearest = _by_place(words, ids) or _by_words(words, options)
        if nearest:
            return Answer("value", nearest)
        if {"yes", "no"} <= set(ids) and said and said[0].value in ("yes", "no"):
            return Answer("value", said[0].value)
    if "unsure" in kinds:
        return Answer("unsure")
    if "refused" in kinds:
        return Answer("refused")
    return Answer("none")


def _ruled_out(match: Match, words: Sequence[Token]) -> bool:
    before = [words[i].word for i in range(max(0, match.hits[0] - 2), match.hits[0])]
    return "not" in before or before[-1:] == ["no"]


@lru_cache(maxsize=1)
def _aliases() -> frozenset[str]:
    return _lexicon().values["choice"]


def _options(choices: Sequence[Any]) -> dict[str, list[str]]:
    """Each choice's id with the plain words it goes by. Choices are ids, or mappings with id and title."""
    options: dict[str, list[str]] = {}
    for choice in choices:
        if isinstance(choice, Mapping):
            key = str(choice.get("id", choice.get("title", "")))
            titles = [str(choice.get("title", key)), key]
        else:
            key, titles = str(choice), [str(choice)]
        options[key] = list(
            dict.fromkeys(" ".join(t.word for t in tokens(t.replace("_", " "))) for t in titles)
        )
    return options


def _by_place(words: Sequence[Token], ids: list[str]) -> str | None:
    """ "The second one", "number three", "the last"."""
    said = [token.word for token in words]
    for at, word in enumerate(said):
        pointed = len(said) <= 3 or said[at + 1 : at + 2] in (["one"], ["option"], ["choice"])
        if word in _ORDINALS and pointed and _ORDINALS[word] < len(ids):
            return ids[_ORDINALS[word]]
        if word == "last" and pointed and len(said) <= 4 and ids:
            return ids[-1]
    found = numbers(words)
    if len(found) == 1 and len(said) - (found[0].last - found[0].first) <= 3:
        place = int(found[0].value)
        named = said[max(0, found[0].first - 1)] in ("number", "option", "choice") or len(said) == 1
        if named and 1 <= place <= len(ids):
            return ids[place - 1]
    return None


def _by_words(words: Sequence[Token], options: dict[str, list[str]]) -> str | None:
    """The one choice that shares with what was said a word that no other choice has, slips allowed."""
    holders: dict[str, set[str]] = {}
    for key, names in options.items():
        for word in {w for name in names for w in name.split()}:
            holders.setdefault(stem(word), set()).add(key)
    telling = {word: next(iter(keys)) for word, keys in holders.items() if len(keys) == 1 and len(word) > 3}
    hits = {telling[t.stem] for t in words if t.stem in telling}
    if not hits:
        hits = {
            key
            for word, key in telling.items()
            for t in words
            if len(t.word) > 2 and distance(t.stem, word, 1) <= 1
        }
    return hits.pop() if len(hits) == 1 else None
