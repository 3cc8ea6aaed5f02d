"""Embedded pictures: a drawing within a drawing is put in its place, as a nested ``svg``."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from dreamgen.errors import BadInput, make_printable
from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.links import FOLLOWED, RASTER, find_target, get_href, prefix_ids
from dreamgen.loaders.svg.size import find_natural_size
from dreamgen.loaders.svg.tree import Element

_DRAWING = re.compile(r"data:image/svg\+xml([^,]{0,99}),", re.IGNORECASE)
_KEPT_SHARP = {"pixelated", "crisp-edges", "-webkit-optimize-contrast", "optimizespeed"}
_LONGEST_SHOWN = 60  # characters

Read = Callable[[bytes], Element]
"""From the bytes of an embedded drawing to its tree, translated."""


def translate_images(root: Element, name: str, read: Read, losses: Losses) -> None:
    """Put embedded drawings in their places; refuse what is outside the file and would be drawn."""
    for count, element in enumerate(root.walk()):
        if element.local == "image":
            _translate_image(element, name, f"embedded-{count}-", read, losses)
        elif element.local in FOLLOWED:
            target = get_href(element)
            if target and not target.startswith("#") and not _is_filter_picture(element):
                raise _make_outside_error(name, target)


def _translate_image(element: Element, name: str, prefix: str, read: Read, losses: Losses) -> None:
    target = get_href(element)
    if element.attributes.get("image-rendering", "").lower() in _KEPT_SHARP:
        element.attributes["image-rendering"] = "optimizeSpeed"  # the nearest pixel
    if RASTER.match(target) or not target:
        return
    drawing = _DRAWING.match(target)
    if drawing:
        try:
            inner = read(_decode(target[drawing.end() :], drawing[1]))
        except BadInput as error:
            losses.add(f"an embedded drawing ({str(error).removeprefix(name).strip()})")
            inner = None
        _nest(element, inner, prefix)
    elif find_target(element) is not None:
        losses.add(f"the image {target!r}, which is not in the file")
        _nest(element, None, prefix)
    else:
        raise _make_outside_error(name, target)


def _decode(data: str, parameters: str) -> bytes:
    plain = unquote_to_bytes(data)
    if "base64" not in parameters.lower():
        return plain
    try:
        return base64.b64decode(re.sub(rb"[^A-Za-z0-9+/]", b"", plain) + b"==")
    except binascii.Error:
        return b""


def _nest(image: Element, inner: Element | None, prefix: str) -> None:
    """Turn an image into a nested ``svg`` that holds what its drawing holds (SVG 2, 12.3)."""
    kept = {
        key: value
        for key, value in image.attributes.items()
        if key not in ("href", "xlink:href", "style", "image-rendering")
    }
    image.tag = image.local = "svg" if inner else "g"
    image.attributes, image.children = kept, []
    if inner is None:
        return
    size = find_natural_size(inner.attributes, "an embedded drawing")
    prefix_ids(inner, prefix)
    own = inner.attributes
    if size is not None:
        kept.setdefault("width", repr(size[0]))
        kept.setdefault("height", repr(size[1]))
        own.setdefault("viewBox", f"0 0 {size[0]!r} {size[1]!r}")
    # What the drawing inherits is its own affair: it is a document of its own.
    reset = {"fill": "black", "stroke": "none", "stroke-width": "1", "color": "black"}
    held = reset | {key: value for key, value in own.items() if key not in _PLACING}
    kept |= {key: own[key] for key in ("viewBox",) if key in own}
    kept.setdefault("preserveAspectRatio", own.get("preserveAspectRatio", "xMidYMid meet"))
    group = Element("g", "g", held, image, children=inner.children)
    for child in group.elements:
        child.parent = group
    image.children = [group]


_PLACING = {"x", "y", "width", "height", "viewBox", "preserveAspectRatio", "version", "style"}


def _is_filter_picture(element: Element) -> bool:
    return element.local == "feImage" and RASTER.match(get_href(element)) is not None


def _make_outside_error(name: str, target: str) -> BadInput:
    shown = make_printable(target)
    shown = shown if len(shown) <= _LONGEST_SHOWN else shown[: _LONGEST_SHOWN - 3] + "..."
    return BadInput(
        f"{name} refers to something outside it or of an unknown kind ({shown}), which is never"
        " read; embed it as PNG or JPEG"
    )
