"""What a number means that has no unit and no name: a pain score or repetitions, by what surrounds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coach.understand.numbers import Number
from coach.understand.quantity_words import BODY, CHATTER, DOSE, HOLD, HURTING, MOVED, NOT_NOUNS, SECOND
from coach.understand.said import Said

_LASTING = frozenset("for about just only got have around say roughly".split())
_OVER = frozenset("please today then tops max maximum only now or thanks ta".split()) | {""}
_SHORT = 12  # words; a number in a longer text needs a better reason than being there


def settle(
    said: Said, bare: Sequence[Number], intent: str | None, found: frozenset[str]
) -> Iterator[tuple[str, Number]]:
    """The names of numbers without unit: at most one score or one dose. `found`: what is named already."""
    if not bare or intent == "set_reminder":
        return
    if intent == "start_routine":
        yield from _minutes(said, bare, found)
        return
    last = _corrected(said, bare)
    if intent == "set_dose":
        yield (
            ("hold_seconds" if said.words & (HOLD | SECOND) and "hold_seconds" not in found else "reps"),
            last,
        )
        return
    scores = [number for number in bare if 0 <= number.value <= 10]
    if intent == "report_pain_score":
        if scores:
            yield "pain", _now(said, scores)
        return
    if "pain" in found:
        return
    sure = [number for number in scores if _stands_alone(said, number)]
    dose = bool(said.words & DOSE) or bool(said.words & MOVED) and said.word(last.first - 1) == "to"
    others = said.words - {said.word(i) for n in bare for i in range(n.first, n.last + 1)}
    if scores and (said.words & HURTING or sure):
        yield "pain", _now(said, scores)
    elif dose and last.value <= 50 and not said.words & {"oclock", "remind"}:
        yield "reps", last
    elif scores and len(others - CHATTER) <= (3 if len(said) <= _SHORT else 0):
        yield "pain", _now(said, scores)


def _minutes(said: Said, bare: Sequence[Number], found: frozenset[str]) -> Iterator[tuple[str, Number]]:
    """'Stretches for fifteen': how long a session is, where nothing else is counted."""
    number = bare[-1]
    if "minutes" in found or number.loose or not 3 <= number.value <= 120:
        return
    if said.word(number.first - 1) in _LASTING and said.word(number.last + 1) in _OVER:
        yield "minutes", number


def _stands_alone(said: Said, number: Number) -> bool:
    """'It's a six when I walk', 'my leg is seven'."""
    before, two = said.word(number.first - 1), said.word(number.first - 2)
    after = said.word(number.last + 1)
    if before in ("a", "an") and after in NOT_NOUNS:
        return (
            two not in ("make", "do", "set", "give", "to")
            or two == "to"
            and bool(
                {said.word(number.first - i) for i in (3, 4)} & {"down", "up", "gone", "dropped", "from"}
            )
        )
    if before in ("is", "its", "was", "feels", "backs", "legs", "hips", "knees") and after in NOT_NOUNS:
        return before != "is" or two in BODY
    return False


def _corrected(said: Said, bare: Sequence[Number]) -> Number:
    """Of several dose numbers the one that was settled on: "ten is too many, say six"."""
    for number in reversed(bare):
        if said.word(number.first - 1) in ("say", "make", "just", "only", "to", "try", "it"):
            return number
    return bare[-1]


def _now(said: Said, scores: list[Number]) -> Number:
    """Of several pain numbers the one that holds now; of a range the higher."""
    if len(scores) == 1:
        return scores[0]
    for earlier, number in reversed(
        list(zip([None, *scores], scores, strict=False))
    ):  # "was six and now three", "five, no, six"
        before = {said.word(number.first - i) for i in range(1, 5)}
        if (
            before & {"now", "actually", "mean", "sorry", "wait", "nah"}
            or said.word(number.first - 1) == "no"
        ):
            return number
        if "no" in before and before & {"call", "make", "say"}:
            return number
        if "now" in {said.word(number.last + i) for i in (1, 2)} and number is not scores[0]:
            return number
        if earlier and "now" in {said.word(at) for at in range(earlier.last + 1, number.first)}:
            return number
    old = [
        n
        for n in scores
        if said.word(n.first - 1) == "from"
        or {said.word(n.first - 1), said.word(n.first - 2)} == {"from", "a"}
    ]
    gone = {n.first for n in old}
    current = [n for n in scores if n.first not in gone]
    if old and current:
        return current[-1]
    dated = [n for n in scores if not _past(said, n)]
    return max(dated or scores, key=lambda n: n.value)


def _past(said: Said, number: Number) -> bool:
    near = {said.word(number.first - i) for i in range(1, 4)} | {said.word(number.last + 1)}
    if said.word(number.last + 1) == "this":
        near.add(said.word(number.last + 2))
    return bool({"was", "yesterday", "earlier", "before", "been", "usually", "normally", "last"} & near)
