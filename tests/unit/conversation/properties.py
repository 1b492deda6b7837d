"""What must hold at every turn, whatever was said: each property says what is wrong, or nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from coach.conversation.dialogue import load_dialogue
from coach.conversation.safety import CASE_OPEN
from coach.understand import is_stop
from tests.unit.conversation.world import Seen

MOST_SENTENCES = 14
MOST_BYTES = 50_000
NET = "Keep this in mind. If you go numb between your legs"
BRACES = re.compile(r"[{}]|\bNone\b|\[\]|\\u[0-9a-f]{4}|\x00")
_NOT = r"(?:do not|don't|does not|doesn't|is not|isn't|are not|aren't|cannot|can't|has no|have no|never)"
_ILL = (
    r"(?:cauda|stenosis|cancer|tumou?r|infection|fracture|stroke|heart attack|clot|sciatica|slipped disc|"
    r"disease|illness|serious|dangerous|broken)"
)
ABSENT = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\byou {_NOT} (?:have|having|suffer(?:ing)?(?: from)?) (?:\w+ ){{0,3}}{_ILL}",
        rf"\b(?:it|this|that) {_NOT} (?:be |likely |look |sound |seem |anything )*{_ILL}",
        rf"\b(?:it's|that's|this is|you're|you are) not {_ILL}",
        rf"\bno (?:sign|risk|danger|need to worry|cause for|reason to worry|{_ILL})",
        rf"\bfree of {_ILL}",
        r"\bnothing (?:is )?(?:wrong|serious|to worry|to fear|dangerous|bad|broken)",
        r"(?<!\bif )\byou(?:'re| are) (?:fine|healthy|well|ok|okay|safe|all right|in the clear)\b",
        r"\b(?:harmless|rule[sd]? out|ruled out|all clear)\b",
        r"\b(?:do not|don't|no need to) worry\b",
        r"\byou do not need (?:a|to see a) doctor",
        r"\bjust (?:a|your) (?:muscle|strain|age|nerves)",
    )
]
"""Nothing that the coach says may tell somebody that an illness is not there."""


def answered(seen: Seen) -> str | None:
    """Whoever speaks gets an answer."""
    if seen.turn.report is None and not any(text.strip() for text in seen.texts):
        return "no message"
    return None


def plain_words(seen: Seen) -> str | None:
    """Every message has words, few of them, and nothing of a program in them."""
    for message in seen.outcome.messages:
        if not message.text.strip() and not (message.custom or {}).get("routine"):
            return "a message without words"
        if BRACES.search(_own(message.text)) or not message.text.isprintable():
            return f"not plain: {message.text[:200]!r}"
        if len(re.findall(r"[.!?](?:\s|$)", message.text)) > MOST_SENTENCES:
            return f"too long: {message.text[:400]!r}"
    return None


def _own(text: str) -> str:
    """The coach's own words, without the person's, which stand in quotes."""
    return re.sub(r'"[^"]*"', "", text)


def silent_after_stop(seen: Seen) -> str | None:
    """After a word to stop nothing plays."""
    turn = seen.turn
    stops = turn.report is None and len(turn.text) <= 5000 and is_stop(turn.text)
    halted = turn.report is not None and turn.report.get("name") == "cue_sheet_stopped"
    if (stops or halted) and (seen.plays or _phase(seen) in ("running", "resting")):
        return f"plays on after a stop ({_phase(seen)})"
    return None


def nothing_plays_where_barred(seen: Seen) -> str | None:
    """No cue sheet while a lock, an open case or an emergency stands, nor before consent."""
    if not seen.plays:
        return None
    state = seen.outcome.state
    lately = state["case_at"] is not None and seen.now - state["case_at"] < CASE_OPEN.total_seconds()
    if seen.profile.get("lock"):
        return "a set plays under a lock"
    if state["case"] is not None and lately:
        return "a set plays while questions are open"
    if not seen.profile.get("consent"):
        return "a set plays without consent"
    if _tiers(seen):
        return "a set plays beside a verdict"
    if seen.warned:
        return "a set plays after an emergency that nobody has cleared"
    return None


def emergencies_are_answered(seen: Seen) -> str | None:
    """Plain words of danger are answered as an emergency in the same turn, from any state."""
    if not seen.step.emergency or "emergency_now" in _tiers(seen):
        return None
    return f"no emergency: {seen.texts}"


def nothing_goes_on_in_an_emergency(seen: Seen) -> str | None:
    """An emergency ends the set and asks nothing."""
    if "emergency_now" not in _tiers(seen):
        return None
    if _phase(seen) in ("running", "resting"):
        return "the set goes on in an emergency"
    return "asks in an emergency" if seen.asked else None


def net_below_emergency(seen: Seen) -> str | None:
    """Every answer of the safety screen below an emergency ends with the safety net."""
    for nth, custom in enumerate(seen.customs):
        tier = custom.get("triage", {}).get("tier")
        if tier not in (None, "emergency_now") and not any(NET in text for text in seen.texts[nth:]):
            return f"no safety net: {seen.texts}"
    return None


def no_illness_denied(seen: Seen) -> str | None:
    """No text says or implies that an illness is absent."""
    for text in seen.texts:
        for pattern in ABSENT:
            if match := pattern.search(_own(text)):
                return f"implies absence: {match.group()!r} in {text[:300]!r}"
    return None


def small_state(seen: Seen) -> str | None:
    """The state can be kept, and stays small."""
    size = len(json.dumps(seen.outcome.state))
    load_dialogue(json.loads(json.dumps(seen.outcome.state)))
    return f"a state of {size} bytes" if size >= MOST_BYTES else None


def custom_is_json(seen: Seen) -> str | None:
    """What goes to a player can be sent."""
    json.dumps(seen.customs, allow_nan=False)
    json.dumps(seen.outcome.state, allow_nan=False)
    return None


PROPERTIES: tuple[Callable[[Seen], str | None], ...] = (
    answered,
    plain_words,
    silent_after_stop,
    nothing_plays_where_barred,
    emergencies_are_answered,
    nothing_goes_on_in_an_emergency,
    net_below_emergency,
    no_illness_denied,
    small_state,
    custom_is_json,
)


def wrong(seen: Seen) -> str | None:
    """The first property that does not hold, with what is wrong; None if all hold."""
    for holds in PROPERTIES:
        told = holds(seen)
        if told is not None:
            return f"{holds.__name__}: {told}"
    return None


def _phase(seen: Seen) -> str:
    return str(seen.outcome.state["routine"]["phase"])


def _tiers(seen: Seen) -> list[Any]:
    return [custom["triage"]["tier"] for custom in seen.customs if "triage" in custom]
