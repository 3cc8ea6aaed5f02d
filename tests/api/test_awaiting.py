"""Renders awaited in an asyncio program: the loop stays free, and cancelling ends them."""

from __future__ import annotations

import asyncio
import threading
import time

import numpy as np
import pytest

import dreamgen
from dreamgen.render import background

TINY = {"size": "64x48", "steps": 2, "octaves": 1}
LONG = {"size": "64x48", "steps": 20_000, "octaves": 1}


def test_a_dream_that_is_awaited_is_the_dream():
    found = asyncio.run(dreamgen.adream("noise", **TINY))
    np.testing.assert_array_equal(found.array, dreamgen.dream("noise", **TINY).array)


def test_the_loop_goes_on_while_pictures_are_dreamed():
    """A coroutine beside the ascent runs between its steps."""
    ticks, at_step = 0, []

    async def tick():
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    async def main():
        ticking = asyncio.create_task(tick())
        words = {"size": "128x96", "steps": 20, "octaves": 1}
        await dreamgen.adream("noise", on_step=lambda step: at_step.append(ticks), **words)
        ticking.cancel()

    asyncio.run(main())
    assert len(at_step) == 20
    assert at_step[-1] - at_step[0] >= 20


def test_a_cancelled_task_ends_the_ascent_at_its_next_step():
    steps, began = [], threading.Event()

    def hear(step):
        steps.append(step.step)
        began.set()

    async def main():
        task = asyncio.create_task(dreamgen.adream("noise", on_step=hear, **LONG))
        await asyncio.to_thread(began.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        heard = len(steps)
        await dreamgen.adream("noise", **TINY)  # there is room for others
        return heard

    heard = asyncio.run(main())
    time.sleep(0.1)
    assert len(steps) <= heard + 1 < 20_000


def test_only_a_few_run_at_once_and_what_is_cancelled_while_it_waits_never_begins():
    running, most, begun = 0, 0, set()
    lock = threading.Lock()

    def listener(name):
        def hear(step):
            nonlocal running, most
            with lock:
                begun.add(name)
                running += step.step == 1
                most = max(most, running)
                running -= step.step == step.steps

        return hear

    async def main():
        waiting = [
            asyncio.create_task(dreamgen.adream("noise", seed=n, on_step=listener(n), **TINY))
            for n in range(8)
        ]
        await asyncio.sleep(0)  # all have asked by then
        waiting[7].cancel()
        return await asyncio.gather(*waiting, return_exceptions=True)

    found = asyncio.run(main())
    assert isinstance(found[7], asyncio.CancelledError)
    assert begun == set(range(7))
    assert most <= background.AT_ONCE
    for seed in (0, 6):
        expected = dreamgen.dream("noise", seed=seed, **TINY).array
        np.testing.assert_array_equal(found[seed].array, expected)


def test_frames_of_a_zoom_are_awaited_one_by_one():
    async def main():
        film = await dreamgen.azoom("noise", **TINY, seconds=1, fps=3)
        return film, [frame.pixels async for frame in film]

    film, frames = asyncio.run(main())
    assert len(frames) == len(film) == 3
    for one, other in zip(frames, film, strict=True):
        np.testing.assert_array_equal(one.numpy(), other.pixels.numpy())


def test_a_zoom_whose_task_is_cancelled_ends_and_can_be_gone_through_again():
    began = threading.Event()

    async def take(film):
        async for _ in film:
            pass

    async def main():
        heard = []

        def hear(event):
            heard.append(event)
            began.set()

        film = await dreamgen.azoom("noise", **LONG, seconds=1, fps=3, on_event=hear)
        task = asyncio.create_task(take(film))
        await asyncio.to_thread(began.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        count = len(heard)
        await asyncio.sleep(0.1)
        assert len(heard) <= count + 1

    asyncio.run(main())


def test_what_cannot_be_used_is_said_where_it_is_awaited():
    with pytest.raises(dreamgen.BadInput, match="did you mean step_size"):
        asyncio.run(dreamgen.adream("noise", step_sise=2))
