"""Calls inside programs that have torch set otherwise, with what such programs hand over."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest
import torch

import dreamgen

WORDS = {"size": "64x48", "steps": 1, "octaves": 1, "precision": "fp32", "objective": "layer(3)"}
HOSTS = {
    "inference mode": torch.inference_mode,
    "no gradients": torch.no_grad,
    "autocast": lambda: torch.autocast("cpu", torch.bfloat16),
}
PIXELS = torch.rand(48, 64, 3, generator=torch.Generator().manual_seed(1))


def sources():
    """Return a picture as a tensor, an array and an image; the tensor is made where this is called."""
    yield PIXELS * 1
    yield PIXELS.numpy()
    yield "sample:cat"


@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)
def test_every_source_gives_the_dream_that_it_gives_elsewhere(host):
    expected = [dreamgen.dream(source, **WORDS).array for source in sources()]
    with host():
        session = dreamgen.Session()  # whose network is loaded in there
        found = [dreamgen.dream(source, session=session, **WORDS).array for source in sources()]
        mask = dreamgen.dream("noise", mask=PIXELS[:, :, 0] > 0.5, **WORDS)
        guided = dreamgen.dream("noise", **{**WORDS, "objective": "guide(sample:cat)"})
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)
    again = dreamgen.dream(PIXELS, session=session, **WORDS).array
    np.testing.assert_array_equal(again, expected[0])
    outside = dreamgen.dream("noise", mask=PIXELS[:, :, 0] > 0.5, **WORDS)
    np.testing.assert_array_equal(mask.array, outside.array)
    outside = dreamgen.dream("noise", **{**WORDS, "objective": "guide(sample:cat)"})
    np.testing.assert_array_equal(guided.array, outside.array)


@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)
def test_frames_of_a_zoom_may_be_drawn_elsewhere_than_it_is_prepared(host):
    words = {**WORDS, "seconds": 1, "fps": 2}
    expected = [frame.pixels for frame in dreamgen.zoom(PIXELS, **words)]
    with host():
        film = dreamgen.zoom(PIXELS * 1, **words)
        inside = [frame.pixels for frame in dreamgen.zoom(PIXELS * 1, **words)]
    for frames in (inside, [frame.pixels for frame in film]):
        assert len(frames) == 2
        assert all(map(torch.equal, frames, expected))


def test_awaited_renders_too():
    expected = dreamgen.dream(PIXELS, **WORDS).array

    async def main():
        with torch.inference_mode():
            return await dreamgen.adream(PIXELS * 1, **WORDS)

    np.testing.assert_array_equal(asyncio.run(main()).array, expected)
