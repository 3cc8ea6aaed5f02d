"""What is computed on whole pictures, on a GPU and on the processor."""

from __future__ import annotations

import numpy as np
import pytest
import torch

import dreamgen
from dreamgen.engine.zoom.tone import Tone, match_sharpness, match_tone
from dreamgen.engine.zoom.warp import Texture
from dreamgen.imaging.colour import keep_colour, keep_hue
from dreamgen.imaging.gaussian import gaussian_blur
from dreamgen.imaging.laplacian_pyramid import build_laplacian_pyramid
from dreamgen.regularisers.blur import Blur
from dreamgen.regularisers.chroma import Chroma
from dreamgen.regularisers.laplacian import Laplacian

NOISE = torch.rand(2, 3, 96, 130, generator=torch.Generator().manual_seed(1))
TURN = np.array([[0.9, 0.1, 0.02], [-0.1, 0.9, 0.0], [0.0, 0.0, 1.0]])
TONE = Tone.measure(NOISE[1] * 0.8)

FILTERS = {
    "gaussian": lambda x: gaussian_blur(x, 2.0),
    "pyramid": lambda x: build_laplacian_pyramid(x, 3)[1],
    "Blur": lambda x: Blur().gradient(x, 0.2),
    "Chroma": lambda x: Chroma().gradient(x, 0.2),
    "Laplacian": lambda x: Laplacian().gradient(x, 0.2),
    "warp": lambda x: Texture(x[0]).sample(TURN, (80, 100)),
    "tone": lambda x: match_tone(x[0], TONE),
    "sharpness": lambda x: match_sharpness(x[0], TONE),
    "colour": lambda x: keep_colour(x[0], x[1]),
    "hue": lambda x: keep_hue(x[0], x[1]),
}


@pytest.mark.parametrize("name", FILTERS)
def test_pictures_are_filtered_as_on_the_processor(device, name):
    found = FILTERS[name](NOISE.to(device))
    assert found.device.type == device.type
    torch.testing.assert_close(found.cpu(), FILTERS[name](NOISE), atol=1e-3, rtol=1e-3)


@pytest.mark.parametrize("mode", ["feedback", "nested"])
def test_a_zoom_has_its_frames_on_the_processor(device, mode):
    film = dreamgen.zoom(
        "noise", size=96, steps=2, seconds=0.2, fps=15, mode=mode, device=str(device), octaves=2
    )
    frames = [frame.pixels for frame in film]
    assert [frame.device.type for frame in frames] == ["cpu"] * 3
    assert all(bool(torch.isfinite(frame).all()) for frame in frames)
    assert float((frames[0] - frames[2]).abs().mean()) > 1e-4
