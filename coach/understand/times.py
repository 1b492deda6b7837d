"""The time of day in a text, as HH:MM on the 24-hour clock."""

from __future__ import annotations

from dataclasses import dataclass

from coach.understand.models import Entity
from coach.understand.numbers import SOUNDS_LIKE, Number
from coach.understand.said import Said

_MORNING = frozenset({"morning", "mornings", "am", "morn", "breakfast", "brekkie"})
_LATER = frozenset(
    {"afternoon", "afternoons", "arvo", "evening", "evenings", "tonight", "night", "nights", "nightly", "pm"}
    | {"bedtime", "supper", "teatime"}
)
# Where several times are named, the reminder's is the one after one of these.
_ASKS = frozenset(
    "remind reminder reminders nudge alarm ping prompt alert shout poke wake buzz message chime "
    "reminding notify beep holler nag".split()
)
_DAY_WORDS = frozenset(
    "tomorrow today morning mornings evening evenings daily day tonight monday tuesday wednesday "
    "thursday friday "
    "saturday sunday weekdays weekends".split()
)
# Words that make a bare "at seven" a time of day.
_CUES = (
    _ASKS
    | _DAY_WORDS
    | frozenset(
        "reminded notification schedule beep appointment every afternoon night nightly weekday weekend "
        "mondays tuesdays "
        "wednesdays thursdays fridays saturdays sundays oclock forget tell text bell clock call".split()
    )
)
_NAMED = {"noon": 12, "noontime": 12, "midday": 12, "midnight": 0}
# After one of these a number counted something.
_UNITS = frozenset(
    "minutes minute mins min seconds second secs sec reps rep times sets set days day weeks week "
    "months month years "
    "hours hour out more of exercises reminders".split()
)
_TO = frozenset({"to", "till", "til", "before", "of", "until"})
_PAST = frozenset({"past", "after", "passed"})
# One of these says that the time before it was wrong ...
_CORRECTS = frozenset("no nope sorry mean meant actually".split())
# ... and these may stand round it, or between the time and it.
_ROUND_CORRECTION = (
    frozenset("i make it that at say wait oh um er in the on every each of a please oclock".split())
    | _MORNING
    | _LATER
    | _DAY_WORDS
)
# What may follow an hour that is said alone.
_AFTER_HOUR = frozenset(
    "am pm a p o oclock instead please then on every each in tomorrow today tonight".split()
)
_MINUTES_TOLD = frozenset({1, 2, 3, 4, 5, 8, 10, 12, 15, 18, 20, 22, 25})


@dataclass(frozen=True)
class _Clock:
    """A time of day, the places of its words, and whether morning or afternoon was said with it."""

    hour: int
    minute: int
    first: int
    last: int
    sure: bool


def time_of_day(said: Said, intent: str | None) -> tuple[Entity | None, frozenset[int]]:
    """The time of day to be reminded at, and the places of all words that tell times."""
    reader = _Reader(said, intent)
    found = reader.read()
    if not found:
        return None, frozenset()
    places = frozenset(place for clock in found for place in range(clock.first, clock.last + 1))
    asked = max((place for place, token in enumerate(said.tokens) if token.word in _ASKS), default=-1)
    best = reader.meant(next((clock for clock in found if clock.first > asked), found[0]))
    hour = best.hour if best.sure else reader.part_of_day(best)
    return Entity("time", f"{hour:02d}:{best.minute:02d}", *said.span(best.first, best.last)), places


class _Reader:
    def __init__(self, said: Said, intent: str | None) -> None:
        self.said = said
        self.word = said.word
        self.intent = intent
        self.asks = bool(said.words & _ASKS) or intent == "set_reminder"
        self.cued = self.asks or bool(said.words & _CUES)

    def read(self) -> list[_Clock]:
        found: list[_Clock] = []
        at = 0
        while at < len(self.said):
            clock = self._named(at) or self._relative(at) or self._digital(at) or self._hour_said(at)
            if clock is not None:
                found.append(clock)
                at = clock.last
            at += 1
        if not found:
            found = self._alone()
        return found

    def part_of_day(self, clock: _Clock) -> int:
        """Twelve hours or twenty-four: from the words around, else what people usually mean."""
        hour, written = clock.hour, self.word(clock.first)
        if hour > 12 or hour == 0 or len(written) == 2 and written[0] == "0":
            return hour
        if self.said.words & _MORNING and not self.said.words & {"afternoon", "evening", "tonight"}:
            return hour % 12
        if self.said.words & _LATER:
            return 0 if hour == 12 and "night" in self.said.words else hour % 12 + 12
        # Nobody exercises at three in the night; at six or seven in the morning people do.
        return hour + 12 if 1 <= hour <= 5 else hour

    def meant(self, told: _Clock) -> _Clock:
        """The time that was said instead of another: "at nine, no, sorry, half past ten"."""
        corrected = False
        for at in range(told.last + 1, len(self.said)):
            word = self.word(at)
            if word in _CORRECTS:
                corrected = True
            elif word == "not" or self.word(at - 1) == "not":
                continue  # "no, not nine"
            elif word not in _ROUND_CORRECTION:
                clock = self._named(at) or self._relative(at) or self._digital(at)
                clock = clock or self._hour_said(at) or self._hour_alone(at)
                return self.meant(clock) if corrected and clock is not None else told
        return told

    def _hour_alone(self, at: int) -> _Clock | None:
        hour, last = self._hour(at)
        follows = self.word(last + 1)
        over = not follows or follows in _AFTER_HOUR or any(m in self.said.before(last + 1) for m in ",.;")
        return self._finish(hour, 0, at, last) if hour is not None and over else None

    def _named(self, at: int) -> _Clock | None:
        if self.word(at) == "mid" and self.word(at + 1) == "day":
            return _Clock(12, 0, at, at + 1, True)
        hour = _NAMED.get(self.word(at))
        return None if hour is None else _Clock(hour, 0, at, at, True)

    def _relative(self, at: int) -> _Clock | None:
        """Half past eight, quarter to nine, ten past six, half seven."""
        word, number, after = self.word(at), self.said.number(at), at + 1
        if word == "half":
            minute = 30
            if self.word(after) not in _PAST:
                return self._half(at)
        elif word == "quarter":
            minute = 15
        elif number and number.value in _MINUTES_TOLD:
            minute, after = int(number.value), number.last + 1
            if self.word(after) in ("minutes", "mins", "minute"):
                after += 1
        else:
            return None
        link = self.word(after)
        if link not in _PAST | _TO:
            return None
        hour, last = self._hour(after + 1)
        if hour is None:
            return None
        if (
            word not in ("half", "quarter")
            and link not in ("past", "passed")
            and not self._is_time(at, minute, link, last)
        ):
            return None
        if link in _TO:
            hour, minute = (hour - 1) or 12, 60 - minute
        return self._finish(hour, minute, at - 1 if self.word(at - 1) == "a" else at, last)

    def _half(self, at: int) -> _Clock | None:
        """Half seven, as the British say it."""
        hour, last = self._hour(at + 1)
        if (
            hour is None
            or self.word(last + 1) in _UNITS
            and not (self.word(last + 1) == "of" and self.word(last + 2) in ("a", "an", "the"))
            or self.word(at - 1) == "and"
            or self.word(at + 1) in _NAMED
        ):
            return None
        return self._finish(hour, 30, at, last)

    def _is_time(self, at: int, minute: int, link: str, last: int) -> bool:
        """Whether "five to eight" is a time and no range of numbers."""
        tail = self.word(last + 1)
        if tail == "on" and link == "of":
            return False
        if tail in ("oclock", "am", "pm", "in", "at", "tonight", "o", "every", "each", "a", "p", "on"):
            return True
        near = self.said.near(at, 6, _CUES) or self.word(at - 1) == "at"
        return minute >= 5 and link == "to" and near

    def _digital(self, at: int) -> _Clock | None:
        """20:15, 7.30 am, 0830."""
        word, before = self.word(at), self.word(at - 1)
        if not word.isdigit():
            return None
        if len(word) == 4 and int(word[:2]) < 24 and int(word[2:]) < 60:
            placed = (
                before in ("at", "for", "by", "around") or self.word(at + 1) in ("hours", "hrs") or self.cued
            )
            if placed and not (1900 < int(word) < 2100 and before in ("in", "since", "from")):
                return self._finish(int(word[:2]), int(word[2:]), at, at)
            return None
        minutes, mark = self.word(at + 1), self.said.before(at + 1)
        if (
            len(word) <= 2
            and int(word) < 25
            and mark in (":", ".", "h")
            and len(minutes) == 2
            and minutes.isdigit()
        ):
            tail = self.word(at + 2)
            placed = mark == ":" or tail in ("am", "pm", "a", "p", "in") or self.cued or before == "at"
            if placed and int(minutes) < 60:
                return self._finish(int(word) % 24, int(minutes), at, at + 1)
        return None

    def _hour_said(self, at: int) -> _Clock | None:
        """8 pm, nine o'clock, eight fifteen, at seven."""
        number, before = self.said.number(at), self.word(at - 1)
        if number is None:
            heard = self.word(at) in SOUNDS_LIKE and (before == "at" or self._closed(at + 1))
            if not (self.cued and heard):
                return None
            number = Number(SOUNDS_LIKE[self.word(at)], at, at)
        if number.value != int(number.value) or not 0 <= number.value <= 24:
            return None
        if (
            self.word(at).isdigit()
            and number.last > at
            or number.loose
            and before not in ("at", "till", "until")
            and self.word(number.last + 1) not in ("oclock", "o")
        ):
            return None  # 7.5 is no time, and "one each morning" none either
        hour, minute, last = int(number.value), 0, number.last
        minutes = self._minutes(last + 1)
        if minutes:
            minute, last = int(minutes.value), minutes.last
        if self._closed(last + 1) or hour and self._placed(last + 1, before):
            return self._finish(hour, minute, at, last)
        if not hour or not (self.cued or minutes) or self.word(last + 1) in _UNITS:
            return None
        exact = before in ("at", "by", "till", "until") or before in ("for", "after", "before") and self.cued
        loose = before in ("around", "about", "from", "to") and self.asks
        spelt = (
            bool(minutes)
            and self.cued
            and (before in ("me", "daily", "day", "about") or not self.word(at).isdigit())
        )
        told = "tell" not in self.said.words or self.asks or bool(minutes)
        return self._finish(hour, minute, at, last) if told and (exact or loose or spelt) else None

    def _closed(self, at: int) -> bool:
        """Whether o'clock, am or pm follows."""
        tail, second = self.word(at), self.word(at + 1)
        return (
            tail in ("am", "pm", "oclock")
            or tail == "o"
            and second == "clock"
            or tail in ("a", "p")
            and second == "m"
        )

    def _placed(self, at: int, before: str) -> bool:
        """Whether "in the morning", "every evening" or the like follows."""
        tail, second = self.word(at), self.word(at + 1)
        if tail == "in" and second == "the":
            return self.word(at + 2) in _MORNING | _LATER
        if tail == "of" and second in ("a", "an"):
            return self.word(at + 2) in _MORNING | _LATER
        if tail in ("at", "every", "each", "tomorrow") and second in (
            "night",
            "day",
            "morning",
            "evening",
            "afternoon",
        ):
            return True
        return tail in ("tonight", "sharp", "ish") and self.cued or tail == "tomorrow" and before == "at"

    def _minutes(self, at: int) -> Number | None:
        """The minutes said after the hour: "thirty", "oh five", "fifteen"."""
        number = self.said.number(at + 1)
        if self.word(at) in ("oh", "o", "zero") and number and 1 <= number.value <= 9:
            return Number(number.value, at, at + 1)
        number = self.said.number(at)
        if not number or not 10 <= number.value < 60 or number.value != int(number.value):
            return None
        written = self.word(at)
        if written.isdigit() and len(written) != 2 or self.word(number.last + 1) in _UNITS:
            return None
        return None if "," in self.said.before(at) else number

    def _hour(self, at: int) -> tuple[int | None, int]:
        """The hour said at a place, and the place of its last word."""
        number = self.said.number(at)
        if number and 1 <= number.value <= 24 and number.value == int(number.value):
            return int(number.value), number.last
        if self.word(at) in ("ate", "won"):
            return SOUNDS_LIKE[self.word(at)], at
        if self.word(at) in _NAMED:
            return _NAMED[self.word(at)] or 24, at
        return None, at

    def _alone(self) -> list[_Clock]:
        """A reminder's only number, with nothing to mark it: "tomorrow 9"."""
        for number in self.said.numbers:
            after = self.word(number.last + 1)
            told = self.intent == "set_reminder" or self.asks and self.word(number.first - 1) in _DAY_WORDS
            at_end = not after and self.cued and self.word(number.first - 1) in _DAY_WORDS
            whole = number.value == int(number.value) and 1 <= number.value <= 24
            if whole and not number.loose and (told or at_end) and after not in _UNITS:
                return [_Clock(int(number.value) % 24, 0, number.first, number.last, False)]
        return []

    def _finish(self, hour: int, minute: int, first: int, last: int) -> _Clock:
        """Takes in what follows: o'clock, am, pm, in the morning."""
        sure, half = hour > 12, ""
        if self.word(last + 1) == "oclock":
            last += 1
        elif self.word(last + 1) == "o" and self.word(last + 2) == "clock":
            last += 2
        follow = self.word(last + 1)
        if follow in ("am", "pm"):
            half, last = follow, last + 1
        elif follow in ("a", "p") and self.word(last + 2) == "m":
            half, last = follow + "m", last + 2
        elif follow == "tonight":
            half = "pm"
        elif follow in ("in", "at", "on", "this", "tomorrow", "every", "each", "of"):
            for place in (last + 2, last + 3):
                if self.word(place) in _MORNING | _LATER:
                    late = self.word(place) in _LATER and not (
                        self.word(place) in ("night", "nights") and hour == 12
                    )
                    half, last = "pm" if late else "am", place
                    break
        if half and hour <= 12:
            hour, sure = hour % 12 + (12 if half == "pm" else 0), True
        return _Clock(hour % 24, minute, first, last, sure)
