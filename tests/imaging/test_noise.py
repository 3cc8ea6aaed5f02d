import torch

from dreamgen.imaging.noise import pink_noise


def test_same_seed_same_noise():
    assert torch.equal(pink_noise((90, 60), 7).pixels, pink_noise((90, 60), 7).pixels)
    assert not torch.equal(pink_noise((90, 60), 7).pixels, pink_noise((90, 60), 8).pixels)


def test_shape_and_range():
    pixels = pink_noise((90, 60), 7).pixels
    assert pixels.shape == (3, 60, 90)
    assert pixels.dtype == torch.float32
    assert 0 <= pixels.min() < pixels.max() <= 1


def test_grey_on_average_gentle_and_colourful():
    pixels = pink_noise((256, 256), 1).pixels
    assert (pixels.mean(dim=(1, 2)) - 0.5).abs().max() < 0.01
    assert 0.05 < pixels.std() < 0.15
    saturation = pixels.amax(0) - pixels.amin(0)
    assert 0.04 < saturation.mean() < 0.2


def test_power_falls_with_frequency():
    pixels = pink_noise((256, 256), 3).pixels[1]
    power = torch.fft.fft(pixels, dim=1).abs().square().mean(0)
    low, high = power[4:8].mean(), power[64:128].mean()
    assert low > 20 * high  # white noise would have them equal


def test_edges_wrap():
    pixels = pink_noise((200, 200), 3).pixels
    across_the_edge = (pixels[:, :, 0] - pixels[:, :, -1]).abs().mean()
    inside = (pixels[:, :, 1:] - pixels[:, :, :-1]).abs().mean()
    assert across_the_edge < 1.5 * inside


def test_it_has_no_grain():
    """What no form covers is seen as it is: a picture of half the size says all that there is."""
    pixels = pink_noise((256, 192), 3).pixels[None]
    half = torch.nn.functional.interpolate(pixels, scale_factor=0.5, mode="area")
    whole = torch.nn.functional.interpolate(half, scale_factor=2, mode="bicubic")
    assert (pixels - whole).std() < 0.003, "less than a level of 255"
