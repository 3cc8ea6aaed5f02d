"""A result as a notebook shows it: the picture, with its recipe folded underneath."""

from __future__ import annotations

import base64
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from dreamgen.recipe.embedding.embed import embed_recipe

if TYPE_CHECKING:
    from PIL import Image

LONGEST = 2000
"""Pixels of the longest side of what is shown: a poster would make the notebook too large to open."""
QUALITY = 92

_FIGURE = """\
<figure style="margin:0;max-width:{width}px">
<img src="data:image/webp;base64,{data}" alt="{alt}" style="display:block;max-width:100%;height:auto">
<details style="margin-top:.5em"><summary style="cursor:pointer">Recipe</summary>
<pre style="white-space:pre-wrap;overflow-wrap:anywhere;font-size:.9em">{recipe}</pre></details>
</figure>"""


def show_picture(webp: bytes, width: int, alt: str, recipe: str) -> str:
    """Return the HTML of a picture with its recipe, ``width`` pixels wide where there is room."""
    data = base64.b64encode(webp).decode()
    return _FIGURE.format(width=width, data=data, alt=escape(alt), recipe=escape(recipe))


def encode_shown(image: Image.Image, recipe: str, format: str) -> bytes:
    """Return an image as PNG or WebP with its recipe inside, made smaller if it is very large."""
    if max(image.size) > LONGEST:
        image = image.copy()
        image.thumbnail((LONGEST, LONGEST))
    buffer = BytesIO()
    image.save(buffer, format, quality=QUALITY, **embed_recipe(format, recipe))
    return buffer.getvalue()
