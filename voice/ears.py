"""Feeds a recogniser: at once from a recording, on a thread of its own from a microphone."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Protocol

from voice.dsp import Pcm
from voice.errors import VoiceError
from voice.recognisers.base import Heard, Mode, Recogniser


class Ears(Protocol):
    """Frames in, words out."""

    def hear(self, frame: Pcm) -> list[Heard]:
        """Take a frame, which may be empty, and give what is known by now."""
        ...

    def set_mode(self, mode: Mode) -> None: ...

    def finish(self) -> list[Heard]: ...

    def close(self) -> None: ...


def broken(error: Exception) -> VoiceError:
    """What a person is told when a recogniser fails in the middle."""
    return VoiceError(f"The recogniser has failed: {error}. Start again, or use another --recognizer.")


class InlineEars:
    """Recognises on the spot."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser

    def hear(self, frame: Pcm) -> list[Heard]:
        try:
            return self._recogniser.accept(frame) if len(frame) else []
        except Exception as error:
            raise broken(error) from error

    def set_mode(self, mode: Mode) -> None:
        self._recogniser.set_mode(mode)

    def finish(self) -> list[Heard]:
        return self._recogniser.finish()

    def close(self) -> None:
        """The recogniser belongs to whoever made it."""


class ThreadedEars:
    """Recognises behind the session's back, so that a slow word holds up nothing else."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser
        self._work: queue.Queue[Callable[[], list[Heard]] | None] = queue.Queue()
        self._heard: queue.Queue[list[Heard] | Exception] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="ears", daemon=True)
        self._thread.start()

    def hear(self, frame: Pcm) -> list[Heard]:
        if len(frame):
            self._work.put(lambda: self._recogniser.accept(frame))
        return self._taken()

    def set_mode(self, mode: Mode) -> None:
        def change() -> list[Heard]:
            self._recogniser.set_mode(mode)
            return []

        self._work.put(change)

    def finish(self) -> list[Heard]:
        self._work.put(self._recogniser.finish)
        self.close()
        return self._taken()

    def close(self) -> None:
        self._work.put(None)
        self._thread.join(timeout=10)

    def _taken(self) -> list[Heard]:
        taken: list[Heard] = []
        while True:
            try:
                found = self._heard.get_nowait()
            except queue.Empty:
                return taken
            if isinstance(found, Exception):
                raise broken(found) from found
            taken += found

    def _run(self) -> None:
        while (step := self._work.get()) is not None:
            try:
                found = step()
            except Exception as error:
                self._heard.put(error)
                return
            if found:
                self._heard.put(found)
