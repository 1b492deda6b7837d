"""The coach's own server, as a process: it can be killed and started again on the same port."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from coach.clock import SystemClock
from coach.journal import Journal
from coach.pairing import Pairing
from coach.routine.state import RoutineState
from tests.assistant.serving import _wait, free_port

KNOWN = {"consent": 1.0, "region": "uk", "screened": 4e9}
"""Somebody whose first questions were answered."""
NOBODY_ASKS = "SPINECOACH_TOKEN"


class Served:
    """`spinecoach serve` with a data folder of its own."""

    def __init__(self, trained: Settings, folder: Path, token: str = "", person: str = "me") -> None:
        self.home, self.port = folder / "home", free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "server.log"
        self.environment = {
            **os.environ,
            NOBODY_ASKS: token,
            "SPINECOACH_MODELS": str(trained.models),
            "SPINECOACH_DATA_DIR": str(self.home),
            "SPINECOACH_PERSON": person,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self.journal = Journal.in_folder(self.home)
        self.pairing = Pairing(self.journal, SystemClock())
        self.start()

    @property
    def log(self) -> str:
        """What the server has said so far."""
        return self._log.read_text("utf-8", "replace")

    def start(self) -> None:
        """Begin, and return when it answers."""
        if self._process is not None and self._process.poll() is None:
            return
        command = [sys.executable, "-m", "spinecoach", "serve", "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        _wait(self._process, f"{self.url}/", self._log)

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def close(self) -> None:
        if self._process is not None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=20)
            self._process.kill()
        self.journal.close()

    def events(self, person: str, kind: str) -> list[dict[str, Any]]:
        """What the journal holds of a kind."""
        return [one.data for one in self.journal.events(person, kind)]

    def routine(self, person: str) -> RoutineState:
        """Where the routine stands by the conversations on the disk."""
        import json
        import sqlite3
        from contextlib import closing

        from coach.conversation.dialogue import load_dialogue

        with closing(sqlite3.connect(self.home / "conversations.db")) as connection:
            rows = connection.execute(
                "SELECT data FROM events WHERE sender_id = ? AND type_name = 'slot' ORDER BY id", (person,)
            ).fetchall()
        kept = [json.loads(row[0]) for row in rows]
        states = [one["value"] for one in kept if one.get("name") == "coach"]
        return load_dialogue(states[-1] if states else None).routine
