"""What belongs to the person: all of it deleted, handed out, or kept for as long as they want."""

from __future__ import annotations

from coach.conversation import telling
from coach.conversation.talk import Talk
from coach.words import words

APPS = {"telegram": "Telegram", "whatsapp": "WhatsApp", "slack": "Slack"}
"""Messaging apps, whose companies keep what is written there."""


def delete(talk: Talk) -> None:
    """Delete all that is kept of the person, and say plainly what is left: nothing, or only the lock."""
    places = [*talk.forgetting.names(talk.turn.person), talk.turn.place]
    left = talk.forgetting.forget(talk.turn.person)
    talk.profile = talk.journal.profile(talk.turn.person)
    talk.new_session = True
    talk.dialogue.__dict__.update(type(talk.dialogue)(forgotten=True).__dict__)
    if not left.nothing:
        talk.say("deleted_not_all", what=telling.listed([*left.tables, *left.files]))
    if left.lock:
        talk.say("deleted_but_lock", advice=left.lock["advice"])
    elif left.nothing:
        talk.say("deleted")
    apps = [APPS[kind] for kind in APPS if any(place.partition(":")[0] == kind for place in places)]
    if apps:
        talk.say("deleted_there", apps=telling.listed(apps))


def asked_to_delete(talk: Talk) -> None:
    """Ask once, before all is deleted."""
    talk.ask("delete", "delete_data", "bool", words("delete_question"), plainer=words("delete_plainer"))
