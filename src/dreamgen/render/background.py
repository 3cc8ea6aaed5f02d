"""Renders in threads beside an asyncio loop: a few at once, each ended when nobody awaits it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from dreamgen.render.stopping import Stop

if TYPE_CHECKING:
    from dreamgen.engine.events import Listener

AT_ONCE = 2
"""Renders that run at a time, whatever number is awaited: each uses all cores, and memory."""
_END: Any = object()
Found = TypeVar("Found")


class _NobodyAwaits(BaseException):
    """Ends a render whose awaiting task was cancelled; no handler of errors may hold it up."""


async def in_thread(work: Callable[[Stop], Found], listener: Listener | None = None) -> Found:
    """Return what ``work`` returns, in a thread of its own; it hands the Stop on as its listener.

    If the awaiting task is cancelled, a render that runs ends at its next step, and one that waits
    for its turn never begins. ``listener`` is called in that thread.
    """
    stop = Stop(listener)
    return await _await(stop, partial(work, stop))


async def iterate_in_threads(
    work: Callable[[Stop], Iterator[Found]], listener: Listener | None = None
) -> AsyncIterator[Found]:
    """Yield what an iterator yields, each item made as by :func:`in_thread`."""
    stop = Stop(listener)
    items = work(stop)
    while True:
        item = await _await(stop, partial(next, items, _END))
        if item is _END:
            return
        yield item


async def _await(stop: Stop, work: Callable[[], Found]) -> Found:
    running = _pool().submit(copy_context().run, work)
    try:
        return await asyncio.wrap_future(running)
    except asyncio.CancelledError:
        stop.set(_NobodyAwaits())
        raise


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="dreamgen")
