"""What the coach says with a verdict: the action first, then the reason, the safety net last."""

from __future__ import annotations

from coach.triage.models import Effect, Region, Tier
from coach.triage.rules import Rule
from coach.words import put

NOT_SURE = "You were not sure about something that matters, so it is best to be safe."
ENDED = "We end the exercise here."
NOT_BEGUN = "There is no exercise until you have been seen."
THANKS = "You did the right thing to tell me."
ALONE = "Do not drive yourself. Ask somebody to be with you if you can."
SELF_HARM = (
    "I am so glad that you told me. You matter, and you do not have to face this alone.",
    "If you can, go to somebody you trust and stay with them. Put away things that could hurt you.",
)
SAFE_FOR_NOW = "If you are safe for now, you can still talk to someone."
SOON = "See your doctor in the next few days, and tell them what you told me."
CALM = "You can look after this at home for now, with care."
EFFECTS: dict[Effect, str] = {
    "stop": "We end the exercise here, until you have been seen.",
    "pause": "Leave the exercise for now, until you have asked.",
    "ease": "You can go on, but gently: fewer times, and a smaller bend.",
    "continue": "You can go on at your own pace.",
}
RESTED = "Leave the exercise for today and rest."
NET = (
    "Keep this in mind. If you go numb between your legs, {call}. "
    "Do the same if you lose control of your bladder or bowels, or if both legs grow weak."
)
TELL, ALSO = "Tell them: {what}", "Also: {what}"
MOST_REASONS = 2
"""More than two reasons in a row are hard to follow by ear; the others stay in `reasons`."""


def safety_net(region: Region) -> str:
    """The cauda equina safety net: ends every answer below an emergency. Sources MACP-CARD, NHS-BACK."""
    return put(NET).format(call=put(region.net_say))


def words(
    tier: Tier, effect: Effect, held: list[Rule], region: Region, *, unsure: bool, exercising: bool
) -> tuple[list[str], list[str]]:
    """The reasons, and what is said, for the rules that hold (highest tier first)."""
    not_sure = put(NOT_SURE)
    reasons = [put(rule.reason) for rule in held] + ([not_sure] if unsure else [])
    leading = [rule for rule in held if rule.tier == tier]
    if tier == "emergency_now":
        return reasons, _emergency(leading, region, put(ENDED if exercising else NOT_BEGUN))
    why = [put(rule.reason) for rule in leading] or reasons
    if unsure and tier == "urgent_same_day":
        why = [not_sure, *why]
    lead = {"urgent_same_day": region.urgent_say, "see_doctor_soon": SOON}.get(tier, CALM)
    advice = list(dict.fromkeys(put(line) for rule in leading for line in rule.advice))
    after = EFFECTS[effect]
    if effect == "stop" and not exercising:
        after = NOT_BEGUN
    elif effect == "pause" and tier == "self_care":
        after = RESTED
    return reasons, [put(lead), *why[:MOST_REASONS], *advice, put(after), safety_net(region)]


def _emergency(leading: list[Rule], region: Region, ended: str) -> list[str]:
    call = put(region.emergency_say)
    if any(rule.id == "self_harm" for rule in leading):
        return [call, *(put(line) for line in (*SELF_HARM, SAFE_FOR_NOW, region.crisis_say)), ended]
    told = [f"{put(rule.tell or '')}." for rule in leading[:MOST_REASONS]]
    tell = " ".join([put(TELL).format(what=told[0]), *(put(ALSO).format(what=one) for one in told[1:])])
    advice = list(dict.fromkeys(put(line) for rule in leading for line in rule.advice))
    why = [put(rule.reason) for rule in leading[:MOST_REASONS]]
    return [call, tell, *advice, *why, put(ALONE), f"{ended} {put(THANKS)}"]
