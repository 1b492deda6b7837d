"""Who is speaking: people on one speaker are kept apart by their names, or by a code word they have set.

Danger and "stop" come before this and are answered whoever speaks. What is another person's is never said.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from coach.conversation import exercising, safety
from coach.conversation.joining import SECRET, pairing_of
from coach.conversation.talk import Talk
from coach.journal import one_name
from coach.naming import called, named_people, nameless
from coach.places import address, kind_of
from coach.triage import Finding
from coach.understand import Answer, Identified, command, extract, identified, is_stop
from coach.understand.numbers import numbers
from coach.understand.persons import may_identify
from coach.understand.text import tokens
from coach.words import words

SHARED = ("speaker", "terminal", "page")
"""Kinds of places that several people may use; a chat in a messaging app is one person's own."""
ROUNDS = 20_000
LONGEST_WORD, SHORTEST = 40, 3
MOST_WORDS = 3


def taken(talk: Talk) -> bool:
    """Answer what is about who speaks; False if it is something else."""
    ask = talk.dialogue.ask
    if ask is not None and ask.purpose == "code_word" and _word_given(talk):
        return True
    region = ask is not None and ask.custom["fact"] == "region"  # "this is France" is an answer
    people = named_people(talk.journal) if may_identify(talk.turn.text) else {}
    said = None if region else identified(talk.turn.text, people)
    if said is None:
        return _by_word_alone(talk)
    if said.kind == "who_is_this":
        _tell(talk)
    elif said.kind == "code_word":
        _code_word(talk, said.word)
    elif said.kind == "no_code_word":
        talk.remember(code_word=None)
        talk.say("code_word_gone")
    else:
        _meet(talk, said, people)
    return True


def met_before(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    """Whether somebody who gives a name is the one who used this device without one."""
    talk.dialogue.ask = None
    name = str((talk.dialogue.pending or {}).get("who") or "")
    talk.dialogue.pending = None
    if not name:
        return
    if answer.kind == "value" and answer.value is True:
        _call(talk, name)
    else:
        _new(talk, name)


def code_word_told(talk: Talk, answer: Answer, findings: list[Finding]) -> None:
    """A code word that was asked for and did not come."""
    talk.dialogue.ask, talk.dialogue.pending = None, None
    talk.say("code_word_wrong")


def name_of(talk: Talk) -> str | None:
    """What to call the person who speaks."""
    return called(talk.turn.person, talk.profile)


def _tell(talk: Talk) -> None:
    name = name_of(talk)
    if name is None:
        talk.say("who_nobody")
    else:
        talk.say("who_you", name=name)
        if _shared(talk):
            talk.say("who_else")


def _meet(talk: Talk, said: Identified, people: dict[str, str]) -> None:
    """Somebody gives a name: theirs, that of somebody known, or a new one."""
    person = people.get(one_name(said.name))
    if person is not None and one_name(person) == one_name(talk.turn.person):
        talk.say("who_yes", name=name_of(talk))
    elif not _shared(talk):
        if person is None and nameless(talk.turn.person, talk.profile):
            _call(talk, said.name)
        else:
            talk.say("who_own_place")
    elif person is not None:
        _switch_if_allowed(talk, person, said.word)
    elif said.kind == "turn" or not nameless(talk.turn.person, talk.profile):
        _new(talk, said.name)
    elif talk.profile or talk.journal.events(talk.turn.person):
        exercising.set_aside(talk)
        talk.dialogue.pending = {"who": said.name}
        words_asked = words("met_before", name=_shown(said.name))
        talk.ask("met_before", "met_before", "bool", words_asked, buttons=("Yes", "No"))
    else:
        _call(talk, said.name)


def _call(talk: Talk, name: str) -> None:
    talk.remember(called=_shown(name))
    talk.say("who_call", name=_shown(name))


def _new(talk: Talk, name: str) -> None:
    """Somebody who was never here: with a record of their own, and asked as anybody new is."""
    _switch(talk, one_name(name))


def _switch_if_allowed(talk: Talk, person: str, word: str) -> None:
    kept = talk.journal.profile(person).get("code_word")
    if not kept or (word and _may_try(talk) and _fits(kept, word)):
        _switch(talk, person)
        return
    if word:
        _tried(talk)
        return
    exercising.set_aside(talk)
    talk.ask("code_word", "code_word", "choice", words("code_word_ask"), choices=[])
    talk.dialogue.pending = {"who": person}
    talk.shown.update(SECRET)


def _word_given(talk: Talk) -> bool:
    """The answer to "say your code word"; False if something else is wanted, and the question is dropped."""
    person = str((talk.dialogue.pending or {}).get("who") or "")
    kept = talk.journal.profile(person).get("code_word")
    if kept and _may_try(talk) and _fits(kept, talk.turn.text):
        _switch(talk, person)
        return True
    talk.dialogue.ask, talk.dialogue.pending = None, None
    people = named_people(talk.journal)
    if command(talk.turn.text) is not None or identified(talk.turn.text, people) is not None:
        return False
    _tried(talk)
    return True


def _by_word_alone(talk: Talk) -> bool:
    """A code word that is one person's only says who speaks."""
    text = talk.turn.text
    if len(text.split()) > MOST_WORDS or len(text) > LONGEST_WORD or not _shared(talk):
        return False
    if command(text) is not None or talk.dialogue.ask is not None or not _may_try(talk):
        return False
    whose = [person for person, kept in _code_words(talk) if _fits(kept, text)]
    if len(whose) != 1:
        return False
    if whose[0] == one_name(talk.turn.person):
        talk.say("who_yes", name=name_of(talk) or "")
    else:
        _switch(talk, whose[0])
    return True


def _code_word(talk: Talk, word: str) -> None:
    """Set a code word, or come in by one."""
    talk.shown.update(SECRET)
    whose = [person for person, kept in _code_words(talk) if _may_try(talk) and _fits(kept, word)]
    mine = talk.profile.get("code_word")
    if len(whose) == 1 and _shared(talk) and whose[0] != one_name(talk.turn.person):
        _switch(talk, whose[0])
    elif not _fit_for_use(word):
        talk.say("code_word_bad")
    elif mine and _fits(mine, word):
        talk.say("code_word_set")
    elif mine and "change" not in talk.turn.text.lower():
        _tried(talk)
    elif nameless(talk.turn.person, talk.profile):
        talk.say("code_word_name_first")
    else:
        salt = secrets.token_hex(8)
        talk.remember(code_word={"salt": salt, "hash": _hash(salt, word)})
        talk.say("code_word_set")


def _tried(talk: Talk) -> None:
    """A wrong code word: a few may be tried, as with the codes that join places."""
    talk.shown.update(SECRET)
    pairing = pairing_of(talk)
    talk.say("code_word_wrong" if pairing.wrong(_door(talk)) else "code_word_wait")


def _may_try(talk: Talk) -> bool:
    return pairing_of(talk).may_try(_door(talk))


def _door(talk: Talk) -> str:
    return f"who@{address(talk.turn.place)}"


def _switch(talk: Talk, person: str) -> None:
    """Hand the place over: the set that is on is kept for who was here, and nothing is left open."""
    exercising.set_aside(talk)
    talk.dialogue.ask, talk.dialogue.pending, talk.dialogue.misses = None, None, 0
    place = address(talk.turn.place)
    if place.startswith("page:"):
        pairing_of(talk).settle(place, person)
    talk.say("who_change")
    talk.shown.update(SECRET, person=person)


def _shared(talk: Talk) -> bool:
    """Whether people may take turns here: on a device of the home, and not in a place that a code joined."""
    place = address(talk.turn.place)
    kind = kind_of(place)
    return not place or (kind in SHARED and not pairing_of(talk).joined_by_code(place))


def _code_words(talk: Talk) -> list[tuple[str, dict[str, Any]]]:
    kept = talk.journal.profiles()
    return [(person, profile["code_word"]) for person, profile in kept.items() if profile.get("code_word")]


def _fits(kept: dict[str, Any], word: str) -> bool:
    return hmac.compare_digest(str(kept["hash"]), _hash(str(kept["salt"]), word))


def _hash(salt: str, word: str) -> str:
    plain = "".join(sign for sign in word.casefold() if sign.isalnum())
    return hashlib.pbkdf2_hmac("sha256", plain.encode(), salt.encode(), ROUNDS).hex()


def _fit_for_use(word: str) -> bool:
    """Whether words can be a code word: nothing that means something else to the coach."""
    if not SHORTEST <= len(word) <= LONGEST_WORD or len(word.split()) > MOST_WORDS:
        return False
    answers = numbers(tokens(word)) or extract(word)
    return not answers and command(word) is None and not is_stop(word) and identified(word) is None


def _shown(name: str) -> str:
    return " ".join(part.capitalize() for part in name.split())


def arrive(talk: Talk) -> None:
    """Greet by name somebody who came in by a code or a name; what must not go on ends here."""
    if talk.profile.get("lock") and talk.dialogue.routine.active:
        exercising.end(talk)
    name = name_of(talk)
    if name and talk.profile.get("consent"):
        talk.say("hello_name", name=name)


def welcome(talk: Talk) -> None:
    """Greet somebody who was never here, by name where there is one."""
    name = name_of(talk)
    if talk.turn.arrived and name:
        talk.say("welcome_name", name=name)
    else:
        talk.say("welcome")


def ask_consent(talk: Talk) -> None:
    """Somebody new is asked whether they want to go on, as everybody was."""
    if name_of(talk) and not talk.profile.get("consent"):
        safety.explain_bar(talk)
