"""The parts of drawings by each program, in small pieces of what it writes."""

import time

import pytest

from dreamgen.loaders.svg.parts.regions import Parts
from dreamgen.loaders.svg.sanitise import sanitise

PLOTLY = """<svg xmlns="http://www.w3.org/2000/svg" class="main-svg" viewBox="0 0 700 450"><defs>
<clipPath id="clip1x" class="axesclip"><rect id="band" x="80" width="540" height="450"/></clipPath>
<clipPath id="clip1xy" class="axesclip"><rect id="box" x="80" y="100" width="540" height="270"/>
</clipPath></defs><g class="bglayer"/><g class="cartesianlayer"><g class="subplot xy">
<g class="gridlayer" id="grid"/><g class="scatterlayer"><g class="trace" id="trace"/></g>
<g class="xaxislayer-above" id="axis"/></g></g><g class="infolayer"><g class="legend" id="legend">
<g class="traces"/></g><g class="g-gtitle" id="title"/></g></svg>"""

GNUPLOT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 480"><g id="gnuplot_canvas">
<path id="page" d="M0,0 L600,0 L600,480 L0,480 Z"/><path class="gridline" id="grid" d="M54,9 L54,99"/>
<path id="ticks" d="M54.53,444.00 L63.53,444.00 M574.82,444.00 L565.82,444.00"/>
<g id="gnuplot_plot_1"><title>sin(x)</title><path d="M54.53,18.01 L300,444 L574.82,18.01"/></g>
<path id="border" d="M54.53,18.01 L54.53,444.00 L574.82,444.00 L574.82,18.01 L54.53,18.01 Z"/>
</g></svg>"""

OBSERVABLE = """<svg xmlns="http://www.w3.org/2000/svg" class="plot-d6a7b5" viewBox="0 0 640 400">
<g aria-label="y-grid" id="grid"><line/></g><g aria-label="x-axis tick" id="tick"><path/></g>
<g aria-label="x-axis tick label" id="label"><text>1</text></g><rect aria-label="frame" id="frame"/>
<g aria-label="dot" id="dot"><circle r="3"/></g></svg>"""

ECHARTS = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400"><path id="line" d="M9 9L90 9"
class="zr0-cls-0"/><path id="bar" ecmeta_ssr_type="chart" class="zr0-cls-1"/>
<g clip-path="url(#zr0-c0)"><path id="curve" class="zr0-cls-2"/></g>
<g clip-path="url(#zr0-c1)"><polygon id="scale" class="zr0-cls-3"/></g>
<path id="key" ecmeta_ssr_type="legend"/></svg>"""

GRAPHVIZ = """<svg xmlns="http://www.w3.org/2000/svg"><g id="graph0" class="graph"><polygon/>
<g id="node1" class="node"><ellipse/></g><g id="edge1" class="edge"><path/></g></g></svg>"""

MERMAID = """<svg xmlns="http://www.w3.org/2000/svg" id="my-svg"><g class="root"><g class="edgePaths">
<path class="edge-thickness-normal" id="edge"/></g><g class="nodes"><g class="node" id="a"/></g></g>
</svg>"""

PLANT_UML = """<svg xmlns="http://www.w3.org/2000/svg" contentStyleType="text/css"
zoomAndPan="magnify"><g><rect id="Cat" filter="url(#f)"/><line id="edge"/></g></svg>"""

VEGA = """<svg xmlns="http://www.w3.org/2000/svg"><g class="mark-group role-frame root"><g>
<path class="background" id="whole"/><g><g class="mark-group role-scope concat_0_group"><g>
<path class="background" id="left"/><g class="mark-symbol role-mark" id="dots"/></g></g>
<g class="mark-group role-scope concat_1_group"><g><path class="background" id="right"/></g></g>
<g class="mark-group role-legend" id="legend"><g class="mark-group role-scope"><g>
<path class="background" id="key"/></g></g></g></g></g></g></svg>"""

FIGURE = '<svg xmlns="http://www.w3.org/2000/svg"><g id="figure_1"><g id="patch_1"><path/></g>'
WEDGE = '<path d="M 9 9 C 9 20 20 30 30 30 L 9 30 z"/>'
SPINE = '<path d="M 10 10 L 10 90" style="fill: none"/>'
PIE = f"""{FIGURE}<g id="axes_1"><g id="patch_2">{WEDGE}</g><g id="patch_3">{WEDGE}</g>
<g id="matplotlib.axis_1"/><g id="text_1"/></g></g></svg>"""
RASTERISED = f"""{FIGURE}<g id="axes_1"><g id="patch_2">
<path d="M 10 90 L 90 90 L 90 10 L 10 10 z"/></g>
<image id="image1"/><g id="matplotlib.axis_1"><g id="xtick_1"/></g></g></g></svg>"""
TWIN = f"""{FIGURE}<g id="axes_1"><g id="patch_2"><path d="M 30 90 L 40 90 L 40 50 L 30 50 z"/></g>
<g id="matplotlib.axis_1"><g id="xtick_1"><use x="80" y="90"/></g></g><g id="patch_3">{SPINE}</g></g>
</g></svg>"""
COLOUR_BAR = f"""{FIGURE}<g id="axes_1"><g id="patch_2"><path d="M 9 90 L 80 90 L 80 10 L 9 10 z"/></g>
<g id="QuadMesh_1"/><g id="matplotlib.axis_1"><g id="xtick_1"/></g></g><g id="axes_2"><g id="patch_3">
<path d="M 85 90 L 90 90 L 90 10 L 85 10 z"/></g><image id="gradient"/>
<g id="matplotlib.axis_2"><g id="ytick_1"/></g></g></g></svg>"""
SOLID = f"""{FIGURE}<g id="patch_2"><path d="M 9 90 L 80 90 L 80 10 L 9 10 z"/></g><g id="pane3d_1"/>
<g id="axis3d_1"><g/></g><g id="Path3DCollection_1"/></g></svg>"""
D3 = """<svg xmlns="http://www.w3.org/2000/svg"><g id="x"><path class="domain"/><g class="tick"/></g>
<circle id="dot"/><g visibility="hidden"><circle id="tip"/><circle id="top" visibility="visible"/></g>
<rect id="none" style="display: none"/><g opacity="0"><rect id="faint"/></g></svg>"""


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        (
            PLOTLY,
            {"marks": "trace", "panel": "box", "axes": "axis", "grid": "grid", "legend": "legend"},
        ),
        (PLOTLY, {"title": "title"}),
        (GNUPLOT, {"marks": "gnuplot_plot_1", "panel": "border", "grid": "grid"}),
        (
            OBSERVABLE,
            {"marks": "dot", "panel": "frame", "axes": "tick label", "grid": "grid"},
        ),
        (OBSERVABLE, {"frame": "grid tick dot"}),
        (ECHARTS, {"marks": "bar curve", "legend": "scale key", "panel": ""}),
        (GRAPHVIZ, {"marks": "node1", "panel": ""}),
        (MERMAID, {"marks": "a", "panel": ""}),
        (PLANT_UML, {"marks": "Cat", "panel": ""}),
        (VEGA, {"marks": "dots", "panel": "left right", "legend": "legend"}),
        (PIE, {"marks": "patch_2 patch_3", "panel": "", "frame": "patch_2 patch_3"}),
        (RASTERISED, {"marks": "image1", "panel": "patch_2"}),
        (TWIN, {"marks": "patch_2", "panel": ""}),
        (COLOUR_BAR, {"marks": "QuadMesh_1", "panel": "patch_2", "legend": "patch_3 gradient"}),
        (SOLID, {"marks": "Path3DCollection_1", "panel": "patch_2", "axes": "axis3d_1"}),
        (D3, {"marks": "dot top", "axes": "x"}),
    ],
)
def test_parts(drawing, expected):
    found = Parts(sanitise(drawing.encode(), "x.svg").index).by_name
    ids = {part: " ".join(each.id for each in found.get(part, ())) for part in expected}
    assert ids == expected


@pytest.mark.parametrize(
    "inside",
    [
        '<g class="tick"><line/><line/></g>' * 15_000,
        '<g class="dots"><circle r="1"/></g>' * 25_000,
        '<path clip-path="url(#clip1)" d="M1 1L2 2"/>' * 40_000,
        "".join(
            f'<clipPath id="clip{i}"><path d="M{i} 0L99 0L99 {i}Z"/></clipPath>'
            f'<path d="M{i} 9L9 {i}"/>'
            for i in range(1, 15_000)
        ),
        "".join(
            f'<clipPath id="clip{i % 300}"><path d="M0 {i % 300}H50V300Z"/></clipPath>' * (i < 300)
            + '<path d="M60 9L70 90"/>'
            for i in range(30_000)
        ),
    ],
)
def test_time_grows_with_the_number_of_elements(inside):
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99"><g>{inside}</g></svg>'
    index = sanitise(drawing.encode(), "x.svg").index
    start = time.process_time()
    assert Parts(index).by_name is not None
    assert time.process_time() - start < 3
