"""Everything a voice session can be told, with what holds if nothing is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_data_path


def default_data_dir() -> Path:
    """The platform's folder for this program's data: models and the cache of spoken phrases."""
    return user_data_path("spinecoach", appauthor=False)


@dataclass(frozen=True)
class VoiceOptions:
    """Options of one voice session; names as on the command line.

    Attributes:
        input: a sound file, or a microphone by name or number; None is the system's own choice.
        output: a WAV file to write, or a loudspeaker by name or number; None is the system's choice.
        events: where to write what happened, one JSON object a line.
        recognizer: "auto", "vosk", "whisper", or several with commas, tried in that order.
        vosk_model: the folder of a Vosk model; None is the one in `data_dir`, fetched when missing.
        whisper_model: the folder of a faster-whisper model; None is the one that came with the program.
        voice: "man", "woman" or a voice by its own name; None is what the person last chose.
        rate: speed of the coach's voice in words a minute; None is what the person last chose.
        volume: loudness from 20 to 100; None likewise.
        chatty: "less", "normal" or "more" words beside the counts; None likewise.
        echo: what takes the coach's own voice out of what is heard: "auto", "kalman", "webrtc", "speex",
            "system" for what the sound server does by itself, "none".
        end_silence: seconds of silence after which what was said counts as finished.
        patience: seconds of silence for which an answer that is no command is left open.
        wake: None to begin at once; else what a session waits for: a wake word's name, or "phrase".
        after_input: seconds a session from a file may still run after the file's end.
    """

    person: str = "me"
    input: str | None = None
    output: str | None = None
    events: Path | None = None
    recognizer: str = "auto"
    vosk_model: Path | None = None
    whisper_model: Path | None = None
    data_dir: Path = field(default_factory=default_data_dir)
    voice: str | None = None
    rate: int | None = None
    volume: int | None = None
    chatty: str | None = None
    echo: str = "auto"
    end_silence: float = 0.7
    patience: float = 1.2
    wake: str | None = None
    after_input: float = 600.0
    list_devices: bool = False

    def manner(self) -> dict[str, Any]:
        """What was told of how the coach is to speak."""
        told = {"rate": self.rate, "volume": self.volume, "voice": self.voice, "chatty": self.chatty}
        return {name: value for name, value in told.items() if value is not None}
