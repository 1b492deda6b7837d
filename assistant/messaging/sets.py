"""A set in a chat: what its one message shows at each moment, and all of it for who counts alone."""

from __future__ import annotations

from typing import Any

from coach.conversation.telling import time
from coach.numbers import count, spoken
from coach.words import words

FAR, FAR_STEP, NEAR_STEP = 60, 15, 5
"""Seconds left above which the time to go is shown in long steps, and the two steps."""


def shown_at(sheet: dict[str, Any], at: float) -> str:
    """The message of a set that is counted, `at` seconds into it: at most four lines."""
    told = [cue for cue in sheet["cues"] if cue["at"] <= at]
    if not told:
        return str(sheet["cues"][0]["say"])
    now = told[-1]
    if now["kind"] == "done" or at >= sheet["seconds"]:
        return str(sheet["cues"][-1]["say"])
    if now["kind"] == "rest":
        return f"{now['say']}\n{_to_go(now['at'] + now['seconds'] - at)}"
    if now["kind"] == "prepare":
        return str(now["say"])
    if sheet["reps"] is None:
        return _by_time(sheet, told, at)
    rep = next((cue["rep"] for cue in reversed(told) if cue["rep"]), 1)
    lines = [words("app_number_of", rep=rep, reps=sheet["reps"])]
    for cue in told:
        if cue["rep"] != rep:
            continue
        if cue["kind"] == "count":
            lines[-1] += f" {cue['n']}"
        else:
            # the number of the repetition stands above already
            say = cue["say"].removeprefix(f"{spoken(rep).capitalize()}. ")
            lines.append(say)
    return "\n".join(lines)


def alone(sheet: dict[str, Any]) -> str:
    """A set told at once, for a person who counts alone."""
    cues = sheet["cues"]
    lines = [cue["say"] for cue in cues if cue["kind"] == "prepare"]
    if sheet["reps"] is None:
        moves = [cue["say"] for cue in cues if cue["kind"] in ("move", "switch")]
        lines += list(dict.fromkeys(moves))[:2]
        work = [cue for cue in cues if cue["kind"] not in ("rest", "prepare", "done")]
        end = next(cue["at"] for cue in cues if cue["kind"] == "done")
        lines.append(words("app_go_on_for", time=time(end - work[0]["at"])))
        return " ".join(lines)
    reps = sorted({cue["rep"] for cue in cues if cue["rep"]})
    last = [cue for cue in cues if cue["rep"] == reps[0]]
    for cue in last:
        if cue["kind"] == "move":
            # each repetition begins with its number, which is not said here
            lines.append(cue["say"].partition(". ")[2] or cue["say"])
        elif cue["kind"] == "hold":
            counted = sum(1 for one in last if one["kind"] == "count")
            lines.append(words("app_hold_for", time=count(counted, "second")))
        elif cue["kind"] == "return":
            lines.append(cue["say"])
    lines.append(words("app_do_it", times=count(len(reps), "time")))
    return " ".join(lines)


def starts(sheet: dict[str, Any]) -> list[float]:
    """Seconds at which each repetition begins, as a player notes them in the journal."""
    found: list[float] = []
    rep = None
    for cue in sheet["cues"]:
        if cue["rep"] is not None and cue["rep"] != rep:
            rep = cue["rep"]
            found.append(cue["at"])
    return found


def _by_time(sheet: dict[str, Any], told: list[dict[str, Any]], at: float) -> str:
    end = next(cue["at"] for cue in sheet["cues"] if cue["kind"] == "done")
    move = next((cue["say"] for cue in reversed(told) if cue["kind"] in ("move", "switch")), "")
    return "\n".join(line for line in (move, _to_go(end - at)) if line)


def _to_go(seconds: float) -> str:
    step = FAR_STEP if seconds > FAR else NEAR_STEP
    return words("app_to_go", time=time(max(step, -int(-seconds // step) * step)))
