"""Strips against the whole, and tensors in files."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from dreamgen.imaging import scratch
from dreamgen.imaging.masks import fade_edges, protect_with_margin
from dreamgen.imaging.noise import add_noise
from dreamgen.imaging.strips import Strips, resize


@pytest.fixture
def everything_is_large(monkeypatch):
    monkeypatch.setattr(scratch, "LARGEST_IN_MEMORY", 100)
    monkeypatch.setattr("dreamgen.imaging.strips.PIXELS", 900)


def draw(*shape):
    return torch.rand(shape, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("reach", [0, 1, 7, 40])
@pytest.mark.parametrize("rows", [1, 10, 64, 101])
def test_strips_hold_every_row_once_with_its_margin(rows, reach):
    strips = list(Strips(101, rows).cut(reach))
    assert [row for s in strips for row in range(s.first, s.last)] == list(range(101))
    for strip in strips:
        assert strip.padded_first == max(0, strip.first - reach)
        assert strip.padded_last == min(101, strip.last + reach)
        assert strip.first % max(1, reach) == 0


def test_a_tensor_in_a_file_is_one_like_any_other():
    values = scratch.empty_in_file((3, 40, 50))
    assert values.shape == (3, 40, 50)
    values.copy_(draw(3, 40, 50))
    scratch.release_pages()
    assert torch.equal(values * 2, draw(3, 40, 50) * 2)


def test_without_room_for_a_file_it_is_in_memory(monkeypatch):
    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scratch, "_map_file", fail)
    assert scratch.empty_in_file((3, 4, 5)).shape == (3, 4, 5)


@pytest.mark.parametrize("size", [(61, 90), (30, 20), (80, 33)])
def test_large_pictures_are_resized_as_others_are(everything_is_large, size):
    picture = draw(1, 3, 57, 71)
    expected = F.interpolate(picture, size, mode="bicubic", antialias=True, align_corners=False)
    torch.testing.assert_close(resize(picture, size), expected, rtol=0, atol=1e-6)


def test_masks_and_noise_of_large_pictures_are_those_of_others(monkeypatch, request):
    inside = torch.zeros(90, 70)
    inside[20:60, 10:50] = 1
    source = draw(3, 90, 70)

    def make():
        fade, words = fade_edges(inside.numpy()), protect_with_margin(inside.numpy() > 0)
        return torch.from_numpy(fade), words, add_noise(source, 0.4, seed=3)

    whole = make()
    request.getfixturevalue("everything_is_large")
    for one, other in zip(whole, make(), strict=True):
        torch.testing.assert_close(other, one, rtol=0, atol=1e-6)
