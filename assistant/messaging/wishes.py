"""Who counts: words that only make sense in a chat, known by phrases."""

from __future__ import annotations

import re
from typing import Literal

from coach.understand import command

_FOR_ME = re.compile(
    r"^(?:(?:can|could|will|would) you |i want you to |i would like you to |i'd like you to )?"
    r"(?:count(?: it| them)? for me|do the counting(?: for me)?)$|^you (?:can )?(?:count|do the counting)$"
)
_FOR_ME_ES = re.compile(r"^cuent[ae] (?:usted|por m[i\u00ed]|t[u\u00fa])$")
_ALONE_ES = re.compile(r"^(?:cuento yo|yo cuento|no cuente|quiero contar yo)$")
_DONE_ES = frozenset(
    {"hecho", "ya est\u00e1", "ya", "termin\u00e9", "ya termin\u00e9", "he terminado", "acab\u00e9"}
)
_ALONE = re.compile(
    r"^i(?:'ll| will| can| want to| would like to|'d like to)? (?:count|do the counting)"
    r"(?: (?:it|them))?(?: (?:myself|alone|on my own|by myself))?$"
    r"|^(?:don'?t|do not) count(?: for me)?$|\bat my own pace$|\btell you when (?:i'?m|i am) done$"
)
_POSITION = frozenset({"ready", "set", "position", "start", "here", "go"})
LONGEST = 60


def counting_wish(text: str) -> Literal["alone", "for_me"] | None:
    """Whether these words say who is to count; None if they say nothing of it."""
    said = " ".join(text.lower().replace("\u2019", "'").split()).strip(" .!?,")
    if len(said) > LONGEST:
        return None
    said = re.sub(r"^(?:please|ok|okay|no|yes|then)[, ]+|[, ]+please$", "", said)
    if _ALONE.search(said) or _ALONE_ES.search(said):
        return "alone"
    return "for_me" if _FOR_ME.search(said) or _FOR_ME_ES.search(said) else None


def is_done(text: str) -> Literal["done", "ready"] | None:
    """Whether somebody who counts alone is through with the set, or only says that they are in position."""
    if text.lower().strip(" .!") in _DONE_ES:
        return "done"
    if command(text) != "done":
        return None
    said = set(re.findall(r"[a-z]+", text.lower()))
    return "ready" if said & _POSITION and not said & {"done", "finished", "did"} else "done"
