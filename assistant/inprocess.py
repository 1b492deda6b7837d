"""Runs Rasa's custom actions in this process, where Rasa would call an action server over HTTP."""

from __future__ import annotations

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor


class InProcessActions(EndpointConfig):  # type: ignore[misc]
    """An action endpoint that is no endpoint: the request goes straight to the actions."""

    def __init__(self, *actions: Action) -> None:
        super().__init__(url="in-process")
        self.last_intent: str | None = None
        self._executor = ActionExecutor()
        for action in actions:
            self._executor.register_action(action)

    async def request(
        self, method: str = "post", subpath: str | None = None, *args: Any, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Run the action that `json` names; the answer has the form of an action server's."""
        latest = kwargs["json"]["tracker"].get("latest_message") or {}
        self.last_intent = (latest.get("intent") or {}).get("name")
        result: dict[str, Any] | None = await self._executor.run(kwargs["json"])
        return result
