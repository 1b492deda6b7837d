"""A wake word, heard by a small network of its own (microWakeWord, the Python package pymicro-wakeword)."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from voice.dsp import Pcm
from voice.errors import UsageError

PACKAGE = "pymicro_wakeword"
WORDS = ("okay_nabu", "alexa", "hey_jarvis", "hey_mycroft")
DEFAULT = WORDS[0]


def there() -> bool:
    """Whether wake words can be heard on this machine."""
    return find_spec(PACKAGE) is not None


def check(name: str) -> None:
    """See that there is such a wake word.

    Raises:
        UsageError: if there is not.
    """
    if name not in WORDS:
        raise UsageError(f'There is no wake word "{name}". Choose {", ".join(WORDS)} or phrase.')


class WakeWord:
    """Listens for one word. It remembers two seconds of features, and no sound.

    Raises:
        UsageError: if there is no such word.
    """

    def __init__(self, name: str = DEFAULT) -> None:
        check(name)
        package = import_module(PACKAGE)
        self.name = name
        self._features: Any = package.MicroWakeWordFeatures()
        self._word: Any = package.MicroWakeWord.from_builtin(package.Model(name))

    def accept(self, frame: Pcm) -> bool:
        """Take a frame; true if the word was said just now."""
        called = False
        for features in self._features.process_streaming(frame.tobytes()):
            called = bool(self._word.process_streaming(features)) or called
        if called:
            self._word.reset()
        return called
