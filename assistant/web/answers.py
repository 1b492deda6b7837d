"""What a page asked for and was answered, kept for a while: so that a lost connection takes no turn twice."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

Answer = dict[str, Any]
MOST_PAGES = 200
MOST_ANSWERS = 30
"""Of each page; it asks again only for what it has no answer to."""


class Answers:
    """The latest answers of each page, by the number that the page gave its request."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, OrderedDict[int, asyncio.Task[Answer]]] = OrderedDict()

    async def once(self, page: str, number: int, answer: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer to a page's request; asked again, the one that was given, or is being worked on."""
        kept = self._pages.setdefault(page, OrderedDict())
        self._pages.move_to_end(page)
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        if number not in kept:
            kept[number] = asyncio.ensure_future(_run(answer))
            while len(kept) > MOST_ANSWERS:
                kept.popitem(last=False)
        return await asyncio.shield(kept[number])


async def _run(answer: Callable[[], Awaitable[Answer]]) -> Answer:
    return await answer()
