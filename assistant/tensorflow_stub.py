"""A stand-in for TensorFlow, which Rasa imports whether or not a model uses it.

Importing TensorFlow takes some fifteen seconds and 350 MB on a small machine. Our model holds nothing made
with it. The stand-in goes in before the first import of Rasa, and only where all of this holds: the Rasa
installed is the one this was tried with, config.yml names nothing that needs TensorFlow, and the setting
SPINECOACH_REAL_TENSORFLOW is off.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import version
from pathlib import Path

from assistant import standin

TRIED_WITH = "3.6.21"
PACKAGES = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")

# Every component of Rasa that computes with TensorFlow; anything with "tensorflow" in its name is one too.
_NEEDS_IT = re.compile(
    r"DIET|TEDPolicy|UnexpecTED|ResponseSelector|LanguageModelFeaturizer|ConveRT|tensorflow", re.IGNORECASE
)


def needed_by(config: Path) -> str | None:
    """The first thing in the configuration that computes with TensorFlow, or None.

    A configuration that cannot be read counts as needing it: Rasa then says what is wrong with it.
    """
    try:
        text = config.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return str(config.name)
    lines = [line.partition("#")[0] for line in text.splitlines()]
    # Without a list of its own Rasa fills in its default pipeline or policies, which do need it.
    for key in ("pipeline", "policies"):
        if not re.search(rf"^{key}:", "\n".join(lines), re.MULTILINE):
            return f"default {key}"
    found = _NEEDS_IT.search("\n".join(lines))
    return found.group() if found else None


def install(config: Path, real: bool = False) -> bool:
    """Put the stand-in in place if it may be; True if it is in place afterwards.

    Args:
        config: the config.yml of the model that will be trained or loaded.
        real: the setting that switches the stand-in off.
    """
    if "tensorflow" in standin.installed():
        return True
    if real or "rasa.core.agent" in sys.modules or "tensorflow" in sys.modules:
        return False
    if version("rasa") != TRIED_WITH or needed_by(config):
        return False
    standin.install(PACKAGES)
    return True
