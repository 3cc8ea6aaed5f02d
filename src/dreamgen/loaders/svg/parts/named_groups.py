"""Drawings of programs whose elements say by class or attribute what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.selectors.select import select
from dreamgen.loaders.svg.tree import Element


@dataclass(frozen=True)
class Program:
    """What a program's drawings are known by, and selectors for their parts.

    A ``diagram`` has no panel, whatever it looks like.
    """

    sign: str
    parts: Mapping[str, str]
    diagram: bool = False


_PLOT = Program(  # Observable Plot
    "[class^=plot-] > [aria-label]",
    {
        "marks": "[class^=plot-] > [aria-label]:not([aria-label*='-axis']):not([aria-label$=-grid])"
        ":not([aria-label=frame]):not([aria-label=tip])",
        "panel": "[aria-label=frame]",
        "axes": "[class^=plot-] > [aria-label*='-axis']",
        "grid": "[class^=plot-] > [aria-label$=-grid]",
        # Without a frame: what ticks, grid and marks span together.
        "frame": "[aria-label*='-axis tick']:not([aria-label$=label]), [aria-label$=-grid],"
        " [class^=plot-] > :is([aria-label=dot], [aria-label=line], [aria-label=area],"
        " [aria-label=bar], [aria-label=rect], [aria-label=cell], [aria-label=rule])",
    },
)
_ECHARTS = Program(
    "[ecmeta_ssr_type], [class*='-cls-'][class^=zr]",
    {
        "marks": "[ecmeta_ssr_type=chart], g[clip-path] > path[class^=zr]",
        # The colour scale of a heat map is made of clipped polygons.
        "legend": "[ecmeta_ssr_type=legend], g[clip-path] > polygon[class^=zr]",
    },
)
_GRAPHVIZ = Program("g.graph > .node", {"marks": ".node", "title": ".graph > text"}, diagram=True)
_XY_CHART = Program(  # Mermaid's
    ".main > .plot > [class*=-plot-]",
    {
        "marks": ".plot > *",
        "axes": ".bottom-axis, .left-axis, .top-axis, .right-axis",
        "frame": ".plot, .axis-line, .axisl-line",
        "title": ".chart-title",
    },
)
_MERMAID = Program(
    "[class*=-thickness-], marker.marker, .actor, .pieCircle, .task, .commit, .mindmap-node,"
    " .face, .quadrant, .quadrants, .timeline-node",
    {
        "marks": ".node, .actor:not(text), .note, .pieCircle, rect.task, .task > *, .commit,"
        " .mindmap-node, .entityBox, .data-point, .face, .timeline-node, .section-0 path",
        "title": ".titleText, .pieTitleText, .flowchartTitleText",
        "legend": ".legend",
    },
    diagram=True,
)
_PLANT_UML = Program(
    "svg > g > .entity, svg > g > .participant, svg > g > .title",
    {"marks": ".entity, .participant, .cluster"},
    diagram=True,
)
_OLD_PLANT_UML = Program(  # which names nothing
    "g > rect[filter], g > ellipse[filter], g > polygon[filter]",
    {"marks": "g > :is(rect, ellipse, polygon, path)[filter]"},
    diagram=True,
)
_PROGRAMS = (_PLOT, _ECHARTS, _GRAPHVIZ, _XY_CHART, _MERMAID, _PLANT_UML)


def find_parts(index: Index) -> dict[str, list[Element]]:
    """Return the parts of a drawing by a known program; none for another drawing."""
    program = _find_program(index)
    if program is None:
        return {}
    return {name: select(index, selector) for name, selector in program.parts.items()}


def is_diagram(index: Index) -> bool:
    """Say whether a drawing is of nodes and edges, which have no panel."""
    program = _find_program(index)
    return program is not None and program.diagram


def _find_program(index: Index) -> Program | None:
    """Return the program that made a drawing, as far as it shows."""
    known: tuple[Program, ...] = _PROGRAMS
    if "zoomAndPan" in index.root.attributes and "contentStyleType" in index.root.attributes:
        known = (_PLANT_UML, _OLD_PLANT_UML)
    return next((one for one in known if select(index, one.sign)), None)
