"""Resampling, against pictures that are known between their pixels too."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch.nn import functional as F

from dreamgen.engine.zoom.warp import Texture
from dreamgen.motions.affine import compose, rotation_matrix, scale_matrix, translation_matrix

SIZE = (96, 128)


def waves(x, y):
    """A smooth picture over the plane, in half shorter sides: four and seven waves across."""
    return torch.stack([torch.sin(13 * x + 5 * y), torch.cos(21 * y - 9 * x)]) / 2


def points(place=None, size=SIZE):
    height, width = size
    x = (torch.arange(width) + 0.5 - width / 2) / (min(size) / 2)
    y = (torch.arange(height) + 0.5 - height / 2) / (min(size) / 2)
    x, y = x[None].expand(size), y[:, None].expand(size)
    if place is None:
        return x, y
    m = place
    return m[0][0] * x + m[0][1] * y + m[0][2], m[1][0] * x + m[1][1] * y + m[1][2]


def error(place):
    seen = Texture(waves(*points())).sample(np.array(place), SIZE)
    x, y = points(place)
    inside = (x.abs() < 1.2) & (y.abs() < 0.9)
    return (seen - waves(x, y)).abs()[:, inside].max()


def test_what_is_between_the_pixels_is_found():
    assert error(translation_matrix(0.0031, -0.0127)) < 2e-3
    assert error(compose(scale_matrix(0.6), rotation_matrix(20))) < 2e-3
    assert error(compose(translation_matrix(0.2, 0), scale_matrix(0.4))) < 2e-3


def test_the_picture_from_where_it_is_is_itself():
    picture = torch.rand(4, 40, 52)
    assert (Texture(picture).sample(np.eye(3), (40, 52)) - picture).abs().max() < 1e-4


def test_a_box_is_a_part_of_the_whole():
    layer, place = (
        Texture(torch.rand(3, 40, 52)),
        np.array(compose(scale_matrix(0.7), rotation_matrix(9))),
    )
    whole = layer.sample(place, (40, 52))
    part = layer.sample(place, (40, 52), (5, 7, 31, 50))
    assert torch.allclose(part, whole[:, 5:31, 7:50], atol=1e-5)


def test_what_is_shrunk_has_no_aliases():
    # A checkerboard at the pixel's own size: shrunk threefold nothing but grey may be left.
    height, width = SIZE
    board = ((torch.arange(height)[:, None] + torch.arange(width)) % 2).float()[None]
    seen = Texture(board).sample(np.array(scale_matrix(3.0)), SIZE)
    middle = seen[:, 36:60, 50:78]
    assert (middle - 0.5).abs().max() < 0.03


def test_blur_does_not_creep():
    """Three hundred shifts by a third of a pixel to and fro, on detail of four pixels a wave.

    Bilinear resampling keeps 3 % of it; torch's bicubic makes it 400 times as strong.
    """
    torch.manual_seed(1)
    picture = F.interpolate(torch.rand(1, 1, 48, 48), scale_factor=2, mode="bicubic")[0]
    step = np.array(translation_matrix(2 / 3 / 96, 0))
    worn, plain = picture, picture
    shift = torch.tensor([[[1.0, 0, 2 / 3 / 96], [0, 1, 0]]])
    back = torch.tensor([[[1.0, 0, -2 / 3 / 96], [0, 1, 0]]])
    for number in range(300):
        worn = Texture(worn).sample(step if number % 2 else np.linalg.inv(step), (96, 96))
        grid = F.affine_grid(shift if number % 2 else back, (1, 1, 96, 96), align_corners=False)
        plain = F.grid_sample(plain[None], grid, align_corners=False, padding_mode="reflection")[0]
    assert 0.45 * contrast(picture) < contrast(worn) < contrast(picture)
    assert contrast(plain) < 0.05 * contrast(picture)


def contrast(picture):
    """Return the standard deviation of the finest detail: of differences between neighbours."""
    return float((picture[:, :, 1:] - picture[:, :, :-1]).std())


def test_turning_all_the_way_round_gives_the_picture_back():
    torch.manual_seed(2)
    picture = F.interpolate(torch.rand(1, 1, 32, 32), scale_factor=3, mode="bicubic")[0]
    turned = picture
    for _ in range(36):
        turned = Texture(turned).sample(np.array(rotation_matrix(10)), (96, 96))
    y, x = torch.meshgrid(torch.arange(96) - 47.5, torch.arange(96) - 47.5, indexing="ij")
    inside = (x.square() + y.square()).sqrt() < 40
    error = (turned - picture)[:, inside].square().mean().sqrt()
    assert 20 * math.log10(1 / float(error)) > 36  # bilinear: 14
