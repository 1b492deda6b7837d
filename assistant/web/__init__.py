"""The page: its files, who may come in, the live connection. Sources in web/, build in assistant/page/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.settings import Settings
    from coach.clock import Clock
    from coach.journal import Journal


def add(app: Any, settings: Settings, journal: Journal, clock: Clock) -> None:
    """Add all addresses of the page to the server."""
    from assistant.web import door, site, socket
    from assistant.web.sessions import Sessions
    from coach.pairing import Pairing

    app.ctx.journal, app.ctx.clock = journal, clock
    app.ctx.pairing = Pairing(journal, clock)
    app.ctx.sessions = Sessions(settings.data_dir, settings.token, settings.person, app.ctx.pairing)
    socket.add(app, app.ctx.sessions)
    door.add(app, app.ctx.sessions, app.ctx.pairing)
    site.add(app)


def begin(app: Any) -> None:
    """Open the live connections; `app.ctx.live` must be there."""
    from assistant.web.socket import Pages

    app.ctx.pages = Pages(app.ctx.live, app.ctx.journal, app.ctx.clock, app.ctx.pairing)
