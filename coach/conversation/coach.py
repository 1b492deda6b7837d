"""The one way into the coach: a turn and the state go in, the next state and the messages come out.

Whatever is said is looked at in this order: emergencies, other danger signs, "stop", the answer to an open
question, remarks, and last what the intent model made of it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from coach import language
from coach.clock import Clock
from coach.conversation import (
    answers,
    asides,
    dangers,
    diary,
    either,
    exercising,
    joining,
    known,
    languages,
    listening,
    moving,
    reminded,
    repeating,
    replies,
    requests,
    rmdq,
    safety,
    showing,
    speaking,
    standing,
    symptoms,
    travel,
    who,
)
from coach.conversation.dialogue import Dialogue, Message, Outcome, Turn, load_dialogue, seconds_of
from coach.conversation.going_out import messages_of
from coach.conversation.remarks import remark
from coach.conversation.talk import Talk
from coach.forgetting import Forgetting
from coach.journal import Journal, JournalError
from coach.library import Library
from coach.library.translated import Books
from coach.records.files import PaperFolder
from coach.routine.machine import Machine
from coach.routine.state import RoutineState
from coach.triage import Finding, Triage
from coach.understand import is_stop, language_wish, speaking_wish
from coach.understand.text import LONGEST
from coach.words import words

SAME_STOP_SECONDS = 10.0
"""A word to stop that comes this soon after a player's report of it is the same one."""


class Coach:
    """The conversation core, over one journal, one library, one triage and one clock.

    Args:
        forgetting: how a person is forgotten, where something is kept beside the journal.
        papers: where pages for the doctor are put; without it they are only offered.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        library: Library,
        triage: Triage,
        forgetting: Forgetting | None = None,
        papers: PaperFolder | None = None,
    ) -> None:
        self._forgetting = forgetting or Forgetting(journal)
        self._journal, self._clock, self._library, self._triage = journal, clock, library, triage
        self._papers = papers
        self._books = Books(library)

    def turn(self, state: dict[str, Any] | None, turn: Turn) -> Outcome:
        """Answer one turn. Everything that must be kept is written before this returns."""
        with language.speaking(self._language(state, turn)):
            try:
                return self._turn(state, turn)
            except JournalError as error:
                return self._without_journal(state, turn, error)

    def _language(self, state: Any, turn: Turn) -> str:
        """The language this person has asked for; where that cannot be read, the one spoken last."""
        try:
            return language.wanted(self._journal.profile(turn.person), turn.place)
        except JournalError:
            return load_dialogue(state).language

    def _dialogue(self, state: Any) -> Dialogue:
        """The dialogue as it was kept, without what this library does not know, or no longer."""
        dialogue, machine = load_dialogue(state), Machine(self._library)
        if not machine.knows(dialogue.routine):
            dialogue.routine = RoutineState()
        if dialogue.undo is not None and not machine.knows(dialogue.undo.state):
            dialogue.undo = None
        dialogue.forgotten = False
        return dialogue

    def _without_journal(self, state: dict[str, Any] | None, turn: Turn, error: JournalError) -> Outcome:
        """Nothing can be kept: what is dangerous is answered all the same, and nothing goes on."""
        told = self._on_paper(state, turn)
        dialogue = self._dialogue(told.state if told else state)
        lines = list(told.messages) if told else []
        if dialogue.routine.active:
            paused = dialogue.routine.but(phase="paused", cause="symptom", resume_to="ready", sheet=None)
            dialogue.routine, dialogue.ask = paused, None
            lines.append(Message(words("paused"), (), {"routine": {"state": "paused"}}))
        return Outcome(dialogue.dict(), (*lines, Message(str(error))))

    def _on_paper(self, state: dict[str, Any] | None, turn: Turn) -> Outcome | None:
        """The turn with a journal that is thrown away, if it comes to a verdict; its lock is owed."""
        paper = Journal()
        with suppress(JournalError):
            paper.remember(turn.person, **self._journal.profile(turn.person))
        outcome = Coach(paper, self._clock, self._library, self._triage)._turn(state, turn)
        if not any("triage" in (message.custom or {}) for message in outcome.messages):
            return None
        return replace(outcome, state={**outcome.state, "owed": paper.profile(turn.person).get("lock")})

    def _turn(self, state: dict[str, Any] | None, turn: Turn) -> Outcome:
        turn = replace(turn, at=seconds_of(turn.at))
        now = self._clock.now()
        talk = Talk(turn, self._dialogue(state), self._journal, self._books, self._triage, now, self._papers)
        talk.forgetting = self._forgetting
        languages.begin(talk)
        safety.write_owed(talk)
        moving.settle(talk)
        if moving.elsewhere(talk):
            talk.turn = replace(turn, at=None)  # what is told of another sheet says nothing of this one
        if turn.opened:
            talk.shown.update(speaking.custom_voice(talk))
        if turn.report is not None:
            exercising.report(talk, turn.report)
        else:
            _words(talk, talk.turn.text)
            languages.tell_aloud(talk)
            languages.offer(talk)
            reminded.mention(talk)
            talk.dialogue.touched = talk.now.timestamp()
            moving.stopped(talk)
        talk.messages = repeating.varied(talk, repeating.one_question(talk))
        return Outcome(_state(talk), messages_of(talk), talk.new_session)


def _state(talk: Talk) -> dict[str, Any]:
    spoken = [message.text for message in talk.messages if message.text]
    if spoken and talk.turn.intent != "repeat":
        talk.dialogue.last = spoken[-4:]
    state: dict[str, Any] = talk.dialogue.dict()
    return state


def _words(talk: Talk, whole: str) -> None:
    """What a person said."""
    text = whole[:LONGEST]
    heard = dangers.heard_in(talk, whole)
    ask = talk.dialogue.ask
    asked = str(ask.custom["fact"]) if ask is not None else ""
    findings = replies.without_long_known(text, asked, [one for one in heard if not one.other])
    known.keep(talk, findings)
    if dangers.answered(talk, findings, standing.about_others(heard)):
        diary.overhear(talk, text)
        return
    if standing.talked_down(talk, None) and not safety.alarming(findings):
        talk.dialogue.ask = None
        standing.remind(talk)
        return
    if dangers.told(talk, findings):
        diary.overhear(talk, text)
        symptoms.take(talk, findings)
        return
    if talk.tongue is not None and not is_stop(text):
        languages.foreign(talk, talk.tongue)
        return
    made = asides.meant(talk, travel.direction(text) or remark(text))
    if made == "finish" and talk.dialogue.routine.phase in ("ready", "paused"):
        talk.dialogue.ask = None
        requests.remarked(talk, made)
        return
    if is_stop(text) or (talk.turn.intent == "stop" and talk.dialogue.routine.playing):
        _stop(talk)
        return
    if moving.taken_over(talk):
        return
    if joining.taken(talk, made) or who.taken(talk):
        answers.remind(talk)
        return
    exercising.catch_up(talk)
    if len(talk.turn.own) > LONGEST:
        safety.hold(talk)
        talk.say("too_long")
        return
    tongue = language_wish(talk.turn.own)
    if tongue is not None:
        languages.change(talk, tongue)
        return
    wish = None if made == "tell_more" else speaking_wish(text)
    if made == "finish" and talk.dialogue.routine.active:
        requests.remarked(talk, made)
    elif made == "picture":
        showing.show(talk)
    elif moving.explained(talk):
        return
    elif made == "shrank":
        symptoms.shrank(talk)
    elif talk.dialogue.ask is None and travel.worse_bending(text):
        symptoms.take(talk, findings)
    elif made in ("more_time", "less_time"):
        listening.change(talk, made)
    elif wish is not None:
        talk.dialogue.misses = 0
        speaking.change(talk, wish)
    elif talk.dialogue.ask is None and asides.take(talk, made):
        talk.dialogue.misses = 0
    elif talk.dialogue.ask is not None and reminded.answered(talk):
        return
    elif diary.take(talk, text, findings):
        return
    elif talk.dialogue.ask is not None and answers.take(talk, text, findings, made):
        return
    elif asides.take(talk, made):
        talk.dialogue.misses = 0
    elif made is not None and requests.remarked(talk, made):
        talk.dialogue.misses = 0
    else:
        _intended(talk, text, findings)
    answers.remind(talk)


def _intended(talk: Talk, text: str, findings: list[Finding]) -> None:
    """What the model made of it; where two readings are close, the person says which was meant."""
    unsure = talk.turn.intent in (None, "nlu_fallback")
    held_up = requests.held_up(talk, text) and not either.felt(talk)
    if not (unsure and not held_up and not safety.alarming(findings) and either.ask(talk)):
        requests.intended(talk, text, findings)


def _stop(talk: Talk) -> None:
    """Stop always stops: first what moves, then what asks."""
    talk.dialogue.misses = 0
    filling_in = talk.dialogue.ask is not None and talk.dialogue.ask.purpose == "rmdq"
    talk.dialogue.ask, talk.dialogue.pending = None, None
    if filling_in and not talk.dialogue.routine.active:
        rmdq.leave(talk)
        return
    stopped, talk.dialogue.stopped = talk.dialogue.stopped, None
    lately = stopped is not None and talk.now.timestamp() - stopped < SAME_STOP_SECONDS
    if lately and talk.dialogue.routine.phase == "paused":
        exercising.carry_on(talk, "stopped")
        return
    asking = safety.open_case(talk) is not None
    if not asking or talk.dialogue.routine.playing:
        exercising.simple(talk, "stop")
    elif talk.dialogue.routine.active:
        exercising.end(talk)
    if asking:
        talk.say("asked_stop")
