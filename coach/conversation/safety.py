"""Safety in a conversation: what stands before an exercise, questions about a symptom, verdicts and locks."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from coach.conversation import (
    beginning,
    changing,
    complaints,
    exercising,
    fitting,
    known,
    languages,
    response,
    standing,
)
from coach.conversation.talk import Talk
from coach.routine.commands import SheetStopped, Simple
from coach.triage import Case, Finding, Question, Verdict
from coach.triage.models import CAUDA_EQUINA, NEVER_ALONE, REASSURING, tier_rank
from coach.triage.wording import EFFECTS
from coach.words import put, words

LONG_PAUSE = timedelta(minutes=10)
"""After a break longer than this the pain is asked about before going on."""
CASE_OPEN = timedelta(hours=24)
"""How long questions about a symptom stay open; until they are answered no exercise begins."""
TOO_SOON = timedelta(hours=2)
"""How long after "get help now" nobody can have been seen and cleared."""
BACKGROUND = frozenset(
    {
        *known.LASTING,
        *REASSURING,
        *NEVER_ALONE,
        "bilateral",
        "travels_down",
        "worse_next_day",
        "eases_standing",
    }
)
"""Facts that say something about the person or a symptom, but are no symptom by themselves."""
WORTH_A_QUESTION = 0.6
"""How near to a danger words must come to be asked about, whatever the model made of them."""
WORTH_ASKING = frozenset({"bilateral", "cancer_history", "bone_weakness", "recent_surgery", "immune_or_iv"})
"""Told by themselves, these lead to the safety questions too."""
NERVES = frozenset({"numbness", "tingling", "burning", "weakness", "heaviness"})
ASKED_ABOUT = NERVES | {
    "swelling", "dizziness", "breathlessness", "saddle_numbness", "bladder_problem", "bowel_problem",
}  # fmt: skip
"""Symptoms that lead to the safety questions at any time; the others lead to the pain question in a set."""


def alarming(findings: list[Finding]) -> list[Finding]:
    """The findings that tell of a danger sign that is there now."""
    return [one for one in findings if one.value is True and one.fact not in BACKGROUND]


def hinted(talk: Talk, asked: str | None) -> bool:
    """Whether the words come so near to a danger that it is asked about, unless it was denied today."""
    return any(
        hint.chance >= WORTH_A_QUESTION
        and hint.fact not in BACKGROUND
        and hint.fact != asked
        and talk.known(hint.fact) is None
        for hint in talk.turn.hints
    )


def away(talk: Talk) -> timedelta:
    """How long ago the person was last heard of."""
    touched = talk.dialogue.touched
    return talk.now - datetime.fromtimestamp(touched, timezone.utc) if touched else timedelta(0)


def long_away(talk: Talk) -> bool:
    """Whether the break was so long that the pain is asked about first."""
    return away(talk) > LONG_PAUSE


# -- what stands before an exercise -----------------------------------------------------------------------


def barred(talk: Talk) -> bool:
    """Whether no set may play: something is to be looked at, or asked about, or was not agreed to."""
    return bool(talk.profile.get("lock")) or open_case(talk) is not None or not talk.profile.get("consent")


def open_case(talk: Talk) -> Case | None:
    """The questions about a symptom that were not answered to the end, if they are not too old."""
    if talk.dialogue.case is None or talk.dialogue.case_at is None:
        return None
    fresh = talk.now.timestamp() - talk.dialogue.case_at < CASE_OPEN.total_seconds()
    return Case.parse_obj(talk.dialogue.case) if fresh else None


def explain_bar(talk: Talk) -> None:
    """Say what stands before an exercise, or ask what would remove it."""
    lock = talk.profile.get("lock")
    if lock:
        if too_soon(talk) and talk.dialogue.insisted:
            standing.remind(talk)
            return
        if not talk.dialogue.insisted:
            standing.explain(talk)
        talk.dialogue.insisted += 1
        if too_soon(talk):
            talk.say("locked_soon")
        else:
            ask_cleared(talk, plainly=talk.dialogue.insisted % 2 == 0)
        return
    case = open_case(talk)
    if case is not None:
        talk.say("first_questions")
        complaints.advance(talk, case)
        return
    talk.ask("consent", "consent", "bool", words("consent"), plainer=words("consent_plainer"))


def ask_cleared(talk: Talk, plainly: bool = False) -> None:
    """Ask whether a doctor has said that exercise is fine."""
    say, other = words("cleared_question"), words("cleared_plainer")
    if plainly:
        say, other = other, say
    talk.ask("cleared", "cleared", "bool", say, plainer=other)


def too_soon(talk: Talk) -> bool:
    """Whether the advice to get help was given so lately that nobody can have cleared it."""
    lock = talk.profile.get("lock") or {}
    urgent = lock.get("tier") in ("emergency_now", "urgent_same_day")
    # a clock that was set back does not make it longer
    return urgent and abs(talk.now.timestamp() - lock.get("since", 0.0)) < TOO_SOON.total_seconds()


def may_exercise(talk: Talk, request: dict[str, Any]) -> bool:
    """Whether exercise may begin now; if not, what stands before it has been said or asked.

    The request waits in `pending` until the questions are through.
    """
    if barred(talk):
        talk.dialogue.pending = request
        explain_bar(talk)
        return False
    lately = max(talk.profile.get("screened", 0.0), talk.profile.get("active", 0.0))
    if talk.now.timestamp() - lately > response.LONG_ABSENCE.total_seconds():
        talk.dialogue.pending = request
        next_screen_question(talk)
        return False
    return True


def next_screen_question(talk: Talk) -> None:
    """Ask what the first screen still lacks, or go on with what was asked for."""
    if not talk.region:
        titles = [put(region.title) for region in talk.triage.regions().values()]
        talk.ask(
            "region", "region", "choice", words("region"), plainer=words("region_plainer"), choices=titles
        )
        return
    for question in talk.triage.screen():
        if talk.known(question.fact) is None:
            pose(talk, "screen", question)
            return
    talk.remember(screened=talk.now.timestamp())
    talk.record("screened", facts={one.fact: talk.known(one.fact) for one in talk.triage.screen()})
    talk.say("screen_done")
    go_on_with_request(talk)


def go_on_with_request(talk: Talk) -> None:
    """Begin what the person asked for before the questions."""
    request, talk.dialogue.pending = talk.dialogue.pending, None
    if request is not None:
        beginning.start(talk, request)


def pose(talk: Talk, purpose: str, question: Question, *, again: bool = False) -> None:
    """Ask one of the safety questions."""
    form = {
        name: value
        for name, value in question.custom().items()
        if name not in ("fact", "type") and value != []
    }
    other = question.plainer
    first = talk.triage.question(question.fact)
    if other == question.say and first is not None:
        other = first.say  # asked once more in plainer words: the two take turns
    talk.ask(purpose, question.fact, question.type, question.say, plainer=other, again=again, **form)


# -- a verdict ---------------------------------------------------------------------------------------------


def hold(talk: Talk) -> None:
    """Pause the routine without a word of its own."""
    if talk.dialogue.routine.playing:
        exercising.silently(talk, SheetStopped(talk.at(), "symptom"))
    elif talk.dialogue.routine.active:
        exercising.silently(talk, Simple("pause"))
    talk.dialogue.ask = None


def conclude(talk: Talk, verdict: Verdict, symptom: str | None = None) -> None:
    """Say what a case or an emergency comes to, and hold or end the exercise accordingly."""
    dizzy = symptom == "dizziness"
    talk.record("triage", **verdict.custom())
    lock = talk.profile.get("lock")
    if verdict.exercise in ("stop", "pause"):
        lock = _lock(talk, verdict)
        talk.dialogue.insisted = 0
        if talk.dialogue.routine.active:
            exercising.end(talk)
        talk.dialogue.ask, talk.dialogue.pending = None, None
        if verdict.tier == "emergency_now":
            talk.dialogue.case = None
    active = talk.dialogue.routine.active
    # what needs a doctor's look ends the exercise that it came with
    ends = active and not lock and verdict.tier == "see_doctor_soon"
    going_on = (put(EFFECTS["ease"]), put(EFFECTS["continue"])) if lock or ends or dizzy else ()
    lines = [line for line in verdict.say if line not in going_on]
    languages.in_their_words(talk, verdict)
    for nth, line in enumerate(lines):
        talk.tell(line, custom={"triage": verdict.custom()} if nth == 0 else None)
    if lock and verdict.exercise not in ("stop", "pause"):
        talk.say("still_locked", advice=lock["advice"])
    elif ends:
        talk.say("this_one_ends")
        exercising.leave_out(talk)
    elif active and dizzy:
        fitting.into_the_chair(talk)
    elif active:
        if verdict.exercise == "ease":
            changing.ease(talk)
        exercising.carry_on(talk)
    elif talk.dialogue.pending is not None:
        if verdict.exercise == "ease":
            talk.dialogue.pending["eased"] = True
        go_on_with_request(talk)


def _lock(talk: Talk, verdict: Verdict) -> dict[str, Any]:
    """Lock the exercises until somebody who knows has cleared them; a graver lock is not made lighter."""
    old = talk.profile.get("lock") or {}
    flags = [*old.get("flags", ()), *(flag for flag in verdict.flags if flag not in old.get("flags", ()))]
    graver = not old or tier_rank(verdict.tier) >= tier_rank(old["tier"])
    lock = {
        "tier": verdict.tier if graver else old["tier"],
        "flags": flags,
        "since": talk.now.timestamp(),
        "reason": (verdict.reasons[0] if verdict.reasons else words("lock_reason"))
        if graver
        else old["reason"],
        "advice": verdict.say[0] if graver else old["advice"],
    }
    talk.remember(lock=lock)
    talk.record("locked", tier=lock["tier"], flags=flags)
    return lock


def write_owed(talk: Talk) -> None:
    """Write down a lock that the journal could not take when it was due."""
    owed = talk.dialogue.owed
    if owed is not None:
        talk.remember(lock=owed.dict())
        talk.record("locked", tier=owed.tier, flags=owed.flags)
        talk.dialogue.owed = None


def unsure_twice(talk: Talk, fact: str) -> Verdict:
    """What it comes to when somebody was asked twice for a cauda equina sign and is still not sure."""
    assert fact in CAUDA_EQUINA
    return talk.triage.assess(known.stable(talk), region=talk.region, unsure=(fact,))
