"""What this package hands back: an entity found in a text, and the answer to a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

ACTING = frozenset(
    "start_routine start_exercise next previous repeat pause resume stop skip done change_pace change_level "
    "set_dose set_reminder cancel_reminder delete_data".split()
)
"""The intents that change something: they must not come of talk that is not for the coach."""
Value = str | int | list[str]
Ask = Mapping[str, Any]


@dataclass(frozen=True)
class Entity:
    """One thing named in a text, with its canonical value.

    `start` and `end` are offsets into the text as it was given (end is exclusive).
    """

    entity: str
    value: Value
    start: int
    end: int


@dataclass(frozen=True)
class Answer:
    """What somebody answered to a question.

    kind "value": `value` holds it (bool, number, or the id of a choice); "unsure": they do not know;
    "refused": they do not want to say; "none": the text is no answer to this question.
    """

    kind: Literal["value", "unsure", "refused", "none"]
    value: bool | float | int | str | None = None
