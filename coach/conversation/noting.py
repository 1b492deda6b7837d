"""The weekly note for somebody who cares: asked about, allowed, shown, and ended at once."""

from __future__ import annotations

import re

from coach.caring import Caring, Note
from coach.conversation import safety
from coach.conversation.reminding import Fixed
from coach.conversation.talk import Talk
from coach.places import address
from coach.understand.reminding import plain
from coach.words import words

WHO = tuple(
    "granddaughter grandson daughter son wife husband partner sister brother niece nephew friend neighbour "
    "carer nurse physio mother father family".split()
)
"""Who may be meant, in the words that are kept of them."""
CODE = re.compile(r"\bnote code (?:is )?((?:\d ?){8})\b")


def notes(talk: Talk) -> Caring:
    """Consents and notes, at the moment of the turn."""
    return Caring(talk.journal, Fixed(talk.now))


def allow(talk: Talk) -> None:
    """ "My daughter may have a weekly note": ask for the consent, with exactly what is in it."""
    safety.hold(talk)
    talk.dialogue.wish = _who(talk.turn.text)
    say = words("note_question", who=talk.dialogue.wish)
    buttons = (words("button_yes"), words("button_no"))
    talk.ask("note", "note", "bool", say, plainer=words("note_plainer"), buttons=buttons)


def answered(talk: Talk, sure: bool) -> None:
    """The answer to that question; a no is as good as none."""
    talk.dialogue.ask = None
    who, talk.dialogue.wish = talk.dialogue.wish or "family", None
    if not sure:
        talk.say("note_refused")
        return
    notes(talk).allow(talk.turn.person, who)
    talk.record("note_consent", given=True, who=who)
    talk.say("note_allowed", who=who)


def others(talk: Talk) -> None:
    """Somebody asks for a note about another person: only that person can allow it."""
    talk.say("note_only_they")


def end(talk: Talk) -> None:
    """No note from now on; said by the person, or at the place that gets it."""
    ended = notes(talk).revoke(talk.turn.person)
    left = bool(talk.turn.place) and notes(talk).leave(address(talk.turn.place))
    left = notes(talk).leave(talk.turn.person) or left
    if ended:
        talk.record("note_consent", given=False)
    talk.say("note_ended" if ended or left else "note_none")


def code(talk: Talk) -> None:
    """A code for the carer's own chat."""
    made = notes(talk).code_for(talk.turn.person)
    if made is None:
        talk.say("note_none")
    else:
        talk.say("note_code", code=f"{made[:4]} {made[4:]}")


def join(talk: Talk) -> bool:
    """Take "note code 1234 5678" in the carer's own chat; False if no such code was said."""
    found = CODE.search(plain(talk.turn.text))
    if found is None:
        return False
    who = notes(talk).join(address(talk.turn.place) or talk.turn.person, found.group(1))
    talk.say("note_joined" if who is not None else "note_wrong_code")
    return True


def with_advice(talk: Talk) -> None:
    """ "You may tell her when I must see a doctor"."""
    if notes(talk).with_advice(talk.turn.person):
        talk.record("note_consent", given=True, advice=True)
        talk.say("note_with_advice")
    else:
        talk.say("note_none")


def last(talk: Talk) -> None:
    """ "Show me the note"."""
    note = notes(talk).last(talk.turn.person)
    if note is None:
        talk.say("note_not_yet" if notes(talk).carer(talk.turn.person) else "note_none")
        return
    notes(talk).settle(note, shown=True)
    talk.tell(shown(note))


def mention(talk: Talk) -> None:
    """Show the person the note that was made, if they have not seen it yet."""
    note = notes(talk).last(talk.turn.person)
    serious = any("triage" in (one.custom or {}) for one in talk.messages)
    if note is None or note.shown or serious or talk.dialogue.ask is not None or talk.dialogue.routine.active:
        return
    notes(talk).settle(note, shown=True)
    talk.tell(shown(note))


def shown(note: Note) -> str:
    """The note as the person sees it: sent already, or to be sent on."""
    return words("note_was_sent" if note.sent else "note_to_send", text=note.text)


def _who(text: str) -> str:
    said = plain(text).split()
    return next((one for one in WHO if one in said), "family")
