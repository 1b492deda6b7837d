"""One session in several places: where a set plays, taking it over, and what was done to it from elsewhere.

A place is where a person meets the coach: `speaker:ID`, `terminal:ID`, `page:ID`, `telegram:CHAT`
and the like; each process of a speaker or a terminal is one of its own.
A set plays in one place at a time, that of `Dialogue.player`; what is said in another one is done to the
same set.
"""

from __future__ import annotations

from datetime import timedelta

from coach.conversation import beginning, exercising
from coach.conversation.dialogue import Moved
from coach.conversation.remarks import remark
from coach.conversation.talk import Talk
from coach.journal import Place
from coach.places import DEVICES, kind_of
from coach.routine.commands import SheetStopped, Simple
from coach.routine.cues import CueSheet
from coach.routine.machine import Machine
from coach.understand import command
from coach.words import words

CHANGED_THERE = ("speaker", "terminal", "page")
"""Kinds of places whose players take a changed set in the middle; in a chat it begins anew."""
SLACK = 5.0
"""Seconds that a player may be late with its note before it is taken to be gone."""
STILL_NEWS = timedelta(hours=1)
"""How long "what happened?" is about what was done from another place."""
KINDS = {
    "speaker": "place_speaker",
    "terminal": "place_terminal",
    "page": "place_page",
    "telegram": "place_telegram",
    "slack": "place_slack",
    "whatsapp": "place_whatsapp",
}
"""Kinds of places by the first part of their names, with the key of what they are called."""


def elsewhere(talk: Talk) -> bool:
    """Whether a set plays in another place than the one in which this was said."""
    player, place = talk.dialogue.player, talk.turn.place
    return bool(player and place and player != place and talk.dialogue.routine.playing)


def named(place: str, here: str = "") -> str:
    """A place in words: "on the speaker", "in Telegram"; "here" for the place in which it is said."""
    if place and place == here:
        return words("place_here")
    return words(KINDS.get(kind_of(place), "place_other"))


def settle(talk: Talk) -> None:
    """See at the start of a turn where the set stands that plays elsewhere, or played when nobody was there.

    One that was broken off is paused at the repetition that was noted last; of one that plays elsewhere,
    what is said here knows the place by the clock only.
    """
    if elsewhere(talk) and _alive(talk) and not _begun_anew(talk):
        talk.plays_at = talk.dialogue.player
    elif elsewhere(talk) or talk.turn.opened:
        beginning.recover(talk)


def taken_over(talk: Talk) -> bool:
    """Go on here with the set that plays elsewhere, if that is what was said; True if it was."""
    if talk.plays_at is None or not elsewhere(talk) or not asked_here(talk):
        return False
    seconds, noted = _seconds(talk), talk.journal.place(talk.turn.person)
    before = talk.plays_at
    talk.plays_at, talk.dialogue.ask = None, None
    if noted is not None:
        talk.dialogue.touched = max(talk.dialogue.touched or 0.0, noted.at.timestamp())
    exercising.silently(talk, SheetStopped(seconds, "pause"))
    talk.dialogue.moved = Moved(what="taken", place=talk.turn.place, before=before, at=talk.now.timestamp())
    exercising.resume(talk)
    return True


def asked_here(talk: Talk) -> bool:
    """Whether the words ask to go on in the place in which they are said."""
    resumes = command(talk.turn.text) == "resume" or talk.turn.intent == "resume"
    return resumes or remark(talk.turn.text) == "go_on_here"


def stopped(talk: Talk) -> None:
    """Note for "what happened?" that a set which played elsewhere was stopped from here."""
    before = talk.plays_at
    if before is not None and not talk.dialogue.routine.playing:
        moved = Moved(what="stopped", place=talk.turn.place, before=before, at=talk.now.timestamp())
        talk.dialogue.moved = moved


def explained(talk: Talk) -> bool:
    """Answer "what happened?" after something was done from another place; False if nothing was."""
    moved = talk.dialogue.moved
    fresh = moved is not None and abs(talk.now.timestamp() - moved.at) < STILL_NEWS.total_seconds()
    if moved is None or not fresh or remark(talk.turn.text) != "what_happened":
        return False
    where, before = (named(place, talk.turn.place) for place in (moved.place, moved.before))
    talk.say("moved_taken" if moved.what == "taken" else "moved_stopped", where=where, before=before)
    routine = talk.dialogue.routine
    if routine.phase == "paused":
        beginning.offer(talk)
    elif routine.playing:
        exercising.command(talk, Simple("progress", talk.at()))
    return True


def tell(talk: Talk) -> None:
    """Say in a place that was just opened that a set plays in another one, and what can be done about it."""
    talk.say("plays_elsewhere", where=named(talk.dialogue.player or ""))
    exercising.command(talk, Simple("progress", talk.at()))
    talk.say("take_over_hint")


def player(talk: Talk) -> str | None:
    """Where a set that begins now is to play; None where nobody knows.

    A set that is changed from elsewhere goes on where it plays, if that place hears of it at once.
    """
    if talk.plays_at in talk.turn.open and kind_of(str(talk.plays_at)) in CHANGED_THERE:
        return talk.plays_at
    return talk.turn.place or None


def _begun_anew(talk: Talk) -> bool:
    """Whether a process just began where another one of its kind played, of which nothing is heard.

    It comes in the place of one that died, as after a power cut, and does not wait until a note is overdue.
    """
    before, place = talk.dialogue.player or "", talk.turn.place
    same = kind_of(place) in DEVICES and kind_of(place) == kind_of(before)
    return talk.turn.opened and same and before not in talk.turn.open


def _alive(talk: Talk) -> bool:
    """Whether somebody plays the set: the place is open, or has noted what was due."""
    if talk.dialogue.player in talk.turn.open:
        return True
    sheet, place = Machine(talk.library).sheet(talk.dialogue.routine), talk.journal.place(talk.turn.person)
    if sheet is None or place is None or place.sheet != sheet.id:
        return False
    due = place.at.timestamp() + _next(sheet, place) - place.seconds
    return talk.now.timestamp() <= due + SLACK


def _next(sheet: CueSheet, place: Place) -> float:
    """The second of the sheet at which its player notes the next repetition, or is through."""
    starts: dict[int, float] = {}
    for cue in sheet.cues:
        if cue.rep is not None:
            starts.setdefault(cue.rep, cue.at)
    return min((at for at in starts.values() if at > place.seconds), default=sheet.seconds)


def _seconds(talk: Talk) -> float:
    """Where the set stands: as its player noted it, else by the clock."""
    sheet, place = Machine(talk.library).sheet(talk.dialogue.routine), talk.journal.place(talk.turn.person)
    assert sheet is not None
    if place is not None and place.sheet == sheet.id and place.seconds > 0:
        return place.seconds
    return min(talk.at(), sheet.seconds)
