"""What each effect is for, looked at by itself."""

import random

import pytest
import torch

from dreamgen.effects.aged_paper import AgedPaper
from dreamgen.effects.bleed import Bleed
from dreamgen.effects.closeup import Closeup
from dreamgen.effects.crumple import Crumple
from dreamgen.effects.density import density_to_pixels, pixels_to_density
from dreamgen.effects.fade import Fade
from dreamgen.effects.kaleidoscope import Kaleidoscope
from dreamgen.effects.misregister import Misregister
from dreamgen.effects.noise import fractal_noise
from dreamgen.effects.running_ink import RunningInk
from dreamgen.effects.watermark import Watermark
from dreamgen.imaging.picture import Frame, Picture


def chroma(pixels):
    return pixels.amax(0) - pixels.amin(0)


def test_density_is_undone():
    pixels = torch.rand(3, 8, 8) * 0.9 + 0.05
    torch.testing.assert_close(density_to_pixels(pixels_to_density(pixels)), pixels)


def test_old_paper_is_warm_and_browner_at_its_edges(applied):
    sheet = applied(AgedPaper(age=1), pixels=torch.ones(3, 90, 120))
    red, _, blue = sheet.mean((1, 2))
    assert red - blue > 0.1
    edge = torch.cat([sheet[:, :4].flatten(1), sheet[:, -4:].flatten(1)], 1)
    assert edge.mean() < sheet[:, 30:60, 40:80].mean() - 0.05


def test_new_paper_without_marks_of_its_making_is_left_white(applied):
    plain = AgedPaper(age=0, foxing=0, fibre=0, laid=0)
    assert (applied(plain, pixels=torch.ones(3, 60, 60)) == 1).all()


def test_black_stays_where_it_is_and_colours_part(applied):
    grey = torch.rand(1, 60, 80).expand(3, -1, -1)
    torch.testing.assert_close(applied(Misregister(shift=20), pixels=grey.contiguous()), grey)
    colour = torch.ones(3, 60, 80)
    colour[1:, 20:40, 20:50] = 0  # red: magenta and yellow over each other
    after = applied(Misregister(shift=40, turn=0), pixels=colour)
    alone = (after[1] < 0.5) != (after[2] < 0.5)
    assert alone.any()


def test_ink_runs_down_and_not_up(applied):
    pixels = torch.ones(3, 200, 100)
    pixels[:, 60:70] = 0.05
    changes = [
        (applied(RunningInk(amount=1, wet=1, length=200), seed, pixels) - pixels).abs().mean(0)
        for seed in range(3)
    ]
    change = sum(changes)
    assert change[75:130].mean() > 20 * change[:55].mean()
    assert change[72:90].mean() > change[130:150].mean()


def test_a_tide_line_is_darker_than_both_its_sides():
    pixels = torch.full((3, 200, 200), 0.9)
    effect = Watermark(count=1, depth=1, size=500)
    after = effect.apply(Frame(pixels), Picture(pixels), random.Random(2)).pixels.mean(0)
    assert after.min() < 0.75
    assert after.median() > after.min() + 0.1


def test_bleeding_keeps_the_ink_about_as_much(picture):
    free = Picture(picture.pixels)
    after = Bleed(reach=5, edge=0).apply(Frame(free.pixels), free, random.Random(1)).pixels
    ratio = pixels_to_density(after).sum() / pixels_to_density(free.pixels).sum()
    assert 0.8 < ratio < 1.2
    assert (after - free.pixels).abs().amax(0)[28:52, 28:52].max() > 0.1


def test_fading_takes_colour_away_and_leaves_paper_white(applied, picture):
    after = applied(Fade(amount=0.6, patches=0))
    assert chroma(after).sum() < 0.8 * chroma(picture.pixels).sum()
    assert (after[:, 85:, :15] == 1).all()


def test_a_flat_sheet_shows_light_and_shade(applied):
    after = applied(Crumple(depth=1, wear=0), pixels=torch.full((3, 200, 300), 0.8))
    assert after.std() > 0.02
    assert torch.equal(after[0], after[1])


@pytest.mark.parametrize(("x", "y"), [(0.2, 0.3), (0.8, 0.8)])
def test_the_glass_shows_the_place_and_lies_off_it(x, y, picture):
    pixels = torch.rand(3, 20, 30)
    pixels = torch.nn.functional.interpolate(pixels[None], (200, 300), mode="bicubic")[0].clamp(
        0, 1
    )
    at = (round(300 * x), round(200 * y))
    pixels[:, at[1] - 4 : at[1] + 5, at[0] - 4 : at[0] + 5] = torch.tensor([1.0, 0, 1]).view(
        3, 1, 1
    )
    effect = Closeup(x=x, y=y, width=0.1, zoom=3)
    after = effect.apply(Frame(pixels), Picture(pixels), random.Random(0)).pixels
    magenta = (after - torch.tensor([1.0, 0, 1]).view(3, 1, 1)).abs().amax(0) < 0.05
    assert 0.6 * 9 * 81 < magenta.sum() < 1.4 * 10 * 81


def test_without_a_place_it_finds_the_change():
    source = torch.full((3, 200, 300), 0.5)
    dreamed = source.clone()
    dreamed[:, 140:150, 60:70] = 0
    frame = Frame(dreamed, source=source)
    x, y = Closeup(width=0.1)._find_place(frame, 15)
    assert abs(x - 65) < 12
    assert abs(y - 145) < 12


def test_a_kaleidoscope_repeats_around_the_middle_and_keeps_the_middle(applied):
    pixels = fractal_noise(torch.zeros(3, 64, 64), random.Random(2), 400, 60)
    pixels = (0.5 + 0.15 * torch.cat([pixels, -pixels, pixels.flip(2)])).clamp(0, 1)
    after = applied(Kaleidoscope(mirrors=4), pixels=pixels)
    assert torch.allclose(after.rot90(1, (1, 2)), after, atol=1e-4)
    assert torch.allclose(after.flip(2), after, atol=1e-4)
    middle = (slice(None), slice(31, 33), slice(31, 33))
    assert torch.allclose(after[middle].mean((1, 2)), pixels[middle].mean((1, 2)), atol=0.02)
    assert 0.5 < after.std() / pixels.std() < 1.5
