"""Read SVG strictly and rewrite it, so that the renderer gets only what was checked here.

Nothing outside the file is ever read: a reference to an outside file is refused or left out, and
the usual bombs are refused. Drawings that are merely slow are left to
:mod:`dreamgen.loaders.svg.render`, which has a limit of time and memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from dreamgen.errors import BadInput
from dreamgen.loaders.svg.references import References
from dreamgen.loaders.svg.text import is_text

MOST_ELEMENTS = 250_000
"""A scatter of a quarter of a million points; reading as many takes a second."""
DEEPEST = 250
"""Drawings by hand and program nest some 50 deep; the renderer's stack holds about 1000."""
_MOST_ATTRIBUTES = 250
_LONGEST_ENTITY = 256
_MOST_CHARACTERS = 64 << 20

_LEFT_OUT = {"script", "foreignObject", "metadata"}
_FOLLOWED = {"image", "feImage", "use", "tref", "textPath", "pattern", "filter"}
_FOLLOWED |= {"linearGradient", "radialGradient"}
_EMBEDDED = re.compile(r"data:image/(png|jpe?g|gif|webp)[;,]", re.IGNORECASE)


@dataclass(frozen=True)
class Drawing:
    """A drawing that is safe to hand to a renderer.

    tag, root: its ``svg`` element's name as written, and its attributes.
    body: everything inside; wordless: the same without any text, or None if there is no text.
    layers: how many times it is composed of layers, which take the most time.
    """

    tag: str
    root: dict[str, str]
    body: str
    wordless: str | None
    layers: int


def sanitise(data: bytes, name: str) -> Drawing:
    """Parse SVG; raise BadInput with one sentence for what is broken, hostile or not SVG."""
    writer = _Rewriter(name)
    try:
        writer.parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise BadInput(f"{name} is damaged: {reason} in line {error.lineno}") from None
    except (ValueError, LookupError):  # an encoding that Python does not know
        raise BadInput(f"{name} is written in an unknown encoding") from None
    return writer.drawing()


class _Rewriter:
    """Expat's callbacks: they check, and write what they accept."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tag = ""
        self.root: dict[str, str] = {}
        self.body: list[str] = []
        self.wordless: list[str] = []
        self.elements = self.depth = self.characters = 0
        self.skipped = 0  # depth inside something left out
        self.words = 0  # depth inside a piece of text
        self.has_words = False
        self.references = References()
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.EntityDeclHandler = self.entity
        self.parser = parser

    def refuse(self, why: str) -> BadInput:
        return BadInput(f"{self.name} {why}")

    def entity(self, name: str, is_parameter: bool, value: str | None, *places: str | None) -> None:
        """Allow only short plain text, such as Illustrator writes for its namespaces."""
        if is_parameter or value is None or len(value) > _LONGEST_ENTITY or set(value) & set("&<"):
            raise self.refuse(f'defines an XML entity, "{name}", of a kind that is not allowed')

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        self.check_limits(attributes)
        local = tag.rpartition(":")[2]
        if self.skipped or local in _LEFT_OUT:
            self.skipped += 1
            return
        attributes = self.drop_outside_references(attributes, local)
        self.references.start(attributes, _find_target(attributes) if local in _FOLLOWED else None)
        if self.depth == 1:
            self.open_root(tag, local, attributes)
            return
        if self.words or is_text(local, attributes):
            self.words += 1
            self.has_words = True
        pairs = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        self.write(f"<{tag}{pairs}>")

    def end(self, tag: str) -> None:
        self.depth -= 1
        if self.skipped:
            self.skipped -= 1
            return
        self.references.end()
        if self.depth:
            self.write(f"</{tag}>")
            self.words = max(0, self.words - 1)

    def text(self, data: str) -> None:
        if not self.skipped:
            self.write(escape(data, {"\r": "&#13;"}))

    def write(self, piece: str) -> None:
        self.characters += len(piece)
        if self.characters > _MOST_CHARACTERS:
            raise self.refuse("becomes far too long once its entities are replaced")
        self.body.append(piece)
        if not self.words:
            self.wordless.append(piece)

    def open_root(self, tag: str, local: str, attributes: dict[str, str]) -> None:
        if local != "svg":
            raise self.refuse(f"is not SVG: it begins with <{tag[:40]}>")
        self.tag, self.root = tag, attributes

    def check_limits(self, attributes: dict[str, str]) -> None:
        if self.depth > DEEPEST:
            raise self.refuse(f"nests its elements more than {DEEPEST} deep")
        if self.elements > MOST_ELEMENTS:
            raise self.refuse(f"has more than {MOST_ELEMENTS:,} elements")
        if len(attributes) > _MOST_ATTRIBUTES:
            raise self.refuse(f"has an element with more than {_MOST_ATTRIBUTES} attributes")

    def drop_outside_references(self, attributes: dict[str, str], local: str) -> dict[str, str]:
        """Return the attributes without those that point out of the file; refuse drawn ones."""
        return {
            key: value
            for key, value in attributes.items()
            if not key.endswith(("href", "base")) or self.is_inside(local, value.strip())
        }

    def is_inside(self, local: str, target: str) -> bool:
        """Say whether a reference stays inside the file; refuse it if it would be drawn."""
        if not target or target.startswith("#"):
            return True
        if local in ("image", "feImage") and _EMBEDDED.match(target):
            return True
        if local in _FOLLOWED:
            shown = target if len(target) <= 60 else target[:57] + "..."
            raise self.refuse(
                f"refers to something outside it or of an unknown kind ({shown}), which is never"
                " read; embed it as PNG or JPEG"
            )
        return False

    def drawing(self) -> Drawing:
        wordless = "".join(self.wordless) if self.has_words else None
        layers = self.references.count(self.name)
        return Drawing(self.tag, self.root, "".join(self.body), wordless, layers)


def _find_target(attributes: dict[str, str]) -> str | None:
    """Return the id that an element refers to by href, with any prefix."""
    for key, value in attributes.items():
        if key.endswith("href") and value.strip().startswith("#"):
            return value.strip()[1:]
    return None
