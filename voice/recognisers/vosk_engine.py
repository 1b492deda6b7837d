"""Vosk: words while they are spoken. The engine of choice: a stop is known within a tenth of a second."""

from __future__ import annotations

import json
from collections import deque
from importlib import import_module
from pathlib import Path
from typing import Any

from voice.audio.base import FRAME, INPUT_RATE
from voice.dsp import Pcm
from voice.errors import VoiceError
from voice.recognisers.base import Heard, Mode

_NEEDED = ("am/final.mdl", "conf")
_REJECT = "[unk]"
_LONGEST = 15.0
"""Seconds of sound that are kept to be heard again."""
_BEFORE = 0.6
"""Seconds before the first words that are heard again with them: words are known a little late."""


def check_model(folder: Path) -> None:
    """See that a folder holds a Vosk model, before the engine fails on it with words for engineers.

    Raises:
        VoiceError: if it does not.
    """
    if not folder.is_dir():
        raise VoiceError(f"There is no folder {folder}. Name the folder of an unpacked Vosk model.")
    missing = [name for name in _NEEDED if not (folder / name).exists()]
    if missing:
        raise VoiceError(
            f"{folder} is not a Vosk model: {missing[0]} is missing. Name the folder that holds am and conf."
        )


class VoskRecogniser:
    """Streaming recognition with one model.

    With a `grammar` (a list of phrases), "command" mode hears these at once. What is none of them is then
    heard again, from the same sound, by free recognition: in the middle of a set a person must be able to
    say what hurts. So the slow recogniser runs only over sentences that are no command. Without a grammar
    both modes hear everything.
    """

    name = "vosk"

    def __init__(self, model: Path, grammar: list[str] | None = None) -> None:
        check_model(model)
        vosk = import_module("vosk")
        vosk.SetLogLevel(-1)
        try:
            self._model: Any = vosk.Model(model_path=str(model))
        except Exception as error:  # the engine knows only this one kind
            raise VoiceError(
                f"The Vosk model in {model} can't be loaded. Delete it and fetch it again."
            ) from error
        self.ignored: list[str] = []
        self._free: Any = None
        self._command: Any = None
        self._phrases: frozenset[str] = frozenset()
        if grammar is not None:
            self._phrases = frozenset(known := self._known(grammar)) - {_REJECT}
            phrases = json.dumps(known, ensure_ascii=False)
            self._command = vosk.KaldiRecognizer(self._model, INPUT_RATE, phrases)
        self._vosk = vosk
        self._mode: Mode = "free"
        self._recent: deque[Pcm] = deque(maxlen=round(_LONGEST * INPUT_RATE / FRAME))
        self._partial = ""
        self._began: float | None = None
        self._taken = 0

    @property
    def speaking(self) -> bool:
        """Whether there are words that are not finished."""
        return bool(self._partial)

    def set_mode(self, mode: Mode) -> None:
        """Change what is expected; what was half heard until then is let go only if the engine changes."""
        before, self._mode = self._engine(), mode
        after = self._engine()
        if after is not before:
            after.Reset()
            self._partial, self._began = "", None
            self._recent.clear()

    def accept(self, frame: Pcm) -> list[Heard]:
        self._taken += len(frame)
        engine = self._engine()
        if engine is self._command:
            self._recent.append(frame)
        if engine.AcceptWaveform(frame.tobytes()):
            return self._final(json.loads(engine.Result()))
        partial = json.loads(engine.PartialResult()).get("partial", "")
        if not partial or partial == self._partial:
            return []
        if self._began is None:
            self._began = self._now()
        before, self._partial = _known_words(self._partial), partial
        text = _known_words(partial)
        return [Heard(text, False, self.name, self._began, self._now())] if text and text != before else []

    def finish(self) -> list[Heard]:
        return self._final(json.loads(self._engine().FinalResult()))

    def restart(self) -> None:
        for engine in (self._free, self._command):
            if engine is not None:
                engine.Reset()
        self._partial, self._began, self._taken = "", None, 0
        self._recent.clear()

    def close(self) -> None:
        self._free = self._command = None

    def _engine(self) -> Any:
        if self._mode == "command" and self._command is not None:
            return self._command
        return self._freely()

    def _freely(self) -> Any:
        if self._free is None:
            # One recogniser for the whole session: each new one costs memory that never comes back.
            self._free = self._vosk.KaldiRecognizer(self._model, INPUT_RATE)
        return self._free

    def _final(self, result: dict[str, Any]) -> list[Heard]:
        began, self._began, self._partial = self._began, None, ""
        said = str(result.get("text", ""))
        text = _known_words(said)
        if self._engine() is self._command:
            if began is not None and self._is_no_command(said):
                text = self._hear_again(began) or text
            self._recent.clear()
        return [Heard(text, True, self.name, began, self._now())] if text else []

    def _is_no_command(self, said: str) -> bool:
        """Whether it is none of the grammar's phrases.

        A model with a word for the unknown says so; one without strings commands together.
        """
        return said not in self._phrases

    def _hear_again(self, began: float) -> str:
        """The sound since shortly before `began`, heard by free recognition."""
        engine = self._freely()
        engine.Reset()
        frames = round((self._now() - began + _BEFORE) * INPUT_RATE / FRAME)
        for frame in list(self._recent)[-frames:]:
            engine.AcceptWaveform(frame.tobytes())
        return _known_words(str(json.loads(engine.FinalResult()).get("text", "")))

    def _now(self) -> float:
        return self._taken / INPUT_RATE

    def _known(self, grammar: list[str]) -> list[str]:
        """The phrases whose words the model knows. The engine itself drops unknown words in silence."""
        known = []
        for phrase in grammar:
            if all(self._model.vosk_model_find_word(word) >= 0 for word in phrase.split()):
                known.append(phrase)
            else:
                self.ignored.append(phrase)
        if not known:
            raise VoiceError(
                "This Vosk model knows none of the command words. Choose a model of the right language."
            )
        if self._model.vosk_model_find_word(_REJECT) >= 0:
            known.append(_REJECT)
        return known


def _known_words(text: str) -> str:
    return " ".join(word for word in text.split() if word != _REJECT)
