"""Numbers as words, for what is spoken."""

from __future__ import annotations

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()


def spoken(number: int) -> str:
    """The number in words: 34 is "thirty-four". Numbers of 100 and more stay digits."""
    if not 0 <= number < 100:
        return str(number)
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `count(1, "rep")` is "one rep", `count(3, "rep")` "three reps"."""
    return f"{spoken(number)} {one if number == 1 else (many or one + 's')}"
