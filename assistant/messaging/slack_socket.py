"""Slack's Socket Mode: the coach calls Slack and keeps the line open; no router need let anybody in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from assistant.messaging.app import LONGEST_WAIT, Pause
from assistant.messaging.desk import Desk
from assistant.messaging.slack import Slack, hand_over

logger = logging.getLogger(__name__)

BAD_TOKEN = (
    "Slack does not take the token in SPINECOACH_SLACK_APP_TOKEN. It begins with xapp- and needs the scope "
    "connections:write."
)
GONE = "Slack can't be reached. I keep trying."
_KEEPS = frozenset({"invalid_auth", "not_authed", "not_allowed_token_type", "missing_scope", "token_revoked"})


class SlackSocket:
    """The open line to Slack.

    Args:
        beat: seconds between two looks at whether the line still stands.
        tell: is given a plain sentence when something is wrong.
    """

    def __init__(
        self,
        slack: Slack,
        desk: Desk,
        app_token: str,
        tell: Callable[[str], None],
        pause: Pause = asyncio.sleep,
        beat: float = 5.0,
    ) -> None:
        self._slack, self._desk, self._token = slack, desk, app_token
        self._tell, self._pause, self._beat = tell, pause, beat
        self._client: SocketModeClient | None = None

    async def run(self) -> None:
        """Keep the line open until it is cancelled; not at all with a token that Slack does not take."""
        address, wait, told = None, 1.0, False
        while address is None:
            try:
                address = str((await self._slack.client.apps_connections_open(app_token=self._token))["url"])
            except SlackApiError as error:
                if isinstance(error.response.data, dict) and error.response.data.get("error") in _KEEPS:
                    self._tell(BAD_TOKEN)
                    return
                logger.warning("Slack opens no line.")
            except (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
                logger.warning("Slack: %s", type(error).__name__)
            if address is None:
                if not told:
                    self._tell(GONE)
                    told = True
                await self._pause(wait)
                wait = min(2 * wait, LONGEST_WAIT)
        self._client = SocketModeClient(self._token, logger, self._slack.client, ping_interval=self._beat)
        self._client.wss_uri = address
        self._client.socket_mode_request_listeners.append(self._heard)
        try:
            await self._client.connect()  # type: ignore[no-untyped-call]
            await asyncio.Event().wait()
        finally:
            await self._client.close()  # type: ignore[no-untyped-call]

    async def _heard(self, client: Any, request: SocketModeRequest) -> None:
        # written down first, and then Slack is told that it was taken: so nothing is lost in between
        if request.type in ("events_api", "interactive") and isinstance(request.payload, dict):
            hand_over(self._desk, request.payload)
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
