"""Which panels are believed, at every size, and what stands in for those that are not."""

import warnings

import numpy as np
import pytest

from dreamgen.errors import BadInput, InputWarning
from dreamgen.recipe.values import Size

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="260" viewBox="0 0 400 260">'
PAPER = '<rect width="400" height="260" fill="#fff"/>'
TICKS = "".join(f'<text x="{x}" y="240" font-size="12">{x}</text>' for x in (60, 160, 260, 360))
TICKS += "".join(f'<text x="10" y="{y}" font-size="12">{y}</text>' for y in (60, 110, 160, 210))
CHART = f"""{PAPER}{TICKS}<path d="M40 220V40M40 220H372" fill="none" stroke="#000"/>
<path d="M40 200C120 20 240 20 372 210" fill="none" stroke="#c0c" stroke-width="3"/>
<rect x="100" y="120" width="40" height="100" fill="#58f"/>
<rect x="200" y="90" width="40" height="130" fill="#fa5"/>"""
PANEL = (40, 40, 372, 220)

LABELS = """<defs><clipPath id="clip1"><path d="M 40 40 L 80 40 L 80 70 L 40 70 Z"/></clipPath>
<clipPath id="clip2"><path d="M 330 190 L 372 190 L 372 221 L 330 221 Z"/></clipPath></defs>
<g clip-path="url(#clip1)"><path d="M 40 60 L 80 45" stroke="#0a0" fill="none"/></g>
<g clip-path="url(#clip2)"><path d="M 330 200 L 372 215" stroke="#0a0" fill="none"/></g>"""
LINE = '<rect class="panel" x="40" y="219" width="332" height="1"/>'
BARS = '<g class="panel"><rect x="100" y="120" width="40" height="100" fill="#58f"/></g>'
PAGE = '<rect class="panel" width="400" height="260" fill="none"/>'


def overlap(mask, box):
    """Return how much of a mask (1, H, W) and of a box in the drawing's units is common to both."""
    height, width = mask.shape[1:]
    rows, columns = (np.mgrid[:height, :width] + 0.5) * (400 / width)
    left, top, right, bottom = box
    inside = (columns > left) & (columns < right) & (rows > top) & (rows < bottom)
    found = mask[0].numpy() > 0.5
    return (found & inside).sum() / (found | inside).sum()


@pytest.mark.parametrize("wrong", [LABELS, LINE, BARS, PAGE], ids=["labels", "line", "bar", "page"])
@pytest.mark.parametrize("wanted", ["panel", "panel?"])
def test_what_cannot_be_a_panel_is_not_believed(wrong, wanted, load_svg):
    with pytest.warns(InputWarning, match="cannot be one") as caught:
        picture = load_svg(f"{OPEN}{CHART}{wrong}</svg>", Size(500), where=wanted)
    assert len(caught) == 1
    assert overlap(picture.mask, PANEL) > 0.93


@pytest.mark.parametrize("width", [160, 400, 1300])
@pytest.mark.parametrize("wrong", [LABELS, LINE])
def test_the_same_at_every_size(width, wrong, load_svg):
    with pytest.warns(InputWarning, match="cannot be one"):
        picture = load_svg(f"{OPEN}{CHART}{wrong}</svg>", Size(width), where="panel")
    assert overlap(picture.mask, PANEL) > 0.9


def test_a_panel_that_nothing_names_is_seen(load_svg):
    with pytest.warns(InputWarning, match="no element of plot.svg is known as its panel"):
        picture = load_svg(f"{OPEN}{CHART}</svg>", Size(500), where="panel?")
    assert overlap(picture.mask, PANEL) > 0.93


def test_what_the_marks_span_is_the_panel_where_nothing_else_shows_it(load_svg):
    cells = "".join(
        f'<rect class="bar" x="{40 + 40 * (at % 8)}" y="{40 + 30 * (at // 8)}" width="36" height="26"'
        f' fill="#{at * 5 % 160 + 90:02x}60c0"/>'
        for at in range(48)
    )
    with pytest.warns(InputWarning, match="what its marks span"):
        picture = load_svg(f"{OPEN}{PAPER}{TICKS}{cells}</svg>", Size(500), where="panel")
    assert overlap(picture.mask, (40, 40, 356, 216)) > 0.95


def test_a_panel_that_can_be_one_is_followed_without_a_word(load_svg):
    own = '<rect class="panel" x="50" y="50" width="300" height="160" fill="none"/>'
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = load_svg(f"{OPEN}{CHART}{own}</svg>", Size(500), where="panel")
    assert overlap(picture.mask, (50, 50, 350, 210)) > 0.95


def test_where_neither_is_found_all_dreams_or_nothing_does(load_svg):
    drawing = f'{OPEN}{PAPER}<text x="50" y="50">A word</text><circle r="90"/></svg>'
    with pytest.warns(InputWarning, match="all of it dreams"):
        assert load_svg(drawing, Size(100), where="panel?").mask is None
    with (
        pytest.warns(InputWarning),
        pytest.raises(BadInput, match=r"nothing in plot\.svg is 'panel'"),
    ):
        load_svg(drawing, Size(100), where="panel")


def test_a_panel_and_other_parts_dream_together(load_svg):
    own = '<rect class="panel" x="50" y="50" width="300" height="160" fill="none"/>'
    key = '<rect id="key" x="380" y="5" width="15" height="15" fill="#58f"/>'
    mask = load_svg(f"{OPEN}{CHART}{own}{key}</svg>", Size(400), where="panel, #key").mask[0]
    assert mask[130, 200] == 1
    assert mask[12, 388] == 1
    assert mask[12, 200] == 0


def test_a_drawing_of_nodes_has_no_panel(load_svg):
    nodes = "".join(
        f'<g class="node"><rect x="{x}" y="60" width="90" height="120" fill="none" stroke="#000"/>'
        f'<text x="{x + 9}" y="90">n{x}</text></g>'
        for x in (20, 280)
    )
    drawing = f'{OPEN}{PAPER}<g class="graph">{nodes}</g>{TICKS}</svg>'
    with pytest.warns(InputWarning, match="all of it dreams"):
        assert load_svg(drawing, Size(200), where="panel?").mask is None


def test_cells_span_the_panel_of_a_heat_map_and_its_colour_scale_is_not_in_it(load_svg):
    cells = "".join(
        f'<path class="zr0-cls-{i}" ecmeta_ssr_type="chart" fill="rgb({60 + 30 * i},90,220)"'
        f' d="M{60 + 60 * i} {40 + 60 * (i * 2 % 3)}h60v60h-60Z"/>'
        for i in range(5)
    )
    scale = (
        '<clipPath id="zr0-c0"><rect x="8" y="150" width="16" height="100"/></clipPath>'
        '<g clip-path="url(#zr0-c0)"><polygon class="zr0-cls-9" fill="#58f"'
        ' points="8 150 24 150 24 250 8 250"/></g>'
    )
    ticks = TICKS.replace('x="10"', 'x="36"')
    with pytest.warns(InputWarning, match="taken to be what its marks span"):
        picture = load_svg(f"{OPEN}{PAPER}{ticks}{cells}{scale}</svg>", Size(500), where="panel?")
    assert overlap(picture.mask, (60, 40, 360, 220)) > 0.95
