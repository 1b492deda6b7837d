"""Rasa's graph component for the short commands: a table, no statistics."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from coach import understand


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ExactCommands(GraphComponent):  # type: ignore[misc]
    """Settles "stop", "next one", "yes" and their like before any model looks at them.

    It comes first in the pipeline; what it settles, the later components leave alone.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ExactCommands:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent, with confidence 1, of every message that is a command of the table."""
        for message in messages:
            intent = understand.command(message.get(TEXT) or "")
            if intent:
                settled = {"name": intent, "confidence": 1.0}
                message.set("exact", True)
                message.set("intent", settled, add_to_output=True)
                message.set("intent_ranking", [settled], add_to_output=True)
        return messages
