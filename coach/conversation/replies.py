"""What an answer to a safety question says beyond yes and no, found by patterns in a data file.

"No, I will not say" is no no. Trouble that was always there is asked about: has it changed?
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from coach.triage import Finding
from coach.understand import Answer

FILE = Path(__file__).parent / "replies.yml"
LONG_KNOWN = frozenset({"saddle_numbness", "bladder_change", "bowel_change", "sexual_change"})
"""The facts that somebody may have had for years for another cause."""


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    data = YAML(typ="safe").load(FILE.read_text("utf-8"))
    return {name: [re.compile(pattern) for pattern in patterns] for name, patterns in data.items()}


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("\u2019", "'")))


def _says(name: str, plain: str) -> bool:
    return any(pattern.search(plain) for pattern in _patterns()[name])


def beyond(text: str, fact: str) -> Answer | None:
    """The answer to a question of danger that a plain reading for yes and no would miss."""
    plain = _words(text)
    if _says("refused", plain):
        return Answer("refused")
    if _says("cannot_say", plain):
        return Answer("unsure")
    if fact in LONG_KNOWN and _says("feels_fine", plain):
        return Answer("value", False)
    return None


def long_known(text: str) -> bool:
    """Whether the text tells of trouble that was long there, or of being blocked up, and of no change."""
    plain = _words(text)
    return (_says("old", plain) or _says("constipated", plain)) and not _changed(plain)


def only_blocked(text: str) -> bool:
    """Whether the text tells of being blocked up."""
    return _says("constipated", _words(text))


def has_changed(text: str) -> Answer | None:
    """The answer to whether it is new or has changed, where it is said in other words than yes and no."""
    plain = _words(text)
    if _changed(plain):
        return Answer("value", True)
    if _says("unchanged", plain) or _says("old", plain):
        return Answer("value", False)
    return None


def plays_down(text: str) -> bool:
    """Whether a sentence of the text makes small what was told before."""
    return any(_says("play_down", _words(sentence)) for sentence in re.split(r"[.!?;\n]+", text))


def unasked(text: str) -> str | None:
    """The fact of which long-known trouble is told without a question."""
    plain = _words(text)
    if not long_known(text):
        return None
    return next((fact for fact in ("bladder_change", "bowel_change") if _says(fact, plain)), None)


def other_symptom(text: str, symptom: str | None) -> str | None:
    """The symptom that is told beside long-known trouble of bladder or bowel, if it is not that trouble."""
    plain = _words(text)
    weak = symptom == "weakness" and re.search(r"\bweak (bladder|bowel)", plain)
    if not weak and symptom not in ("bladder_problem", "bowel_problem"):
        return symptom
    return "numbness" if re.search(r"\b(numb|tingl)", plain) else None


def without_long_known(text: str, fact: str, findings: list[Finding]) -> list[Finding]:
    """The findings but for those of long-known trouble: signs in doubt, and how long it has been there."""
    if fact not in LONG_KNOWN or not long_known(text):
        return findings
    return [one for one in findings if one.certain and one.fact not in ("duration_weeks", "seen_doctor")]


def _changed(plain: str) -> bool:
    """Whether words of change are left when those that deny it are taken out."""
    for pattern in _patterns()["unchanged"]:
        plain = pattern.sub(" ", plain)
    return _says("changed", plain)
