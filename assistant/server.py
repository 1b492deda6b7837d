"""`serve`: the assistant over HTTP, closed by default.

It listens on this machine only, Rasa's own API is off, and no model but the one trained here can be loaded.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from assistant import starting
from assistant.local import TakesTurns, load_agent, open_coach, open_journal
from assistant.settings import LOOPBACK, Settings
from assistant.train import Progress, ensure_model
from coach.clock import Clock, from_environment
from coach.errors import PlainError

logger = logging.getLogger(__name__)

PORT = 5005
_OTHER_MODELS = (("PUT", "/model"), ("DELETE", "/model"), ("POST", "/model/train"), ("POST", "/model/test"))


class ServeRefused(PlainError, RuntimeError):
    """The server was asked for something that is not safe; the message says what to do instead."""


def check(host: str, token: str | None, api: bool = False) -> None:
    """Say no to what would leave the door open.

    Raises:
        ServeRefused: if other machines could come in, or use Rasa's API, without a token.
    """
    from assistant.channel import is_loopback

    if not is_loopback(host) and not token:
        raise ServeRefused(
            f"Other machines could talk to the coach at {host}. Set SPINECOACH_TOKEN to a secret first, "
            f"or leave out --host."
        )
    if api and not token:
        raise ServeRefused("Rasa's HTTP API needs a token. Set SPINECOACH_TOKEN to a secret first.")


def build_app(
    settings: Settings,
    host: str = LOOPBACK,
    port: int = PORT,
    api: bool = False,
    clock: Clock | None = None,
    progress: Progress | None = None,
    coach: TakesTurns | None = None,
) -> Any:
    """The Sanic application with the channels of this project; the model is trained first if need be.

    Raises:
        ServeRefused: see `check`.
        TrainingFailed: if there is no model and none could be trained.
    """
    starting.prepare(settings)
    check(host, settings.token, api)
    model = ensure_model(settings, progress)

    from rasa.core.run import configure_app

    from assistant import figures, following, papers, web
    from assistant.channel import PlayerInput, WordsInput
    from assistant.forgetting import forgetting
    from assistant.live import Live
    from assistant.messaging.options import Options
    from assistant.messaging.starting import Messaging
    from assistant.reminding import Reminding
    from assistant.web import mine

    app = configure_app(
        [WordsInput(settings.token), PlayerInput(settings.token)],
        cors=None,
        auth_token=settings.token,
        enable_api=api,
        port=port,
        use_uvloop=False,
    )
    app.blueprint(figures.blueprint())
    _quiet(app)
    _guard(app, open_to_all=settings.token is not None)
    at, journal = clock or from_environment(), open_journal(settings)
    app.blueprint(following.blueprint(settings.token, journal, at))
    web.add(app, settings, journal, at)

    def person_of(request: Any) -> str | None:
        return app.ctx.sessions.person(app.ctx.sessions.of(request))  # type: ignore[no-any-return]

    app.blueprint(papers.blueprint(person_of, journal, at))
    mine.add(app, person_of)

    async def load(app: Any, _loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.agent = load_agent(settings, model, coach or open_coach(settings, at, journal))
        app.ctx.live, app.ctx.forgetting = Live(app.ctx.agent), forgetting(settings, journal)
        server = Reminding(journal, at, app.ctx.live, daily=app.ctx.forgetting.tidy)
        app.ctx.reminding = asyncio.create_task(server.run())
        web.begin(app)

    async def let_go(app: Any, _loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.reminding.cancel()
        app.ctx.live.close()

    app.register_listener(load, "before_server_start")
    app.register_listener(let_go, "before_server_stop")
    Messaging(settings.data_dir, Options.from_environment(), journal, at).join(app)
    return app


def serve(
    settings: Settings,
    host: str = LOOPBACK,
    port: int = PORT,
    api: bool = False,
    clock: Clock | None = None,
    progress: Progress | None = None,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Serve until the process is told to end; `tell` gets the line that says where the page is.

    Raises:
        ServeRefused: see `check`, and if the port is taken.
        TrainingFailed: if there is no model and none could be trained.
    """
    check(host, settings.token, api)
    app = build_app(settings, host, port, api, clock, progress)

    async def ready(_app: Any, _loop: asyncio.AbstractEventLoop) -> None:
        from assistant.channel import is_loopback

        if tell is not None:
            shown = "localhost" if is_loopback(host) else host
            tell(f"The coach is ready. Open http://{shown}:{port}/ in a browser. Ctrl+C ends it.")

    app.register_listener(ready, "after_server_start")
    try:
        app.run(host=host, port=port, workers=1, access_log=False, motd=False)
    except OSError as error:
        reason = f"The coach cannot listen on {host}:{port} ({error.strerror}). Try another --port."
        raise ServeRefused(reason) from None


def _quiet(app: Any) -> None:
    app.config.ACCESS_LOG = False
    app.config.MOTD = False
    for name in ("sanic.root", "sanic.error", "sanic.access"):
        source = logging.getLogger(name)
        source.handlers.clear()  # Sanic puts its own lines on standard output
        source.propagate = True
        source.setLevel(logging.WARNING)


def _guard(app: Any, open_to_all: bool) -> None:
    from sanic import response

    from assistant.channel import is_loopback
    from assistant.messaging.starting import SIGNED

    @app.middleware("request")  # type: ignore[untyped-decorator]
    async def no_other_model(request: Any) -> Any:
        for method, path in _OTHER_MODELS:
            if request.method == method and request.path.rstrip("/").startswith(path):
                return response.json({"error": "This coach loads only its own model."}, status=403)
        return None

    @app.middleware("request")  # type: ignore[untyped-decorator]
    async def no_borrowed_name(request: Any) -> Any:
        # A page from elsewhere may have its name point here; then the name in the request is not ours.
        name = (request.host or "").rsplit(":", 1)[0].strip("[]")
        if not open_to_all and not is_loopback(name) and not request.path.startswith(SIGNED):
            return response.json({"error": "This coach answers to localhost only."}, status=403)
        return None
