"""Tone: what is held, and what is left."""

from __future__ import annotations

import pytest
import torch

from dreamgen.engine.tone import Tone, as_sharp, held
from dreamgen.regularisers.blur import gaussian


def test_brightness_and_colour_are_held():
    torch.manual_seed(0)
    first = torch.rand(3, 40, 60) * torch.tensor([0.5, 0.8, 0.3])[:, None, None] + 0.1
    later = torch.rand(3, 40, 60) * 0.6 + 0.3
    back = held(later, Tone.of(first))
    assert torch.allclose(back.mean((1, 2)), first.mean((1, 2)), atol=2e-3)
    assert torch.allclose(back.std((1, 2)), first.std((1, 2)), rtol=0.02)


def test_a_white_page_s_brightness_and_contrast_are_held_although_much_is_cut_off():
    torch.manual_seed(0)
    first = (torch.rand(3, 60, 60) > 0.25).float() * 0.6 + 0.35
    back = held(torch.rand(3, 60, 60), Tone.of(first))
    assert back.mean() == pytest.approx(float(first.mean()), rel=0.015)
    assert back.std() == pytest.approx(float(first.std()), rel=0.03)


def test_part_of_the_way_is_part_of_the_way():
    first, later = torch.full((3, 8, 8), 0.2), torch.full((3, 8, 8), 0.6)
    first[:, ::2] += 0.1
    later[:, ::2] += 0.1
    assert held(later, Tone.of(first), 0.5).mean() == pytest.approx(0.45)


def test_what_is_in_tone_already_is_left_alone():
    picture = torch.rand(3, 30, 30) * 0.8 + 0.1
    assert torch.allclose(held(picture, Tone.of(picture)), picture, atol=1e-5)


def test_a_soft_picture_is_sharpened_towards_the_first():
    torch.manual_seed(0)
    first = torch.rand(3, 64, 64) * 0.4 + 0.3
    soft = gaussian(first[None], 0.5)[0]
    wanted, before = Tone.of(first).bands[0], Tone.of(soft).bands[0]
    after = Tone.of(as_sharp(soft, Tone.of(first))).bands[0]
    assert before < after <= wanted * 1.05
