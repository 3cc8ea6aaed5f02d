"""Wrapping as recipes ask for it."""

from __future__ import annotations

import pytest
import torch

from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.schema import Recipe
from dreamgen.render.session import Session


@pytest.fixture(scope="module")
def session(registry: Registry) -> Session:
    return Session(registry)


def dream(session, **recipe):
    small = {"size": "96x64", "steps": 2, "octaves": {"count": 2}, "device": "cpu", **recipe}
    job = session.prepare(session.plan(Recipe(**small)))
    (frame,) = session.frames(job)
    return frame


def measure_seam(pixels, dim):
    rough = (pixels - pixels.roll(1, dim)).square().mean((0, 3 - dim)).sqrt()
    return float(rough[0] / rough[1:].max())


def test_a_photograph_and_what_is_dreamed_on_it_join(session):
    frame = dream(session, input="sample:cat", wrap="xy")
    assert measure_seam(frame.pixels, 1) < 1.2
    assert measure_seam(frame.pixels, 2) < 1.2
    assert measure_seam(dream(session, input="sample:cat").pixels, 2) > 1.5


def test_a_panorama_joins_at_its_sides(session):
    frame = dream(session, input="noise", size="128x64", wrap="sphere", steps=1)
    assert measure_seam(frame.pixels, 2) < 1.3
    flat = dream(session, input="noise", size="128x64", steps=0)
    assert float((frame.pixels - flat.pixels).abs().mean()) > 0.003


def test_the_grain_of_noise_is_round_near_the_poles_too(session):
    frame = dream(session, input="noise", size="256x128", wrap="sphere", steps=0)
    rows = slice(8, 24)  # latitudes of 56 to 79 degrees
    circle = torch.cos(((torch.arange(128) + 0.5) / 128 - 0.5) * torch.pi)[rows, None]
    down = frame.pixels.diff(dim=1)[:, rows].square().mean().sqrt()
    across = (frame.pixels.diff(dim=2)[:, rows] / circle).square().mean().sqrt()
    assert float(across / down) == pytest.approx(1, abs=0.3)


@pytest.mark.parametrize(
    ("recipe", "message"),
    [
        ({"wrap": "sphere"}, "twice as wide as it is high, and this is 96x64; give --size 128x64"),
        ({"wrap": "x", "parameterisation": "cppn"}, "parameterisation cppn cannot join"),
        ({"wrap": "x", "zoom": {}}, "only stills are wrapped"),
    ],
)
def test_what_cannot_wrap_is_refused(session, recipe, message):
    with pytest.raises(BadInput, match=message):
        dream(session, input="noise", **recipe)


def test_no_wrap_is_what_it_always_was(session):
    plain, named = (dream(session, input="noise", **more) for more in ({}, {"wrap": "none"}))
    assert torch.equal(plain.pixels, named.pixels)
