"""Rasa's graph component for entities: the coach's lexicon and rules, with the contract's values."""

from __future__ import annotations

import logging
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from coach import understand

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LexiconEntities(GraphComponent):  # type: ignore[misc]
    """Finds exercises, body parts, numbers, times and the rest by looking them up."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LexiconEntities:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message to those it has."""
        for message in messages:
            intent = (message.get(INTENT) or {}).get("name")
            found = [
                {"entity": e.entity, "value": e.value, "start": e.start, "end": e.end, "extractor": "lexicon"}
                for e in _entities(message.get(TEXT) or "", intent)
            ]
            message.set(ENTITIES, (message.get(ENTITIES) or []) + found, add_to_output=True)
        return messages


def _entities(text: str, intent: str | None) -> list[understand.Entity]:
    try:
        # Where the intent is not known, everything that is there is found.
        return understand.extract(text, None if intent == "nlu_fallback" else intent)
    except Exception:
        # The coach looks for danger in the words themselves: a fault here must not keep them from it.
        logger.exception("The entities of a message could not be found.")
        return []
