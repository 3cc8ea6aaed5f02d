"""Read style sheets: the rules that hold on this page, key frames and fonts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import tinycss2

from dreamgen.errors import BadInput
from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.long_numbers import shorten_numbers
from dreamgen.loaders.svg.selectors.reading import Unsupported, parse_selectors
from dreamgen.loaders.svg.styles.declarations import (
    Declaration,
    convert_declarations,
    is_too_deep,
)
from dreamgen.loaders.svg.styles.media import match_media
from dreamgen.loaders.svg.tree import Element

_MOST_CHARACTERS = 512 << 10  # without what is embedded; two seconds' worth
_MOST_RULES = 10_000
_DEEPEST = 8
_DATA = re.compile(r"""data:[^"'()\s]{100,}+""", re.IGNORECASE)
_PASSED_OVER = {"charset", "namespace", "page", "view-transition", "counter-style"}


@dataclass(frozen=True)
class Rule:
    """One selector of a rule, as cssselect2 parses it, what it declares, and how it is written."""

    selector: Any
    declarations: tuple[Declaration, ...]
    text: str


@dataclass
class Sheets:
    """What the style sheets of a drawing say."""

    rules: list[Rule] = field(default_factory=list)
    """In order of writing."""
    frames: dict[str, tuple[Declaration, ...]] = field(default_factory=dict)
    """The last key frame of each animation."""
    fonts: list[dict[str, str]] = field(default_factory=list)
    """The descriptors of each ``@font-face``."""


def read_sheets(root: Element, name: str, page: tuple[float, float], losses: Losses) -> Sheets:
    """Return what all ``style`` elements say for a page of (width, height) pixels."""
    reader = _Reader(name, page, losses)
    for element in root.walk():
        held = element.attributes
        is_css = element.local == "style" and held.get("type", "text/css") in ("text/css", "")
        if is_css and match_media(held.get("media", ""), page):
            reader.read(element.text)
    return reader.sheets


class _Reader:
    def __init__(self, name: str, page: tuple[float, float], losses: Losses) -> None:
        self.name = name
        self.page = page
        self.losses = losses
        self.sheets = Sheets()
        self.characters = 0
        self.embedded: list[str] = []

    def read(self, text: str) -> None:
        short = _DATA.sub(self.set_aside, text)
        self.characters += len(short)
        if self.characters > _MOST_CHARACTERS:
            raise BadInput(
                f"{self.name} has style sheets of more than {_MOST_CHARACTERS >> 10} kB, which"
                " are not read"
            )
        if is_too_deep(short):
            self.losses.add("a style sheet of deeply nested brackets")
        else:
            self.read_rules(tinycss2.parse_stylesheet(shorten_numbers(short), True, True), 0)

    def set_aside(self, match: re.Match[str]) -> str:
        """Keep embedded files out of the tokeniser, which takes a second for each megabyte."""
        self.embedded.append(match[0])
        return f"data:,{len(self.embedded) - 1}"

    def read_rules(self, nodes: Sequence[Any], depth: int) -> None:
        for node in nodes:
            if node.type == "qualified-rule":
                self.read_rule(node)
            elif node.type == "at-rule" and depth < _DEEPEST:
                self.read_at_rule(node, depth + 1)

    def read_rule(self, node: Any) -> None:
        text = tinycss2.serialize(node.prelude).strip()
        try:
            selectors = parse_selectors(node.prelude)
        except Unsupported:
            if node.content:
                self.losses.add(f"the style of {text!r}")
            return
        declarations = convert_declarations(node.content)
        for selector in selectors:
            if not selector.pseudo_element and declarations:
                self.sheets.rules.append(Rule(selector, declarations, text))
        if len(self.sheets.rules) > _MOST_RULES:
            raise BadInput(f"{self.name} has more than {_MOST_RULES:,} rules of style")

    def read_at_rule(self, node: Any, depth: int) -> None:
        kind = node.lower_at_keyword
        prelude = tinycss2.serialize(node.prelude).strip()
        if kind == "import":
            self.losses.add("style sheets outside the file")
        elif kind == "font-face" and node.content is not None:
            held = convert_declarations(node.content)
            self.sheets.fonts.append({each.name: self.put_back(each.value) for each in held})
        elif kind in ("keyframes", "-webkit-keyframes") and node.content is not None:
            self.sheets.frames[prelude.strip("\"'")] = self.read_last_frame(node.content)
        elif node.content is None or kind in _PASSED_OVER or self.fails(kind, prelude):
            return
        elif kind in ("media", "supports", "layer"):
            self.read_rules(tinycss2.parse_rule_list(node.content, True, True), depth)
        elif kind != "property":
            self.losses.add(f"@{kind}")

    def fails(self, kind: str, prelude: str) -> bool:
        """Say whether the condition of an at-rule does not hold."""
        if kind == "media":
            return not match_media(prelude, self.page)
        return kind == "supports" and prelude.lower().startswith("not")

    def put_back(self, value: str) -> str:
        def find(match: re.Match[str]) -> str:
            at = int(match[1])
            return self.embedded[at] if at < len(self.embedded) else match[0]

        return re.sub(r"data:,(\d{1,6})\b", find, value)

    def read_last_frame(self, content: Sequence[Any]) -> tuple[Declaration, ...]:
        found: tuple[Declaration, ...] = ()
        for frame in tinycss2.parse_rule_list(content, True, True):
            if frame.type == "qualified-rule":
                points = tinycss2.serialize(frame.prelude).lower().replace(" ", "").split(",")
                if "to" in points or "100%" in points:
                    found += convert_declarations(frame.content)
        return found
