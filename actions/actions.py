"""Rasa's one custom action: tracker in, coach called, messages and events out."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.opening import from_environment
from actions.understood import understood
from coach.conversation import Coach, Message, Outcome, Turn
from coach.journal import JournalError

logger = logging.getLogger(__name__)

STATE = "coach"
REPORTS = ("cue_sheet_started", "cue_sheet_done", "cue_sheet_stopped")
MESSAGING = ("telegram", "slack", "whatsapp")
MOST_EVENTS = 120  # of one session; a longer tracker makes every turn slower
LOST = "Sorry, something went wrong on my side. Please say that once more."


class ActionCoach(Action):  # type: ignore[misc]
    """Hands what was said to the coach, and what the coach answers back to Rasa."""

    def __init__(self, coach: Coach | None = None) -> None:
        self._coach = coach

    def name(self) -> str:
        return "action_coach"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        try:
            self._coach = self._coach or from_environment()
            outcome = self._coach.turn(tracker.get_slot(STATE), turn_of(tracker))
        except JournalError as error:
            return _excused(dispatcher, str(error))
        except Exception:
            # Rasa would swallow the error and leave the person without an answer.
            logger.exception("The coach could not answer.")
            return _excused(dispatcher, LOST)
        for message in outcome.messages:
            dispatcher.utter_message(**utterance(message))
        return events_of(outcome, len(tracker.events))


def turn_of(tracker: Tracker) -> Turn:
    """The latest message of the tracker as the coach knows it."""
    message: dict[str, Any] = tracker.latest_message or {}
    found, metadata = understood(message), message.get("metadata") or {}
    name, entities = (message.get("intent") or {}).get("name"), found.entities
    details = {"name": name, "at": entities.get("at"), "cause": entities.get("cause")}
    report = details if name in REPORTS else None
    return Turn(
        person=tracker.sender_id,
        text="" if report else message.get("text") or "",
        intent=name,
        entities={} if report else entities,
        confidence=found.confidence,
        ranking=found.ranking,
        hints=found.hints,
        at=report["at"] if report else metadata.get("at"),
        report=report,
        opened=metadata.get("opened") is True,
        place=_place(tracker, metadata),
        open=tuple(str(one) for one in metadata.get("open") or ()),
        arrived=metadata.get("arrived") is True,
    )


def _place(tracker: Tracker, metadata: dict[str, Any]) -> str:
    """Where it was said: as the channel tells it, else one of a messaging app by its name and the chat's."""
    told, channel = metadata.get("place"), tracker.get_latest_input_channel()
    if isinstance(told, str) and told:
        return told
    return f"{channel}:{tracker.sender_id}" if channel in MESSAGING else ""


def utterance(message: Message) -> dict[str, Any]:
    """A message of the coach in the words of rasa_sdk."""
    return {
        "text": message.text,
        "buttons": list(message.buttons),
        "image": message.image,
        "json_message": message.custom or {},
    }


def events_of(outcome: Outcome, length: int) -> list[dict[str, Any]]:
    """The state into its slot; before it a new session where one begins, so that the tracker stays short."""
    begin = [SessionStarted()] if outcome.new_session or length > MOST_EVENTS else []
    return [*begin, SlotSet(STATE, outcome.state), FollowupAction("action_listen")]


def _excused(dispatcher: CollectingDispatcher, sentence: str) -> list[dict[str, Any]]:
    dispatcher.utter_message(text=sentence)
    return [FollowupAction("action_listen")]
