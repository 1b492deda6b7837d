"""What begins a session: a wake word, a phrase, or a key. Before that nothing is kept."""

from __future__ import annotations

from collections.abc import Callable

from voice.danger import danger_in
from voice.dsp import Pcm
from voice.ears import Ears
from voice.recognisers.base import Heard
from voice.recognisers.doubt import words_of
from voice.recognisers.settings import hearing
from voice.wake.word import DEFAULT, WakeWord, check, there

__all__ = ["Wake", "WakeWord", "make_wake"]

ANY, PHRASE = "any", "phrase"


class Wake:
    """Waits for the wake word, or for a phrase where there is no wake word.

    With a wake word the recogniser rests: a small network listens for that one word, and nothing else is
    understood. With phrases the recogniser works all the time, so an emergency is understood as well.
    """

    def __init__(self, word: WakeWord | None = None) -> None:
        self._word = word

    def listen(self, frame: Pcm, ears: Ears) -> tuple[str | None, Heard | None]:
        """Take a frame: what called, if something did, and an emergency, if one was told."""
        if self._word is not None:
            return (self._word.name if self._word.accept(frame) else None), None
        for heard in ears.hear(frame):
            if heard.final and danger_in(heard.text):
                return heard.text, heard
            if heard.final and calls(heard.text):
                return heard.text, None
        return None, None


def make_wake(name: str, tell: Callable[[str], None]) -> Wake:
    """What `--wake` asks for: a wake word, "phrase", or "any", which is a wake word where there is one.

    Args:
        tell: is given what to say to begin.

    Raises:
        UsageError: if there is no such wake word.
    """
    if name != PHRASE and there():
        word = WakeWord(DEFAULT if name == ANY else name)
        tell(f'I wait for you. Say "{word.name.replace("_", " ")}" to begin.')
        return Wake(word)
    if name != PHRASE:
        check(name if name != ANY else DEFAULT)
        tell(
            "Wake words need the package pymicro-wakeword, which is not here. I listen for a phrase instead."
        )
    tell(f'I wait for you. Say "{hearing().wake[0]}" to begin.')
    return Wake()


def calls(text: str) -> bool:
    """Whether a text is one of the phrases that begin a session."""
    said = " ".join(words_of(text)).replace("'", "")
    return said in hearing().wake
