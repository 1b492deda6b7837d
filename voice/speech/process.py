"""Keeps the speaking process alive: starts it, asks it, kills it when it hangs, starts it again."""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from voice.errors import VoiceError

_WORKER = Path(__file__).with_name("worker.py")
_TRIES = 3
_log = logging.getLogger(__name__)


class SpeechProcess:
    """The worker, from outside. One request at a time; a crash costs a second try, not the session."""

    def __init__(self, patience: float = 15.0) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str | None] = queue.Queue()
        self.starts = 0

    @property
    def pid(self) -> int | None:
        """The worker's process number, if one is running."""
        return self._process.pid if self._process else None

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Ask the worker and wait for its answer.

        Raises:
            VoiceError: if it can't be started, or crashed or hung each time, or said it can't do this.
        """
        with self._lock:
            for _ in range(_TRIES):
                answer = self._try(request)
                if answer is not None:
                    if "error" in answer:
                        raise VoiceError(f"The speech engine can't say this: {answer['error']}.")
                    return answer
        raise VoiceError(
            "The speech engine does not work here. Run `spinecoach doctor` to see what is missing, "
            "or use `spinecoach chat` meanwhile."
        )

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._kill()

    def _try(self, request: dict[str, Any]) -> dict[str, Any] | None:
        process = self._running()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            line = self._answers.get(timeout=self._patience)
        except (OSError, ValueError, queue.Empty) as error:
            _log.warning("the speech process gave no answer: %r", error)
            line = None
        if not line:
            _log.warning("the speech process is started again")
            self._kill()
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            # -I: nothing of the caller's environment or folder changes what the worker imports.
            self._process = subprocess.Popen(
                [sys.executable, "-I", str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            self.starts += 1
            self._answers = queue.Queue()
            threading.Thread(
                target=self._listen, args=(self._process, self._answers), name="speech-answers", daemon=True
            ).start()
        return self._process

    @staticmethod
    def _listen(process: subprocess.Popen[str], answers: queue.Queue[str | None]) -> None:
        # A thread, because a pipe can't be read with a time limit on every platform.
        assert process.stdout is not None
        for line in process.stdout:
            answers.put(line)
        answers.put(None)

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
