"""The order in which a drawing is translated, and what comes of it besides the tree."""

from __future__ import annotations

from dataclasses import dataclass

from dreamgen.errors import BadInput
from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.reading import Budget, read_tree
from dreamgen.loaders.svg.size import find_natural_size, find_page
from dreamgen.loaders.svg.styles.cascade import apply_styles
from dreamgen.loaders.svg.styles.sheets import read_sheets
from dreamgen.loaders.svg.translate.affine import Affine
from dreamgen.loaders.svg.translate.animations import TIMED, end_animations
from dreamgen.loaders.svg.translate.background import take_background
from dreamgen.loaders.svg.translate.clips import translate_clips
from dreamgen.loaders.svg.translate.conditions import CONDITIONS, choose_alternatives
from dreamgen.loaders.svg.translate.fonts import take_fonts
from dreamgen.loaders.svg.translate.html_text import translate_html
from dreamgen.loaders.svg.translate.images import translate_images
from dreamgen.loaders.svg.translate.strokes import keep_strokes
from dreamgen.loaders.svg.translate.text import translate_text
from dreamgen.loaders.svg.translate.transforms import translate_transforms
from dreamgen.loaders.svg.tree import Element, make_element
from dreamgen.loaders.svg.work import Work

_DEEPEST = 4
"""Drawings within drawings."""


@dataclass(frozen=True)
class Extras:
    """The colour of the paper, and the font files that a drawing brings along."""

    background: str | None
    fonts: tuple[bytes, ...]


def translate(root: Element, name: str, budget: Budget, losses: Losses, depth: int = 0) -> Extras:
    """Change a drawing, in place, to one that the renderer draws as browsers would."""
    fonts: list[bytes] = []

    def read_embedded(data: bytes) -> Element:
        budget.drawings -= 1
        if depth == _DEEPEST or budget.drawings < 0:
            raise BadInput(f"{name} holds too many drawings within drawings")
        inner = read_tree(data, name, budget)
        extras = translate(inner, name, budget, losses, depth + 1)
        fonts.extend(extras.fonts)
        _paint_background(inner, extras.background, name)
        return inner

    index = Index(root)
    kinds = {each.local for each in index.elements}
    if "switch" in kinds or any(map(index.has_attribute, CONDITIONS)):
        choose_alternatives(root)
        index = Index(root)
    _, _, width, height = find_page(root.attributes, name)
    natural = find_natural_size(root.attributes, name) or (width, height)
    work = Work(f"{name} has style sheets that take too long to apply")
    sheets = read_sheets(root, name, natural, losses)
    apply_styles(index, sheets, (width, height), losses, work)
    background = take_background(root)
    fonts += take_fonts(root, sheets.fonts, len(fonts), losses)
    if kinds & TIMED:
        end_animations(root)
    if "foreignObject" in kinds:
        translate_html(root, losses, work)
    translate_images(root, name, read_embedded, losses)
    styled = [element for element in root.walk() if element.style]
    translate_text(styled)
    if styled or index.has_attribute("transform-origin"):
        translate_transforms(root, (width, height), losses, work)
    translate_clips(root, styled, losses, work)
    scale = min(natural[0] / width, natural[1] / height)
    if index.has_attribute("vector-effect"):
        keep_strokes(root, Affine(a=scale, d=scale), losses, work)
    return Extras(background, tuple(fonts))


def _paint_background(root: Element, colour: str | None, name: str) -> None:
    if colour is not None:
        left, top, width, height = find_page(root.attributes, name)
        sides = {"x": left, "y": top, "width": width, "height": height}
        box = {key: repr(value) for key, value in sides.items()} | {"fill": colour}
        root.children.insert(0, make_element("rect", box, root))
