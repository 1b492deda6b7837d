"""The events file: what happened in a session and when, one JSON object a line."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from voice.errors import VoiceError, writing

Listener = Callable[[dict[str, Any]], None]


class EventLog:
    """Writes each event at once, so that a session that is cut off leaves what happened until then.

    Args:
        failed: called once if the file can't be written any more, in the middle; the session goes on.
    """

    def __init__(
        self,
        path: Path | None = None,
        listener: Listener | None = None,
        failed: Callable[[], None] | None = None,
    ) -> None:
        self._path = path
        self._failed = failed
        self._begun = False
        self._listener = listener
        self._last = 0.0
        self._file: IO[str] | None = None
        if path is not None:
            with writing(path):
                self._file = path.open("w", encoding="utf-8")

    def write(self, t: float, event: str, **fields: Any) -> None:
        """Note an event at `t` seconds on the output's clock, or at the last one's time if that is later.

        Silence is noted with the end of its fade, a few milliseconds ahead of what follows in the same tick.

        Raises:
            VoiceError: if the disk is full from the start, or if nobody is told of failures.
        """
        self._last = max(self._last, round(t, 4))
        entry = {"t": self._last, "event": event, **fields}
        if self._listener is not None:
            self._listener(entry)
        if self._file is not None and self._path is not None:
            try:
                with writing(self._path):
                    self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
                    self._file.flush()
            except VoiceError:
                if not self._begun or self._failed is None:
                    raise
                self.close()
                self._failed()
        self._begun = True

    def show(self, event: str, **fields: Any) -> None:
        """Tell the listener alone: something to be seen that is no part of the record."""
        if self._listener is not None:
            self._listener({"t": self._last, "event": event, **fields})

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with contextlib.suppress(OSError):  # what could not be written was told already
                file.close()
