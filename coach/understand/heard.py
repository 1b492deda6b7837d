"""What is named by nothing but its sound, where the request says that something is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coach.understand import mishearings
from coach.understand.models import Entity
from coach.understand.sounds import key
from coach.understand.spelling import distance
from coach.understand.text import Token

_NAMING = {
    "start_exercise": "exercise",
    "ask_how": "exercise",
    "ask_why": "exercise",
    "ask_dose": "exercise",
    "ask_condition": "condition",
}
_PARTS = {
    "leg": ("leg", "legs"), "foot": ("foot", "feet"), "back": ("back",), "buttock": ("buttock", "bum"),
    "calf": ("calf", "calves"), "toe": ("toe", "toes"), "hip": ("hip", "hips"), "knee": ("knee", "knees"),
    "neck": ("neck",), "shin": ("shin", "shins"), "heel": ("heel", "heels"), "ankle": ("ankle", "ankles"),
}  # fmt: skip
_PART_SOUNDS: dict[str, list[tuple[str, str]]] = {}
for _value, _words in _PARTS.items():
    for _word in _words:
        _PART_SOUNDS.setdefault(key(_word), []).append((_word, _value))
# A part of the body stands after one of these, and goes on with one of those: "my lake has gone numb".
_TELLING = frozenset({word for words in _PARTS.values() for word in words} | {"hole", "own", "new", "now"})
_OWNED = frozenset("my me mi ma both left right lower".split())
_GOES_ON = frozenset(
    (
        "is are has have was were gone goes go going keeps keep kept feel feels felt hurt hurts hurting "
        "ache aches aching tingle tingles tingling burn burns burning cramp cramps cramping throb throbs "
        "throbbing went wont been got gets getting swells swollen really all just"
    ).split()
)


def heard(words: Sequence[Token], intent: str | None, found: set[str]) -> Iterator[Entity]:
    """Entities told by sound alone: names that the request lacks, and what hurts."""
    entity = _NAMING.get(intent or "")
    if entity and entity not in found:
        near = mishearings.load().names[entity].nearest(words)
        if near:
            yield Entity(entity, near[0], words[near[1]].start, words[near[2]].end)
    if intent == "report_symptom" and "symptom" in found and "body_part" not in found:
        yield from _body_part(words)


def _body_part(words: Sequence[Token]) -> Iterator[Entity]:
    for at in range(1, len(words)):
        token, following = words[at], words[at + 1 : at + 2]
        near = _PART_SOUNDS.get(key(token.word))
        if not near or token.word in _TELLING or words[at - 1].word not in _OWNED:
            continue
        if following and not following[0].broken and following[0].word not in _GOES_ON:
            continue
        _, value = min(near, key=lambda pair: distance(token.word, pair[0], 6))
        yield Entity("body_part", value, token.start, token.end)
        return
