"""Numbers as words, for what is spoken."""

from __future__ import annotations

from coach.language import spoken_language
from coach.words import number_words

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()


def spoken(number: int) -> str:
    """The number in words: 34 is "thirty-four". Numbers of 100 and more stay digits."""
    if not 0 <= number < 100:
        return str(number)
    other = number_words(spoken_language())
    if other:
        return str(other["numbers"][number])
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `count(1, "rep")` is "one rep", `count(3, "rep")` "three reps".

    The noun is given in English. In another language the noun and what stands before it come from its data.
    """
    other = number_words(spoken_language())
    if other and one in other["nouns"]:
        singular, plural, gender = other["nouns"][one]
        before = other["before"].get(number, {}).get(gender) or spoken(number)
        return f"{before} {singular if number == 1 else plural}"
    return f"{spoken(number)} {one if number == 1 else (many or one + 's')}"
