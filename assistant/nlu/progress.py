"""How far a training has come, for whoever shows it. Rasa's training has no place to hand a callback in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listener: Callable[[int, int], None] | None = None


@contextmanager
def listening(listener: Callable[[int, int], None]) -> Iterator[None]:
    """While inside, `listener` gets (sentences done, sentences to do) as they are encoded."""
    global _listener
    _listener, before = listener, _listener
    try:
        yield
    finally:
        _listener = before


def encoded(done: int, total: int) -> None:
    """Called by the encoder."""
    if _listener:
        _listener(done, total)
