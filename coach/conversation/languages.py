"""In which language and how plainly the coach speaks with this person: changed on a wish, and remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from coach.conversation import exercising, safety
from coach.conversation.talk import Talk
from coach.language import ALOUD, ENGLISH, SPANISH, speaking, spoken_language, switch, wanted
from coach.places import kind_of
from coach.routine.commands import ChangeChatter
from coach.triage import Finding, Verdict
from coach.understand import command, spanish, tongues
from coach.understand.tongues import Tongue
from coach.words import retold, words

ALREADY = {"spanish": "language_already", "english": "language_already", "plain": "plain_already"}
SAID = {"spanish": "language_changed", "english": "language_changed", "plain": "plain_words"}


NOT_SPANISH = 0.5
"""The share of a text's words that must be known for it to be read as Spanish."""


def begin(talk: Talk) -> None:
    """Note what is spoken in this turn, and put what was said in Spanish into English words."""
    if talk.dialogue.language != spoken_language():
        talk.dialogue.language = spoken_language()
        _retell_question(talk)
    talk.profile.update(_retold_lock(talk))
    text = talk.turn.text
    if talk.turn.report is not None or not text.strip():
        return
    if spoken_language() == SPANISH:
        found = spanish.read(text)
        # what is said in English all the same is left to the intent model
        if found.known < NOT_SPANISH and (command(text) or spanish.is_english(text)):
            return
    elif spanish.is_spanish(text):
        found = spanish.read(text)
        talk.spanish = True
    else:
        talk.tongue = tongues.heard(text)
        return
    if found.known < NOT_SPANISH:
        talk.tongue = tongues.heard(text)
    talk.turn = replace(
        talk.turn,
        text=found.text,
        said=text,
        intent=found.intent,
        entities=found.entities,
        confidence=1.0,
        ranking=(),
        hints=(),
    )


def change(talk: Talk, wish: str) -> None:
    """Speak as wished from here on, with the question that is open and the set that plays put into it too."""
    talk.dialogue.misses = 0
    before = spoken_language()
    changes: dict[str, Any] = {}
    if wish in ("spanish", "english"):
        changes["language"] = SPANISH if wish == "spanish" else ENGLISH
    else:
        changes["plain"] = wish == "plain"
    after = wanted({**talk.profile, **changes}, talk.turn.place)
    if wish == "spanish" and kind_of(talk.turn.place) == ALOUD:
        talk.remember(**changes)
        talk.say("only_english_aloud")
        _ask_again(talk)
        return
    if after == before and wish in ALREADY:
        talk.remember(**changes)
        talk.say(ALREADY[wish])
        _ask_again(talk)
        return
    switch(after)
    talk.dialogue.language = after
    talk.remember(**changes, **_retold_lock(talk))
    talk.shown["language"] = after
    _retell_question(talk)
    _retell_set(talk, SAID.get(wish, "normal_words"))
    _ask_again(talk)


def _retold_lock(talk: Talk) -> dict[str, Any]:
    """What keeps the exercises from beginning, as it is said in the language that is spoken now."""
    lock = talk.profile.get("lock")
    return {"lock": {**lock, **{name: retold(lock[name]) for name in ("reason", "advice")}}} if lock else {}


def _retell_question(talk: Talk) -> None:
    ask = talk.dialogue.ask
    if ask is None:
        return
    ask.say = retold(ask.say)
    ask.plainer = retold(ask.plainer) if ask.plainer else None
    ask.buttons = [retold(title) for title in ask.buttons]
    if ask.custom.get("choices"):
        ask.custom["choices"] = [retold(one) for one in ask.custom["choices"]]


def _retell_set(talk: Talk, key: str) -> None:
    """Say that it is changed; a set that plays goes on in the new words from its next cue on."""
    state = talk.dialogue.routine
    item = state.item
    if not state.playing or item is None:
        talk.say(key)
        return
    exercising.command(talk, ChangeChatter(state.chatty, key, talk.at()))
    if talk.dialogue.routine.sheet == state.sheet and item.reps is None:
        exercising.simple(talk, "pause")  # the calls of a set by the clock cannot change under way


def _ask_again(talk: Talk) -> None:
    if talk.dialogue.ask is not None:
        talk.ask_again(exactly=True)


def custom(talk: Talk) -> dict[str, Any]:
    """What a player is told of the language, where it is not English."""
    language = spoken_language()
    return {"language": language} if language != ENGLISH else {}


def tell_aloud(talk: Talk) -> None:
    """Say once, as a session is opened aloud, that only English is spoken there."""
    if talk.turn.opened and kind_of(talk.turn.place) == ALOUD and talk.profile.get("language") == SPANISH:
        talk.say("only_english_aloud")


def offer(talk: Talk) -> None:
    """Say in Spanish, after something was said in it, that the coach speaks it; once a session."""
    if not talk.spanish or talk.dialogue.offered or kind_of(talk.turn.place) == ALOUD:
        return
    talk.dialogue.offered = True
    with speaking(SPANISH):
        talk.tell(words("i_speak_spanish"))


def dangers(talk: Talk) -> list[Finding]:
    """What was told of danger in a language that the coach does not speak."""
    fact = talk.tongue.danger(talk.turn.own) if talk.tongue is not None else None
    return [Finding(fact=fact, value=True, span=talk.turn.own[:200])] if fact is not None else []


def foreign(talk: Talk, tongue: Tongue) -> None:
    """Say in somebody's own language which ones the coach speaks, and whom to call; what plays is paused."""
    if talk.dialogue.routine.playing:
        safety.hold(talk)
    talk.tell(*tongue.lines(_number(talk)))


def _number(talk: Talk) -> str | None:
    region = talk.triage.regions().get(talk.region or "")
    return region.emergency if region is not None else None


def in_their_words(talk: Talk, verdict: Verdict) -> None:
    """Whom to call, in Spanish first, where a danger was told in Spanish to a coach that speaks English."""
    if verdict.tier != "emergency_now":
        return
    if talk.tongue is not None:
        talk.tell(*talk.tongue.lines(_number(talk), danger=True))
    if spoken_language() == SPANISH:
        return
    if talk.spanish or talk.triage.told_in_spanish(talk.turn.own):
        with speaking(SPANISH):
            talk.tell(talk.triage.call(talk.region))
