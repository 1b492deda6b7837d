"""One question at a time, and never the same sentence three times in a row."""

from __future__ import annotations

from coach.conversation import learning
from coach.conversation.dialogue import Message
from coach.conversation.talk import Talk
from coach.words import words

OTHERWISE = ("still_here", "still_listening", "no_rush")
ASKED_FOR = learning.INTENTS | {
    "repeat", "ask_progress", "show_history", "doctor_summary", "start_exercise", "start_routine", "help",
}  # fmt: skip
"""Requests whose answer may be the same as often as it is asked for."""


def one_question(talk: Talk) -> list[Message]:
    """The messages of the turn, with only the question that is open now, the last one asked."""
    asking = [message for message in talk.messages if "ask" in (message.custom or {})]
    return [message for message in talk.messages if message not in asking[:-1]]


def varied(talk: Talk, messages: list[Message]) -> list[Message]:
    """The messages without what was said in both turns before; a person always gets an answer.

    A player's report that needs no word gets none, else the coach would talk over the exercise.
    """
    if talk.turn.report is not None:
        return messages
    before, talk.dialogue.recent = (
        talk.dialogue.recent,
        [
            *talk.dialogue.recent[-1:],
            [message.text for message in messages],
        ],
    )
    if len(before) < 2 or talk.turn.intent in ASKED_FOR or any(_must_be_said(one) for one in messages):
        return messages
    if "private" in talk.shown:  # the answer to a code or a code word, as often as one is tried
        return messages
    stale = {one.text for one in messages if one.text and all(one.text in turn for turn in before)}
    kept = [one for one in messages if one.text not in stale or one.custom]
    if not any(one.text for one in kept):
        said = {text for turn in before for text in turn}
        fresh = next((words(key) for key in OTHERWISE if words(key) not in said), "")
        kept = [Message(fresh), *kept]
    talk.dialogue.recent[-1] = [message.text for message in kept]
    return kept


def _must_be_said(message: Message) -> bool:
    return bool({"triage", "cue_sheet"} & set(message.custom or {}))
