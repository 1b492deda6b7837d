"""Whisper (tiny.en): whole sentences once they are over, where there is no Vosk model.

It looks at half a minute of sound for each word, so it is slower: a stop is known about a second after
it was said.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from voice.dsp import Pcm
from voice.errors import VoiceError
from voice.recognisers.base import Heard, Mode
from voice.recognisers.doubt import believable, collapse
from voice.recognisers.settings import Hearing, hearing, models
from voice.recognisers.vad import Endpointer, Utterance

COMMAND_SILENCE = 0.35
"""Seconds of silence that end a word while a set runs: a command is short, and it is urgent."""
_QUIET = 0.2
_PAD = np.zeros(3200, dtype=np.float32)


def bundled_model() -> Path:
    """The folder of the weights that came with the program.

    Raises:
        VoiceError: if their package is missing.
    """
    source = models().whisper
    try:
        folder = Path(str(import_module(source.package).__file__)).parent / source.folder
    except ImportError as error:
        raise VoiceError(
            f"The speech model {source.name} is missing. Install the Python package "
            f"{source.package.replace('_', '-')}, or use --recognizer vosk."
        ) from error
    return folder


class WhisperRecogniser:
    """Endpointing by Silero, words by Whisper in int8 on two threads.

    Args:
        end_silence: seconds of silence after which what was said counts as finished.
    """

    name = "whisper"

    def __init__(self, model: Path | None = None, end_silence: float = 0.7) -> None:
        folder = model or bundled_model()
        if not (folder / "model.bin").exists():
            raise VoiceError(
                f"{folder} is not a Whisper model: model.bin is missing. Name the folder that holds it."
            )
        try:
            self._model: Any = import_module("faster_whisper").WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise VoiceError(f"The Whisper model in {folder} can't be loaded: {error}.") from error
        self._end_silence = end_silence
        self._hearing: Hearing = hearing()
        self._prompt = " ".join(self._hearing.prompt)
        self._endpointer = Endpointer(end_silence)

    def set_mode(self, mode: Mode) -> None:
        """In "command" mode a shorter silence ends what was said."""
        self._endpointer.end_silence = (
            min(COMMAND_SILENCE, self._end_silence) if mode == "command" else self._end_silence
        )

    def accept(self, frame: Pcm) -> list[Heard]:
        return self._hear(self._endpointer.accept(frame))

    def finish(self) -> list[Heard]:
        return self._hear(self._endpointer.finish())

    def restart(self) -> None:
        self._endpointer = Endpointer(self._endpointer.end_silence)

    def close(self) -> None:
        """Nothing is held open."""

    def _hear(self, utterances: list[Utterance]) -> list[Heard]:
        heard = []
        for utterance in utterances:
            text = self._words(utterance)
            if text:
                heard.append(Heard(text, True, self.name, utterance.start, utterance.end))
        return heard

    def _words(self, utterance: Utterance) -> str:
        # A little silence round it and an even loudness: Whisper drops first words without them.
        peak = float(np.abs(utterance.samples).max(initial=0))
        gain = min(10.0, 0.5 / peak) if 0 < peak < _QUIET else 1.0
        sound = np.concatenate([_PAD, utterance.samples * np.float32(gain), _PAD])
        segments, _ = self._model.transcribe(
            sound,
            language="en",
            beam_size=1,
            temperature=0.0,
            initial_prompt=self._prompt,
            condition_on_previous_text=False,
            without_timestamps=True,
            vad_filter=False,
            max_new_tokens=60,
        )
        kept = []
        for segment in segments:
            text = collapse(segment.text.strip())
            if believable(
                text,
                sureness=segment.avg_logprob,
                silence=segment.no_speech_prob,
                voiced=utterance.voiced,
                prompt=self._hearing.prompt,
                phantoms=self._hearing.phantoms,
            ):
                kept.append(text)
        return collapse(" ".join(kept))
