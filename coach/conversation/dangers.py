"""Danger signs in what somebody says: looked for first, in any state, however long the text is."""

from __future__ import annotations

from typing import Any

from coach.conversation import known, languages, safety, standing
from coach.conversation.talk import Talk
from coach.triage import Finding, Triage, Verdict
from coach.understand.text import pieces


def heard_in(talk: Talk, whole: str) -> list[Finding]:
    """Danger signs in what was said, and in the English that it was put into; these are asked about first."""
    heard = [*languages.dangers(talk), *_spot(talk.triage, talk.turn.own)]
    if not talk.turn.said:
        return heard
    told = {one.fact for one in heard}
    return heard + [
        one.copy(update={"certain": False}) for one in _spot(talk.triage, whole) if one.fact not in told
    ]


def _spot(screen: Triage, whole: str) -> list[Finding]:
    """Danger signs in the text; of one without end, in its first pieces and its last words."""
    return [finding for piece in pieces(whole) for finding in screen.spot(piece)]


def answered(talk: Talk, findings: list[Finding], others: dict[str, bool]) -> bool:
    """Answer at once what cannot wait, from any state; True if there was such a thing."""
    verdict = _own(talk, findings)
    other = talk.triage.alarm(others, False, talk.region) if others else None
    if verdict is not None and standing.talked_down(talk, verdict):
        standing.remind(talk)
    elif verdict is not None:
        safety.hold(talk)
        told = {one.fact: one.value for one in findings}
        talk.record("symptom", facts=told, words=talk.turn.own[:200])
        safety.conclude(talk, verdict)
    if other is not None:
        standing.for_another(talk, other)
    return verdict is not None or other is not None


def _own(talk: Talk, findings: list[Finding]) -> Verdict | None:
    """The verdict where what is told of the person makes it an emergency by itself."""
    facts: dict[str, Any] = {}
    for finding in findings:
        if finding.certain:  # what may be meant otherwise is asked about first
            facts[finding.fact] = facts.get(finding.fact) is True or finding.value
    if not any(value is True for value in facts.values()):
        return None
    before = {**known.stable(talk), **(known.dangers(talk) if safety.alarming(findings) else {})}
    return talk.triage.alarm({**before, **facts}, talk.dialogue.routine.active, talk.region)


def told(talk: Talk, findings: list[Finding]) -> bool:
    """Whether a danger sign is told that no open question asks for: it goes before all else."""
    ask = talk.dialogue.ask
    if ask is not None and ask.purpose == "triage":
        return False
    asked = ask.custom["fact"] if ask is not None else None
    return any(finding.fact != asked for finding in safety.alarming(findings)) or safety.hinted(talk, asked)
