"""Tone: what is held, and what is left."""

from __future__ import annotations

import pytest
import torch

from dreamgen.engine.zoom.tone import Tone, match_sharpness, match_tone
from dreamgen.imaging.gaussian import gaussian_blur


def test_brightness_and_colour_are_held():
    torch.manual_seed(0)
    first = torch.rand(3, 40, 60) * torch.tensor([0.5, 0.8, 0.3])[:, None, None] + 0.1
    later = torch.rand(3, 40, 60) * 0.6 + 0.3
    back = match_tone(later, Tone.measure(first))
    assert torch.allclose(back.mean((1, 2)), first.mean((1, 2)), atol=2e-3)
    assert torch.allclose(back.std((1, 2)), first.std((1, 2)), rtol=0.02)


def test_a_white_page_s_brightness_and_contrast_are_held_although_much_is_cut_off():
    torch.manual_seed(0)
    first = (torch.rand(3, 60, 60) > 0.25).float() * 0.6 + 0.35
    back = match_tone(torch.rand(3, 60, 60), Tone.measure(first))
    assert back.mean() == pytest.approx(float(first.mean()), rel=0.015)
    assert back.std() == pytest.approx(float(first.std()), rel=0.03)


def test_part_of_the_way_is_part_of_the_way():
    first, later = torch.full((3, 8, 8), 0.2), torch.full((3, 8, 8), 0.6)
    first[:, ::2] += 0.1
    later[:, ::2] += 0.1
    assert match_tone(later, Tone.measure(first), 0.5).mean() == pytest.approx(0.45)


def test_what_is_in_tone_already_is_left_alone():
    picture = torch.rand(3, 30, 30) * 0.8 + 0.1
    assert torch.allclose(match_tone(picture, Tone.measure(picture)), picture, atol=1e-5)


def test_only_the_part_that_is_dreamed_is_measured_and_changed():
    """A white page around a dark panel: a plain loop over the panel's own pixels is the reference."""
    torch.manual_seed(0)
    where = torch.zeros(1, 40, 60)
    where[:, 10:30, 20:50] = 1
    inside = (slice(None), slice(10, 30), slice(20, 50))
    first, later = torch.ones(3, 40, 60), torch.ones(3, 40, 60)
    first[inside] = torch.rand(3, 20, 30) * 0.3 + 0.2
    later[inside] = torch.rand(3, 20, 30) * 0.4 + 0.5
    back = match_tone(later, Tone.measure(first, where), where=where)
    assert torch.equal(back[:, :10], later[:, :10])
    assert torch.allclose(
        back[inside], match_tone(later[inside], Tone.measure(first[inside])), atol=1e-4
    )


def test_without_a_page_in_sight_a_dream_does_not_become_as_bright_as_one():
    torch.manual_seed(0)
    where = torch.zeros(1, 40, 40)
    where[:, 12:28, 12:28] = 1
    page = torch.where(where > 0, torch.rand(3, 40, 40) * 0.5, torch.ones(3, 40, 40))
    deep = torch.rand(3, 40, 40) * 0.5
    assert match_tone(deep, Tone.measure(page), where=torch.ones(1, 40, 40)).mean() > 0.6
    after = match_tone(deep, Tone.measure(page, where), where=torch.ones(1, 40, 40))
    assert after.mean() == pytest.approx(0.25, abs=0.02)


def test_where_hardly_anything_is_dreamed_hardly_anything_is_changed():
    torch.manual_seed(0)
    few, none = torch.zeros(1, 40, 40), torch.zeros(1, 40, 40)
    few[:, :4, :4] = 1
    tone, later = Tone.measure(torch.rand(3, 40, 40)), torch.full((3, 40, 40), 0.2)
    changed = match_tone(later, tone, where=few) - later
    assert 0 < changed.max() < 0.05
    assert torch.equal(match_tone(later, tone, where=none), later)


def test_detail_is_measured_where_it_is_dreamed():
    torch.manual_seed(0)
    first = torch.full((3, 64, 64), 0.5)
    first[..., 32:] += torch.rand(3, 64, 32) - 0.5
    where = torch.zeros(1, 64, 64)
    where[..., 34:] = 1
    inside = Tone.measure(first[..., 34:]).bands[0]
    assert Tone.measure(first, where).bands[0] == pytest.approx(inside, rel=0.05)
    assert Tone.measure(first).bands[0] < 0.8 * inside


def test_a_soft_picture_is_sharpened_towards_the_first():
    torch.manual_seed(0)
    first = torch.rand(3, 64, 64) * 0.4 + 0.3
    soft = gaussian_blur(first[None], 0.5)[0]
    wanted, before = Tone.measure(first).bands[0], Tone.measure(soft).bands[0]
    after = Tone.measure(match_sharpness(soft, Tone.measure(first))).bands[0]
    assert before < after <= wanted * 1.05
