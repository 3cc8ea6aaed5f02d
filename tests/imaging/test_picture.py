import torch

from dreamgen.imaging.picture import Frame, Picture

PIXELS = torch.rand(3, 4, 6, generator=torch.Generator().manual_seed(1))


def test_size_is_width_and_height():
    assert Picture(PIXELS).size == (6, 4)


def test_masks_multiply_and_protection_takes_freedom_away():
    half, quarter = torch.full((1, 4, 6), 0.5), torch.full((1, 4, 6), 0.25)
    assert Picture(PIXELS).freedom() is None
    masked = Picture(PIXELS).with_mask(half).with_mask(half)
    assert torch.equal(masked.freedom(), quarter)
    assert torch.equal(Picture(PIXELS, protected=quarter).freedom(), 1 - quarter)
    assert torch.equal(Picture(PIXELS, mask=half, protected=quarter).freedom(), half * 0.75)


def test_flattening_lays_colours_over_a_background():
    alpha = torch.rand(1, 4, 6, generator=torch.Generator().manual_seed(2))
    blue = torch.tensor([0.1, 0.2, 0.9]).view(3, 1, 1)
    frame = Frame(PIXELS * alpha + 1 - alpha, alpha=alpha)  # on white, as frames are
    expected = PIXELS * alpha + blue * (1 - alpha)
    torch.testing.assert_close(frame.flatten((0.1, 0.2, 0.9)), expected)
    assert torch.equal(frame.flatten(), frame.pixels)
    assert Frame(PIXELS).flatten((0, 0, 0)) is PIXELS
