"""Lays out the screen: figures as large as there is room for, everything else on lines of its own."""

from __future__ import annotations

import textwrap

from rich.text import Text

from voice.keys import SHOWN
from voice.screen.figures import ROWS, SMALL_ROWS, draw, draw_small, largest, small_width
from voice.screen.meter import SILENT, Level
from voice.screen.shown import Shown

LEAST = (60, 16)
"""Columns and rows below which lines are better than a screen."""
_SHARE = 2.9
"""In a set a caption in large letters takes up no more than this part of the rows: the count matters more."""
_OTHERS = 7
"""Rows of everything else."""
_METER = 24
_RANGE = 60.0
"""Decibels from the left end of the meter to the right."""
_HEARD = "You: "


def lay_out(
    shown: Shown, level: Level, typing: str | None, keys: bool, columns: int, rows: int
) -> list[Text]:
    """The lines of the screen, as many as there are rows. Colours are those of the terminal itself."""
    top = [_state(shown, columns), Text("")]
    most = int(rows / _SHARE) if shown.running else rows - ROWS - _OTHERS
    bottom = [
        *_caption(shown, columns, most),
        Text.assemble((_HEARD, "dim"), _cut(shown.heard, columns - len(_HEARD))),
        _meter(shown, level, keys, columns),
        _keys(typing, keys, columns),
    ]
    room = rows - len(top) - len(bottom) - 1
    return [*top, *_figures(shown, columns - 4, room, columns), Text(""), *bottom][-rows:]


def _state(shown: Shown, columns: int) -> Text:
    parts = [shown.exercise[:1].upper() + shown.exercise[1:]] if shown.exercise else []
    for name, one, all_ in (("Set", shown.set, shown.sets), ("Number", shown.rep, shown.reps)):
        if one and all_ and all_ > 1:
            parts.append(f"{name} {one} of {all_}")
    if shown.alarm:
        parts = [shown.troubles.upper(), *parts]
    line = "  ".join(parts) or "SpineCoach"
    return Text(
        _cut(f" {line}", columns).ljust(columns), "bold reverse red" if shown.alarm else "bold reverse"
    )


def _figures(shown: Shown, columns: int, room: int, whole: int) -> list[Text]:
    scale = largest(shown.big, columns, room)
    lines = draw(shown.big, scale) if scale else [shown.big.upper()]
    above = max(0, room - len(lines)) // 2
    style = "bold red" if shown.alarm else "bold"
    drawn = [Text(line.center(whole).rstrip(), style) for line in lines]
    blank = [Text("")]
    return [*blank * above, *drawn, *blank * max(0, room - above - len(lines))]


def _caption(shown: Shown, columns: int, rows: int) -> list[Text]:
    """What is being said: in letters of blocks if it is short enough, else as a paragraph."""
    words = shown.caption or shown.note
    lines = _broken(words, columns - 4)
    if words and len(lines) * (SMALL_ROWS + 1) <= rows:
        drawn = [row for line in lines for row in (*draw_small(line), "")]
    else:
        drawn = textwrap.wrap(words, columns - 4, max_lines=3, placeholder=" ...")
        drawn = [""] * (3 - len(drawn)) + drawn + [""]
    return [Text(line.center(columns).rstrip(), "bold") for line in drawn]


def _broken(words: str, columns: int) -> list[str]:
    """Lines of words that fit when they are drawn."""
    lines: list[str] = []
    for word in words.split():
        if lines and small_width(f"{lines[-1]} {word}") <= columns:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _meter(shown: Shown, level: Level, keys: bool, columns: int) -> Text:
    if "microphone" in shown.missing:
        text = Text("No microphone. " + ("The keys work." if keys else ""), "bold red")
    else:
        full, mark = (_place(value) for value in (level.now, level.room))
        bar = ["█" if n < full else "·" for n in range(_METER)]
        if level.room > SILENT:
            bar[min(mark, _METER - 1)] = "|"
        text = Text.assemble("Microphone ", ("".join(bar), "bold"), " ")
        if level.loud_room:
            text.append("LOUD ROOM", "bold reverse")
        else:
            text.append(shown.microphone)
    if shown.loudspeaker and "loudspeaker" not in shown.missing:
        text.append(f"   Speaker: {shown.loudspeaker}", "dim")
    text.truncate(columns)
    return text


def _place(decibels: float) -> int:
    return round(_METER * min(1.0, max(0.0, (decibels + _RANGE) / _RANGE)))


def _keys(typing: str | None, keys: bool, columns: int) -> Text:
    if typing is not None:
        tail = typing[-(columns - 40) :]
        return Text.assemble(("> ", "bold"), (tail, "bold"), "_", ("   Enter sends it, Esc stops", "dim"))
    if not keys:
        return Text("")
    text = Text()
    for name, what in SHOWN:
        if len(text) + len(name) + len(what) + 1 <= columns:
            text.append(name, "reverse").append(f" {what}  ")
    text.truncate(columns)
    return text


def _cut(text: str, columns: int) -> str:
    return text if len(text) <= columns else text[: columns - 4] + " ..."
