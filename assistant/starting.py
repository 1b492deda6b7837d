"""What has to happen before the first import of Rasa, in the right order."""

from __future__ import annotations

import os

from assistant import lean_imports, quiet, tensorflow_stub
from assistant.messaging.options import Options
from assistant.settings import Settings


def prepare(settings: Settings) -> bool:
    """Silence the libraries and put the stand-ins in place; True if TensorFlow is one of them.

    May be called again; only the first call before Rasa is imported can change what is loaded.
    """
    quiet.setup(settings.log_file, settings.verbose)
    if settings.encoder:
        from assistant.nlu.sentences import SETTING

        os.environ[SETTING] = str(settings.encoder)
    stand_in = tensorflow_stub.install(settings.project / "config.yml", settings.real_tensorflow)
    if stand_in:
        files = [settings.project / name for name in ("credentials.yml", "endpoints.yml")]
        lean_imports.install(files, Options.from_environment().packages)
    return stand_in
