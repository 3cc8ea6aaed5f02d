"""Read SVG strictly into a tree, within limits: what is broken, hostile or not SVG is refused."""

from __future__ import annotations

import codecs
import functools
import re
from dataclasses import dataclass
from xml.parsers import expat

from dreamgen.errors import BadInput, make_printable
from dreamgen.loaders.svg.long_numbers import shorten_numbers
from dreamgen.loaders.svg.tree import SVG, XLINK, XML, Element

MOST_ELEMENTS = 250_000
"""A scatter of a quarter of a million points; reading as many takes a second."""
DEEPEST = 250
"""Drawings by hand and program nest some 50 deep; the renderer's stack holds about 1000."""
_MOST_ATTRIBUTES = 250
_LONGEST_ENTITY = 256
_MOST_CHARACTERS = 64 << 20
_SEPARATOR = "\n"  # no namespace holds one: XML turns it into a space
_PREFIXES = {XLINK: "xlink:", XML: "xml:"}
_LEFT_OUT = {"script", "metadata"}
_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_.-]{1,40})")
# Expat reads every encoding of one byte a letter, UTF-8 and UTF-16.
_EAST_ASIAN = {"gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp"}
_UNKNOWN_ENCODING = expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]


@dataclass
class Budget:
    """What a drawing may still hold, together with the drawings embedded in it."""

    elements: int = MOST_ELEMENTS
    characters: int = _MOST_CHARACTERS
    drawings: int = 1000


def read_tree(data: bytes, name: str, budget: Budget) -> Element:
    """Return the root of an SVG file; raise BadInput with one sentence for anything else."""
    try:
        recoded = _recode(data)
        builder = _Builder(name, budget, None if recoded is None else "utf-8")
        builder.parser.Parse(data if recoded is None else recoded, True)
    except expat.ExpatError as error:
        if error.code == _UNKNOWN_ENCODING:
            raise _make_encoding_error(name) from None
        reason = expat.ErrorString(error.code)
        raise BadInput(f"{name} is damaged: {reason} in line {error.lineno}") from None
    except (ValueError, LookupError):
        raise _make_encoding_error(name) from None
    assert builder.root is not None  # expat refuses what has no root
    return builder.root


def _recode(data: bytes) -> bytes | None:
    """Return as UTF-8 what expat does not read itself; None for what it does."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return data.decode("utf-32").encode()
    declared = _DECLARATION.match(data)
    if declared is None or declared[1].decode().lower() not in _EAST_ASIAN:
        return None
    return data.decode(declared[1].decode()).encode()


def _make_encoding_error(name: str) -> BadInput:
    return BadInput(f"{name} is written in an encoding that is not read; save it as UTF-8")


class _Builder:
    """Expat's callbacks."""

    def __init__(self, name: str, budget: Budget, encoding: str | None) -> None:
        self.name = name
        self.budget = budget
        self.root: Element | None = None
        self.open: Element | None = None
        self.depth = 0
        self.skipped = 0  # depth inside something left out
        parser = expat.ParserCreate(encoding, namespace_separator=_SEPARATOR)
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.add_text
        parser.EntityDeclHandler = self.check_entity
        self.parser = parser

    def refuse(self, why: str) -> BadInput:
        return BadInput(f"{self.name} {why}")

    def check_entity(
        self, name: str, is_parameter: bool, value: str | None, *places: str | None
    ) -> None:
        """Allow only short plain text, such as Illustrator writes for its namespaces."""
        if is_parameter or value is None or len(value) > _LONGEST_ENTITY or set(value) & set("&<"):
            raise self.refuse(
                f'defines an XML entity, "{make_printable(name[:40])}", of a kind that is not allowed'
            )

    def start(self, full_name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.check_limits(attributes)
        namespace, local, tag = _split_name(full_name)
        if self.skipped or (local in _LEFT_OUT and self.depth > 1):
            self.skipped += 1
            return
        if self.open is None and (local != "svg" or namespace not in (SVG, "")):
            raise self.refuse(f"is not SVG: it begins with <{make_printable(tag[:40])}>")
        attributes = {key: shorten_numbers(value) for key, value in attributes.items()}
        if _SEPARATOR in "".join(attributes):
            attributes = {_name_attribute(key): value for key, value in attributes.items()}
        element = Element(tag, local, attributes, self.open, namespace=namespace or SVG)
        if self.open is None:
            self.root = element
        else:
            self.open.children.append(element)
        self.open = element

    def end(self, full_name: str) -> None:
        self.depth -= 1
        if self.skipped:
            self.skipped -= 1
        else:
            self.open = self.open.parent if self.open else None

    def add_text(self, data: str) -> None:
        if self.skipped or self.open is None:
            return
        self.budget.characters -= len(data)
        self.open.children.append(data)
        self.check_length()

    def check_limits(self, attributes: dict[str, str]) -> None:
        self.budget.elements -= 1
        self.budget.characters -= len("".join(attributes.values()))
        if self.depth > DEEPEST:
            raise self.refuse(f"nests its elements more than {DEEPEST} deep")
        if self.budget.elements < 0:
            raise self.refuse(f"has more than {MOST_ELEMENTS:,} elements")
        if len(attributes) > _MOST_ATTRIBUTES:
            raise self.refuse(f"has an element with more than {_MOST_ATTRIBUTES} attributes")
        self.check_length()

    def check_length(self) -> None:
        if self.budget.characters < 0:
            raise self.refuse("becomes far too long once its entities are replaced")


@functools.lru_cache(1024)
def _split_name(full_name: str) -> tuple[str, str, str]:
    """Return (namespace, local name, name as written) of an element."""
    namespace, _, rest = full_name.rpartition(_SEPARATOR)
    if _SEPARATOR not in namespace:
        return namespace, rest, rest
    namespace, _, local = namespace.rpartition(_SEPARATOR)
    return namespace, local, f"{rest}:{local}"


def _name_attribute(full_name: str) -> str:
    """Return a name that does not hang on what the file calls the usual namespaces."""
    if _SEPARATOR not in full_name:
        return full_name
    namespace, local, tag = _split_name(full_name)
    return _PREFIXES[namespace] + local if namespace in _PREFIXES else tag
