"""Words of HTML inside a drawing (``foreignObject``), put as text of SVG where they would stand.

Mermaid, draw.io and D3 label with HTML. Only words are set: wrapped at the width they are given, in
their size, weight and colour, at the place that margins, padding and centring give them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.styles.colours import read_colour, resolve_colour
from dreamgen.loaders.svg.styles.lengths import evaluate, read_pixels
from dreamgen.loaders.svg.styles.values import read_font_size
from dreamgen.loaders.svg.translate.html_style import TextStyle, is_block, read_sides
from dreamgen.loaders.svg.translate.line_breaks import (
    ASCENT,
    DESCENT,
    Paragraph,
    Run,
    break_lines,
)
from dreamgen.loaders.svg.tree import HTML, Element, make_element
from dreamgen.loaders.svg.work import Work

_PICTURES = {"img", "canvas", "video", "svg", "iframe", "input", "object", "math"}
_PLACED = ("x", "y", "width", "height", "style")
_COST = 800  # of setting an element's words, in steps of :class:`Work`
_SHIFTS = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True)
class _Area:
    """Where words go, in the drawing's units, and at which height of it."""

    left: float
    top: float
    width: float
    height: float
    lowering: float = 0.0
    """0 sets words at the top, 0.5 in the middle, 1 at the bottom."""


def translate_html(root: Element, losses: Losses, work: Work) -> None:
    """Turn each ``foreignObject`` into a group of SVG text."""
    for element in list(root.walk()):
        if element.local == "foreignObject":
            work.spend(sum(_COST for _ in element.walk()))
            _translate(element, losses)


def _translate(box: Element, losses: Losses) -> None:
    if any(each.local in _PICTURES for each in box.walk()):
        losses.add("pictures inside HTML")
    size = read_font_size(box.find_inherited("font-size", "16px"), 16.0)
    lengths = {name: _read_length(box, name, size) for name in ("x", "y", "width", "height")}
    area = _Area(lengths["x"], lengths["y"], lengths["width"], lengths["height"])
    style = TextStyle(
        size,
        weight=box.find_inherited("font-weight", "normal"),
        slant=box.find_inherited("font-style", "normal"),
    )
    inner, area, style, papers = _find_area(box, area, style)
    paragraphs = _Collector().collect(inner, style)
    box.children = [*papers, *_set_lines(box, paragraphs, area)]
    for child in box.elements:
        child.parent = box
    box.tag = box.local = "g"
    for name in _PLACED:
        box.attributes.pop(name, None)


def _read_length(box: Element, name: str, size: float) -> float:
    return read_pixels(box.attributes.get(name, "0"), size) or 0.0


def _find_area(
    box: Element, area: _Area, style: TextStyle
) -> tuple[Element, _Area, TextStyle, list[Element]]:
    """Follow elements that hold nothing but one another, down to what holds words."""
    element, papers = box, list[Element]()
    while True:
        only = element.elements
        if len(only) != 1 or any(
            isinstance(each, str) and each.strip() for each in element.children
        ):
            return element, area, style, papers
        if only[0].namespace != HTML or only[0].local in ("br", "p"):
            return element, area, style, papers
        element = only[0]
        style = style.inside(element)
        area, style = _shrink(element, area, style)
        colour = element.style.get("background-color") or element.style.get("background", "")
        plain = resolve_colour(colour, "black") if colour and read_colour(colour) else None
        if plain is not None and not _is_split(element):
            sides = {"x": area.left, "y": area.top, "width": area.width, "height": area.height}
            held = {name: repr(value) for name, value in sides.items()}
            papers.append(make_element("rect", held | {"fill": plain, "stroke": "none"}, box))


def _is_split(element: Element) -> bool:
    """Say whether an element within a line is split by blocks inside it: they hide its paper."""
    is_inline = not is_block(element) and not element.style.get("display", "").startswith("inline-")
    return is_inline and any(is_block(child) for child in element.elements)


def _shrink(element: Element, area: _Area, style: TextStyle) -> tuple[_Area, TextStyle]:
    """Return the area inside an element, and the style that its way of centring gives."""
    held, size = element.style, style.size
    if element.style.get("display", "") == "none":
        return area, replace(style, hidden=True)
    left = area.left
    top, width, height, lowering = area.top, area.width, area.height, area.lowering
    if is_block(element) or held.get("display", "") in (
        "inline-block",
        "table-cell",
        "inline-flex",
    ):
        margin, padding = (read_sides(held, name, size) for name in ("margin", "padding"))
        inset = [a + b for a, b in zip(margin, padding, strict=True)]
        own_width = _measure_side(held.get("width", ""), area.width, size)
        own_height = _measure_side(held.get("height", ""), area.height, size)
        left, top = left + inset[3], top + inset[0]
        width = max(0.0, width - inset[1] - inset[3]) if own_width is None else own_width
        height = max(0.0, height - inset[0] - inset[2]) if own_height is None else own_height
    lowering = _find_lowering(element, lowering)
    if _is_flex(element) and not held.get("flex-direction", "").startswith("column"):
        along = held.get("justify-content", "")
        style = replace(style, anchor="middle" if "center" in along else style.anchor)
    return _Area(left, top, width, height, lowering), style


def _measure_side(text: str, whole: float, size: float) -> float | None:
    return evaluate(text, size, whole) if text.endswith("%") else read_pixels(text, size)


def _is_flex(element: Element) -> bool:
    return element.style.get("display", "").endswith(("flex", "grid"))


def _find_lowering(element: Element, lowering: float) -> float:
    held = element.style
    if _is_flex(element):
        is_column = held.get("flex-direction", "").startswith("column")
        across = held.get("justify-content" if is_column else "align-items", "")
        across = held.get("place-items", across)
        return 0.5 if "center" in across else 1.0 if across.endswith("end") else lowering
    if held.get("display") == "table-cell":
        return {"middle": 0.5, "bottom": 1.0}.get(held.get("vertical-align", ""), lowering)
    return lowering


class _Collector:
    """Collects paragraphs from nested elements."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.is_open = False
        self.space = 0.0

    def collect(self, element: Element, style: TextStyle) -> list[Paragraph]:
        stack: list[tuple[Element | str | float, TextStyle]] = []
        stack += [(child, style) for child in reversed(element.children)]
        while stack:
            node, style = stack.pop()
            if isinstance(node, float):
                self.close(node)
            elif isinstance(node, str):
                self.add(node, style)
            elif node.local == "br":
                self.add("", style)
                self.close(0.0)
            elif node.namespace == HTML and node.style.get("display") != "none":
                inner = style.inside(node)
                if is_block(node):
                    margin = read_sides(node.style, "margin", inner.size)
                    usual = inner.size if node.local == "p" and "margin" not in node.style else 0.0
                    self.close(margin[0] or usual)
                    stack.append((margin[2] or usual, inner))
                if node.local == "li":
                    self.add("• ", inner)
                stack += [(child, inner) for child in reversed(node.children)]
        return self.paragraphs

    def close(self, space: float) -> None:
        self.is_open = False
        self.space = max(self.space, space)

    def add(self, text: str, style: TextStyle) -> None:
        if not self.is_open and not text.strip() and text:
            return
        if not self.is_open:
            self.paragraphs.append(Paragraph([], style, self.space))
            self.is_open, self.space = True, 0.0
        case = {"uppercase": str.upper, "lowercase": str.lower}.get(style.case, str)
        self.paragraphs[-1].runs.append(Run(case(text), style))


def _set_lines(box: Element, paragraphs: list[Paragraph], area: _Area) -> list[Element]:
    """Return the text elements of paragraphs, set in their area."""
    lines: list[tuple[float, TextStyle, list[Run]]] = []
    depth = 0.0
    for paragraph in paragraphs:
        depth += paragraph.before
        for line in break_lines(paragraph, area.width):
            size = max([run.style.size for run in line] or [paragraph.style.size])
            height = size * (paragraph.style.line_height or ASCENT + DESCENT)
            baseline = depth + (height - (ASCENT + DESCENT) * size) / 2 + ASCENT * size
            lines.append((baseline, paragraph.style, line))
            depth += height
    top = area.top + area.lowering * (area.height - depth)
    found: list[Element] = []
    for baseline, style, line in lines:
        words = [make_element("tspan", run.style.write(), box, run.text) for run in line]
        x = area.left + _SHIFTS[style.anchor] * area.width
        held = {"x": repr(x), "y": repr(top + baseline), "text-anchor": style.anchor}
        if words:
            found.append(make_element("text", held | {"xml:space": "preserve"}, box, *words))
    return found
