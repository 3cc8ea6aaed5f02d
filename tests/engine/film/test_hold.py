"""A film keeps its source's brightness and contrast, however plain its first frame is."""

from __future__ import annotations

import torch

from dreamgen.engine.film.hold import Hold

SIZE = (3, 64, 64)


def waves(amplitude: float, period: int) -> torch.Tensor:
    row = amplitude * torch.sin(2 * torch.pi * torch.arange(SIZE[2]) / period)
    return row.expand(SIZE)


PAGE, DRAWING, DREAM = torch.full(SIZE, 0.5), waves(0.2, 32), waves(0.1, 8)


def deviation(pixels: torch.Tensor) -> float:
    return float(pixels.std(unbiased=False))


def test_what_is_drawn_on_an_empty_page_does_not_glare():
    first = PAGE + waves(0.03, 16)  # a page with a faint grid
    hold = Hold.measure(first + DREAM, first, None)
    later = PAGE + DRAWING
    held = hold.apply(later + DREAM, later, None)
    torch.testing.assert_close(held, later + DREAM, atol=0.01, rtol=0)


def test_on_a_white_page_a_dream_keeps_its_lights_and_its_contrast():
    page = torch.ones(SIZE)
    dreamed = (page - 0.25 + DREAM).clamp(0, 1)  # as a still dreams there
    held = Hold.measure(dreamed, page, None).apply((page + DREAM).clamp(0, 1), page, None)
    assert deviation(held) > 0.9 * deviation(DREAM)
    assert float((held > 0.999).float().mean()) < 0.05


def test_elsewhere_the_mean_is_the_source_s():
    for page in (0.25, 0.5, 0.75):
        source = page + DRAWING / 2
        hold = Hold.measure((source + DREAM).clamp(0, 1), source, None)
        held = hold.apply((source + DREAM - 0.1).clamp(0, 1), source, None)
        assert abs(float(held.mean()) - page) < 0.005


def test_what_fades_takes_its_dream_along():
    first = PAGE + DRAWING
    hold = Hold.measure(first + DREAM, first, None)
    faint = PAGE + DRAWING / 4
    held = hold.apply(faint + DREAM, faint, None)
    assert deviation(held) < 0.7 * deviation(faint + DREAM)


def test_contrast_that_is_missing_is_raised_by_a_share_of_it():
    first = PAGE + DRAWING
    hold = Hold.measure(first + DREAM, first, None)
    own, half, whole = (deviation(hold.apply(first, first, None, lift)) for lift in (0, 0.5, 1))
    assert abs(own - deviation(first)) < 0.002
    assert abs(whole - deviation(first + DREAM)) < 0.005
    assert abs(half - (own + whole) / 2) < 0.002


def test_it_is_kept_as_it_is():
    first = PAGE + DRAWING
    hold = Hold.measure(first + DREAM, first, None)
    kept = Hold.unpack(hold.pack())
    assert all(torch.equal(getattr(kept, name), value) for name, value in vars(hold).items())
