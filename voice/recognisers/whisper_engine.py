"""Whisper (tiny.en): sentences at each pause in them, where there is no Vosk model.

It looks at half a minute of sound for each word, so it is slower than Vosk. Where the machine is quick
enough, it looks early: at the first short pause, long before the silence that ends what was said. If it
finds a command and nothing follows, that stands, so that looking early costs nothing more.
"""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from coach.understand import command, is_stop
from voice.audio.base import INPUT_RATE
from voice.dsp import Pcm
from voice.errors import VoiceError
from voice.recognisers.base import Heard, Mode
from voice.recognisers.doubt import believable, collapse
from voice.recognisers.settings import Hearing, hearing, models
from voice.recognisers.vad import Endpointer, Utterance

COMMAND_SILENCE = 0.35
"""Seconds of silence that end a word while a set runs: a command is short, and it is urgent."""
EARLY: dict[Mode, float] = {"command": 0.16, "free": 0.32}
"""Seconds of silence after which it looks early."""
GROWING = 1.4
"""Seconds of speech without a pause after which it looks early while a set runs: television never pauses."""
QUICK = 0.8
"""Seconds that one look may take on a machine that looks early."""
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
        early: whether to look before that; None tries how quick this machine is.
    """

    name = "whisper"

    def __init__(
        self, model: Path | None = None, end_silence: float = 0.7, early: bool | None = True
    ) -> None:
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
        self._mode: Mode = "free"
        self._early = self._quick() if early is None else early
        self._looked: tuple[float, str] | None = None

    @property
    def speaking(self) -> bool:
        """Whether somebody is in the middle of an utterance."""
        return self._endpointer.speaking

    def set_mode(self, mode: Mode) -> None:
        """In "command" mode a shorter silence ends what was said."""
        self._mode = mode
        self._endpointer.end_silence = (
            min(COMMAND_SILENCE, self._end_silence) if mode == "command" else self._end_silence
        )

    def accept(self, frame: Pcm) -> list[Heard]:
        heard = self._hear(self._endpointer.accept(frame))
        return heard or self._hear_early()

    def finish(self) -> list[Heard]:
        return self._hear(self._endpointer.finish())

    def restart(self) -> None:
        self._endpointer = Endpointer(self._endpointer.end_silence)
        self._looked = None

    def close(self) -> None:
        """Nothing is held open."""

    def _hear(self, utterances: list[Utterance]) -> list[Heard]:
        heard = []
        for utterance in utterances:
            looked, self._looked = self._looked, None
            text = looked[1] if looked is not None and _stands(*looked, utterance) else self._words(utterance)
            if text:
                heard.append(Heard(text, True, self.name, utterance.start, utterance.end))
        return heard

    def _hear_early(self) -> list[Heard]:
        """What was said so far, at a pause in it that may not be the end."""
        utterance = self._endpointer.growing() if self._early and self._endpointer.speaking else None
        if utterance is None or utterance.voiced < self._endpointer.least:
            return []
        before = self._looked[0] if self._looked is not None else 0.0
        paused = self._endpointer.pause >= EARLY[self._mode] and utterance.voiced > before
        grown = self._mode == "command" and utterance.voiced - before >= GROWING
        if not paused and not grown:
            return []
        text = self._words(utterance)
        self._looked = (utterance.voiced, text)
        return [Heard(text, False, self.name, utterance.start, utterance.end)] if text else []

    def _quick(self) -> bool:
        """Whether this machine is quick enough to look early: the better of two looks at nothing."""
        took = []
        for _ in range(2):
            begun = time.monotonic()
            self._words(Utterance(np.zeros(INPUT_RATE, dtype=np.float32), 0.0, 1.0, 0.5))
            took.append(time.monotonic() - begun)
        return min(took) < QUICK

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


def _stands(voiced: float, text: str, utterance: Utterance) -> bool:
    """Whether words that were heard early are the last ones: a command, and nothing was said since.

    Anything else is worth a second hearing: the end of a soft word may have been missing.
    """
    return voiced == utterance.voiced and (is_stop(text) or command(text) is not None)
