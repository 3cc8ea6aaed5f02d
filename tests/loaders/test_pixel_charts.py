"""Charts that come as bare pixels: known as such, their words found, their panel too."""

import io

import numpy as np
import pytest

from dreamgen.components import Size
from dreamgen.errors import BadInput
from dreamgen.inputs import read_input
from dreamgen.loaders.blobs import blobs, long_runs
from dreamgen.loaders.pixel_charts import find_panel, is_chart
from dreamgen.loaders.svg import Svg
from dreamgen.outputs.dither import opaque


@pytest.fixture(scope="module", params=["penguins", "bars"])
def chart(request):
    """A sample as a screenshot: its pixels, where its text really is, and its panel."""
    source = read_input(f"sample:{request.param}")
    drawn = Svg().load(source, Size(900))
    panel = Svg(where="panel").load(source, Size(900)).mask
    file = io.BytesIO()
    opaque(drawn.pixels).save(file, "PNG")
    return file.getvalue(), drawn.protected[0].numpy(), panel[0].numpy()


def labels_by_flooding(mask):
    """Label parts one pixel at a time."""
    labels, count = np.zeros(mask.shape, int), 0
    for y, x in zip(*np.nonzero(mask), strict=True):
        if labels[y, x]:
            continue
        count += 1
        stack = [(y, x)]
        while stack:
            r, c = stack.pop()
            if (
                0 <= r < mask.shape[0]
                and 0 <= c < mask.shape[1]
                and mask[r, c]
                and not labels[r, c]
            ):
                labels[r, c] = count
                stack += [(r + i, c + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    return labels


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.8])
def test_parts_by_flooding(share):
    mask = np.random.default_rng(7).random((31, 43)) < share
    found, expected = blobs(mask), labels_by_flooding(mask)
    pairs = {(int(a), int(b)) for a, b in zip(found.labels.flat, expected.flat, strict=True)}
    assert len(pairs) == expected.max() + 1 + (mask.all() and -1)
    assert sorted(found.areas) == sorted(np.bincount(expected.flat)[1:])
    rows, columns = np.nonzero(found.labels == 1)
    assert found.boxes[0].tolist() == [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


def test_long_runs():
    mask = np.array([[1, 1, 1, 0, 1, 1], [1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]], bool)
    assert long_runs(mask, 3).sum(axis=1).tolist() == [3, 6, 0]


def test_nearly_all_words_are_kept_and_little_else(chart, load_raster):
    data, text, _ = chart
    kept = load_raster(data, Size(900)).protected[0].numpy()
    assert (kept == 1)[text == 1].mean() > 0.85
    assert ((kept > 0) & (text == 0)).mean() < 0.03


def test_the_panel_is_found(chart, load_raster):
    data, _, panel = chart
    found = load_raster(data, Size(900), where="panel").mask[0].numpy()
    both = np.minimum(found, panel).sum() / np.maximum(found, panel).sum()
    assert both > 0.93


def test_a_photograph_is_left_alone(load_raster):
    picture = load_raster(read_input("sample:cat").data, where="panel?, #eye?")
    assert picture.protected is None
    assert picture.mask is None
    assert not is_chart(picture.pixels.permute(1, 2, 0).numpy())


def test_pixels_have_no_parts(load_raster):
    data = read_input("sample:cat").data
    with pytest.raises(BadInput, match="made of pixels"):
        load_raster(data, where="#eye")
    with pytest.raises(BadInput, match="no panel is found"):
        load_raster(data, where="panel")


def test_no_words_are_kept_unless_asked(chart, load_raster):
    assert load_raster(chart[0], Size(300), protect="none").protected is None


def test_a_blank_page_has_no_panel():
    assert find_panel(np.ones((60, 80, 3), np.float32)) is None
