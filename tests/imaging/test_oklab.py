"""Oklab against the values that its author published."""

import pytest
import torch

from dreamgen.imaging.oklab import clip_to_gamut, oklab_to_srgb, srgb_to_oklab


def test_there_and_back():
    pixels = torch.rand(3, 9, 9, generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(oklab_to_srgb(srgb_to_oklab(pixels)), pixels, atol=2e-4, rtol=0)


# CSS Color 4 gives these for the named colours; Ottosson 2020 gives red.
@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        ((1, 0, 0), (0.628, 0.225, 0.126)),
        ((0, 1, 0), (0.866, -0.234, 0.179)),
        ((0, 0, 1), (0.452, -0.032, -0.312)),
        ((1, 1, 1), (1, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
    ],
)
def test_published_values(rgb, lab):
    found = srgb_to_oklab(torch.tensor(rgb, dtype=torch.float32).view(3, 1, 1)).flatten()
    torch.testing.assert_close(found, torch.tensor(lab, dtype=torch.float32), atol=1e-3, rtol=0)


def test_clipping_to_the_gamut_keeps_lightness_and_hue():
    lab = torch.tensor([0.7, 0.3, 0.2]).view(3, 1, 1)
    assert oklab_to_srgb(lab).min() < -0.01, "the colour has to lie outside"
    lightness, a, b = srgb_to_oklab(clip_to_gamut(lab)).flatten().tolist()
    assert lightness == pytest.approx(0.7, abs=0.005)
    assert a / b == pytest.approx(1.5, abs=0.03)
    assert 0.1 < a < 0.3


def test_clipping_leaves_colours_inside_the_gamut():
    pixels = torch.rand(3, 9, 9, generator=torch.Generator().manual_seed(2))
    torch.testing.assert_close(clip_to_gamut(srgb_to_oklab(pixels)), pixels, atol=2e-4, rtol=0)
