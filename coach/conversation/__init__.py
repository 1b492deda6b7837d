"""The conversation: what people say becomes commands to the routine and questions of safety."""

from coach.conversation.coach import Coach
from coach.conversation.dialogue import Message, Outcome, Turn

__all__ = ["Coach", "Message", "Outcome", "Turn"]
