"""Joining a place to a person by a short code, and taking it away again."""

from __future__ import annotations

from coach.clock import ManualClock
from coach.conversation import exercising, moving, safety
from coach.conversation.dialogue import Dialogue
from coach.conversation.talk import Talk
from coach.conversation.uniting import hand_lock_on, unite
from coach.journal import one_name
from coach.naming import NOBODY, nameless
from coach.numbers import count
from coach.pairing import DIGITS, Pairing
from coach.places import address
from coach.understand import told_code
from coach.words import words

KINDS = ("telegram", "slack", "whatsapp", "page")
ALL = ("all", "every", "everything", "both")
SECRET = {"private": True}
"""Beside a turn whose words are not to be shown in other places."""


def pairing_of(talk: Talk) -> Pairing:
    """Who has which place, as of this turn."""
    return Pairing(talk.journal, ManualClock(talk.now))


def taken(talk: Talk, made: str | None) -> bool:
    """Answer what is about codes and joined places; False if it is something else."""
    if made == "pair":
        tell_code(talk)
        return True
    if made == "unpair":
        leave(talk)
        return True
    code = told_code(talk.turn.text)
    if code is None or (talk.dialogue.routine.playing and talk.plays_at is None and not _plainly(talk)):
        return False  # over a set that counts, a row of numbers is the set's own
    join(talk, code)
    return True


def tell_code(talk: Talk) -> None:
    """Tell the person a code digit by digit, how long it holds, and what to do with it."""
    counting = talk.dialogue.routine.playing
    if counting:
        safety.hold(talk)
    pairing = pairing_of(talk)
    code = pairing.code_for(talk.turn.person)
    minutes = max(1, pairing.minutes_left(code))
    shown = {"code": {"digits": code, "minutes": minutes}, **SECRET}
    talk.tell(words("pair_code", digits=", ".join(code), minutes=count(minutes, "minute")), custom=shown)
    talk.say("pair_how")
    if counting:
        exercising.carry_on(talk)


def join(talk: Talk, code: str) -> None:
    """Join the place in which this was said to whose code it is."""
    talk.shown.update(SECRET)
    place, pairing = address(talk.turn.place), pairing_of(talk)
    own = talk.turn.person == one_name(place)
    if not place:
        talk.say("join_nowhere")
    elif len(code) != DIGITS:
        talk.say("join_length")
    elif (own or nameless(talk.turn.person, talk.profile)) and safety.open_case(talk) is not None:
        talk.say("join_first")  # what is asked here would be left open
        safety.explain_bar(talk)
    elif not pairing.may_try(place):
        talk.say("join_wait")
    else:
        person = pairing.join(place, code)
        if person is None:
            talk.say("join_wrong")
        elif person == one_name(talk.turn.person):
            talk.say("join_same")
        else:
            _move_in(talk, person, own)


def _move_in(talk: Talk, person: str, own: bool) -> None:
    """The place is the person's now; what was kept under the place's own name is put to the person's."""
    if own and talk.dialogue.routine.active:
        exercising.end(talk)
    exercising.set_aside(talk)
    if own:
        unite(talk.journal, talk.turn.person, person)
        _begin_afresh(talk)
    elif nameless(talk.turn.person, talk.profile):
        hand_lock_on(talk, person)
    talk.say("joined")
    talk.shown["person"] = person


def _begin_afresh(talk: Talk) -> None:
    talk.profile, talk.new_session = talk.journal.profile(talk.turn.person), True
    talk.dialogue.__dict__.update(Dialogue(language=talk.dialogue.language).__dict__)


def leave(talk: Talk) -> None:
    """Take the place in which this was said away from the person, or another one that was joined."""
    pairing, place = pairing_of(talk), address(talk.turn.place)
    if place and pairing.joined(place):
        exercising.set_aside(talk)
        after = one_name(place) if ":" in place else NOBODY
        if ":" in place:
            hand_lock_on(talk, after)
        if after != talk.turn.person:
            talk.shown.update(SECRET, person=after)
        pairing.leave(place)
        talk.say("left")
        return
    there = pairing.places_of(talk.turn.person)
    meant = _meant(talk.turn.text, there)
    for one in meant:
        hand_lock_on(talk, one_name(one))
        pairing.leave(one)
    if meant:
        talk.say("left_there", where=moving.named(meant[0]))
    elif there:
        talk.say("left_which")
    else:
        talk.say("left_nothing")


def _meant(text: str, there: list[str]) -> list[str]:
    """Which of the joined places are to be taken away."""
    said = text.lower()
    kinds = [kind for kind in KINDS if kind in said]
    if kinds:
        return [place for place in there if place.partition(":")[0] in kinds]
    if len(there) == 1 or any(word in said.split() for word in ALL):
        return there
    return []


def _plainly(talk: Talk) -> bool:
    return "code" in talk.turn.text.lower()
