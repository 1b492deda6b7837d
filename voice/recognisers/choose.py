"""Which recogniser a session gets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from voice.audio import is_file
from voice.errors import UsageError, VoiceError
from voice.options import VoiceOptions
from voice.recognisers.base import Recogniser
from voice.recognisers.download import Tell, Unreachable, ensure
from voice.recognisers.grammar import in_a_set
from voice.recognisers.patience import Patient
from voice.recognisers.settings import Models, models
from voice.recognisers.vosk_engine import VoskRecogniser
from voice.recognisers.whisper_engine import WhisperRecogniser

NAMES = ("auto", "vosk", "whisper")
VOSK_SILENCE = 0.5
"""Seconds of silence after which Vosk's small models end an utterance, by their own settings."""


def choose(options: VoiceOptions, tell: Tell, sources: Models | None = None) -> Recogniser:
    """The first recogniser of `options.recognizer` that works here; "auto" is Vosk, else Whisper.

    Args:
        tell: is given what a person should know, a line at a time.
        sources: where models are fetched from, if not from where models.yml says.

    Raises:
        UsageError: if a name is not one of `NAMES`.
        VoiceError: if none of them works.
    """
    names = [name.strip().casefold() for name in options.recognizer.split(",") if name.strip()]
    unknown = [name for name in names if name not in NAMES]
    if unknown or not names:
        raise UsageError(f'There is no recogniser "{options.recognizer}". Choose auto, vosk or whisper.')
    order = [engine for name in names for engine in (("vosk", "whisper") if name == "auto" else (name,))]
    return _first(list(dict.fromkeys(order)), options, tell, sources or models())


def spares(first: Recogniser, options: VoiceOptions, tell: Tell) -> list[Callable[[], Recogniser]]:
    """How to make what takes the place of a recogniser that failed: the same anew, then the other one.

    Nothing is fetched for it: that would take minutes in the middle of a session.
    """
    sources = models()
    ways: dict[str, Callable[[], Recogniser]] = {"whisper": partial(_whisper, options, tell, sources)}
    if options.vosk_model or any(vosk_folder(options).glob("vosk*")):
        ways["vosk"] = partial(_vosk, options, tell, sources)
    return [ways[name] for name in sorted(ways, key=lambda name: name != first.name)]


def _first(order: list[str], options: VoiceOptions, tell: Tell, sources: Models) -> Recogniser:
    makers: dict[str, Callable[[VoiceOptions, Tell, Models], Recogniser]]
    makers = {"vosk": _vosk, "whisper": _whisper}
    for name in order[:-1]:
        try:
            return makers[name](options, tell, sources)
        except Unreachable:
            tell(
                "There is no Vosk model here and its host can't be reached, "
                f"so I listen with {order[-1].title()}."
            )
        except ImportError:
            tell(f"{name.title()} has no package for this machine, so I listen with {order[-1].title()}.")
    try:
        return makers[order[-1]](options, tell, sources)
    except ImportError as error:
        raise VoiceError(
            f"{order[-1].title()} has no package for this machine. Choose another --recognizer."
        ) from error


def vosk_folder(options: VoiceOptions) -> Path:
    """Where the fetched Vosk model lies, or will lie."""
    return options.data_dir / "models"


def _vosk(options: VoiceOptions, tell: Tell, sources: Models) -> Recogniser:
    import_module("vosk")  # before anything is fetched for it
    folder = options.vosk_model or ensure(sources.vosk, vosk_folder(options), tell)
    engine = VoskRecogniser(folder, in_a_set())
    return Patient(engine, options.patience, VOSK_SILENCE)


def _whisper(options: VoiceOptions, tell: Tell, sources: Models) -> Recogniser:
    # from file to file there is time to look early, however slow the machine: so a session repeats
    early = True if is_file(options.input) and is_file(options.output) else None
    engine = WhisperRecogniser(options.whisper_model, options.end_silence, early)
    return Patient(engine, options.patience, options.end_silence)
