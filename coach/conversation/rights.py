"""What belongs to the person: all of it deleted, handed out, or kept for as long as they want."""

from __future__ import annotations

from coach import retention
from coach.conversation import safety, telling
from coach.conversation.talk import Talk
from coach.numbers import count
from coach.places import kind_of
from coach.understand.keeping import UNITS, keeping_wish
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
    talk.shown["forgotten"] = True  # who shows the talk takes it off the screen too
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


# -- handed out -------------------------------------------------------------------------------------------


def hand_out(talk: Talk) -> None:
    """Write all that is kept of the person into a file, and say where it is."""
    safety.hold(talk)
    kind = kind_of(talk.turn.place)
    if kind == "page":
        talk.tell(words("export_page"), custom={"papers": ["everything"]})
        return
    try:
        file = talk.forgetting.write_export(talk.turn.person)
    except OSError:
        file = None
    if file is None:
        talk.say("export_not_here")
    elif kind in ("", "terminal"):
        talk.say("export_file", file=file)
    else:
        talk.say("export_elsewhere")


# -- for how long -----------------------------------------------------------------------------------------


def keeping(talk: Talk) -> bool:
    """Take "forget my words after a month"; False if nothing of the kind was said."""
    wish = None if talk.dialogue.routine.active else keeping_wish(talk.turn.text)
    if wish is None:
        return False
    if wish.days is None:
        retention.keep_for(talk.journal, talk.turn.person, wish.what, None)
        talk.say("keep_for_good_words" if wish.what == "words" else "keep_for_good")
        return True
    days = max(wish.days, retention.FLOORS[wish.what])
    if days != wish.days:
        talk.say("keep_floor", time=span(days))
    talk.dialogue.wish = talk.turn.text[:200]
    say = words("keep_words_sure" if wish.what == "words" else "keep_sure", time=span(days))
    buttons = (words("button_yes"), words("button_no"))
    talk.ask("keep", "keep", "bool", say, plainer=words("keep_plainer"), buttons=buttons)
    return True


def keep(talk: Talk, sure: bool) -> None:
    """What is older goes now, and from here on, if the person is sure."""
    talk.dialogue.ask = None
    told, talk.dialogue.wish = talk.dialogue.wish, None
    wish = keeping_wish(told or "")
    if not sure or wish is None:
        talk.say("not_deleted")
        return
    retention.keep_for(talk.journal, talk.turn.person, wish.what, wish.days)
    talk.profile = talk.journal.profile(talk.turn.person)
    talk.forgetting.tidy(talk.now)
    talk.say("kept_so")


def asked(talk: Talk) -> None:
    """ "How long do you keep my data?" """
    kept = retention.retention_of(talk.profile)
    talk.say("keeps_what")
    if kept.records is None:
        talk.say("keeps_records")
    else:
        talk.say("keeps_records_for", time=span(kept.records))
    if kept.words is None:
        talk.say("keeps_words")
    else:
        talk.say("keeps_words_for", time=span(kept.words))
    talk.say("keeps_how")


def span(days: int) -> str:
    """A number of days as people say it: "one year", "two weeks"."""
    for unit in ("year", "month", "week"):
        number, rest = divmod(days, UNITS[unit])
        if number and not rest:
            return count(number, unit)
    return count(days, "day")
