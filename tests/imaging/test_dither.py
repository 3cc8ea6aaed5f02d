import numpy as np
import pytest
import torch

from dreamgen.imaging import scratch
from dreamgen.imaging.dither import dither, remove_background, to_image
from dreamgen.imaging.picture import Frame


def test_exact_levels_stay():
    levels = np.arange(256, dtype=np.float32)
    for values in (levels / 255, levels / np.float32(255), (levels * (1 / 255)).astype(np.float32)):
        repeated = torch.from_numpy(np.tile(values, 500))
        assert (dither(repeated) == np.tile(levels, 500)).all()


@pytest.mark.parametrize("level", [0.02, 17.25, 100.5, 200.9, 254.7])
def test_mean_is_kept(level):
    drawn = dither(torch.full((400, 400), level / 255)).astype(float)
    assert set(np.unique(drawn)) <= {np.floor(level), np.ceil(level)}
    assert abs(drawn.mean() - level) < 0.006


def test_a_slow_gradient_shows_no_bands():
    ramp = torch.linspace(100 / 255, 104 / 255, 1000).expand(200, 1000)
    columns = dither(ramp).astype(float).mean(axis=0)
    assert abs(columns - np.linspace(100, 104, 1000)).max() < 0.2  # rounding would be off by 0.5


def test_same_values_same_levels_and_the_callers_generator_untouched():
    values = torch.rand(3, 40, 50)
    state = torch.get_rng_state()
    first = dither(values)
    assert torch.equal(state, torch.get_rng_state())
    assert (first == dither(values)).all()


def test_out_of_range_and_what_is_no_number():
    values = torch.tensor([-1.0, 2.0, float("nan"), float("inf"), -float("inf")])
    assert dither(values).tolist() == [0, 255, 0, 255, 0]


def test_noise_differs_between_colours():
    red, green, _ = dither(torch.full((3, 50, 50), 0.5))
    assert (red != green).any()


def test_off_paper_undoes_white_paper():
    colours, alpha = torch.rand(3, 20, 20), torch.rand(1, 20, 20) * 0.9 + 0.1
    flatten = colours * alpha + 1 - alpha
    assert torch.allclose(remove_background(flatten, alpha), colours, atol=1e-5)
    assert (remove_background(torch.zeros(3, 2, 2), torch.zeros(1, 2, 2)) == 1).all()


def test_to_image(frame):
    assert to_image(frame()).mode == "RGB"
    image = to_image(frame(alpha=True))
    assert image.mode == "RGBA"
    assert image.size == (48, 32)
    assert image.getpixel((0, 0)) == (255, 255, 255, 0)


def test_a_large_frame_is_written_as_others_are(monkeypatch):
    generator = torch.Generator().manual_seed(2)
    pixels, alpha = torch.rand((4, 71, 53), generator=generator).split([3, 1])
    frame = Frame(pixels, alpha)
    expected = np.asarray(to_image(frame))
    monkeypatch.setattr(scratch, "LARGEST_IN_MEMORY", 100)
    monkeypatch.setattr("dreamgen.imaging.strips.PIXELS", 900)
    monkeypatch.setattr("dreamgen.imaging.dither._PART", 1024)
    assert np.array_equal(np.asarray(to_image(frame)), expected)
