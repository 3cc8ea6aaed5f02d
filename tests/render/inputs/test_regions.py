"""Where objectives count: by a picture, or by a part of the drawing that is dreamed."""

from __future__ import annotations

import pytest
import torch
from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.imaging.picture import Picture
from dreamgen.recipe.composing import compose
from dreamgen.render.inputs.regions import find_shares
from dreamgen.render.permissions import Permissions
from dreamgen.render.session import Session

QUICK = {"size": "64x48", "steps": 2, "octaves": {"count": 1}, "precision": "fp32"}


@pytest.fixture
def session(registry):
    return Session(registry)


@pytest.fixture
def half(tmp_path):
    """A picture that is white on its left half."""
    image = Image.new("L", (64, 48))
    image.paste(255, (0, 0, 32, 48))
    image.save(tmp_path / "half.png")
    return str(tmp_path / "half.png")


def prepare(session, objective, source="sample:cat", **keys):
    recipe = compose([("test", {"input": source, "objective": objective, **QUICK, **keys})])
    return session.prepare(session.plan(recipe))


def regions(job):
    return [objective.region for _, objective in job.objectives]


def test_a_picture_is_a_region_at_the_size_of_what_is_dreamed(session, half):
    job = prepare(session, f"layer(3, where='{half}') + layer(2)")
    first, second = regions(job)
    assert second is None
    assert first.shape == (1, 48, 64)
    assert first[..., :31].min() > 0.99
    assert first[..., 33:].max() < 0.01
    assert half in job.made["files_sha256"]


def test_nothing_outside_all_regions_is_dreamed(session, half):
    job = prepare(session, f"layer(3, where='{half}')")
    (frame,) = session.frames(job)
    source = job.picture.pixels
    assert torch.equal(frame.pixels[..., 34:], source[..., 34:])
    assert not torch.equal(frame.pixels[..., :30], source[..., :30])


def test_a_part_of_a_drawing_is_a_region_as_the_loader_finds_it(session):
    job = prepare(session, "layer(3, where=marks)", "sample:bars")
    plain = prepare(session, "layer(3)", "sample:bars", loader={"where": "marks"})
    torch.testing.assert_close(regions(job)[0], plain.picture.mask)
    assert job.picture.mask is None or not torch.equal(job.picture.mask, plain.picture.mask)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("sample:cat", "where = sky.png is no file, and no part of the input either: .* pixels"),
        ("sample:bars", "where = sky.png is no file, and no part of the input either: .*sky.png"),
        ("noise", "where = sky.png: there is no such file"),
    ],
)
def test_what_is_neither_a_file_nor_a_part_is_refused_in_one_sentence(session, source, message):
    with pytest.raises(BadInput, match=message) as raised:
        prepare(session, "layer(3, where='sky.png')", source)
    assert "\n" not in str(raised.value)


def test_a_region_of_nothing_is_refused(session, tmp_path):
    Image.new("L", (8, 8)).save(tmp_path / "black.png")
    with pytest.raises(BadInput, match=r"the picture of where = .*black.png is black all over"):
        prepare(session, f"layer(3, where='{tmp_path}/black.png')")


@pytest.mark.parametrize("ink", [(0, 0, 0), (200, 90, 40), (255, 255, 255)])
def test_a_cutout_is_the_mask_that_its_shape_is_whatever_its_colours(ink):
    opacity = torch.zeros(1, 4, 6)
    opacity[:, 1:3, 2:5] = 0.5
    pixels = torch.tensor(ink).view(3, 1, 1).expand(3, 4, 6) / 255
    assert torch.equal(find_shares(Picture(pixels, opacity)), opacity)


def test_an_opaque_mask_dreams_where_it_is_light():
    pixels = torch.zeros(3, 2, 2)
    pixels[:, 0, 1], pixels[:, 1, 1] = 1, torch.tensor([0.2, 0.4, 0.6])
    for opacity in (None, torch.ones(1, 2, 2)):
        expected = torch.tensor([[[0, 1], [0, 0.4]]])
        torch.testing.assert_close(find_shares(Picture(pixels, opacity)), expected)


def test_a_regions_file_needs_the_permission_to_be_read(registry, half):
    session = Session(registry, Permissions(read_files=False))
    with pytest.raises(BadInput, match="the recipe would read"):
        prepare(session, f"layer(3, where='{half}')")


def test_a_region_stays_where_it_is_in_the_frames_of_a_zoom(session, half):
    zoom = {"seconds": 0.1, "fps": 20, "motion": "zoom(1.2)", "mode": "feedback"}
    job = prepare(session, f"layer(3, where='{half}')", zoom=zoom)
    frames = [frame.pixels for frame in session.frames(job)]
    assert len(frames) == 2
    # The first frame has been kept in 8 bits; the next one is zoomed, and dreamed on the left alone.
    assert (frames[0] - job.picture.pixels)[..., 36:].abs().max() < 0.003
    assert (frames[0] - job.picture.pixels)[..., :30].abs().max() > 0.01


def test_objectives_of_a_transition_have_regions_too(session, half):
    zoom = {"seconds": 0.1, "fps": 20, "transition": [f"layer(2, where='{half}')"]}
    job = prepare(session, "layer(3)", zoom=zoom)
    ((_, last),) = job.journey.transition[1]
    assert last.region.shape == (1, 48, 64)
