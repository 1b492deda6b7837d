"""Plays a cue sheet without sound: shows each cue when it is due, and notes how far the set has come."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from coach.clock import Clock

Note = Callable[[str, float], bool]
"""Notes the place in a sheet; False if the sheet is no longer this player's."""
Show = Callable[[dict[str, Any]], None]


class SheetPlayer:
    """One cue sheet on its way, in a thread of its own.

    Args:
        show: is given each cue when it is due.
        note: is given the sheet's id and the seconds at the start of the sheet and of each repetition, before
            the repetition is shown, so that a power cut loses no more than that repetition.
        done: is called when the sheet came to its end by itself.
        lost: is called when the sheet has gone to another place, or was stopped from there; nothing more of
            it is shown then.
    """

    def __init__(
        self,
        sheet: dict[str, Any],
        clock: Clock,
        note: Note,
        show: Show | None = None,
        done: Callable[[], None] | None = None,
        lost: Callable[[], None] | None = None,
    ) -> None:
        self.sheet = sheet
        self._clock, self._note, self._show, self._done = clock, note, show, done
        self._lost = lost
        self._stop = threading.Event()
        self._started = clock.monotonic()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def playing(self) -> bool:
        """Whether the sheet is still on its way."""
        return not self._stop.is_set() and self._thread.is_alive()

    def at(self) -> float:
        """Seconds since the start of the sheet."""
        return self._clock.monotonic() - self._started

    def kept(self) -> bool:
        """Whether the sheet is still this player's; asked by noting where it stands."""
        return self._note(self.sheet["id"], self.at())

    def stop(self) -> float:
        """Show nothing more, from now on; returns the seconds at which that was."""
        self._stop.set()
        return self.at()

    def _run(self) -> None:
        rep = None
        for cue in self.sheet["cues"]:
            if self._stop.wait(max(0.0, cue["at"] - self.at())):
                return
            if cue["rep"] is not None and cue["rep"] != rep:
                rep = cue["rep"]
                if not self._note(self.sheet["id"], cue["at"]):
                    self._give_up()
                    return
            if self._show is not None and not self._stop.is_set():
                self._show(cue)
        if not self._stop.wait(max(0.0, self.sheet["seconds"] - self.at())):
            if not self._note(self.sheet["id"], self.sheet["seconds"]):
                self._give_up()
                return
            self._stop.set()
            if self._done is not None:
                self._done()

    def _give_up(self) -> None:
        gone = not self._stop.is_set()
        self._stop.set()
        if gone and self._lost is not None:
            self._lost()
