"""Parts of charts by name and by selector, and what is made of them."""

import numpy as np
import pytest
import torch

from dreamgen.errors import BadInput
from dreamgen.loaders.svg.loader import Svg
from dreamgen.loaders.svg.parts.regions import Parts
from dreamgen.loaders.svg.sanitise import sanitise
from dreamgen.recipe.values import Size
from dreamgen.render.inputs.loading import read_input

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="0 0 100 100">'

MATPLOTLIB = """<g id="figure_1"><g id="patch_1"><path d="M 0 0 L 99 0 L 99 99 z"/></g>
<g id="axes_1"><g id="patch_2"><path d="M 9 9 L 90 9 L 90 90 z" style="fill: #fff"/></g>
<g id="patch_3"><path id="bar" d="M 20 20 L 30 20 L 30 90 z"/></g>
<g id="matplotlib.axis_1"><g id="xtick_1"><g id="line2d_1">
<path id="gridline" d="M 50 9 L 50 90" clip-path="url(#c)"/></g></g></g>
<g id="line2d_2"><path id="line" d="M 9 9 L 90 90" style="fill: none"/></g>
<g id="patch_4"><path id="spine" d="M 9 9 L 9 90" style="fill: none; stroke: #000"/></g>
<g id="text_1"/><g id="legend_1"><g id="patch_5"/></g></g></g>"""

SVGLITE = """<defs><clipPath id="page"><rect x="0" y="0" width="100" height="100"/></clipPath>
<clipPath id="box"><rect x="10" y="10" width="80" height="80"/></clipPath></defs>
<g clip-path="url(#page)"><rect id="back" x="0" y="0" width="100" height="100"/></g>
<g clip-path="url(#box)"><rect id="panel" x="10" y="10" width="80" height="80" fill="#eee"/>
<polyline id="gridline" points="10,50 90,50"/><circle id="dot" cx="30" cy="30" r="3"/></g>
<g clip-path="url(#page)"><polyline id="tick" points="8,50 10,50"/></g>"""

D3 = """<rect id="page" width="100%" height="100%" fill="#fff"/>
<g><rect id="bar" x="30" y="20" width="20" height="60"/></g>
<g id="x" stroke="#000" transform="translate(0,80)"><path id="line" class="domain" fill="none"
 d="M10.5,4V0H90V4"/>
<g class="tick" transform="translate(40,0)"><line y2="4"/><text>Apples</text></g></g>
<g id="y" stroke="#000" transform="translate(10,0)"><g class="tick" transform="translate(0,80)">
<line id="low" x2="-3"/></g><g class="tick" transform="translate(0,10)">
<line id="tick" x2="-3"/><line id="grid" x2="80"/><text>9</text></g></g>"""

VEGA = """<g class="mark-group role-frame root"><g>
<path class="background" id="panel" d="M0,0h80v80h-80Z"/>
<g class="mark-group role-axis" id="axis"><g><g class="mark-rule role-axis-grid" id="grid"/></g></g>
<g class="mark-symbol role-mark marks" id="dots"><path d="M1,1h9v9Z"/></g>
<g class="mark-group role-legend" id="legend"/><g class="mark-group role-title" id="title"/></g></g>"""


def tree(body, root=OPEN):
    return sanitise(f"{root}{body}</svg>".encode(), "x.svg").index


def ids(body, wanted, root=OPEN):
    found = Parts(tree(body, root)).find(wanted)
    return [next(each.id for each in one.walk() if each.id) for one in found]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("marks", ["patch_3", "line2d_2"]),
        ("panel", ["patch_2"]),
        ("axes", ["matplotlib.axis_1", "patch_4"]),
        ("grid", ["gridline"]),
        ("legend", ["legend_1"]),
    ],
)
def test_matplotlib(wanted, found):
    assert ids(MATPLOTLIB, wanted) == found


@pytest.mark.parametrize(
    ("wanted", "found"), [("marks", ["dot"]), ("panel", ["panel"]), ("grid", ["gridline"])]
)
def test_svglite(wanted, found):
    assert ids(SVGLITE, wanted, OPEN[:-1] + ' class="svglite">') == found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("marks", "dots"),
        ("panel", "panel"),
        ("axes", "axis"),
        ("grid", "grid"),
        ("legend", "legend"),
    ],
)
def test_vega(wanted, found):
    assert ids(VEGA, wanted)[0] == found


def test_only_what_shows_of_an_element_dreams(load_svg):
    text = f"""{OPEN}<rect width="100" height="100" fill="#fff"/>
    <g id="skin" opacity="0.5"><rect width="60" height="60" fill="#fff"/></g>
    <circle cx="30" cy="30" r="10" fill="#fff"/></svg>"""
    mask = load_svg(text, Size(200), where="#skin").mask[0]
    rows, columns = np.mgrid[:200, :200] + 0.5
    far = np.hypot(rows - 60, columns - 60)
    square = (rows < 120) & (columns < 120)
    expected = np.where(far < 20, 0, square.astype(float))
    near_edge = abs(far - 20) < 1.5
    assert abs(mask.numpy() - expected)[~near_edge].max() < 0.01


def test_a_panel_is_an_area_with_a_soft_edge_whatever_lies_on_it(load_svg):
    text = f"""{OPEN}<rect width="100" height="100" fill="#fff"/>
    <rect id="panel" x="20" y="20" width="60" height="60" fill="none" stroke="red"/>
    <circle cx="50" cy="50" r="20"/></svg>"""
    mask = load_svg(text, Size(400), where="panel").mask[0]
    assert (mask[120:280, 120:280] == 1).all()
    assert (mask[:70] == 0).all()
    assert 0 < mask[200, 79] < 1


def test_clips_and_uses_keep_their_effect(load_svg):
    text = f"""{OPEN}<defs><clipPath id="c"><rect width="50" height="100"/></clipPath>
    <circle id="m" r="10"/></defs><rect width="100" height="100" fill="#fff"/>
    <g id="marks" clip-path="url(#c)"><use href="#m" x="50" y="50"/></g>
    <use href="#m" x="80" y="80"/></svg>"""
    mask = load_svg(text, Size(200), where="marks").mask[0]
    assert mask[100, 95] == 1
    assert mask[:, 102:].max() == 0


def test_protected_parts_stay_with_a_margin_and_what_lacks_is_passed_over():
    source = read_input("sample:rex")
    whole = Svg(protect="none").load(source, Size(300))
    kept = Svg(protect="#eye, #antlers?").load(source, Size(300))
    eye = Svg(where="#eye").load(source, Size(300)).mask
    assert whole.protected is None
    assert (kept.protected[eye > 0] == 1).all()
    assert kept.protected.mean() < 0.1
    assert torch.equal(kept.pixels, whole.pixels)


def test_a_question_mark_passes_over_what_lacks_and_its_absence_does_not():
    source = read_input("sample:rex")
    assert torch.equal(
        Svg(where="panel?").load(source, Size(64)).mask, Svg().load(source, Size(64)).mask
    )
    with pytest.raises(BadInput, match=r"nothing in sample:rex is '#skn' \(did you mean #skin\?\)"):
        Svg(where="#skn").load(source, Size(64))


def test_samples_have_all_their_parts():
    for name in ("penguins", "bars"):
        for part in ("marks", "panel", "axes", "grid", "legend", "title"):
            mask = Svg(where=part).load(read_input(f"sample:{name}"), Size(200)).mask
            assert 0 < mask.mean() < 0.6


@pytest.mark.parametrize(
    ("wanted", "found"), [("marks", ["bar"]), ("axes", ["x", "y"]), ("grid", ["grid"])]
)
def test_d3(wanted, found):
    assert ids(D3, wanted) == found


def test_what_the_axes_of_d3_span_is_its_panel(load_svg):
    see_through = D3.replace("#fff", "none")
    picture = load_svg(f"{OPEN}{see_through}</svg>", Size(200), where="panel")
    mask = picture.mask[0]
    assert mask[100, 120] == 1
    assert mask[10].max() == mask[190].max() == 0
    # The chart is transparent; its panel is given paper to dream on.
    assert picture.alpha[0, 100, 120] == 1
    assert picture.alpha[0, 10, 10] == 0
    assert picture.pixels[:, 100, 120].tolist() == [1, 1, 1]


def test_a_facets_heading_is_no_panel():
    strip = '<clipPath id="s"><rect x="10" y="2" width="80" height="7"/></clipPath></defs>'
    body = SVGLITE.replace("</defs>", strip)
    body += '<g clip-path="url(#s)"><rect id="strip" x="10" y="2" width="80" height="7"/></g>'
    root = '<svg xmlns="http://www.w3.org/2000/svg" class="svglite" viewBox="0 0 100 100">'
    assert ids(body, "panel", root) == ["panel"]


def test_the_keys_of_a_legend_without_a_name_stay(load_svg):
    rows = "".join(
        f'<rect x="40" y="{y}" width="6" height="6" fill="{colour}"/>'
        f'<text x="50" y="{y + 6}" font-size="8">Group</text>'
        for y, colour in ((20, "#f00"), (35, "#00f"))
    )
    picture = load_svg(
        f'{OPEN}<rect width="100" height="100" fill="#fff"/>{rows}</svg>',
        Size(400),
        protect="text, legend",
    )
    assert picture.protected[0, 80:104, 160:184].min() == 1
    assert picture.protected[0, 240:].max() == 0


@pytest.mark.parametrize("sample", ["bars", "penguins"])
def test_labels_called_ticks_do_not_make_a_chart_d3s(sample):
    index = sanitise(read_input(f"sample:{sample}").data, "x.svg").index
    (marks,) = Parts(index).find("marks")
    assert marks.id == "marks"
