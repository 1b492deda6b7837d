"""What Vosk listens for in the middle of a set: commands, words to stop and emergencies, made from data."""

from __future__ import annotations

from coach.understand import phrases
from voice.recognisers.settings import Hearing, hearing


def in_a_set(data: Hearing | None = None) -> list[str]:
    """The phrases of the grammar.

    Words that sound like "stop" are no part of it: a recogniser that must choose between "stop" and "step"
    chooses wrong now and then, and one that knows only "stop" does not.
    """
    data = data or hearing()
    made = [_spelled(phrase, data) for phrase in (*phrases(data.in_a_set), *data.emergencies)]
    return [phrase for phrase in dict.fromkeys(made) if _is_clear(phrase, data)]


def _spelled(phrase: str, data: Hearing) -> str:
    return " ".join(data.spelled.get(word, word) for word in phrase.split())


def _is_clear(phrase: str, data: Hearing) -> bool:
    words = phrase.split()
    return not set(words) & set(data.sounds_like_stop) and not (
        len(words) == 1 and words[0] in data.never_alone
    )
