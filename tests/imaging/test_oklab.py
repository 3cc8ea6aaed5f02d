import colorsys

import torch

from dreamgen.imaging.oklab import keep_hue, oklab, srgb


def test_oklab_there_and_back_and_known_values():
    pixels = torch.rand(3, 9, 9)
    torch.testing.assert_close(srgb(oklab(pixels)), pixels, atol=2e-4, rtol=0)
    # Red by Ottosson's own table, 2020.
    red = oklab(torch.tensor([1.0, 0, 0]).view(3, 1, 1)).flatten()
    torch.testing.assert_close(red, torch.tensor([0.628, 0.225, 0.126]), atol=1e-3, rtol=0)


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
