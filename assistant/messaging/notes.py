"""What the coach answers, as messages for an app: at most four short lines each, and never JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.client import Message

MOST_LINES = 4
LONGEST_LINE = 240
"""Characters after which a sentence that does not end is cut at a space."""
COMFORTABLE = 64
"""Characters up to which short sentences share a line."""
URGENT = frozenset({"emergency_now", "urgent_same_day"})
_SENTENCE_END = re.compile(
    r"(?<=[.!?:])[ \t]+(?=[^\W\d_]|[\d\"'(])|\s*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+\s*"
)


@dataclass(frozen=True)
class Button:
    """A choice: what stands on it, and the words that it says."""

    title: str
    payload: str


@dataclass(frozen=True)
class Picture:
    """A drawing of one step of an exercise; `alt` says the same in words."""

    exercise: str
    variant: str
    step: int
    alt: str


@dataclass(frozen=True)
class Note:
    """One message for an app.

    Attributes:
        urgent: that it cannot wait; it is sent alone and before all else.
        ask: the question that its buttons answer, as in the contract's `custom.ask`.
        serial: the number of this set of buttons in its chat; 0 for none.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    picture: Picture | None = None
    urgent: bool = False
    ask: dict[str, Any] = field(default_factory=dict)
    serial: int = 0


def compose(messages: Sequence[Message], numbered: bool = False) -> list[Note]:
    """The messages of one turn as notes, the urgent ones first.

    Args:
        numbered: for apps without buttons. Choices are told as a last line, "1 Yes  2 No".
    """
    made = [note for bundle in _bundles(messages) for note in _cut(bundle, numbered)]
    return [note for note in made if note.urgent] + [note for note in made if not note.urgent]


def plain(text: str) -> list[Note]:
    """The coach's own words as notes."""
    return compose([Message(text)])


def lines_of(text: str) -> list[str]:
    """A text as short lines, cut where sentences end. No word of it is lost."""
    lines: list[str] = []
    for sentence in _sentences(text):
        if lines and len(lines[-1]) + 1 + len(sentence) <= COMFORTABLE:
            lines[-1] += f" {sentence}"
        else:
            lines.append(sentence)
    return lines


def countable(ask: dict[str, Any]) -> bool:
    """Whether a number typed at this question can only mean one of its choices."""
    return ask.get("type") != "number"


def choices_line(buttons: Sequence[Button], ask: dict[str, Any]) -> str:
    """The choices as words: "1 Yes  2 No". Where a number is asked for, they have none of their own."""
    if countable(ask):
        return "  ".join(f"{number} {button.title}" for number, button in enumerate(buttons, start=1))
    return "  ".join(button.title for button in buttons)


def _bundles(messages: Sequence[Message]) -> list[Note]:
    """What belongs together: short messages in a row, up to one with choices or before one with a picture."""
    bundles: list[Note] = []
    open_to_more = False
    for message in messages:
        custom = message.custom or {}
        urgent = (custom.get("triage") or {}).get("tier") in URGENT
        picture = _picture(custom)
        if not (message.text.strip() or message.buttons or picture):
            continue
        buttons = tuple(Button(b["title"], b["payload"]) for b in message.buttons)
        ask = (custom.get("ask") or {}) if buttons else {}
        if open_to_more and not urgent and picture is None:
            before = bundles.pop()
            joined = f"{before.text}\n{message.text}" if before.text else message.text
            bundles.append(replace(before, text=joined, buttons=buttons, ask=ask))
        else:
            bundles.append(Note(message.text, buttons, picture, urgent, ask))
        open_to_more = not urgent and not buttons
    return bundles


def _picture(custom: dict[str, Any]) -> Picture | None:
    figure = custom.get("figure")
    if not isinstance(figure, dict) or not {"exercise", "variant", "step"} <= set(figure):
        return None
    return Picture(
        str(figure["exercise"]), str(figure["variant"]), int(figure["step"]), str(figure.get("alt") or "")
    )


def _cut(bundle: Note, numbered: bool) -> Iterator[Note]:
    """A bundle as messages of a few lines: the picture with the first of them, the choices with the last."""
    lines = lines_of(bundle.text)
    choices = choices_line(bundle.buttons, bundle.ask) if numbered and bundle.buttons else None
    room = MOST_LINES - 1 if choices else MOST_LINES
    count = max(1, -(-len(lines) // room))
    size = max(1, -(-len(lines) // count))
    parts = [lines[start : start + size] for start in range(0, len(lines), size)] or [[]]
    for nth, part in enumerate(parts):
        last = nth == len(parts) - 1
        shown = [*part, choices] if last and choices else part
        yield replace(
            bundle,
            text="\n".join(shown),
            buttons=bundle.buttons if last else (),
            ask=bundle.ask if last else {},
            picture=bundle.picture if nth == 0 else None,
        )


def _sentences(text: str) -> Iterator[str]:
    for part in _SENTENCE_END.split(text):
        rest = " ".join(part.split())
        while len(rest) > LONGEST_LINE:
            cut = rest.rfind(" ", 1, LONGEST_LINE + 1)
            cut = cut if cut > 0 else LONGEST_LINE
            yield rest[:cut].rstrip()
            rest = rest[cut:].lstrip()
        if rest:
            yield rest
