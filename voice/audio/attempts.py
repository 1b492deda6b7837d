"""Tries again and again to open a device that is away, without holding up the session."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from voice.audio.live import Monotonic

EVERY = 2.0
"""Seconds between two tries."""
_log = logging.getLogger(__name__)


class Closes(Protocol):
    """Anything that can be let go of."""

    def close(self) -> None: ...


D = TypeVar("D", bound=Closes)


class Attempts(Generic[D]):
    """Opens a device when it can be opened.

    Args:
        opening: opens it, or raises; is given how many tries there were before.
        live: whether to do so on a thread of its own, since opening may take seconds.
    """

    def __init__(self, opening: Callable[[int], D], clock: Monotonic, live: bool) -> None:
        self._opening, self._clock, self._live = opening, clock, live
        self._lock = threading.Lock()
        self._found: D | None = None
        self._busy = self._closed = False
        self._tries = 0
        self._next = clock() + EVERY

    def begin(self, lost: Closes | None) -> None:
        """The device is away from now on; `lost` is let go of first."""
        self._tries, self._next = 0, self._clock() + EVERY
        if lost is not None:
            self._do(lambda: _close(lost), "closing")

    def poll(self) -> D | None:
        """The device, once it could be opened. To be asked again and again."""
        with self._lock:
            found, self._found = self._found, None
            if found is not None or self._busy or self._clock() < self._next:
                return found
            self._busy, self._next = True, self._clock() + EVERY
            self._tries += 1
        self._do(self._try, "opening")
        if self._live:
            return None
        found, self._found = self._found, None
        return found

    def close(self) -> None:
        """Open nothing any more."""
        with self._lock:
            self._closed = True
            found, self._found = self._found, None
        if found is not None:
            _close(found)

    def _do(self, work: Callable[[], None], what: str) -> None:
        if self._live:
            threading.Thread(target=work, name=f"{what} sound", daemon=True).start()
        else:
            work()

    def _try(self) -> None:
        found: D | None = None
        try:
            found = self._opening(self._tries - 1)
        except Exception as error:  # whatever the sound library has to say, the next try may work
            _log.info("not there yet: %r", error)
        with self._lock:
            self._busy = False
            late = self._closed
            if not late:
                self._found = found
        if late and found is not None:
            _close(found)


def _close(device: Closes) -> None:
    with contextlib.suppress(Exception):  # it is gone already; nothing it says can help
        device.close()
