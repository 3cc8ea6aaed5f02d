"""Charts that come as bare pixels: known as such, their words found, their panel too."""

import io
from importlib import resources

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from dreamgen.errors import BadInput
from dreamgen.imaging.dither import to_rgb
from dreamgen.loaders.charts.connected_components import find_components, keep_long_runs
from dreamgen.loaders.charts.legend_keys import find_legend_keys
from dreamgen.loaders.charts.panel import find_panel, is_chart
from dreamgen.loaders.charts.text import find_text
from dreamgen.loaders.svg.loader import Svg
from dreamgen.recipe.values import Size
from dreamgen.render.inputs.loading import read_input


@pytest.fixture(scope="module", params=["penguins", "bars"])
def chart(request):
    """A sample as a screenshot: its pixels, where its text really is, and its panel."""
    source = read_input(f"sample:{request.param}")
    drawn = Svg().load(source, Size(900))
    panel = Svg(where="panel").load(source, Size(900)).mask
    file = io.BytesIO()
    to_rgb(drawn.pixels).save(file, "PNG")
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
    found, expected = find_components(mask), labels_by_flooding(mask)
    pairs = {(int(a), int(b)) for a, b in zip(found.labels.flat, expected.flat, strict=True)}
    assert len(pairs) == expected.max() + 1 + (mask.all() and -1)
    assert sorted(found.areas) == sorted(np.bincount(expected.flat)[1:])
    rows, columns = np.nonzero(found.labels == 1)
    assert found.boxes[0].tolist() == [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


def test_long_runs():
    mask = np.array([[1, 1, 1, 0, 1, 1], [1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]], bool)
    assert keep_long_runs(mask, 3).sum(axis=1).tolist() == [3, 6, 0]


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


def test_words_that_may_be_missing_are_kept_where_there_are_some(chart, load_raster):
    perhaps = load_raster(chart[0], Size(300), protect="text?, legend?").protected
    assert perhaps.equal(load_raster(chart[0], Size(300), protect="text, legend").protected)


def test_a_blank_page_has_no_panel():
    assert find_panel(np.ones((60, 80, 3), np.float32)) is None


def dots_and_words(ground, ink, marks):
    """A chart of a word and a column of dots that run together, and where the dots are."""
    image = Image.new("RGB", (600, 400), ground)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(
        str(resources.files("dreamgen") / "fonts" / "OpenSans-Regular.ttf"), 22
    )
    pen.text((30, 20), "Distances, in metres", ink, font)
    places = [(100 + 23 * i % 400, 100 + 37 * i % 250) for i in range(40)]
    places += [(x + 8, y + 5) for x, y in places[::4]]
    for x, y in places:
        pen.ellipse((x - 6, y - 6, x + 6, y + 6), marks)
    pixels = np.asarray(image, np.float32) / 255
    return pixels, np.abs(pixels - pixels[0, 0]).max(axis=2) > 0.1


@pytest.mark.parametrize(
    ("ground", "ink", "marks"),
    [("white", "black", "black"), ("black", "white", "#bebada"), ("#f4f4f4", "#2a3f5f", "#333")],
)
def test_dots_are_no_words_even_where_they_run_together(ground, ink, marks):
    pixels, drawn = dots_and_words(ground, ink, marks)
    found = find_text(pixels)
    assert found[:60][drawn[:60]].mean() > 0.9
    assert found[70:][drawn[70:]].mean() < 0.05


@pytest.mark.parametrize("wide", [12, 40])
def test_keys_are_found_in_a_column_beside_words(wide):
    pixels = np.ones((200, 300, 3), np.float32)
    words = np.zeros((200, 300), bool)
    for row, colour in ((40, (0.9, 0.1, 0.1)), (70, (0.1, 0.1, 0.9))):
        pixels[row : row + 12, 100 : 100 + wide] = colour
        words[row : row + 13, 110 + wide : 160 + wide : 2] = True
    pixels[120:132, 30:42] = 0  # a mark, by chance beside a word
    words[120:133, 50:90:2] = True
    keys = find_legend_keys(pixels, words)
    assert keys[40:52, 100 : 100 + wide].all()
    assert keys[70:82, 100 : 100 + wide].all()
    assert keys.sum() == 2 * 12 * wide


def test_keys_stay_only_where_the_legend_is_protected(chart, load_raster):
    plain = load_raster(chart[0], Size(900)).protected
    keys = load_raster(chart[0], Size(900), protect="text, legend").protected
    assert (keys >= plain).all()
    assert 0.001 < ((keys == 1) & (plain < 1)).float().mean() < 0.02
