"""Passes that run out of memory, on a device made up here that holds so many pixels at once."""

from __future__ import annotations

import random
from types import SimpleNamespace

import pytest
import torch
from torch.nn import functional as F

from dreamgen.backbones.tiling.memory_budget import MemoryBudget
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.batch import Subject
from dreamgen.engine.gradient_ascent import ascend
from dreamgen.engine.octaves import plan_octaves
from dreamgen.engine.scoring import Group, Part
from dreamgen.errors import DreamError
from dreamgen.imaging.noise import pink_noise
from dreamgen.optimisers.normalised import Normalised
from dreamgen.parameterisations.pixels import Pixels
from dreamgen.regularisers.jitter import Jitter

CPU = torch.device("cpu")
WEIGHT = torch.randn((8, 3, 3, 3), generator=torch.Generator().manual_seed(0))


ENERGY = Part(1.0, "Energy", ["only"], lambda maps: maps[0].square().mean())
SCORING = SimpleNamespace(layers=["only"], groups=[Group(None, [ENERGY])])


class Device:
    """A forward pass that notes how much it was given, and fails beyond ``most`` pixels."""

    def __init__(self, most: int):
        self.most = most
        self.seen: list[int] = []

    def __call__(self, pictures):
        pixels = pictures.shape[0] * pictures.shape[2] * pictures.shape[3]
        self.seen.append(pixels)
        if pixels > self.most and pictures.requires_grad:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return [F.conv2d(pictures, WEIGHT, padding=1).relu()]


def dream(device: Device, count: int = 1, field: int | None = 3, size=(144, 160)):
    ascent = Ascent(
        [Jitter(pixels=5)],
        Pixels(),
        Normalised(),
        lambda size: plan_octaves(size, 1, 1.4, 3, 1.0),
        1.0,
        CPU,
    )
    subjects = [Subject(pink_noise(size, k), SCORING, random.Random(k)) for k in range(count)]
    forward = MemoryBudget(device, CPU, None, lambda: field, 16, "net")
    steps = ascend(subjects, ascent, forward)
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            return finished.value


@pytest.fixture(scope="module")
def whole():
    return dream(Device(10**9), 4)


def test_a_batch_is_halved_until_it_fits_and_only_once(whole):
    device = Device(2 * 144 * 160)
    torch.testing.assert_close(dream(device, 4), whole, atol=1e-6, rtol=0)
    assert [pixels // (144 * 160) for pixels in device.seen] == [4, *[2, 2] * 3]


def test_one_picture_goes_on_in_tiles(whole):
    device = Device(144 * 160 - 1)
    torch.testing.assert_close(dream(device), whole[:1], atol=1e-6, rtol=0)


def test_tiles_are_halved_again(whole):
    device = Device(144 * 144 - 1)
    big = dream(Device(10**9), size=(300, 280))
    torch.testing.assert_close(dream(device, size=(300, 280)), big, atol=1e-6, rtol=0)
    assert device.seen[-1] < 144 * 144


def test_what_cannot_be_halved_is_said_in_one_sentence():
    with pytest.raises(DreamError, match="memory of cpu is too small for 144x160") as told:
        dream(Device(100), field=None)
    assert told.value.__cause__ is None
