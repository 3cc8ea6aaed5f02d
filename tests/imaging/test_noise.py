import numpy as np
import pytest
import torch

from dreamgen.errors import BadInput
from dreamgen.imaging import noise
from dreamgen.imaging.noise import add_noise, filter_to_pink, pink_noise


def test_its_contrast_is_the_deviation_asked_for():
    faint, usual = (pink_noise((256, 256), 1, contrast).pixels - 0.5 for contrast in (0.02, 0.09))
    assert torch.allclose(faint * 4.5, usual, atol=1e-6)
    assert float(faint.std()) == pytest.approx(0.02, rel=0.15)


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


@pytest.mark.parametrize("size", [(256, 256), (128, 512)])
def test_amplitude_falls_as_one_over_frequency(size):
    white = torch.randn((3, *size), generator=torch.Generator().manual_seed(4))
    power = np.abs(np.fft.fft2(filter_to_pink(white).numpy())).ravel() ** 2
    frequency = np.hypot(np.fft.fftfreq(size[0])[:, None], np.fft.fftfreq(size[1])[None])
    frequency = np.tile(frequency.ravel(), 3)
    bands = np.geomspace(0.02, 0.35, 12)
    inside = [(frequency >= low) & (frequency < 1.3 * low) for low in bands]
    means = [(frequency[band].mean(), power[band].mean()) for band in inside]
    slope = np.polyfit(*np.log(np.array(means)).T, 1)[0]
    assert slope == pytest.approx(-2, abs=0.1)  # power, the square of the amplitude


def test_pink_channels_have_deviation_one_and_a_mean_only_where_asked():
    white = torch.randn((3, 64, 96), generator=torch.Generator().manual_seed(4))
    plain, tinted = filter_to_pink(white), filter_to_pink(white, keep_mean=True)
    torch.testing.assert_close(plain.std(dim=(1, 2)), torch.ones(3))
    assert plain.mean(dim=(1, 2)).abs().max() < 1e-5
    assert tinted.mean(dim=(1, 2)).abs().max() > 0.01


def test_blur_is_a_gaussian_that_wraps_around():
    white = torch.randn((1, 64, 64), generator=torch.Generator().manual_seed(4))
    lag = torch.cat([torch.arange(33), torch.arange(-31, 0)])
    kernel = torch.exp(-lag.square() / (2 * 2.0**2))
    kernel = torch.outer(kernel, kernel)
    sharp = torch.fft.fft2(filter_to_pink(white))
    expected = torch.fft.ifft2(sharp * torch.fft.fft2(kernel)).real
    expected = expected / expected.std()
    torch.testing.assert_close(filter_to_pink(white, blur=2.0), expected, atol=2e-3, rtol=0)


def test_added_noise_grows_with_its_share():
    flat = torch.full((3, 60, 90), 0.4)
    assert torch.equal(add_noise(flat, 0.0, 1), flat)
    half, whole = (add_noise(flat, share, 1) - flat for share in (0.5, 1.0))
    torch.testing.assert_close(half * 2, whole, atol=1e-6, rtol=0)
    assert whole.std() > 0.05


@pytest.mark.parametrize("size", [(16384, 16384), (10**9, 1), (5793, 5793)])
def test_more_pixels_than_memory_holds_are_refused(size):
    with pytest.raises(BadInput, match=r"noise of \d+ x \d+ pixels is more than the 33 megapixels"):
        pink_noise(size, 0)


def test_noise_drawn_in_parts_is_that_of_the_whole(monkeypatch):
    whole = pink_noise((90, 61), seed=3).pixels
    monkeypatch.setattr(noise, "_PART", 1024)
    assert torch.equal(pink_noise((90, 61), seed=3).pixels, whole)
