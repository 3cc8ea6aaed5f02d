"""Media queries, answered for a screen as wide and high as the drawing itself."""

from __future__ import annotations

import re

from dreamgen.loaders.svg.styles.lengths import read_pixels

_LONGEST = 2000  # characters
_FEATURE = re.compile(r"\(([^()]*)\)")
_TYPES = {"all": True, "screen": True, "": True}
_FEATURES = {
    "prefers-color-scheme": "light",
    "prefers-reduced-motion": "no-preference",
    "prefers-contrast": "no-preference",
    "forced-colors": "none",
    "scripting": "none",
    "hover": "none",
    "pointer": "none",
    "color-gamut": "srgb",
    "monochrome": "0",
    "color": "8",
    "grid": "0",
}


def match_media(queries: str, page: tuple[float, float]) -> bool:
    """Say whether a list of media queries holds on a page of (width, height) in pixels."""
    text = " ".join(queries.lower().split())
    if len(text) > _LONGEST:
        return False
    return not text or any(_match_query(query.strip(), page) for query in text.split(","))


def _match_query(query: str, page: tuple[float, float]) -> bool:
    if " or " in query:
        return any(_match_query(part, page) for part in query.split(" or "))
    words = _FEATURE.sub(" ", query).split()
    negated = words[:1] == ["not"]
    kinds = [word for word in words if word not in ("and", "only", "not")]
    held = all(_TYPES.get(kind, False) for kind in kinds)
    held = held and all(_match_feature(each, page) for each in _FEATURE.findall(query))
    return held != negated


def _match_feature(text: str, page: tuple[float, float]) -> bool:
    name, colon, value = (part.strip() for part in text.partition(":"))
    if not colon:
        return _match_range(text, page)
    edge, _, side = name.rpartition("-")
    if side in ("width", "height") and edge in ("min", "max", ""):
        wanted = read_pixels(value)
        have = page[side == "height"]
        if wanted is None:
            return False
        return {"min": have >= wanted, "max": have <= wanted, "": have == wanted}[edge]
    if name == "orientation":
        return value == ("portrait" if page[1] >= page[0] else "landscape")
    return _FEATURES.get(name) == value


def _match_range(text: str, page: tuple[float, float]) -> bool:
    """Such as ``400px <= width < 900px``; or a feature's name alone, which asks for any value."""
    pieces = [piece.strip() for piece in re.split(r"(<=|>=|<|>|=)", text)]
    if len(pieces) == 1:
        held = _FEATURES.get(text.strip(), "none")
        return held not in ("none", "0") or text.strip() in ("width", "height")
    sizes = {"width": page[0], "height": page[1]}
    values = [sizes.get(piece, read_pixels(piece)) for piece in pieces[::2]]
    if None in values:
        return False
    compare = {"<": float.__lt__, ">": float.__gt__, "=": float.__eq__}
    compare |= {"<=": float.__le__, ">=": float.__ge__}
    return all(
        compare[sign](float(left), float(right))  # type: ignore[arg-type]  # no None is left
        for left, sign, right in zip(values, pieces[1::2], values[1:], strict=False)
    )
