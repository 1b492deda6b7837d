"""The drawings of exercises as files for an app. Where one cannot be drawn, its words are shown instead."""

from __future__ import annotations

import asyncio
import logging
from functools import lru_cache

from assistant.messaging.notes import Note, Picture

logger = logging.getLogger(__name__)
WIDTH = 720


@lru_cache(maxsize=64)
def _png(exercise: str, variant: str, step: int) -> bytes:
    from coach.figures import png

    return png(exercise, variant, step, WIDTH)


async def png_of(picture: Picture) -> bytes | None:
    """The drawing as a PNG file; None if there is none."""
    try:
        return await asyncio.to_thread(_png, picture.exercise, picture.variant, picture.step)
    except Exception:
        logger.exception("A picture could not be drawn.")
        return None


def in_words(note: Note) -> str:
    """The text of a note whose picture cannot be sent."""
    if note.picture is None or not note.picture.alt:
        return note.text
    return f"{note.text}\n{note.picture.alt}".strip()
