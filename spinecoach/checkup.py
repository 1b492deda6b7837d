"""`doctor`: what this machine has for the coach, and what to do about what is missing."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable
from importlib import metadata

from assistant.settings import Settings
from coach.journal import Journal

NEEDED_BYTES = 200_000_000
Finding = tuple[bool, str]


def check(settings: Settings) -> int:
    """Print one line for each thing that was looked at. Returns 0 if nothing that is needed is missing."""
    checks: list[Callable[[Settings], Finding]] = [
        _python,
        _content,
        _model,
        _journal,
        _disk,
        _speech,
        _sound,
        _recogniser,
        _messaging,
    ]
    good = True
    for one in checks:
        try:
            fine, line = one(settings)
        except Exception as error:  # a check that breaks is a finding, not a crash
            fine, line = False, f"{one.__name__.strip('_')}: {error}"
        good = good and fine
        print(("ok    " if fine else "look  ") + line)
    return 0 if good else 1


def _python(settings: Settings) -> Finding:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("rasa", "vosk", "pyttsx3"))
    return sys.version_info[:2] == (
        3,
        10,
    ), f"Python {platform.python_version()} on {platform.system()} {platform.machine()}; {versions}"


def _content(settings: Settings) -> Finding:
    from coach import library, triage

    found = library.load()
    triage.load()
    return True, f"{len(found.exercises)} exercises and the safety rules are in order"


def _model(settings: Settings) -> Finding:
    from assistant.train import up_to_date

    if not up_to_date(settings):
        return (
            True,
            "no trained model yet, or its inputs changed: it is made at the next start, in about a minute",
        )
    return True, "the model is trained"


def _journal(settings: Settings) -> Finding:
    people = Journal.in_folder(settings.data_dir).people()
    return True, f"the journal is in {settings.data_dir} ({len(people)} people)"


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.data_dir).free
    return free > NEEDED_BYTES, f"{free / 1e9:.1f} GB free" + (
        "" if free > NEEDED_BYTES else ": make some room"
    )


def _speech(settings: Settings) -> Finding:
    from voice.speech import Synthesiser

    synthesiser = Synthesiser(48_000, cache=settings.data_dir / "speech")
    try:
        samples = synthesiser.render("Hello.")
    finally:
        synthesiser.close()
    return len(samples) > 0, "the coach can speak"


def _sound(settings: Settings) -> Finding:
    from voice import audio

    return True, f"sound goes through {audio.backend().name}; see spinecoach voice --devices"


def _recogniser(settings: Settings) -> Finding:
    folder = settings.data_dir / "models"
    vosk = folder.is_dir() and any(path.is_dir() for path in folder.glob("vosk*"))
    return (
        True,
        "Vosk's model is here"
        if vosk
        else "no Vosk model yet: it is fetched at the first voice session; without internet Whisper listens",
    )


def _messaging(settings: Settings) -> Finding:
    from assistant.messaging.options import Options

    options = Options.from_environment()
    if options.missing:
        return False, " ".join(options.missing)
    return True, (options.line or "no messaging app is set up: see docs/telegram.md").rstrip(".")
