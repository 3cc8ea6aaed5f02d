from __future__ import annotations

import colorsys

import pytest
import torch

from dreamgen.imaging.colour import keep_colour


def test_lightness_comes_from_the_dream_and_colour_from_the_source():
    source, dreamed = torch.tensor([0.5, 0.3, 0.4]), torch.tensor([0.2, 0.6, 0.35])
    kept = keep_colour(dreamed.view(3, 1, 1), source.view(3, 1, 1)).flatten().tolist()
    lightness, *_ = colorsys.rgb_to_yiq(*dreamed.tolist())
    _, i, q = colorsys.rgb_to_yiq(*source.tolist())
    # colorsys rounds the weights of NTSC to two digits.
    assert colorsys.rgb_to_yiq(*kept) == pytest.approx((lightness, i, q), abs=0.01)
