"""What ``protect`` accepts, for every loader: words, the parts of charts, CSS selectors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput, nearest
from dreamgen.loaders.item_lists import split_list

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Picture
    from dreamgen.loaders.losses import Losses

NAMES = ("text", "marks", "panel", "axes", "grid", "legend", "title", "none")
_TAGS = {"a", "circle", "ellipse", "g", "image", "line", "path", "polygon", "polyline", "rect"}
_TAGS |= {"svg", "symbol", "switch", "textPath", "tspan", "use"}
_WORD = re.compile(r"[A-Za-z][\w-]*")


def check_items(items: Iterable[str]) -> None:
    """Refuse a plain word that names no part and no kind of SVG element, as ``txt`` does."""
    for item in items:
        plain = item.removesuffix("?").strip()
        if not plain:
            raise BadInput(f"a question mark follows a part ({', '.join(NAMES)}) or a CSS selector")
        if _WORD.fullmatch(plain) and plain not in (*NAMES, *_TAGS):
            raise BadInput(
                f"nothing to protect is called {plain!r}{nearest(plain, NAMES)}; there are"
                f" {', '.join(NAMES)}, and in SVG any CSS selector, as '#eye' or '.label'"
            )


def name_unkept(protect: str, picture: Picture, name: str, losses: Losses) -> None:
    """Say what a user asked to keep of a picture made of pixels, and what is not found there."""
    items = [item for item in split_list(protect) if not item.endswith("?")]
    lacking = [repr(item) for item in items if item not in NAMES]
    if "text" in items and picture.protected is None:
        lacking.append("text, which is looked for in charts alone")
    if lacking:
        what = " or ".join(lacking)
        losses.say(f"{name} is made of pixels, and nothing is kept there as {what}")
