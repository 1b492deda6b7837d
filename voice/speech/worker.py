"""The process that turns words into sound with pyttsx3, one phrase at a time, into a file.

It is a process of its own for three reasons: the speech library behind pyttsx3 on Linux is GPL, it
can hang or crash, and what hangs in a process can be killed. It is started by its path and imports
nothing of this project. It reads one JSON request a line and answers each with one line.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from typing import Any


def _bring_espeak() -> str:
    """Load the speech library that comes as a Python package, so that pyttsx3 finds it by its name."""
    import espeakng_loader  # type: ignore[import-untyped, unused-ignore]

    library = str(espeakng_loader.get_library_path())
    ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
    os.environ["ESPEAK_DATA_PATH"] = str(espeakng_loader.get_data_path())
    return library


class Speaker:
    """One pyttsx3 engine, asked for one file after the other."""

    def __init__(self) -> None:
        self.library = _bring_espeak() if sys.platform == "linux" else ""
        import pyttsx3  # type: ignore[import-untyped, unused-ignore]

        self._engine: Any = pyttsx3.init()
        self._errors: list[str] = []
        self._engine.connect("error", lambda name, exception: self._errors.append(str(exception)))
        self._settle: Any = lambda: None
        if sys.platform == "linux":
            from pyttsx3.drivers import _espeak  # type: ignore[import-untyped, unused-ignore]

            # espeak works in a thread behind pyttsx3's back, and pyttsx3 cancels what is under way
            # when it begins a new phrase. Unless everything is done by then, a change of voice or
            # speed is lost, or a file stays empty.
            self._settle = _espeak.Synchronize

    def render(self, text: str, path: str, voice: str | None, rate: int) -> None:
        """Write the phrase to a sound file.

        Raises:
            RuntimeError: if the voice is not known or nothing was written.
        """
        self._errors.clear()
        if voice is not None:
            self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", rate)
        self._settle()
        if self._errors:
            raise RuntimeError(self._errors[0])
        self._engine.save_to_file(text, path)
        self._engine.runAndWait()
        self._settle()
        if self._errors:
            raise RuntimeError(self._errors[0])
        if not os.path.exists(path):
            raise RuntimeError("nothing was written")

    def about(self) -> dict[str, Any]:
        """Which library speaks, and the voices it has."""
        voices = self._engine.getProperty("voices")
        return {
            "driver": str(self._engine.driver_name),
            "library": self.library,
            "pid": os.getpid(),
            "voices": [str(voice.id) for voice in voices],
            "offered": [
                {
                    "id": str(voice.id),
                    "name": str(voice.name or ""),
                    "languages": [str(language) for language in voice.languages or ()],
                    "gender": str(voice.gender) if voice.gender else None,
                }
                for voice in voices
            ],
        }


def main() -> None:
    # pyttsx3 prints what it does; the answers go out on a copy of standard output that it does not know.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    speaker = Speaker()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "about":
                answer = speaker.about()
            else:
                speaker.render(request["text"], request["path"], request["voice"], request["rate"])
                answer = {}
        except Exception as error:  # whatever the speech library throws must reach the other side
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
