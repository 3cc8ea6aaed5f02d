"""Diagrams as draw.io writes them, labels in foreignObject: `python drawio.py FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

LABEL = (
    '<g transform="translate(-0.5 -0.5)"><switch>'
    '<foreignObject pointer-events="none" width="100%" height="100%"'
    ' requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility"'
    ' style="overflow: visible; text-align: left;"><div xmlns="http://www.w3.org/1999/xhtml"'
    ' style="display: flex; align-items: unsafe center; justify-content: unsafe center;'
    ' width: {width}px; height: 1px; padding-top: {middle}px; margin-left: {left}px;">'
    '<div style="box-sizing: border-box; font-size: 0px; text-align: center;">'
    '<div style="display: inline-block; font-size: 12px; font-family: Helvetica;'
    ' color: {ink}; line-height: 1.2; white-space: normal;">{text}</div></div></div>'
    '</foreignObject><text x="{centre}" y="{base}" fill="{ink}" font-family="Helvetica"'
    ' font-size="12px" text-anchor="middle">{text}</text></switch></g>'
)
SHAPES = {
    "box": '<rect x="{x}" y="{y}" width="120" height="60" fill="{fill}" stroke="#6c8ebf"/>',
    "round": '<rect x="{x}" y="{y}" width="120" height="60" rx="9" fill="{fill}" stroke="#82b366"/>',
    "ellipse": '<ellipse cx="{cx}" cy="{cy}" rx="60" ry="30" fill="{fill}" stroke="#b85450"/>',
    "diamond": '<path d="M {cx} {y} L {right} {cy} L {cx} {below} L {x} {cy} Z" fill="{fill}"'
    ' stroke="#d79b00"/>',
}
COLOURS = {"pale": "#dae8fc", "dark": "#1f2937", "css": "light-dark(#dae8fc, #1d293b)"}


def draw_shape(shape: str, fill: str, x: int, y: int, text: str) -> str:
    places = {"x": x, "y": y, "cx": x + 60, "cy": y + 30, "right": x + 120, "below": y + 60}
    label = LABEL.format(
        width=118,
        middle=y + 30,
        left=x + 1,
        centre=x + 60,
        base=y + 34,
        text=text,
        ink="#ffffff" if fill == COLOURS["dark"] else "#000000",
    )
    return SHAPES[shape].format(fill=fill, **places) + label


for shape in SHAPES:
    for name, fill in COLOURS.items():
        one = draw_shape(shape, fill, 10, 10, "Start here")
        other = draw_shape(shape, fill, 230, 110, "End there")
        edge = '<path d="M 130 40 L 290 40 L 290 104" fill="none" stroke="#333"/>'
        Path(sys.argv[1], f"drawio-{shape}-{name}.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="361px" height="181px"'
            f' viewBox="-0.5 -0.5 361 181"><defs/><g>{edge}{one}{other}</g></svg>',
            encoding="utf-8",
        )
