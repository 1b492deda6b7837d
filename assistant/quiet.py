"""Keeps what the libraries have to say out of sight: it goes to a log file.

Call `setup` before the first import of Rasa; the warnings it prints come while it is imported.
"""

from __future__ import annotations

import io
import logging
import logging.handlers
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, redirect_stdout
from pathlib import Path

_KEPT_BYTES = 1_000_000
_MARK = "spinecoach_handler"
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",  # sentences are small: more threads only wait for one another
    "RASA_TELEMETRY_ENABLED": "false",  # nothing leaves this machine
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "LOG_LEVEL": "WARNING",  # the only way to have Rasa draw no progress bars
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TOKENIZERS_PARALLELISM": "false",
    "SENTRY_RELEASE": "spinecoach",  # else it asks git, on every start
}
_CHATTY = ("apscheduler", "asyncio", "matplotlib", "rasa", "rasa_sdk", "sanic", "socketio", "engineio")


def setup(log_file: Path, verbose: bool = False) -> None:
    """Send warnings and log lines of every library to `log_file`; with `verbose` to standard error too.

    Calling it again replaces the earlier set-up. Where the file cannot be written, the lines are dropped:
    a full disk must not stop a session.
    """
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    root = logging.getLogger()
    for old in [h for h in root.handlers if getattr(h, _MARK, False)]:
        root.removeHandler(old)
        old.close()
    level = logging.INFO if verbose else logging.WARNING
    for handler in _handlers(log_file, verbose):
        setattr(handler, _MARK, True)
        handler.setLevel(level)
        root.addHandler(handler)
    root.setLevel(level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a log that can't be written is no news for the person
    warnings.simplefilter("default")
    warnings.filterwarnings("ignore", category=ResourceWarning)
    _quiet_structlog(level)


def _handlers(log_file: Path, verbose: bool) -> Iterator[logging.Handler]:
    form = logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        log_file.parent.mkdir(parents=True, exist_ok=True)
        file: logging.Handler = logging.handlers.RotatingFileHandler(
            log_file, maxBytes=_KEPT_BYTES, backupCount=2, encoding="utf-8"
        )
    except OSError:
        file = logging.NullHandler()
    file.setFormatter(form)
    yield file
    if verbose:
        screen = logging.StreamHandler(sys.stderr)
        screen.setFormatter(form)
        yield screen


def _quiet_structlog(level: int) -> None:
    # Rasa logs through structlog, which prints every line to standard output until it is told otherwise.
    import structlog

    structlog.configure(
        processors=[structlog.processors.KeyValueRenderer(key_order=["event"])],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )


class _LogWriter(io.TextIOBase):
    """A text stream whose lines become log records."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger

    def write(self, text: str) -> int:
        if text.strip():
            self._logger.info(text.strip())
        return len(text)


@contextmanager
def printing_to_log(name: str) -> Iterator[Callable[[], AbstractContextManager[object]]]:
    """While inside, what a library prints to standard output goes to the logger `name` instead.

    Yields a context in which standard output is itself again, for what we have to say meanwhile.
    """
    screen = sys.stdout
    with redirect_stdout(_LogWriter(logging.getLogger(name))):
        yield lambda: redirect_stdout(screen)
