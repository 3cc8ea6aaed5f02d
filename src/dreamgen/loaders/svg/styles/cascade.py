"""The cascade: what all style sheets and style attributes come to for each element.

Afterwards a drawing has plain attributes only. CSS Cascade 4: presentation attributes, then rules by
specificity and order, then style attributes; what is ``!important`` over all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.styles.declarations import Declaration, read_declarations
from dreamgen.loaders.svg.styles.lengths import FONT_SIZE, read_pixels
from dreamgen.loaders.svg.styles.matching import Matches
from dreamgen.loaders.svg.styles.properties import (
    GEOMETRY,
    INHERITED,
    INITIAL,
    PRESENTATION,
    TRANSLATED,
    UNDRAWN,
)
from dreamgen.loaders.svg.styles.sheets import Sheets
from dreamgen.loaders.svg.styles.shorthands import expand
from dreamgen.loaders.svg.styles.values import Values, read_font_size, read_path
from dreamgen.loaders.svg.styles.variables import resolve, substitute
from dreamgen.loaders.svg.tree import SVG, Element
from dreamgen.loaders.svg.work import Work

_UNSET = {"unset", "revert", "revert-layer"}
_NO_LENGTHS = {"auto", "none"}
_COST_OF_VARIABLE = 20


@dataclass(frozen=True)
class _Inherited:
    """What an element's values may refer to."""

    variables: dict[str, str]
    font_size: float = FONT_SIZE
    colour: str = "black"


def apply_styles(
    index: Index, sheets: Sheets, page: tuple[float, float], losses: Losses, work: Work
) -> None:
    """Put what CSS says into the attributes of SVG elements, and into the style of others.

    ``page`` is the width and height that percentages in sums refer to, in user units.
    """
    matches = Matches(index, sheets.rules, losses, work)
    cascade = _Cascade(sheets, matches, Values(page, losses), losses, work)
    inherited = [_Inherited({})]  # what holds above the root, and then inside each element
    for element, parent, number in zip(index.elements, index.parents, matches.numbers, strict=True):
        inherited.append(cascade.apply(element, number, inherited[parent + 1]))


class _Cascade:
    def __init__(
        self, sheets: Sheets, matches: Matches, values: Values, losses: Losses, work: Work
    ) -> None:
        self.sheets = sheets
        self.matches = matches
        self.values = values
        self.losses = losses
        self.work = work
        self.collected: dict[tuple[int, str], Mapping[str, str]] = {}

    def apply(self, element: Element, number: int, inherited: _Inherited) -> _Inherited:
        """Set an element's own values, and return what those inside it inherit.

        ``number`` stands for the rules that match it.
        """
        style = element.attributes.get("style", "")
        declared = self.collect(number, style) if number or style else {}
        if declared or "color" in element.attributes:
            inherited = self.inherit(element, declared, inherited)
        if element.namespace == SVG:
            self.resolve_attributes(element, inherited)
        for name, value in declared.items():
            if name.startswith("--"):
                continue
            plain = substitute(value, inherited.variables)
            self.set(element, name, "unset" if plain is None else plain.strip(), inherited)
        return self.inherit_font(element, inherited)

    def collect(self, number: int, style: str) -> Mapping[str, str]:
        """Return the declared values that win."""
        if (number, style) not in self.collected:
            sources = self.matches.list_declarations(number)
            self.work.spend(len(sources))
            sources += [read_declarations(style)] if style else []
            self.collected[number, style] = self.decide(sources) if sources else {}
        return self.collected[number, style]

    def decide(self, sources: Iterable[Iterable[Declaration]]) -> Mapping[str, str]:
        """Return the values of declarations, from the weakest to the strongest, that win."""
        normal: dict[str, str] = {}
        important: dict[str, str] = {}
        for each in _expand_all(sources):
            held = important if each.important else normal
            held.pop(each.name, None)  # the order of declaration matters to shorthands
            held[each.name] = each.value
        ended = self.find_ended_animation(normal | important)
        return normal | {each.name: each.value for each in _expand_all([ended])} | important

    def find_ended_animation(self, declared: dict[str, str]) -> tuple[Declaration, ...]:
        """Return what an animation that has ended leaves behind: it shows that for good."""
        if not self.sheets.frames:
            return ()
        said = [declared.get(f"animation{end}", "") for end in ("", "-name", "-fill-mode")]
        words = " ".join(said).replace(",", " ").split()
        if "infinite" in " ".join(words) or not {"forwards", "both"} & set(words):
            return ()
        named = [self.sheets.frames[word] for word in words if word in self.sheets.frames]
        return tuple(each for frame in named for each in frame)

    def inherit(
        self, element: Element, declared: Mapping[str, str], inherited: _Inherited
    ) -> _Inherited:
        own = {name: value for name, value in declared.items() if name.startswith("--")}
        if own:
            self.work.spend(_COST_OF_VARIABLE * len(own) + 5 * len(inherited.variables))
            inherited = replace(inherited, variables=resolve(own, inherited.variables))
        colour = declared.get("color") or element.attributes.get("color")
        if colour and colour.lower() not in ("inherit", "currentcolor", *_UNSET):
            plain = substitute(colour, inherited.variables)
            found = plain and self.values.read_colour(plain, inherited.colour)
            inherited = replace(inherited, colour=found or inherited.colour)
        return inherited

    def inherit_font(self, element: Element, inherited: _Inherited) -> _Inherited:
        size = element.style.get("font-size") or element.attributes.get("font-size")
        if not size:
            return inherited
        return replace(inherited, font_size=read_font_size(size, inherited.font_size))

    def resolve_attributes(self, element: Element, inherited: _Inherited) -> None:
        """Put attributes in terms that the renderer reads: they may use all that CSS may."""
        needs_resolving = self.values.needs_resolving
        held = element.attributes
        for name, value in [pair for pair in held.items() if needs_resolving(*pair)]:
            plain = substitute(value, inherited.variables)
            if plain is None:
                del element.attributes[name]
            else:
                self.set(element, name, plain.strip(), inherited)

    def set(self, element: Element, name: str, value: str, inherited: _Inherited) -> None:
        """Set one property of an element from a value without variables."""
        if element.namespace != SVG:
            element.style[name] = value
        elif name == "clip-path" and "(" in value and not value.lower().startswith("url("):
            element.attributes.pop(name, None)
            element.style[name] = value
        elif name in TRANSLATED:
            element.style[name] = value
        elif name in PRESENTATION or element.local in GEOMETRY.get(name, ()):
            self.set_attribute(element, name, value, inherited)
        elif name in UNDRAWN and value.lower() not in UNDRAWN[name]:
            self.losses.add(name)
        elif name in element.attributes:
            plain = self.values.resolve(name, value, inherited.font_size, inherited.colour)
            if plain is not None:
                element.attributes[name] = plain

    def set_attribute(self, element: Element, name: str, value: str, inherited: _Inherited) -> None:
        word = value.lower()
        if word in _UNSET or (word == "initial" and name not in INHERITED):
            element.attributes.pop(name, None)
        elif word == "initial":
            element.attributes[name] = INITIAL[name]
        elif name in GEOMETRY and word in _NO_LENGTHS:
            element.attributes.pop(name, None)
        elif name == "d":
            element.attributes[name] = read_path(value)
        elif name in GEOMETRY and not _is_length(value):
            return
        else:
            plain = self.values.resolve(name, value, inherited.font_size, inherited.colour)
            if plain is not None:
                element.attributes[name] = plain
            elif element.attributes.get(name) == value:
                del element.attributes[name]


def _expand_all(sources: Iterable[Iterable[Declaration]]) -> Iterable[Declaration]:
    for source in sources:
        for each in source:
            yield from expand(each)


def _is_length(value: str) -> bool:
    return value.endswith("%") or read_pixels(value) is not None or "(" in value
