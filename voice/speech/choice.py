"""Which of a platform's voices speaks: a plain function of the list that pyttsx3 gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

ESPEAK = {None: "en-gb-x-rp", "man": "en-gb-x-rp", "woman": "en-gb-x-rp+f2"}
"""The speech library's voices on Linux that a recogniser understood best; it has no better ones."""
_GENDERS = {"man": "male", "woman": "female"}
_PLACES = ("en-gb", "en-ie", "en-au", "en-nz", "en-us", "en-ca", "en-za", "en-in")
"""Kinds of English, the one that the coach's words are written in first."""
_TOYS = frozenset(
    "albert bad_news badnews bahh bells boing bubbles cellos good_news goodnews jester junior organ "
    "superstar trinoids whisper wobble zarvox deranged hysterical pipe_organ princess ralph kathy fred "
    "agnes bruce vicki".split()
)
"""Voices that are jokes, or that sound as computers did long ago."""
_WOMEN = frozenset(
    "allison ava catherine fiona hazel heera karen kate libby linda martha matilda moira nicky samantha "
    "serena sonia stephanie susan tessa victoria zira zoe jenny aria michelle isha".split()
)
"""Names by which women's voices are known where the platform does not say."""
_MEN = frozenset(
    "aaron alex arthur daniel david evan george gordon guy james lee mark nathan oliver ravi richard "
    "rishi ryan sean thomas tom".split()
)


@dataclass(frozen=True)
class Offered:
    """A voice as pyttsx3 describes it."""

    id: str
    name: str = ""
    languages: tuple[str, ...] = ()
    gender: str | None = None

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Offered:
        """From what the speech process tells of it."""
        languages = tuple(str(one) for one in raw.get("languages") or ())
        return cls(str(raw["id"]), str(raw.get("name") or ""), languages, raw.get("gender"))


@dataclass(order=True)
class _Rank:
    """How well a voice suits; the least is the best."""

    other_gender: bool
    quality: int
    place: int
    order: int
    voice: Offered = field(compare=False)


def choose(voices: Sequence[Offered], wanted: str | None) -> str | None:
    """The id of the voice to speak with; None if there is none that was asked for, or none in English.

    Args:
        wanted: "man", "woman", a voice by its id or name or a part of either, or None for the best.
    """
    if wanted is not None and wanted not in _GENDERS:
        return _named(voices, wanted)
    ranks = []
    for order, voice in enumerate(voices):
        place = _place(voice)
        if place is not None and _bare(voice.name) not in _TOYS and _bare(_last(voice.id)) not in _TOYS:
            other = wanted is not None and _gender(voice) != _GENDERS[wanted]
            ranks.append(_Rank(other, _quality(voice), place, order, voice))
    return min(ranks).voice.id if ranks else None


def _named(voices: Sequence[Offered], wanted: str) -> str | None:
    """A voice by name; the speech library's variants ("en-us+f3") stand in no list."""
    sought, _, variant = wanted.casefold().partition("+")
    exact = [v for v in voices if sought in (v.id.casefold(), v.name.casefold(), _last(v.id).casefold())]
    partly = [v for v in voices if sought in f"{v.id} {v.name}".casefold()]
    found = next(iter(exact or sorted(partly, key=_quality)), None)
    if found is None:
        return None
    return f"{_last(found.id)}+{variant}" if variant else found.id


def _last(voice_id: str) -> str:
    return re.split(r"[./\\]", voice_id)[-1]


def _bare(name: str) -> str:
    """The name of a person in "Microsoft Hazel Desktop - English (Great Britain)" or "Bad News"."""
    name = re.sub(r"^microsoft\s+", "", name.casefold())
    return re.sub(r"\W+", "_", re.split(r"\s+desktop\b|\s*\(|\s+-\s+", name)[0]).strip("_")


def _place(voice: Offered) -> int | None:
    """How near its English is; None if it speaks another language."""
    tags = [tag.casefold().replace("_", "-") for tag in voice.languages if tag]
    tags += re.findall(r"\ben[-_][a-z]{2}\b", voice.id.casefold().replace("_", "-"))
    english = [tag for tag in tags if tag == "en" or tag.startswith("en-")]
    if not english:
        return None
    return min((_PLACES.index(tag) for tag in english if tag in _PLACES), default=len(_PLACES))


def _quality(voice: Offered) -> int:
    """0 for the best that the platform has, 3 for the plainest."""
    text = f"{voice.id} {voice.name}".casefold()
    if "premium" in text or "natural" in text or "neural" in text:
        return 0
    if "enhanced" in text:
        return 1
    return 3 if "eloquence" in text else 2


def _gender(voice: Offered) -> str | None:
    said = (voice.gender or "").casefold().replace("voicegender", "")
    if said in ("male", "female"):
        return said
    name = _bare(voice.name)
    return "female" if name in _WOMEN else "male" if name in _MEN else None
