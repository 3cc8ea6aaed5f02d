from __future__ import annotations

import colorsys

import pytest
import torch

from dreamgen.imaging.colour import keep_colour, keep_hue


def test_lightness_comes_from_the_dream_and_colour_from_the_source():
    source, dreamed = torch.tensor([0.5, 0.3, 0.4]), torch.tensor([0.2, 0.6, 0.35])
    kept = keep_colour(dreamed.view(3, 1, 1), source.view(3, 1, 1)).flatten().tolist()
    lightness, *_ = colorsys.rgb_to_yiq(*dreamed.tolist())
    _, i, q = colorsys.rgb_to_yiq(*source.tolist())
    # colorsys rounds the weights of NTSC to two digits.
    assert colorsys.rgb_to_yiq(*kept) == pytest.approx((lightness, i, q), abs=0.01)


def test_grey_is_left_to_the_dream_and_colour_keeps_its_hue():
    source = torch.full((3, 4, 8), 0.9)
    source[:, :, 4:] = torch.tensor([0.1, 0.6, 0.55]).view(3, 1, 1)
    dreamed = torch.rand(3, 4, 8, generator=torch.Generator().manual_seed(1))
    kept = keep_hue(dreamed, source)
    torch.testing.assert_close(kept[:, :, :4], dreamed[:, :, :4])
    wanted = colorsys.rgb_to_hsv(0.1, 0.6, 0.55)[0]
    for pixel in kept[:, :, 4:].flatten(1).T.tolist():
        hue, _, value = colorsys.rgb_to_hsv(*pixel)
        assert value < 0.05 or abs(hue - wanted) < 0.06
    assert kept[:, :, 4:].std() > 0.02
    assert kept.min() >= 0
    assert kept.max() <= 1
