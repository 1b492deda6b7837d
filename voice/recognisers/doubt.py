"""What Whisper says it heard and nobody said: repeats, phantoms in noise, its own prompt."""

from __future__ import annotations

import itertools
import re

_SURE = -0.55
"""Mean log probability above which a phantom is taken for a real voice."""
_NONSENSE = -1.1
_SILENCE = 0.6
_FASTEST = 7.0
"""Words a second that nobody speaks."""


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without its punctuation."""
    return re.findall(r"[a-z0-9']+", text.casefold().replace("’", "'"))


def collapse(text: str) -> str:
    """The text with a run of the same words said once: "stop, stop, stop" is "stop"."""
    words = text.split()
    plain = [" ".join(words_of(word)) for word in words]
    for size in range(1, len(words) // 2 + 1):
        n = 0
        while n + 2 * size <= len(words):
            if plain[n : n + size] == plain[n + size : n + 2 * size]:
                del words[n + size : n + 2 * size], plain[n + size : n + 2 * size]
            else:
                n += 1
    joined = " ".join(words)
    return joined.rstrip(",;") if joined else ""


def believable(
    text: str, *, sureness: float, silence: float, voiced: float, prompt: list[str], phantoms: list[str]
) -> bool:
    """Whether to pass on what was heard.

    Args:
        sureness: mean log probability of the words, 0 being certain.
        silence: chance that there was no speech, by the recogniser's own account.
        voiced: seconds of speech that the detector found.
        prompt: what was given as a hint; a string of several of it is an echo of the hint.
        phantoms: what is heard in noise, without punctuation.
    """
    words = words_of(text)
    if not words:
        return False
    if sureness < _NONSENSE or (silence > _SILENCE and sureness < _SURE):
        return False
    if len(words) / max(voiced, 0.1) > _FASTEST and len(words) > 3:
        return False
    if " ".join(words) in phantoms and (sureness < _SURE or silence > _SILENCE):
        return False
    said = " " + " ".join(words) + " "
    hints = [" ".join(words_of(line)) for line in prompt]
    echoes = sum(f" {a} {b} " in said for a, b in itertools.pairwise(hints))
    return echoes < 2
