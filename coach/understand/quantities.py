"""Which quantity a number is: minutes, repetitions, seconds to hold, sets or pain.

Its unit decides ("ten minutes"), else a name before it ("reps ten"), else the words around; see `bare`.
"""

from __future__ import annotations

import math

from coach.understand import spelt_out
from coach.understand.bare import settle
from coach.understand.models import Entity
from coach.understand.numbers import Number
from coach.understand.quantity_words import (
    BEFORE_ONE,
    BETWEEN,
    BODY,
    CORRECTING,
    HOLD,
    HOUR,
    KIND_OF,
    MINUTE,
    MORE,
    OTHER,
    PAIN_NAME,
    REP,
    SECOND,
    SESSION,
    SET,
    SIDES,
    THEM,
)
from coach.understand.said import Said


def quantities(
    said: Said,
    intent: str | None,
    timed: frozenset[int] = frozenset(),
    named: frozenset[int] = frozenset(),
) -> list[Entity]:
    """Minutes, repetitions, seconds to hold, sets and pain in a text, each once.

    `timed` are the places of words that tell a time of day, `named` those that name an exercise.
    """
    return _Reader(said, intent, timed, named).read()


class _Reader:
    def __init__(self, said: Said, intent: str | None, timed: frozenset[int], named: frozenset[int]) -> None:
        self.said = said
        self._word = said.word
        self.intent = intent
        self.timed = timed
        self.named = named
        self.found: dict[str, Entity] = {}
        self.bare: list[Number] = []
        self.passed: set[int] = set()  # places of numbers that are told only to be replaced

    def read(self) -> list[Entity]:
        for amount in spelt_out.hours(self.said):
            self._add(*amount)
        for number in self.said.numbers:
            places = range(number.first, number.last + 1)
            if not any(at in self.timed or at in self.named for at in places):
                self._place(number)
        for name, value, first, last in spelt_out.sound_alikes(self.said, self.timed):
            if name != "bare":
                self._add(name, value, first, last)
            elif not self.bare:
                self.bare.append(Number(value, first, last))
        if self.intent == "report_pain_score" and not self.bare and "pain" not in self.found:
            self.bare += [number for number in self.said.numbers if not self._aside(number)]
        if self.intent in ("report_pain_score", "set_dose") and not self.bare and not self.found:
            self.bare += [
                Number(value, first, last) for _, value, first, last in spelt_out.last_word(self.said)
            ]
        for amount in spelt_out.counts(self.said, self.intent):
            self._add(*amount)
        for name, number in settle(self.said, self.bare, self.intent, frozenset(self.found)):
            self._add(name, number.value, number.first, number.last)
        for amount in spelt_out.nothing_hurts(self.said, self.intent):
            self._add(*amount)
        return list(self.found.values())

    def _aside(self, number: Number) -> bool:
        """Whether a number is no score even where a score is told: the scale itself, and "that one"."""
        last = number.last == len(self.said) - 1
        return self._scale_end(number) or self._ruled_out(number) or number.loose and not last

    def _place(self, number: Number) -> None:
        """Tries the ways to tell what a number counts, the surest first."""
        if (
            self._score(number)
            or self._scale_end(number)
            or self._first_of_range(number)
            or self._ruled_out(number)
        ):
            return
        if (
            self._relative(number)
            or self._with_unit(number)
            or self._named_before(number)
            or self._of_them(number)
        ):
            return
        follow = self._word(number.last + 1)
        if follow in OTHER or number.loose and self._pronoun(number):
            return
        self.bare.append(number)

    def _score(self, number: Number) -> bool:
        """Seven out of ten, 7/10."""
        unit, second, last = self._word(number.last + 1), self._word(number.last + 2), number.last
        tens = ("10", "ten", "tan")
        if "/" in self.said.before(last + 1) and unit in tens:
            self._add("pain", number.value, number.first, last + 1)
        elif unit == "out" and second == "of" and self._word(last + 3) in tens:
            self._add("pain", number.value, number.first, last + 3)
        elif unit in ("of", "in", "over", "from", "outta") and second in tens and len(self.said) < 10:
            self._add("pain", number.value, number.first, last + 2)
        else:
            return False
        return True

    def _ruled_out(self, number: Number) -> bool:
        """'Not ten', 'instead of ten', 'ten is too many'."""
        before = [self._word(number.first - i) for i in (1, 2)]
        after = [self._word(number.last + i) for i in range(1, 6)]
        if before[0] == "from" and self._word(number.last + 1) == "to" and self.said.number(number.last + 2):
            self.passed.update(range(number.first - 1, number.last + 1))
            return True  # "from ten to eight"
        others = len(self.said.numbers) > 1
        if others and after[0] == "being":
            return True  # "ten being the worst"
        if others and (before[0] in ("not", "than") or before == ["of", "instead"]):
            return True
        return others and "too" in after and bool({"many", "much", "long", "hard"} & set(after))

    def _relative(self, number: Number) -> bool:
        """'Two more reps' changes the dose by two and names none."""
        after = [self._word(number.last + 1), self._word(number.last + 2)]
        unit = after[0] in REP | SET | SECOND
        return (
            after[0] in MORE and (not after[1] or after[1] in REP | SET | SECOND) or unit and after[1] in MORE
        )

    def _with_unit(self, number: Number) -> bool:
        at = number.last + 1
        unit, after = self._word(at), self._word(at + 1)
        if "," in self.said.before(at) and unit in SET:
            return False  # "three sets of eight, set it to that"
        if unit in REP | SET:
            before = number.first - 1
            named = self._word(before) in REP | SET and not self._counted(before)
            if after in ("to", "at") and self.said.number(at + 2) or named and self.said.number(at + 1):
                return False  # "reps to eight sets to three", "sets three reps eight"
        if unit in KIND_OF:
            at, unit, after = at + 1, after, self._word(at + 2)
        if unit in MINUTE:
            if (
                self.said.near(number.first, 4, frozenset({"hold", "holds"}))
                and not self.said.near(number.first, 3, frozenset({"on"}))
                and number.value <= 3
            ):
                self._put("hold_seconds", number, at, number.value * 60)
            elif (
                after != "ago"
                and not (number.value == 1 and not self._session_near(at))
                and not self._few(number)
            ):
                self._put("minutes", number, at)
            return True
        if unit in HOUR:
            self._put("minutes", number, at, number.value * 60)
            return True
        if unit in SECOND:
            resting = self.said.near(
                number.first, 3, frozenset({"rest", "resting", "wait", "break"})
            ) or after in ("rest", "break")
            moment = number.value == 1 and not self.said.near(number.first, 4, HOLD) and after != "hold"
            if not resting and not moment and after != "ago":
                self._put("hold_seconds", number, at)
            return True
        if unit in ("hold", "holds") and not self.said.number(at + 1):
            self._put("hold_seconds", number, at)
            return True
        if (
            unit in SET
            and not (unit == "lots" and after not in ("of", ""))
            and not (unit == "round" and after == "the")
        ):
            self._put("sets", number, at)
            return True
        if unit in ("x", "times", "by"):
            other = self.said.number(at + 1)
            if other and self._word(other.last + 1) in SET:  # "six times, two lots"
                self._put("reps", number, at)
                return True
            if other and "times" != unit or other and after != "a":  # 2 x 8
                self._put("sets", number, at)
                self._add("reps", other.value, at + 1, other.last) if other else None
                return True
        if unit in REP or at in self.named and number.value >= 2 and not number.loose:
            if unit == "go" or unit == "times" and spelt_out.how_often(self.said, at + 1):
                return unit != "go"
            self._put("reps", number, at)
            return True
        return False

    def _named_before(self, number: Number) -> bool:
        at = number.first - 1
        while at >= 0 and at > number.first - 7 and (self._word(at) in BETWEEN or at in self.passed):
            at -= 1
        word, between = self._word(at), {self._word(i) for i in range(at, number.first)}
        if number.loose and self._word(number.first) == "one" and self._pronoun(number):
            return False
        if word in SET and "of" in between:
            self._put("reps", number, number.last)
        elif word in ("sets", "rounds") and not ("sets" in self.found and self._counted(at)):
            self._put("sets", number, number.last)
        elif word in ("reps", "repetitions", "rep", "repeats", "x"):
            self._put("reps", number, number.last)
        elif word in HOLD - {"keep"} and not (word == "hold" and "on" in between):
            self._put("hold_seconds", number, number.last)
        elif "count" in between and "of" in between:  # "for a count of four"
            self._put("hold_seconds", number, number.last)
        elif word in PAIN_NAME and not number.loose:
            self.bare.append(number)
        else:
            return False
        return True

    def _counted(self, at: int) -> bool:
        """Whether the unit at a place has its number already: "three sets, six in each"."""
        return any(number.last == at - 1 for number in self.said.numbers)

    def _of_them(self, number: Number) -> bool:
        """Six of them, eight each side."""
        unit, second = self._word(number.last + 1), self._word(number.last + 2)
        them = unit in ("of", "o") and second in THEM
        sides = unit in ("each", "per", "on", "a", "every") and second in SIDES
        over = not second or "," in self.said.before(number.last + 2)
        # "three sets, six in each", but not "seven in each leg"
        in_each = unit == "in" and second == "each" and bool(self.said.words & SET)
        in_each = in_each and self._word(number.last + 3) not in BODY
        if them or sides or unit == "each" and over or in_each:
            self._put("reps", number, number.last + 1)
            return True
        return False

    def _first_of_range(self, number: Number) -> bool:
        """'Ten' in 'ten to fifteen minutes': the second number carries the unit."""
        joint, last = self._word(number.last + 1), number.last
        if joint in ("or", "to", "and", "maybe"):
            start = last + 2
        elif self.said.before(last + 1).strip() in ("-", "\u2013", "\u2014", ","):
            start = last + 1
        else:
            return False
        follow = self.said.number(start)
        if not follow:
            return False
        return self._word(follow.last + 1) in MINUTE | SECOND | REP | SET | HOUR

    def _scale_end(self, number: Number) -> bool:
        """Both ends of 'from nought to ten', and the ten of 'on a scale of one to ten'."""
        before = [self._word(number.first - i) for i in (1, 2, 3, 4, 5)]
        if before[:2] == ["of", "out"]:
            return True
        if (
            number.value <= 1
            and self._word(number.last + 1) in ("to", "through")
            and before[0] in ("from", "of", "scale")
        ):
            return True
        return (
            number.value == 10
            and before[0] in ("to", "through")
            and (
                "scale" in before
                or before[1] in ("zero", "nought", "one", "0", "1")
                and before[2] in ("from", "of", "scale")
            )
        )

    def _pronoun(self, number: Number) -> bool:
        """'One' as in 'that one', and loose amounts as in 'a few'."""
        if self._word(number.first) != "one":
            return True
        if len(self.said) == 1:
            return False
        return self._word(number.first - 1) not in BEFORE_ONE

    def _few(self, number: Number) -> bool:
        return self._word(number.last) == "few"

    def _session_near(self, at: int) -> bool:
        return self._word(at + 1) in SESSION

    def _put(self, name: str, number: Number, last: int, value: float | None = None) -> None:
        """As `_add`, but a later number replaces an earlier one when it corrects it."""
        correcting = {self._word(number.first - i) for i in (1, 2, 3, 4)} & CORRECTING
        if name in self.found and correcting:
            del self.found[name]
        self._add(name, number.value if value is None else value, number.first, last)

    def _add(self, name: str, value: float, first: int, last: int) -> None:
        whole = math.ceil(value)  # half a point of pain counts as a whole one
        if (
            name == "pain"
            and not 0 <= whole <= 10
            or whole > 600
            or name != "pain"
            and whole < 1
            or name in self.found
        ):
            return
        self.found[name] = Entity(name, whole, *self.said.span(first, last))
