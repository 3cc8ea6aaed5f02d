"""Which CSS properties SVG has as attributes, and how each is treated (SVG 2, Property Index)."""

from __future__ import annotations

_NAMES = """
alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-
interpolation-filters color-rendering direction display dominant-baseline enable-background fill
fill-opacity fill-rule filter flood-color flood-opacity font-family font-size font-size-adjust
font-stretch font-style font-variant font-weight image-rendering letter-spacing lighting-color
marker-end marker-mid marker-start mask mask-type opacity overflow paint-order shape-rendering
stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering
unicode-bidi vector-effect visibility word-spacing writing-mode
"""
PRESENTATION = frozenset(_NAMES.split())
"""Properties that are attributes of the same name."""

GEOMETRY: dict[str, frozenset[str]] = {
    "x": frozenset(("rect", "image", "svg", "use", "foreignObject")),
    "y": frozenset(("rect", "image", "svg", "use", "foreignObject")),
    "width": frozenset(("rect", "image", "svg", "use", "foreignObject")),
    "height": frozenset(("rect", "image", "svg", "use", "foreignObject")),
    "cx": frozenset(("circle", "ellipse")),
    "cy": frozenset(("circle", "ellipse")),
    "r": frozenset(("circle",)),
    "rx": frozenset(("rect", "ellipse")),
    "ry": frozenset(("rect", "ellipse")),
    "d": frozenset(("path",)),
}
"""Properties that are attributes of some elements only, since SVG 2."""

LENGTHS = frozenset(GEOMETRY) - {"d"} | {
    *("x1", "x2", "y1", "y2", "fx", "fy", "dx", "dy", "offset", "textLength", "startOffset"),
    *("stroke-width", "stroke-dashoffset", "font-size", "letter-spacing", "word-spacing"),
    *("opacity", "fill-opacity", "stroke-opacity", "stop-opacity", "flood-opacity"),
    "stroke-miterlimit",
}
"""Attributes of one length or number."""

TRANSLATED = frozenset({"transform", "transform-origin", "transform-box", "translate", "rotate"})
TRANSLATED |= {"scale", "mix-blend-mode", "isolation", "font-kerning", "background"}
TRANSLATED |= {"background-color", "white-space", "text-transform"}
"""Properties that no attribute says, but which are translated."""

UNDRAWN: dict[str, frozenset[str]] = {
    "backdrop-filter": frozenset(("none",)),
    "mask-image": frozenset(("none",)),
    "offset-path": frozenset(("none",)),
    "background-image": frozenset(("none",)),
    "zoom": frozenset(("1", "normal", "100%")),
}
"""Properties that browsers draw and nothing here does, and their values that draw nothing."""

INITIAL = {
    "fill": "black",
    "stroke": "none",
    "color": "black",
    "stop-color": "black",
    "visibility": "visible",
    "display": "inline",
    "stroke-dasharray": "none",
    "text-anchor": "start",
    "font-size": "16px",
    "font-weight": "normal",
    "font-style": "normal",
    "stroke-width": "1",
    "fill-opacity": "1",
    "stroke-opacity": "1",
    "opacity": "1",
}
"""What ``initial`` means, where it is not what an absent attribute means."""
INHERITED = frozenset(INITIAL) - {"stop-color", "display", "opacity"}
