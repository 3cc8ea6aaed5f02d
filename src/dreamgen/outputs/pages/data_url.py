"""Pictures inside a page of HTML, which then needs no other file."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


def encode_data_url(image: Image.Image, quality: int, recipe: str | None = None) -> str:
    """Return a data URL that holds a picture as WebP (RFC 2397).

    With a recipe, the picture carries it as any WebP of dreamgen's does.
    """
    from dreamgen.recipe.embedding.embed import embed_recipe

    file = io.BytesIO()
    extra = embed_recipe("WEBP", recipe) if recipe else {}
    image.save(file, "WEBP", quality=quality, method=4, **extra)
    return "data:image/webp;base64," + base64.b64encode(file.getvalue()).decode()
