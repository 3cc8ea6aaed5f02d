"""Parameterisations of other shapes than the picture's, against their formulas written out."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from pydantic import ValidationError
from torch.nn import functional as F

from dreamgen.imaging.decorrelated_colour import COLOUR_CORRELATION, to_decorrelated_logits
from dreamgen.imaging.noise import pink_noise
from dreamgen.parameterisations.cppn import Cppn
from dreamgen.parameterisations.fourier import Fourier
from dreamgen.parameterisations.laplacian import Laplacian
from dreamgen.parameterisations.maco import Maco
from dreamgen.parameterisations.multiresolution import Multiresolution
from dreamgen.parameterisations.pixels import Pixels
from dreamgen.recipe.values import Size

GENERATOR = torch.Generator().manual_seed(2)
PICTURE = torch.rand(1, 3, 30, 41, generator=GENERATOR) * 0.9 + 0.05
LOSSLESS = [
    Laplacian(contrast=0),
    Laplacian(bands=1, contrast=100),
    Multiresolution(contrast=0),
    Multiresolution(ratio=2.3, contrast=100),
]
ALL = [
    *LOSSLESS,
    Maco(),
    Cppn(layers=3, hidden=6),
    Fourier(contrast=0.3),
    Multiresolution(contrast=0.4),
]


def name(part):
    return repr(part)


@pytest.mark.parametrize("kind", LOSSLESS, ids=name)
@pytest.mark.parametrize("size", [(30, 40), (29, 41), (3, 9), (1, 1)])
def test_decoding_undoes_encoding(kind, size):
    picture = PICTURE[..., : size[0], : size[1]]
    again = kind.decode(kind.encode(picture), size)
    torch.testing.assert_close(again, picture, atol=2e-4, rtol=0)


@pytest.mark.parametrize("kind", ALL, ids=name)
def test_gradients_are_finite_differences(kind):
    size = (6, 8)
    picture = PICTURE[..., : size[0], : size[1]].double()
    parameters = kind.encode(picture).detach()
    noise = torch.randn(parameters.shape, generator=GENERATOR, dtype=torch.float64)
    parameters = (parameters + 0.05 * noise).requires_grad_(True)
    assert torch.autograd.gradcheck(lambda x: kind.decode(x, size), parameters, atol=1e-4)


@pytest.mark.parametrize("kind", ALL, ids=name)
def test_each_picture_of_a_batch_stands_by_itself(kind):
    batch = torch.cat([PICTURE, PICTURE.flip(3) * 0.3, PICTURE.sqrt()])
    together = kind.encode(batch)
    alone = [kind.encode(one) for one in batch.split(1)]
    torch.testing.assert_close(together, torch.cat(alone), atol=1e-4, rtol=1e-4)
    decoded = [kind.decode(one, (30, 41)) for one in alone]
    torch.testing.assert_close(
        kind.decode(torch.cat(alone), (30, 41)), torch.cat(decoded), atol=1e-5, rtol=1e-4
    )


def test_multiresolution_is_the_tanh_of_a_sum_of_enlarged_pictures():
    kind, size = Multiresolution(ratio=2.0, contrast=0), (8, 12)
    sizes = [(8, 12), (4, 6), (2, 3), (1, 2), (1, 1)]
    parts = [torch.randn(1, 3, *own, generator=GENERATOR) for own in sizes]
    enlarged = [F.interpolate(part, size, mode="bilinear") for part in parts]
    matrix = np.array(COLOUR_CORRELATION)
    matrix /= np.linalg.norm(matrix, axis=0).max()
    colours = np.tensordot(matrix, torch.stack(enlarged).sum(0)[0].numpy(), 1)
    parameters = torch.cat([part.flatten(1) for part in parts], 1)
    found = kind.decode(parameters, size)[0].numpy()
    np.testing.assert_allclose(found, 0.5 + 0.5 * np.tanh(colours / 2), atol=1e-5)
    held = Multiresolution(ratio=2.0, contrast=0.1).decode(parameters, size)
    assert float(held.std()) < 0.05


def test_a_step_in_a_coarse_band_moves_a_wide_place_and_nothing_far_away():
    kind = Laplacian(bands=3)
    parameters = kind.encode(torch.full((1, 3, 64, 64), 0.5))
    fine, coarse = parameters.clone(), parameters.clone()
    fine[0, 32 * 64 + 32] += 1
    coarse[0, 3 * (64**2 + 32**2 + 16**2) + 4 * 8 + 4] += 1
    grey = torch.full((64, 64), 0.5)
    for moved, least, most in ((fine, 1, 1), (coarse, 15**2, 32**2)):
        touched = (kind.decode(moved, (64, 64))[0, 0] - grey).abs() > 1e-4
        assert least <= int(touched.sum()) <= most


def numpys_maco(phases, decay, contrast, size):
    """The picture of phases, (3, H, W // 2 + 1) in radians, as the paper describes it."""
    f = np.hypot(np.fft.fftfreq(size[0])[:, None], np.fft.rfftfreq(size[1])[None])
    f[0, 0] = 1
    magnitude = f**-decay
    magnitude[0, 0] = 0
    planes = np.fft.irfft2(magnitude * np.exp(1j * phases), s=size)
    planes = planes / planes.std((1, 2), keepdims=True) * contrast
    matrix = np.array(COLOUR_CORRELATION)
    matrix /= np.linalg.norm(matrix, axis=0).max()
    logits = np.tensordot(matrix, planes, 1)
    mean = np.array([0.48, 0.46, 0.41])[:, None, None]
    return 1 / (1 + np.exp(-(logits + np.log(mean / (1 - mean)))))


@pytest.mark.parametrize("width", [40, 41])
def test_maco_is_the_papers_formula(width):
    kind, size = Maco(decay=1.3, contrast=1.2), (30, width)
    parameters = torch.rand(1, 3, 30, width // 2 + 1, generator=GENERATOR)
    found = kind.decode(parameters, size)[0].numpy()
    expected = numpys_maco(24 * parameters[0].numpy(), 1.3, 1.2, size)
    np.testing.assert_allclose(found, expected, atol=2e-4)


def test_maco_keeps_the_phases_of_a_picture_and_gives_it_the_magnitudes_of_photographs():
    kind, size = Maco(), (32, 48)
    first = kind.decode(kind.encode(PICTURE[..., :30, :40]), (30, 40))
    torch.testing.assert_close(kind.decode(kind.encode(first), (30, 40)), first, atol=1e-3, rtol=0)
    grey = kind.decode(kind.encode(torch.full((1, 3, *size), 0.5)), size)
    assert torch.isfinite(grey).all()


def test_maco_takes_contrast_colour_and_magnitudes_from_a_picture():
    asked = []

    def folder(name, size):
        asked.append((name, size))
        return [pink_noise((96, 80), 3)] * (2 if name == "folder" else 1)

    kind = Maco(like=["a.png", "folder"]).with_pictures(SimpleNamespace(folder=folder))
    assert asked == [("a.png", Size(512)), ("folder", Size(512))]
    picture = kind.decode(kind.encode(torch.rand(1, 3, 80, 96, generator=GENERATOR)), (80, 96))[0]
    sample = pink_noise((96, 80), 3).pixels
    torch.testing.assert_close(picture.mean((1, 2)), sample.mean((1, 2)), atol=0.01, rtol=0)
    torch.testing.assert_close(picture.std((1, 2)), sample.std((1, 2)), atol=0.03, rtol=0)
    # Pink noise is smooth down to two pixels: so is what is made like it.
    rough = [float(x.diff(dim=2).abs().mean() / x.std()) for x in (picture, sample)]
    assert rough[0] == pytest.approx(rough[1], rel=0.5)


def plain_cppn(weights, shapes, coordinates):
    """The network at single points, as loops over layers."""
    values, start = coordinates, 0
    for number, (given, made) in enumerate(shapes):
        weight = weights[start : start + given * made].reshape(given, made)
        bias = weights[start + given * made : start + given * made + made]
        start += given * made + made
        values = values @ weight + bias
        if number < len(shapes) - 1:
            bent = np.arctan(values)
            values = np.concatenate([bent / 0.67, bent**2 / 0.6], -1)
    return values


def test_cppn_is_its_network_at_every_pixel():
    kind, (height, width) = Cppn(layers=3, hidden=4, contrast=0), (5, 9)
    shapes = [(2, 4), (8, 4), (8, 3)]
    weights = torch.randn(1, sum(a * b + b for a, b in shapes), generator=GENERATOR)
    picture = kind.decode(weights, (height, width))[0]
    scale = 2 * math.sqrt(3) / height
    matrix = np.array(COLOUR_CORRELATION)
    matrix /= np.linalg.norm(matrix, axis=0).max()
    for row, column in [(0, 0), (2, 4), (4, 1)]:
        place = np.array([(column - 4) * scale, (row - 2) * scale])
        logits = matrix @ plain_cppn(weights[0].numpy(), shapes, place)
        np.testing.assert_allclose(
            picture[:, row, column], 1 / (1 + np.exp(-logits)), atol=1e-5, rtol=1e-4
        )


def test_cppn_begins_with_the_broad_forms_of_the_picture():
    y, x = torch.meshgrid(torch.linspace(0, 1, 30), torch.linspace(0, 1, 40), indexing="ij")
    smooth = torch.stack([0.2 + 0.6 * x, 0.3 + 0.4 * y, 0.7 - 0.4 * x * y])[None]
    again = Cppn(contrast=0).decode(Cppn().encode(smooth), (30, 40))
    assert float((again - smooth).abs().mean()) < 0.02 < float(smooth.std())
    other = Cppn(seed=1).encode(smooth)
    assert not torch.equal(other, Cppn().encode(smooth))


def test_cppn_holds_the_contrast_that_it_is_given():
    strong = Cppn(contrast=0).encode(PICTURE)
    strong[:, -147:] *= 4  # the last layer
    free, held = (
        to_decorrelated_logits(Cppn(contrast=most).decode(strong, (30, 41)))
        .square()
        .mean((2, 3))
        .sqrt()
        for most in (0, 0.2)
    )
    assert float(free.min()) > 0.4
    torch.testing.assert_close(held, torch.full((1, 3), 0.2), atol=0.01, rtol=0)


def test_fourier_holds_the_contrast_that_it_is_given():
    strong = Fourier().encode(PICTURE) * 20
    free, held = (Fourier(contrast=x).decode(strong, (30, 41)) for x in (0, 1.2))
    clipped = [float(((x < 0.01) | (x > 0.99)).float().mean()) for x in (free, held)]
    assert clipped[0] > 0.5
    assert clipped[1] < 0.01
    faint = Fourier(contrast=100)
    torch.testing.assert_close(
        faint.decode(faint.encode(PICTURE), (30, 41)), PICTURE, atol=2e-4, rtol=0
    )


def test_pixels_keep_colours_off_pure_primaries():
    colours = torch.tensor([[1.0, 0.0, 0.0], [0.5, 0.4, 0.6], [-1.0, 0.5, 2.0]]).T[None, :, :, None]
    held = Pixels(saturation=0.6).project(colours.clone())
    reach = (held.amax(1) - held.amin(1)).flatten()
    torch.testing.assert_close(reach, torch.tensor([0.6, 0.2, 0.6]))
    torch.testing.assert_close(held.mean(1), colours.clamp(0, 1).mean(1))
    torch.testing.assert_close(Pixels(saturation=0.6).project(held.clone()), held)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [(Maco, {"contrast": 0}), (Multiresolution, {"ratio": 1.0}), (Cppn, {"layers": 1})],
)
def test_what_makes_no_sense_is_refused(kind, wrong):
    with pytest.raises(ValidationError):
        kind(**wrong)
