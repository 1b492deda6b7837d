"""What is to be seen, as it follows from what happens: a plain state, changed by events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

_KINDS = {
    "prepare": "ready",
    "move": "move",
    "hold": "hold",
    "return": "back",
    "switch": "switch",
    "rest": "rest",
    "done": "done",
}
_STATES = {"paused": "paused", "resting": "rest", "finished": "done", "check_in": "paused"}
_MISSING = {"microphone": "No microphone", "loudspeaker": "No loudspeaker"}
_NONE = {"no microphone": "microphone", "no loudspeaker": "loudspeaker"}


@dataclass(frozen=True)
class Shown:
    """Everything on the screen.

    Attributes:
        big: what is drawn in blocks: a count, or one word.
        caption: what is being said, or was said last.
        heard: what was understood last, and `obeyed` false where it was the coach's own voice.
        missing: the devices that are away.
        note: something for the person that is not said aloud.
    """

    big: str = "wait"
    running: bool = False
    exercise: str = ""
    set: int | None = None
    sets: int | None = None
    rep: int | None = None
    reps: int | None = None
    caption: str = ""
    heard: str = ""
    microphone: str = ""
    loudspeaker: str = ""
    missing: frozenset[str] = field(default_factory=frozenset)
    note: str = ""

    @property
    def alarm(self) -> bool:
        """Whether something is wrong that the person has to know of."""
        return bool(self.missing)

    @property
    def troubles(self) -> str:
        return ", ".join(_MISSING[device] for device in sorted(self.missing, reverse=True))


def after(shown: Shown, event: Mapping[str, Any], names: Mapping[str, str]) -> Shown:
    """What is to be seen after an event. `names` are what people call the exercises."""
    kind = event["event"]
    if kind == "listening":
        given: dict[str, Any] = {
            "microphone": str(event.get("input", "")),
            "loudspeaker": str(event.get("output", "")),
        }
        missing = frozenset(_NONE[name] for name in given.values() if name in _NONE)
        return replace(shown, big="listening", missing=missing, **given)
    if kind == "say":
        return replace(shown, caption=str(event["text"]))
    if kind == "cue":
        return _cue(shown, event)
    if kind == "heard" and not event.get("own_voice"):
        return replace(shown, heard=str(event["text"]) + ("" if event.get("final") else " ..."))
    if kind == "silenced":
        return replace(shown, caption="", big="paused" if shown.running else shown.big)
    if kind == "paused":
        return replace(shown, running=False, big="paused")
    if kind == "routine":
        return _routine(shown, event, names)
    if kind == "device":
        return _device(shown, event)
    if kind == "elsewhere" and event.get("text"):
        return replace(shown, note=f"({event['place'].partition(':')[0]}) {event['text']}")
    if kind == "note":
        return replace(shown, note=str(event["text"]))
    return replace(shown, big="end", running=False) if kind == "end" else shown


def _cue(shown: Shown, event: Mapping[str, Any]) -> Shown:
    n = event.get("n")
    big = str(n) if n is not None else _KINDS.get(str(event["kind"]), "")
    rep = event.get("rep") or shown.rep
    caption = str(event.get("say") or shown.caption) if n is None else shown.caption
    return replace(shown, running=True, big=big, rep=rep, caption=caption)


def _routine(shown: Shown, event: Mapping[str, Any], names: Mapping[str, str]) -> Shown:
    state, exercise = str(event.get("state")), event.get("exercise")
    changes: dict[str, Any] = {name: event.get(name) for name in ("set", "sets", "rep", "reps")}
    changes["exercise"] = names.get(str(exercise), str(exercise).replace("_", " ")) if exercise else ""
    if state != "running":
        changes["running"] = False
        changes["big"] = _STATES.get(state, "listening")
    return replace(shown, **changes)


def _device(shown: Shown, event: Mapping[str, Any]) -> Shown:
    which, state = str(event["which"]), event["state"]
    missing = shown.missing - {which} if state == "back" else shown.missing | {which}
    named: dict[str, Any] = {which: str(event["name"])} if "name" in event else {}
    big = "wait" if missing else "listening"
    return replace(shown, missing=missing, big=shown.big if shown.running else big, **named)
