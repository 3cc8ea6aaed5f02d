"""Which elements of a drawing a user means: by a part's name, or by any CSS selector."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dreamgen.errors import BadInput, nearest
from dreamgen.loaders.item_lists import split_list
from dreamgen.loaders.svg.parts import d3, matplotlib, named, r_devices, vega
from dreamgen.loaders.svg.parts.selectors import read_selectors
from dreamgen.loaders.svg.tree import Element

PARTS = ("marks", "panel", "axes", "grid", "legend", "title")
TEXT, LEGEND = "text", "legend"
_PROGRAMS: tuple[Callable[[Element], dict[str, list[Element]]], ...] = (
    vega.find_parts,
    matplotlib.find_parts,
    r_devices.find_parts,
    d3.find_parts,
    named.find_parts,
)


@dataclass(frozen=True)
class Region:
    """Elements that are meant. An ``area`` is all that lies within them, not only what shows.

    A ``frame`` is an area that is known by the lines that span it.
    """

    elements: tuple[Element, ...]
    area: bool = False
    frame: bool = False


def find_region(root: Element, wanted: str, name: str, required: bool) -> Region | None:
    """Return what ``wanted``, a list of parts and selectors, means in the drawing called ``name``.

    None if nothing matches; with ``required``, BadInput says then what there is instead, but of an
    item with a question mark after it.
    """
    chosen: dict[int, Element] = {}
    area = frame = False
    for item in split_list(wanted):
        plain = item.removesuffix("?").strip()
        if not plain:
            raise BadInput(f"{item!r} names nothing: write a part or a selector, as 'panel?'")
        found = _find_part(root, plain) if plain in PARTS else _select(root, plain)
        if plain == "panel" and not found:
            found = _find_part(root, "frame")
            frame |= bool(found)
        if not found and required and plain == item:
            raise BadInput(_describe_lack(root, item, name))
        chosen |= {element.order: element for element in found}
        area |= plain == "panel" and bool(found)
    ordered = tuple(chosen[order] for order in sorted(chosen))
    return Region(ordered, area, frame) if chosen else None


def _find_part(root: Element, part: str) -> list[Element]:
    for program in _PROGRAMS:
        found = program(root).get(part)
        if found:
            return found
    return []


def _select(root: Element, text: str) -> list[Element]:
    (selector,) = read_selectors(text)
    return [element for element in root.walk() if element is not root and selector.matches(element)]


def _describe_lack(root: Element, item: str, name: str) -> str:
    ids = list(dict.fromkeys(f"#{each.id}" for each in root.walk() if each.id and each is not root))
    known = [part for part in PARTS if _find_part(root, part)]
    guess = nearest(item, [*known, *ids[:2000]])
    there = ", ".join([*known, *ids[:12]]) or "neither known parts nor ids"
    more = ", ..." if len(ids) > 12 else ""
    return f"nothing in {name} is {item!r}{guess}; it has {there}{more}"
