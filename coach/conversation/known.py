"""What a person has told: each fact with its time, and which of it a new complaint may build on.

Nobody is asked twice in a day. What may have changed since, or is of the kind of what is told now, is asked
anew; a danger that was told is not forgotten within its time.
"""

from __future__ import annotations

from typing import Any

from coach.conversation.talk import DAY, STABLE, Talk
from coach.triage import Complaint, Finding
from coach.triage.models import REASSURING

OF_A_SYMPTOM = frozenset(
    {"bilateral", "sudden_onset", "worsening", "eases_bent", "seen_doctor", "duration_weeks",
     "minor_trauma", "major_trauma", "first_episode", "travels_down", "worse_next_day", "after_exertion",
     "eases_standing"}
)  # fmt: skip
"""Facts about one symptom: they say nothing about another."""
ASKED_EACH_TIME = frozenset({"resolves_quickly", "pain", "wants_ambulance"})
"""Facts about this very moment."""
TRAUMA = frozenset({"minor_trauma", "major_trauma"})
LASTING = frozenset({*STABLE, "recent_surgery", "pregnant"})
"""Facts about the person; a doctor who clears the exercises does not change them."""
NERVE_FACTS = frozenset(
    {"saddle_numbness", "bladder_change", "bowel_change", "sexual_change", "weakness", "foot_drop"}
)
FAMILY = {
    "numbness": "feeling", "tingling": "feeling", "burning": "feeling",
    "weakness": "power", "heaviness": "power",
}  # fmt: skip
"""Symptoms of the nerves, those that are told of in each other's words together."""
FEELING = frozenset(name for name, family in FAMILY.items() if family == "feeling")
SAME_KIND = {
    "weakness": {"weakness", "foot_drop"},
    "heaviness": {"weakness", "foot_drop"},
    "bladder_problem": {"bladder_change"},
    "bowel_problem": {"bowel_change"},
    "saddle_numbness": {"saddle_numbness", "sexual_change"},
    "breathlessness": {"chest_pain"},
    "dizziness": {"chest_pain", "stroke_signs"},
    "swelling": {"calf_swelling"},
}
"""The facts that a symptom puts in question, whatever was said of them before."""
STILL_FRESH = 3600.0
"""Seconds in which a no to a nerve question holds against the first nerve symptom of the day."""


def stable(talk: Talk) -> dict[str, Any]:
    """What is known of the person that holds from day to day."""
    return {name: talk.known(name) for name in STABLE if talk.known(name) is not None}


def dangers(talk: Talk) -> dict[str, Any]:
    """The dangers that were told and still count."""
    facts = {name: talk.known(name) for name in talk.profile.get("facts", {})}
    return {name: value for name, value in facts.items() if _danger(name, value) and name not in _MOMENTARY}


_MOMENTARY = ASKED_EACH_TIME | (OF_A_SYMPTOM - TRAUMA)


def keep(talk: Talk, findings: list[Finding]) -> None:
    """Remember what was said in passing; what was told as a danger is not taken back in passing."""
    for finding in findings:
        if (
            finding.other
            or finding.fact in ASKED_EACH_TIME
            or _danger(finding.fact, talk.known(finding.fact))
        ):
            continue
        if finding.certain:  # what may be meant otherwise is asked about first
            talk.fact(finding.fact, finding.value)


def carried(talk: Talk, complaint: Complaint, changed: bool) -> dict[str, Any]:
    """The facts that a case of this complaint begins with. `changed` says that something got worse."""
    told_of = _told_of(talk)
    last = told_of[-1] if told_of else None
    same = last is not None and _alike(last, complaint)
    talk.forget(_doubtful(talk, complaint, told_of, changed))
    facts = {name: talk.known(name) for name in talk.profile.get("facts", {})}
    mine = {
        name: value
        for name, value in facts.items()
        if value is not None and name not in ASKED_EACH_TIME and (same or name not in OF_A_SYMPTOM)
    }
    hurt = {name: True for name in TRAUMA if facts.get(name) is True}
    talk.remember(told_of=[*told_of[-5:], {**complaint.dict(), "at": talk.now.timestamp()}])
    return {**mine, **hurt}


def latest(talk: Talk) -> Complaint:
    """What was last complained of today; nothing if nothing was."""
    told_of = _told_of(talk)
    if not told_of:
        return Complaint()
    return Complaint(**{name: told_of[-1][name] for name in ("symptom", "body_part", "side")})


def cleared(talk: Talk) -> None:
    """A doctor has looked at it: the dangers of that day are asked about afresh."""
    gone = [name for name in talk.profile.get("facts", {}) if name not in LASTING]
    talk.forget({name for name in gone if _danger(name, talk.known(name))})


def _doubtful(talk: Talk, complaint: Complaint, told_of: list[dict[str, Any]], changed: bool) -> set[str]:
    """What was answered, but may be otherwise by now."""
    facts = talk.profile.get("facts", {})
    names = set(SAME_KIND.get(complaint.symptom or "", ()))
    if complaint.side in ("left", "right", "both"):
        names.add("bilateral")
    if changed:
        names |= set(facts) - LASTING - {"duration_weeks"}
    family = FAMILY.get(complaint.symptom or "")
    if family is not None:
        nerves = [one for one in told_of if one["symptom"] in FAMILY]
        if nerves and not any(_alike(one, complaint) for one in nerves):
            names |= NERVE_FACTS
        elif not nerves:
            now = talk.now.timestamp()
            names |= {one for one in NERVE_FACTS if one in facts and now - facts[one]["at"] > STILL_FRESH}
    return {
        name
        for name in names
        if name in facts and not _danger(name, talk.known(name)) and facts[name]["at"] < talk.now.timestamp()
    }


def _told_of(talk: Talk) -> list[dict[str, Any]]:
    since = talk.now.timestamp() - DAY
    return [one for one in talk.profile.get("told_of", ()) if one["at"] > since]


def _alike(before: dict[str, Any], now: Complaint) -> bool:
    """Whether two complaints can be of the same trouble; what was not said fits anything."""
    first, second = (FAMILY.get(one or "", one) for one in (before["symptom"], now.symptom))
    fits = [
        (first, second), (before["body_part"], now.body_part), (before["side"], now.side)
    ]  # fmt: skip
    return all(one is None or other is None or one == other for one, other in fits)


def _danger(name: str, value: Any) -> bool:
    return value is True and name not in REASSURING
