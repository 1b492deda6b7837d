"""Silence means that the person is still busy: two check-ins, then a safe end that is announced."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Extra, Field
from ruamel.yaml import YAML

_FILE = Path(__file__).parent / "data" / "waiting.yml"

Situation = Literal["asked", "ready", "paused", "idle"]
"""What the person is waited for: an answer, "ready", a word after a pause, or anything at all."""


class Prompt(BaseModel):
    """What is said after so many seconds; `again` repeats the open question, `leave` ends the session."""

    after: float
    say: str
    again: bool = False
    leave: bool = False

    class Config:
        extra = Extra.forbid
        frozen = True


class Plan(BaseModel):
    """The check-ins of one situation, and its end."""

    checks: list[Prompt] = Field(min_items=2, max_items=2)
    end: Prompt

    class Config:
        extra = Extra.forbid


@lru_cache(maxsize=1)
def plans() -> dict[str, Plan]:
    """The file waiting.yml."""
    raw = YAML(typ="safe").load(_FILE.read_text(encoding="utf-8"))
    return {str(name): Plan.parse_obj(plan) for name, plan in raw.items()}


class Waiting:
    """Counts the silence on the session's clock. Asked once a tick."""

    def __init__(self) -> None:
        self._situation: Situation | None = None
        self._since = 0.0
        self._said = 0

    def heard(self, now: float) -> None:
        """Somebody said something: the counting begins anew."""
        self._since, self._said = now, 0

    def tick(self, now: float, situation: Situation | None, busy: bool) -> Prompt | None:
        """What is to be said now, if anything.

        Args:
            situation: None while silence is normal.
            busy: whether the coach speaks or thinks, or the person is speaking; that is no silence.
        """
        if situation != self._situation:
            self._situation = situation
            self.heard(now)
        if situation is None or busy:
            self._since = now
            return None
        plan = plans()[situation]
        steps = [*plan.checks, plan.end.copy(update={"leave": True})]
        prompt = steps[min(self._said, len(steps) - 1)]
        if now - self._since < prompt.after:
            return None
        self._since = now
        self._said += 1
        return prompt
